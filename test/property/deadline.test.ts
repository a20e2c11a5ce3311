import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Calendar } from '#contracts/reference.ts';
import { deadlineAfter } from '#domain/deadline.ts';
import { daySeconds, oracleOf, second } from '#test/support/working-year.ts';

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
