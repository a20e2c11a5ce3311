import type { Light } from '#contracts/incident.ts';
import type { Calendar, Category, CategoryLimits, Limit } from '#contracts/reference.ts';
import { dayMs, dayOf, isYearKnown, nextWorkingDay, spansOf } from './calendar.ts';
import type { DayNo, Span } from './calendar.ts';
import { spellAfter } from './merging.ts';

const hourMs = 3_600_000;

/** The instant that was promised. `flags` holds `calendar-unknown` when a year was met that is not published yet. */
export type Promised = { dueAt: Date; flags: string[] };

/**
 * When `limit` ends that begins at `start` (mission.md §6); the same arguments give the same instant for ever.
 * 紧急工作时 never stops. 工作时 runs inside the working spans only. 工作日 ends with the working hours of the nth
 * working day after the day of the start, which itself does not count. 自然日 is the same time of day n days later.
 * For the two that follow the calendar, a start outside working time counts as the beginning of the next span.
 */
export function deadlineAfter(start: Date, limit: Limit, calendar: Calendar): Promised {
  const { amount, unit } = limit;
  if (unit === 'urgent-hour') return plain(start.getTime() + amount * hourMs);
  if (unit === 'natural-day') return plain(start.getTime() + amount * dayMs);
  const walk = walker(start, calendar);
  const due = unit === 'work-hour' ? walk.hours(amount) : walk.days(amount);
  const flags = unknownYears(dayOf(start), dayOf(new Date(due)), calendar) ? ['calendar-unknown'] : [];
  return { dueAt: new Date(due), flags };
}

function plain(due: number): Promised {
  return { dueAt: new Date(Math.round(due)), flags: [] };
}

/** The first span that has not ended at `start`, and the instant in it from which time counts. */
function rollIn(start: Date, calendar: Calendar): { day: DayNo; span: Span; at: number } {
  const at = start.getTime();
  const today = dayOf(start);
  const span = spansOf(today, calendar).find((one) => at < one.to);
  if (span) return { day: today, span, at: Math.max(at, span.from) };
  const day = nextWorkingDay(today, calendar);
  const first = spansOf(day, calendar)[0]!;
  return { day, span: first, at: first.from };
}

function walker(
  start: Date,
  calendar: Calendar,
): { hours: (amount: number) => number; days: (amount: number) => number } {
  const entry = rollIn(start, calendar);
  return {
    hours: (amount) => {
      let left = Math.round(amount * hourMs);
      let { day, at } = entry;
      for (;;) {
        for (const span of spansOf(day, calendar)) {
          const from = Math.max(at, span.from);
          if (from >= span.to) continue;
          if (left <= span.to - from) return from + left;
          left -= span.to - from;
        }
        day = nextWorkingDay(day, calendar);
        at = 0;
      }
    },
    days: (amount) => {
      let day = entry.day;
      for (let n = 0; n < amount; n += 1) day = nextWorkingDay(day, calendar);
      return spansOf(day, calendar).at(-1)!.to;
    },
  };
}

function unknownYears(from: DayNo, to: DayNo, calendar: Calendar): boolean {
  for (let year = yearOf(from); year <= yearOf(to); year += 1) if (!isYearKnown(year, calendar)) return true;
  return false;
}

const yearOf = (day: DayNo): number => new Date(day * dayMs).getUTCFullYear();

/** 5 个工作日, 2 紧急工作时: as officials write it. */
export function limitWords({ amount, unit }: Limit): string {
  if (unit === 'urgent-hour' && amount < 1) return `${Math.round(amount * 60)} 分钟`;
  return { 'urgent-hour': `${amount} 紧急工作时`, 'work-hour': `${amount} 工作时`, 'work-day': `${amount} 个工作日`, 'natural-day': `${amount} 个自然日` }[unit]; // prettier-ignore
}

/** The limits of a category under a filing condition; the default ones when the condition has none of its own. */
export function limitsOf(category: Category, condition = 'default'): CategoryLimits {
  const named = category.limits.find((one) => one.condition === condition);
  return named ?? category.limits.find((one) => one.condition === 'default')!;
}

/** From this share of the limit on, a case is called 将到期 (mission.md §7). */
const soonFrom = 0.7;

/** 灯: how much of the limit is used (1 = all of it), and the word for it. At the due instant itself it is not yet late. */
export function lightOf(start: Date, due: Date, now: Date): { light: Light; used: number } {
  const whole = due.getTime() - start.getTime();
  const passed = now.getTime() - start.getTime();
  const late = now.getTime() > due.getTime();
  const used = whole > 0 ? Math.max(0, passed / whole) : late ? Infinity : 1;
  return { light: late ? '超时' : used >= soonFrom ? '将到期' : '正常', used };
}

/** Minutes that are left (negative: late), and the words: 还剩 2 小时 5 分钟, 超时 35 分钟. */
export function remaining(due: Date, now: Date): { minutes: number; words: string } {
  const minutes = (due.getTime() - now.getTime()) / 60_000;
  return { minutes, words: minutes >= 0 ? spellAfter('还剩', minutes) : spellAfter('超时', -minutes) };
}
