import type { Calendar, LimitUnit } from '#contracts/reference.ts';
import { dayMs, dayOf, nextWorkingDay, spansOf } from './calendar.ts';

const hourMs = 3_600_000;

/** Whether a clock of this unit runs in working time only. */
export function followsCalendar(unit: string): boolean {
  return unit === 'work-hour' || unit === 'work-day';
}

/** The time between two instants as a clock of this unit counts it, in milliseconds; 0 when `to` is not after `from`. */
export function countedMs(from: Date, to: Date, unit: string, calendar: Calendar): number {
  const [begin, end] = [from.getTime(), to.getTime()];
  if (end <= begin) return 0;
  if (!followsCalendar(unit)) return end - begin;
  let sum = 0;
  for (let day = dayOf(from); day <= dayOf(to); day += 1)
    for (const span of spansOf(day, calendar))
      sum += Math.max(0, Math.min(end, span.to) - Math.max(begin, span.from));
  return sum;
}

/** When a clock of this unit that goes on at `from` has counted `ms` more; a span that is used up ends there. */
export function afterCounted(from: Date, ms: number, unit: string, calendar: Calendar): Date {
  if (ms <= 0 || !followsCalendar(unit)) return new Date(from.getTime() + ms);
  let left = ms;
  for (let day = dayOf(from); ; day = nextWorkingDay(day, calendar))
    for (const span of spansOf(day, calendar)) {
      const at = Math.max(from.getTime(), span.from);
      if (at >= span.to) continue;
      if (left <= span.to - at) return new Date(at + left);
      left -= span.to - at;
    }
}

/** A limit as time that its clock counts: a working day is the working hours of one day. */
export function limitMs({ amount, unit }: { amount: number; unit: LimitUnit }, calendar: Calendar): number {
  if (unit === 'natural-day') return amount * dayMs;
  if (unit === 'work-day') return amount * dayHours(calendar) * hourMs;
  return Math.round(amount * hourMs);
}

function dayHours(calendar: Calendar): number {
  const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  return calendar.hours.reduce((sum, [from, to]) => sum + minutes(to) - minutes(from), 0) / 60;
}
