import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Calendar, LimitUnit } from '#contracts/reference.ts';
import { deadlineAfter } from '#domain/deadline.ts';
import { extended, extensionRefusal, leftMs, mostExtensions, resumed } from '#domain/pause.ts';
import type { Running } from '#domain/pause.ts';
import { daySeconds, oracleOf, second } from '#test/support/working-year.ts';

/** 100,000 in the long form: CHENGYUN_DEADLINE_RUNS=100000 npm test -- test/property/pause.test.ts */
const runs = Number(process.env['CHENGYUN_DEADLINE_RUNS'] ?? 400);

const yearStart = Date.parse('2026-01-01T00:00:00+08:00') / second;
const minutes = 365 * 24 * 60;

/** The second oracle: a year of minutes, each open or not, and how many open seconds lie before each. */
function bookOf(calendar: Calendar): {
  openBefore: (at: number) => number;
  atCount: (count: number) => number;
} {
  const { isOpen } = oracleOf(calendar);
  const before = new Int32Array(minutes + 1);
  for (let m = 0; m < minutes; m += 1)
    before[m + 1] = before[m]! + (isOpen((yearStart + m * 60) * second) ? 60 : 0);
  return {
    openBefore: (at) => {
      const m = Math.floor((at - yearStart) / 60);
      const into = before[m + 1]! > before[m]! ? (at - yearStart) % 60 : 0;
      return before[m]! + into;
    },
    // The first instant at which that many open seconds have passed.
    atCount: (count) => {
      let [low, high] = [0, minutes];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (before[middle + 1]! >= count) high = middle;
        else low = middle + 1;
      }
      return yearStart + low * 60 + (count - before[low]!);
    },
  };
}

const dayText = (n: number): string =>
  new Date((yearStart + 8 * 3600 + n * daySeconds) * second).toISOString().slice(0, 10);
const officeHours: [string, string][][] = [
  [['08:30', '12:00'], ['14:30', '17:30']],
  [['09:00', '17:00']],
  [['00:00', '06:15'], ['20:00', '23:59']],
]; // prettier-ignore
/** Calendars with hours of their own and days closed by order, each with its book. */
const cities = officeHours.flatMap((hours) =>
  [0, 7, 31].map((every) => {
    const closed = every === 0 ? [] : Array.from({ length: 12 }, (_, n) => dayText(40 + n * every));
    const calendar: Calendar = { code: 'city', name: '历', version: 't', hours, suspensionDays: closed, years: [], source: 't' }; // prettier-ignore
    const clockSeconds = (clock: string): number =>
      Number(clock.slice(0, 2)) * 3600 + Number(clock.slice(3)) * 60;
    const dayLength = hours.reduce((sum, [from, to]) => sum + clockSeconds(to) - clockSeconds(from), 0);
    return { calendar, dayLength, ...bookOf(calendar), ...oracleOf(calendar) };
  }),
);
type City = (typeof cities)[number];
type Limit = { amount: number; unit: LimitUnit };

const isCalendar = (unit: string): boolean => unit.startsWith('work');
/** Seconds that a limit, or a part of it, is worth to its clock. */
const worth = ({ amount, unit }: Limit, city: City): number =>
  unit === 'natural-day' ? amount * daySeconds : unit === 'work-day' ? amount * city.dayLength : Math.round(amount * 3600); // prettier-ignore

/** When `left` seconds that the clock counts have passed from `at`. */
function dueFrom(at: number, left: number, unit: string, city: City): number {
  if (!isCalendar(unit) || left <= 0) return at + left;
  return city.atCount(city.openBefore(at) + left);
}

/** The same, of a limit as it is set; a working day ends with the last open second of the nth one after the start. */
function firstDue(at: number, limit: Limit, city: City): number {
  if (limit.unit !== 'work-day') return dueFrom(at, worth(limit, city), limit.unit, city);
  const entry = city.atCount(city.openBefore(at) + 1) - 1;
  let day = Math.floor((entry - yearStart) / daySeconds);
  for (let left = limit.amount; left > 0;) {
    day += 1;
    if (city.opensOn(dayText(day))) left -= 1;
  }
  return city.atCount(city.openBefore(yearStart + (day + 1) * daySeconds));
}

const limits: fc.Arbitrary<Limit> = fc.oneof(
  fc.integer({ min: 1, max: 1_200 }).map((m): Limit => ({ amount: m / 60, unit: 'work-hour' })),
  fc.integer({ min: 1, max: 10 }).map((amount): Limit => ({ amount, unit: 'work-day' })),
  fc.integer({ min: 1, max: 4_000 }).map((m): Limit => ({ amount: m / 60, unit: 'urgent-hour' })),
  fc.integer({ min: 1, max: 10 }).map((amount): Limit => ({ amount, unit: 'natural-day' })),
);
const history = fc.record({
  city: fc.constantFrom(...cities),
  limit: limits,
  start: fc.integer({ min: 3 * daySeconds, max: 90 * daySeconds }).map((s) => yearStart + s),
  steps: fc.array(
    fc.record({
      act: fc.constantFrom('suspend', 'rework', 'extend', 'hand-over'),
      after: fc.nat(5 * daySeconds),
      pause: fc.nat(15 * daySeconds),
      part: fc.integer({ min: 1, max: 10 }),
    }),
    { maxLength: 5 },
  ),
});

const at = (seconds: number): Date => new Date(seconds * second);
const firstClock = (start: number, limit: Limit, { calendar }: City): Running => ({
  startedAt: at(start),
  dueAt: deadlineAfter(at(start), limit, calendar).dueAt,
  unit: limit.unit,
  usedMs: 0,
});

/** How much an extension asks for: whole days of limits in days, minutes of others. */
function partOf({ amount, unit }: Limit, tenths: number): number {
  return unit.endsWith('-day')
    ? Math.ceil((amount * tenths) / 10)
    : Math.max(1, Math.floor(amount * 6 * tenths)) / 60;
}

test('whatever is suspended, extended, reworked and handed over, the deadline is the one that a count of open seconds gives', () => {
  fc.assert(
    fc.property(history, ({ city, limit, start, steps }) => {
      let clock = firstClock(start, limit, city);
      let due = firstDue(start, limit, city);
      let now = start;
      let granted = 0;
      expect(clock.dueAt).toEqual(at(due));
      for (const step of steps) {
        now += step.after;
        if (step.act === 'hand-over') {
          [clock, due, granted] = [firstClock(now, limit, city), firstDue(now, limit, city), 0];
        } else if (step.act === 'extend') {
          const amount = partOf(limit, step.part);
          const asked = { amount, original: limit, granted, dueAt: clock.dueAt, now: at(now) };
          const mayNot = now > due || granted >= mostExtensions;
          expect(extensionRefusal(asked) !== null).toBe(mayNot);
          if (mayNot) continue;
          clock = extended(clock, { amount, unit: limit.unit }, city.calendar);
          due = dueFrom(due, worth({ amount, unit: limit.unit }, city), limit.unit, city);
          granted += 1;
        } else {
          const counted = isCalendar(limit.unit) ? city.openBefore(due) - city.openBefore(now) : due - now;
          const left = now > due ? due - now : counted;
          const stop = {
            stoppedAt: at(now),
            left: leftMs(clock, at(now), city.calendar),
            at: at(now + step.pause),
          };
          clock = resumed(clock, stop, city.calendar);
          now += step.pause;
          due = dueFrom(now, left, limit.unit, city);
        }
        expect(clock.dueAt).toEqual(at(due));
      }
    }),
    { numRuns: runs },
  );
}, 600_000);
