import type { Calendar } from '#contracts/reference.ts';
import type { Running } from './pause.ts';
import { afterCounted, countedMs } from './worktime.ts';

/**
 * 提醒、催办、预警、督办 (practice §一 11): at 50, 75 and 90 % of its limit the unit is reminded by the machine; from
 * 100 % on a 督办单 of level 1, 2, 3 is drafted. Each rung once for each task clock, whatever pauses or extends it.
 */
export const rungs = [50, 75, 90, 100, 150, 200] as const;

/** The next rung of a clock, and when it comes; both null when the last one is behind. */
export type Ladder = { rung: number | null; rungAt: Date | null };

/** When the clock has used this share of its whole limit; at once when earlier rows of it have used that much. */
export function rungInstant(clock: Running, percent: number, calendar: Calendar): Date {
  if (percent === 100) return clock.dueAt;
  const whole = clock.usedMs + countedMs(clock.startedAt, clock.dueAt, clock.unit, calendar);
  if (percent > 100) return afterCounted(clock.dueAt, (whole * (percent - 100)) / 100, clock.unit, calendar);
  const left = Math.round((whole * percent) / 100) - clock.usedMs;
  return afterCounted(clock.startedAt, Math.max(0, left), clock.unit, calendar);
}

/** The ladder of a clock whose next rung is `rung`; null when it has none. */
export function ladderAt(clock: Running, rung: number | null, calendar: Calendar): Ladder {
  return { rung, rungAt: rung === null ? null : rungInstant(clock, rung, calendar) };
}

/**
 * Where a clock stands at `now` whose next rung was `rung`: the highest that it has reached, which alone is told (after
 * an outage nobody hears of three at once), and the ladder that goes on from there.
 */
export function climb(
  clock: Running & { rung: number },
  now: Date,
  calendar: Calendar,
): { reached: number; next: Ladder } {
  const ahead = rungs.filter((rung) => rung >= clock.rung);
  const passed = ahead.filter((rung) => rungInstant(clock, rung, calendar).getTime() <= now.getTime());
  const next = ahead[Math.max(1, passed.length)] ?? null;
  return { reached: passed.at(-1) ?? clock.rung, next: ladderAt(clock, next, calendar) };
}
