const hourMs = 3_600_000;
const slackMs = 10 * 60_000;

/** 08:00 written as if it were the world's time: a clock that is one time zone off is late by this much. */
const zoneHours = 8;
/** So many alerts, a minute apart at least, and the clock is known to be off. */
export const learnedAfter = 3;

/**
 * 时钟偏差: how many hours an alert is late when that is what a wrong time zone does (8 hours, give or take ten minutes);
 * 0 for every other lateness, which may be honest.
 */
export function lateHours(observedAt: Date, now: Date): number {
  const lateMs = now.getTime() - observedAt.getTime();
  return Math.abs(lateMs - zoneHours * hourMs) <= slackMs ? zoneHours : 0;
}

/** The time that a clock would have shown that is `hours` late. */
export const corrected = (observedAt: Date, hours: number): Date =>
  new Date(observedAt.getTime() + hours * hourMs);
