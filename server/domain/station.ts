import type { Reference } from '#contracts/reference.ts';
import type { Threshold } from '#contracts/rules.ts';
import { dateText, dayOf } from './calendar.ts';

/**
 * The rule that watches one device: the station's own values where there are some in effect on the day of `now` (each
 * river gauge has its own 警戒水位), else those of the metric. Null: the metric has no rule.
 */
export function ruleAt(
  thresholds: Reference['threshold'],
  metric: string,
  deviceId: string,
  now: Date,
): Threshold | null {
  const rule = thresholds.get(metric);
  if (!rule || rule.sites.length === 0) return rule ?? null;
  const today = dateText(dayOf(now));
  const own = rule.sites
    .filter((site) => site.deviceId === deviceId && site.effectiveOn <= today)
    .sort((a, b) => b.effectiveOn.localeCompare(a.effectiveOn))[0];
  return own ? { ...rule, raise: own.raise, clear: own.clear, severeRaise: own.severeRaise } : rule;
}
