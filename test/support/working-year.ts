import type { Calendar } from '#contracts/reference.ts';

// The oracle knows the year 2026 by itself: the State Council's notice, typed in, not the package.
const off = [
  ...['01-01', '01-02', '01-03', '02-15', '02-16', '02-17', '02-18', '02-19', '02-20', '02-21', '02-22', '02-23'],
  ...['04-04', '04-05', '04-06', '05-01', '05-02', '05-03', '05-04', '05-05', '06-19', '06-20', '06-21'],
  ...['09-25', '09-26', '09-27', '10-01', '10-02', '10-03', '10-04', '10-05', '10-06', '10-07'],
]; // prettier-ignore
const makeUp = ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'];
const inYear = (days: string[]): Set<string> => new Set(days.map((day) => `2026-${day}`));
const [holidays, workdays] = [inYear(off), inYear(makeUp)];

export const second = 1000;
export const daySeconds = 86_400;
const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** The working time of 2026 as a person would count it from the notice. */
export function oracleOf(calendar: Calendar): {
  isOpen: (at: number) => boolean;
  opensOn: (date: string) => boolean;
} {
  const spans = calendar.hours.map(([from, to]) => [minuteOf(from) * 60, minuteOf(to) * 60] as const);
  const known = new Map<string, boolean>();
  const opensOn = (date: string): boolean => {
    const found = known.get(date);
    if (found !== undefined) return found;
    const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
    const usual = weekday !== 0 && weekday !== 6;
    const open =
      !calendar.suspensionDays.includes(date) && (workdays.has(date) || (usual && !holidays.has(date)));
    known.set(date, open);
    return open;
  };
  const dates = new Map<number, string>();
  const isOpen = (at: number): boolean => {
    const local = at / second + 8 * 3600;
    const day = Math.floor(local / daySeconds);
    const date = dates.get(day) ?? new Date(day * daySeconds * second).toISOString().slice(0, 10);
    dates.set(day, date);
    const inDay = local - day * daySeconds;
    return spans.some(([from, to]) => inDay >= from && inDay < to) && opensOn(date);
  };
  return { isOpen, opensOn };
}
