/**
 * What is usual, and how unlikely a number is against it. A number N of a window is judged by the Poisson tail
 * P(N ≥ n) against the trailing baseline of the same families in the same district, as the space–time scan statistics
 * do for each of their windows (M. Kulldorff, A spatial scan statistic, Commun. Stat. Theory Methods 26, 1997; Kulldorff,
 * Heffernan, Hartman, Assunção, Mostashari, A space–time permutation scan statistic for disease outbreak detection,
 * PLoS Medicine 2:e59, 2005). Their Monte Carlo test is left out: the regions are the districts, few and fixed, and the
 * bar is so high that all the looks of a month together raise less than one false suggestion.
 */
export type Usual = {
  /** Matters of these families in this district, over so many days; today left out. */
  count: number;
  days: number;
  /** Of them in the same hours of the day, one hour before and after included. */
  sameHours: number;
};

/** Fewer days of history say nothing about what is usual: then the floor count alone speaks. */
export const leastDays = 7;
const sameHoursADay = 3;
const rare = 1e-5;

/**
 * How many are usual in a window: the larger of the whole day's rate and that of the same hours, so that a rush hour is
 * no burst; half a matter more than were seen, so that nothing seen is not nothing possible. Null without enough history.
 */
export function expectedIn({ count, sameHours, days }: Usual, windowMinutes: number): number | null {
  if (days < leastDays) return null;
  const perHour = Math.max((count + 0.5) / (days * 24), (sameHours + 0.5) / (days * sameHoursADay));
  return (perHour * windowMinutes) / 60;
}

/** P(N ≥ n) of a Poisson number with this mean. */
export function tail(n: number, mean: number): number {
  if (n <= 0) return 1;
  // From the term n upward: subtracting the rest from 1 would lose what is left of it.
  let term = Math.exp(-mean);
  for (let i = 1; i <= n; i += 1) term *= mean / i;
  let sum = 0;
  for (let i = n; term > sum * 1e-12; i += 1) {
    sum += term;
    term *= mean / (i + 1);
  }
  return Math.min(1, sum);
}

/** Whether so many in a window are hardly chance. */
export const isUnusual = (n: number, expected: number): boolean => n > expected && tail(n, expected) < rare;
