import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Calendar } from '#contracts/reference.ts';
import { deadlineAfter } from '#domain/deadline.ts';

// The oracle knows the year 2026 by itself: the State Council's notice, typed in, not the package.
const off = [
  ...['01-01', '01-02', '01-03', '02-15', '02-16', '02-17', '02-18', '02-19', '02-20', '02-21', '02-22', '02-23'],
  ...['04-04', '04-05', '04-06', '05-01', '05-02', '05-03', '05-04', '05-05', '06-19', '06-20', '06-21'],
  ...['09-25', '09-26', '09-27', '10-01', '10-02', '10-03', '10-04', '10-05', '10-06', '10-07'],
]; // prettier-ignore
const makeUp = ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'];
const inYear = (days: string[]): Set<string> => new Set(days.map((day) => `2026-${day}`));
const [holidays, workdays] = [inYear(off), inYear(makeUp)];

const second = 1000;
const daySeconds = 86_400;
const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

function oracleOf(calendar: Calendar): {
  isOpen: (at: number) => boolean;
  opensOn: (date: string) => boolean;
} {
  const spans = calendar.hours.map(([from, to]) => [minuteOf(from) * 60, minuteOf(to) * 60] as const);
  const known = new Map<string, boolean>();
  const opensOn = (date: string): boolean => {
    const found = known.get(date);
    if (found !== undefined) return found;
    const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
    const usual = weekday !== 0 && weekday !== 6;
    const open =
      !calendar.suspensionDays.includes(date) && (workdays.has(date) || (usual && !holidays.has(date)));
    known.set(date, open);
    return open;
  };
  const dates = new Map<number, string>();
  const isOpen = (at: number): boolean => {
    const local = at / second + 8 * 3600;
    const day = Math.floor(local / daySeconds);
    const date = dates.get(day) ?? new Date(day * daySeconds * second).toISOString().slice(0, 10);
    dates.set(day, date);
    const inDay = local - day * daySeconds;
    return spans.some(([from, to]) => inDay >= from && inDay < to) && opensOn(date);
  };
  return { isOpen, opensOn };
}

const dateAt = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);

const calendars = fc
  .record({
    hours: fc.constantFrom<[string, string][]>(
      [
        ['08:30', '12:00'],
        ['14:30', '17:30'],
      ],
      [['09:00', '17:00']],
      [
        ['00:00', '06:15'],
        ['20:00', '23:59'],
      ],
    ),
    suspensionDays: fc.uniqueArray(
      fc.integer({ min: 0, max: 300 }).map((n) => dateAt(Date.UTC(2026, 0, 5) + n * daySeconds * second)),
      { maxLength: 40 },
    ),
  })
  .map((some): Calendar => ({
    ...some,
    hours: some.hours as [string, string][],
    code: 'city',
    name: '工作日历',
    version: 'test',
    years: [],
    source: 'test',
  }));
// From New Year to early November, so that no deadline leaves the year that the oracle knows.
const starts = fc.integer({ min: Date.UTC(2026, 0, 1) / second, max: Date.UTC(2026, 10, 1) / second }).map((s) => s * second); // prettier-ignore

test('working hours end at the very second at which a clock that runs only in working time has counted them', () => {
  fc.assert(
    fc.property(calendars, starts, fc.integer({ min: 1, max: 20 * 60 }), (calendar, start, minutes) => {
      const { isOpen } = oracleOf(calendar);
      let left = minutes * 60;
      let at = start;
      while (left > 0) {
        if (isOpen(at)) left -= 1;
        at += second;
      }
      const { dueAt } = deadlineAfter(new Date(start), { amount: minutes / 60, unit: 'work-hour' }, calendar);
      expect(dueAt.toISOString()).toBe(new Date(at).toISOString());
    }),
    { numRuns: 150 },
  );
});

test('working days end with the last working second of the nth working day after the start', () => {
  fc.assert(
    fc.property(calendars, starts, fc.integer({ min: 1, max: 15 }), (calendar, start, days) => {
      const { isOpen, opensOn } = oracleOf(calendar);
      let at = start;
      while (!isOpen(at)) at += second;
      let midnight = Date.parse(`${dateAt(at)}T00:00:00+08:00`);
      for (let left = days; left > 0;) {
        midnight += daySeconds * second;
        if (opensOn(dateAt(midnight))) left -= 1;
      }
      let last = midnight + daySeconds * second;
      while (!isOpen(last - second)) last -= second;
      const { dueAt } = deadlineAfter(new Date(start), { amount: days, unit: 'work-day' }, calendar);
      expect(dueAt.toISOString()).toBe(new Date(last).toISOString());
    }),
    { numRuns: 150 },
  );
});

test('a later start never gives an earlier deadline', () => {
  const limits = fc.constantFrom(
    { amount: 2, unit: 'urgent-hour' as const },
    { amount: 4, unit: 'work-hour' as const },
    { amount: 3, unit: 'work-day' as const },
    { amount: 2, unit: 'natural-day' as const },
  );
  fc.assert(
    fc.property(calendars, starts, fc.nat(400_000), limits, (calendar, start, later, limit) => {
      const due = (from: number): number => deadlineAfter(new Date(from), limit, calendar).dueAt.getTime();
      expect(due(start + later * second)).toBeGreaterThanOrEqual(due(start));
      expect(due(start)).toBeGreaterThan(start);
    }),
    { numRuns: 2_000 },
  );
});
