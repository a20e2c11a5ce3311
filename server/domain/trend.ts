import type { Trend } from '#contracts/rules.ts';
import { isTooFast } from './threshold.ts';

/** A reading of a station; values in the unit of its metric. */
export type Point = { observedAt: Date; value: number };

const hourMs = 3_600_000;
/** Water that rises slower than this (m/h) reaches nothing worth naming. */
const slowest = 0.02;
/** A rain gauge that was silent longer than this says nothing about the time between. */
const longestHoldMs = 15 * 60_000;
/** 外推 past this is no statement; also what stands for "never" where a number is needed. Minutes. */
export const farMinutes = 9_999;

const byTime = (a: Point, b: Point): number => a.observedAt.getTime() - b.observedAt.getTime();

/** The points of (until - window, until] in order of time, after the last step that no river makes. */
function windowOf(
  points: readonly Point[],
  until: Date,
  windowMs: number,
  maxPerHour: number | null,
): Point[] {
  const inside = points
    .filter(({ observedAt }) => observedAt <= until && observedAt.getTime() > until.getTime() - windowMs)
    .toSorted(byTime);
  const jump = inside.findLastIndex((point, i) => i > 0 && isTooFast(inside[i - 1]!, point, maxPerHour));
  return inside.slice(Math.max(0, jump));
}

/** The least squares line through some points: its slope in units an hour, and how unsure that slope is (standard error). */
export type Slope = { perHour: number; error: number };

/**
 * The slope of the window, after the last step that is too fast. Null while its points span less than half of it: two
 * readings a minute apart are ripple, not a trend. Two points leave no error to be told: it is infinite.
 */
export function slopeOf(
  points: readonly Point[],
  until: Date,
  windowMinutes: number,
  maxPerHour: number | null,
): Slope | null {
  const windowMs = windowMinutes * 60_000;
  const inside = windowOf(points, until, windowMs, maxPerHour);
  if (inside.length < 2) return null;
  const t0 = inside[0]!.observedAt.getTime();
  if (inside.at(-1)!.observedAt.getTime() - t0 < windowMs / 2) return null;
  const hours = inside.map(({ observedAt }) => (observedAt.getTime() - t0) / hourMs);
  const meanT = hours.reduce((sum, t) => sum + t, 0) / hours.length;
  const meanV = inside.reduce((sum, { value }) => sum + value, 0) / inside.length;
  const spread = hours.reduce((sum, t) => sum + (t - meanT) ** 2, 0);
  if (spread === 0) return null;
  const perHour =
    inside.reduce((sum, { value }, i) => sum + (hours[i]! - meanT) * (value - meanV), 0) / spread;
  const left = inside.reduce(
    (sum, { value }, i) => sum + (value - meanV - perHour * (hours[i]! - meanT)) ** 2,
    0,
  );
  const free = inside.length - 2;
  return { perHour, error: free === 0 ? Infinity : Math.sqrt(left / free / spread) };
}

/** 涨率 in units an hour: the slope of the window; null when its points say nothing. */
export function risePerHour(
  points: readonly Point[],
  until: Date,
  windowMinutes: number,
  maxPerHour: number | null = null,
): number | null {
  return slopeOf(points, until, windowMinutes, maxPerHour)?.perHour ?? null;
}

/** 外推 (非水文预报): minutes until a value that goes on rising so reaches the line; null when it is there, or will not. */
export function minutesToLine(value: number, rise: number | null, line: number): number | null {
  if (rise === null || rise < slowest || value >= line) return null;
  const minutes = ((line - value) / rise) * 60;
  return minutes > farMinutes ? null : minutes;
}

/**
 * 时段雨量 in millimetres from readings in mm/h: each holds for the time since the one before it, at most 15 minutes.
 * Null when nothing was read in the window.
 */
export function rainSum(points: readonly Point[], until: Date, windowMinutes: number): number | null {
  const from = until.getTime() - windowMinutes * 60_000;
  const sorted = points.filter(({ observedAt }) => observedAt <= until).toSorted(byTime);
  let sum: number | null = null;
  sorted.forEach(({ observedAt, value }, i) => {
    const at = observedAt.getTime();
    if (at <= from || i === 0) return;
    const since = Math.max(from, sorted[i - 1]!.observedAt.getTime(), at - longestHoldMs);
    sum = (sum ?? 0) + (Math.max(0, value) * (at - since)) / hourMs;
  });
  return sum;
}

/** What a trend rule watches: the number itself, or null when these points say nothing. `line`: 警戒 of the station. */
export function measure(
  trend: Pick<Trend, 'measure' | 'windowMinutes'>,
  points: readonly Point[],
  at: Point,
  { line, maxPerHour }: { line: number; maxPerHour: number | null },
): number | null {
  if (trend.measure === 'sum') return rainSum(points, at.observedAt, trend.windowMinutes);
  const rise = risePerHour(points, at.observedAt, trend.windowMinutes, maxPerHour);
  if (trend.measure === 'rise' || rise === null) return rise;
  return minutesToLine(at.value, rise, line) ?? farMinutes;
}
