import chineseDays from 'chinese-days';
import type { Calendar } from '#contracts/reference.ts';

// The package is CommonJS: Node finds its functions on the default export only.
const { getHolidaysInRange, isWorkday } = chineseDays;

export const dayMs = 86_400_000;
const minuteMs = 60_000;
/** Asia/Shanghai has kept +08:00 since 1991; a fixed offset makes the judgement the same on every machine. */
const offsetMs = 8 * 60 * minuteMs;

/** A day of the city as the number of days since 1970-01-01. */
export type DayNo = number;
export type Span = { from: number; to: number };

/** The city's day of an instant. */
export const dayOf = (at: Date): DayNo => Math.floor((at.getTime() + offsetMs) / dayMs);
/** Midnight at which a day of the city begins, in epoch milliseconds. */
export const startOfDay = (day: DayNo): number => day * dayMs - offsetMs;
/** 2026-06-12 */
export const dateText = (day: DayNo): string => new Date(day * dayMs).toISOString().slice(0, 10);
export const dayFromText = (date: string): DayNo => Math.floor(Date.parse(`${date}T00:00:00Z`) / dayMs);

type Known = { years: Map<number, boolean>; days: Map<DayNo, boolean>; hours: [number, number][] };
const books = new WeakMap<Calendar, Known>();

/** A calendar is never changed in place, so what was worked out once stays true for that object. */
function bookOf(calendar: Calendar): Known {
  const found = books.get(calendar);
  if (found) return found;
  const hours = calendar.hours.map(([from, to]): [number, number] => [clockMs(from), clockMs(to)]);
  const made: Known = { years: new Map(), days: new Map(), hours };
  books.set(calendar, made);
  return made;
}

function clockMs(clock: string): number {
  return (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))) * minuteMs;
}

/** Whether the arrangement of that year is known: entered by hand, or published (the State Council announces one year at a time). */
export function isYearKnown(year: number, calendar: Calendar): boolean {
  const { years } = bookOf(calendar);
  const found = years.get(year);
  if (found !== undefined) return found;
  const known =
    calendar.years.some((one) => one.year === year) ||
    getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length > 0;
  years.set(year, known);
  return known;
}

/** 工作日: by hand first, then the published holidays and 调休; in a year not yet published, Monday to Friday. */
export function isWorkingDay(day: DayNo, calendar: Calendar): boolean {
  const { days } = bookOf(calendar);
  const found = days.get(day);
  if (found !== undefined) return found;
  const working = judge(day, calendar);
  days.set(day, working);
  return working;
}

function judge(day: DayNo, calendar: Calendar): boolean {
  const date = dateText(day);
  if (calendar.suspensionDays.includes(date)) return false;
  const year = Number(date.slice(0, 4));
  // 1970-01-01 was a Thursday.
  const weekday = (((day + 4) % 7) + 7) % 7;
  const usual = weekday >= 1 && weekday <= 5;
  const byHand = calendar.years.find((one) => one.year === year);
  if (byHand) return byHand.work.includes(date) || (usual && !byHand.off.includes(date));
  if (!isYearKnown(year, calendar)) return usual;
  // Noon of the machine's own zone: the package reads a bare date as UTC midnight, which is the day before in the west.
  return isWorkday(new Date(year, Number(date.slice(5, 7)) - 1, Number(date.slice(8)), 12));
}

/** The working spans of a day in epoch milliseconds, half open; none on a day off. */
export function spansOf(day: DayNo, calendar: Calendar): Span[] {
  if (!isWorkingDay(day, calendar)) return [];
  const base = startOfDay(day);
  return bookOf(calendar).hours.map(([from, to]) => ({ from: base + from, to: base + to }));
}

/** The next working day after `day`. Throws when a calendar has no working day within a year. */
export function nextWorkingDay(day: DayNo, calendar: Calendar): DayNo {
  for (let next = day + 1; next <= day + 366; next += 1) if (isWorkingDay(next, calendar)) return next;
  throw new Error(`calendar ${calendar.version} has no working day in the year after ${dateText(day)}`);
}
