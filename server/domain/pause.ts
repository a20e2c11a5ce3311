import type { Calendar, Limit, LimitUnit } from '#contracts/reference.ts';
import { dateText, dayFromText, dayOf, startOfDay } from './calendar.ts';
import { limitWords } from './deadline.ts';
import type { Clock } from './limits.ts';
import { afterCounted, countedMs, followsCalendar, limitMs } from './worktime.ts';

/**
 * 时限: a clock as its row holds it. `usedMs`: what earlier rows of the same clock had counted.
 *
 * What happens to the clocks of a matter (practice §一 10, mission.md §6, §7). The promise to a person is in none of
 * these: it is never paused, moved or made again, and keeps the calendar that made it.
 * - 签收 stops the signing clock alone; 反馈, 退单, 撤回 and 结案 stop every clock of the task.
 * - 返工 and the end of 挂账 go on with the time that was left, counted as the limit counts it: `resumed`.
 * - 挂账 stops the clocks of the co-hosts with the host's, and they go on together. 110, 119 and 120 are followed
 *   whatever happens, and who is asked during the pause is asked to act then: neither stands still.
 * - 延期 adds to the current deadline: `extended`. Until it is granted the clock runs on.
 * - 改派, 重开 and the dispatch after 退单 give the new task a unit clock of its own by `clockOf`, from that instant.
 * - 拆分: the new matter begins with a dispatching clock of its own at the instant of the split; what stays keeps its
 *   task and clocks untouched. The promises of the requests that move go along, unchanged.
 * - 并案: the tasks and clocks of the absorbed matters stop, and what was asked for them falls; the target's clocks run
 *   on untouched. The promises of the requests that move go along, unchanged.
 * - A clock that was late when it stopped goes on as late by as much: stopping hides no lateness.
 */
export type Running = Pick<Clock, 'startedAt' | 'dueAt' | 'unit'> & { usedMs: number };

/** What a clock has left at `at`, as its unit counts; negative, in plain time, when it is late already. */
export function leftMs({ dueAt, unit }: Running, at: Date, calendar: Calendar): number {
  if (at.getTime() > dueAt.getTime()) return dueAt.getTime() - at.getTime();
  return countedMs(at, dueAt, unit, calendar);
}

/** The row with which a clock goes on at `at` that stopped at `stoppedAt` with `left` of it: see `leftMs`. */
export function resumed(
  clock: Running,
  { stoppedAt, left, at }: { stoppedAt: Date; left: number; at: Date },
  calendar: Calendar,
): Clock & Running {
  const unit = followsCalendar(clock.unit) ? 'work-hour' : 'urgent-hour';
  return {
    startedAt: at,
    dueAt: afterCounted(at, left, unit, calendar),
    amount: Math.max(0, left) / 3_600_000,
    unit,
    usedMs: clock.usedMs + countedMs(clock.startedAt, min(stoppedAt, clock.dueAt), clock.unit, calendar),
    calendarVersion: calendar.version,
    limitVersion: 'resumed',
    flags: ['resumed'],
  };
}

/** The row of a clock to whose deadline `limit` is added; it counts from where the clock began. */
export function extended(
  clock: Running,
  limit: { amount: number; unit: LimitUnit },
  calendar: Calendar,
): Clock & Running {
  return {
    startedAt: clock.startedAt,
    dueAt: afterCounted(clock.dueAt, limitMs(limit, calendar), clock.unit, calendar),
    amount: limit.amount,
    unit: clock.unit,
    usedMs: clock.usedMs,
    calendarVersion: calendar.version,
    limitVersion: 'extended',
    flags: ['extended'],
  };
}

const min = (a: Date, b: Date): Date => (a.getTime() < b.getTime() ? a : b);

/** At most this many 延期 are approved for one task. */
export const mostExtensions = 2;

/** Why an extension of `amount` may not be asked for now, in words; null when it may. */
export function extensionRefusal(asked: {
  amount: number;
  original: Limit;
  granted: number;
  dueAt: Date;
  now: Date;
}): string | null {
  if (asked.now.getTime() > asked.dueAt.getTime()) return '承办时限已过，超期后不能申请延期';
  if (asked.granted >= mostExtensions) return `本单已获准延期 ${mostExtensions} 次，不能再申请`;
  if (asked.amount > asked.original.amount) return `一次延期不得超过原时限（${limitWords(asked.original)}）`;
  const byDay = asked.original.unit.endsWith('-day');
  return byDay && !Number.isInteger(asked.amount) ? '按日计的时限，延期须为整日' : null;
}

/** The instant at which a suspension until `date` (a day of the city) ends by itself: the beginning of that day. */
export function suspensionEnd(date: string): Date {
  return new Date(startOfDay(dayFromText(date)));
}

/** Why a suspension until `date` may not be asked for now, in words; null when it may: tomorrow to one year ahead. */
export function suspensionRefusal(date: string, now: Date): string | null {
  const today = dateText(dayOf(now));
  const yearLater = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
  if (date <= today) return '挂账截止日期须晚于今天';
  return date > yearLater ? '挂账最长一年' : null;
}
