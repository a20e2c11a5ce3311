import type { Reference } from '#contracts/reference.ts';
import type { Threshold } from '#contracts/rules.ts';
import { ruleAt } from './station.ts';
import { slopeOf } from './trend.ts';
import type { Point } from './trend.ts';

/** 外推 past this is no statement. */
const farthestMs = 6 * 3_600_000;
/** A slope whose standard error is more than this part of it is noise; two readings, which always lie on a line, tell of no error. */
const mostError = 0.25;
/** What is watched where no trend rule of the metric says otherwise. */
const usualMinutes = 30;

export type Line = { name: string; value: number };
type Way = { direction: Threshold['direction']; windowMinutes: number; maxPerHour: number | null };

/**
 * 外推，非预报: when a series that goes on as it did within the window before `now` reaches the line. Null when it is
 * there, is not on its way, moves too unevenly, was read fewer than three times, or would need more than six hours.
 * Never before `now`. The unit of values, line and `maxPerHour` is the same, whichever it is.
 */
export function crossingAt(
  points: readonly Point[],
  line: number,
  { direction, windowMinutes, maxPerHour }: Way,
  now: Date,
): Date | null {
  const from = now.getTime() - windowMinutes * 60_000;
  const recent = points.filter(({ observedAt }) => observedAt <= now && observedAt.getTime() > from);
  const slope = slopeOf(recent, now, windowMinutes, maxPerHour);
  if (slope === null) return null;
  const sign = direction === 'above' ? 1 : -1;
  const perHour = sign * slope.perHour;
  const last = recent.reduce((a, b) => (b.observedAt >= a.observedAt ? b : a));
  const missing = sign * (line - last.value);
  if (perHour <= 0 || missing <= 0 || slope.error > mostError * perHour) return null;
  const at = last.observedAt.getTime() + (missing / perHour) * 3_600_000;
  return at < now.getTime() || at - now.getTime() > farthestMs ? null : new Date(at);
}

/**
 * The line that a value reaches next: 警戒, 保证, 历史最高 of a station, else what sets the rule of the metric off and what
 * makes it graver. Null when there is none beyond, or where other stations have lines and this one has none of its own.
 */
export function nextLine(
  reference: Pick<Reference, 'threshold'>,
  of: { metric: string; deviceId: string; value: number },
  now: Date,
): (Line & Pick<Threshold, 'direction' | 'maxPerHour' | 'unit'>) | null {
  const rule = ruleAt(reference.threshold, of.metric, of.deviceId, now);
  if (!rule) return null;
  const site = rule.sites.find(({ deviceId }) => deviceId === of.deviceId);
  if (rule.sites.length > 0 && !site) return null;
  const names = site ? ['警戒', '保证', '历史最高'] : ['触发值', '加重值'];
  const values = [rule.raise, rule.severeRaise, site?.recordHigh ?? null];
  const sign = rule.direction === 'above' ? 1 : -1;
  const beyond = values
    .flatMap((value, n) =>
      value === null || sign * (value - of.value) <= 0 ? [] : [{ name: names[n]!, value }],
    )
    .toSorted((a, b) => sign * (a.value - b.value))[0];
  const { direction, maxPerHour, unit } = rule;
  return beyond ? { ...beyond, direction, maxPerHour, unit } : null;
}

/** Over how many minutes the trend of a metric is taken: as its own rule does, else half an hour. */
export function windowOfMetric(reference: Pick<Reference, 'trend'>, metric: string): number {
  const own = [...reference.trend.values()].find(
    (rule) => rule.metric === metric && rule.measure === 'to-line',
  );
  return own?.windowMinutes ?? usualMinutes;
}
