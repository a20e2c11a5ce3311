import { expect, test } from 'vitest';
import type { Calendar } from '#contracts/reference.ts';
import { dateText, dayFromText, dayOf, isWorkingDay, isYearKnown, spansOf } from '#domain/calendar.ts';

const city: Calendar = {
  code: 'city',
  name: '工作日历',
  version: 'test',
  hours: [
    ['08:30', '12:00'],
    ['14:30', '17:30'],
  ],
  suspensionDays: [],
  years: [],
  source: 'test',
};
const works = (date: string, calendar = city): boolean => isWorkingDay(dayFromText(date), calendar);

test('public holidays are off and 调休 Saturdays and Sundays are on', () => {
  for (const off of ['2026-06-19', '2026-06-20', '2026-06-21', '2026-02-17', '2026-10-01', '2026-06-13'])
    expect([off, works(off)]).toEqual([off, false]);
  for (const on of ['2026-06-18', '2026-06-22', '2026-01-04', '2026-02-14', '2026-10-10'])
    expect([on, works(on)]).toEqual([on, true]);
});

test('the day of the city begins at midnight in Shanghai, whatever the zone of the machine', () => {
  const zone = process.env['TZ'];
  try {
    for (const other of ['America/Los_Angeles', 'Asia/Tokyo', 'UTC']) {
      process.env['TZ'] = other;
      expect(dateText(dayOf(new Date('2026-06-18T15:59:59Z')))).toBe('2026-06-18');
      expect(dateText(dayOf(new Date('2026-06-18T16:00:00Z')))).toBe('2026-06-19');
      const fresh = { ...city };
      expect([works('2026-06-18', fresh), works('2026-06-19', fresh), works('2026-06-22', fresh)]).toEqual([
        true,
        false,
        true,
      ]);
    }
  } finally {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
});

test('a year that is not published goes by Monday to Friday until the city enters it', () => {
  expect(isYearKnown(2026, city)).toBe(true);
  expect(isYearKnown(2031, city)).toBe(false);
  expect([works('2031-10-01'), works('2031-10-04')]).toEqual([true, false]);
  const entered: Calendar = {
    ...city,
    years: [{ year: 2031, off: ['2031-10-01'], work: ['2031-10-04'], source: '通知' }],
  };
  expect(isYearKnown(2031, entered)).toBe(true);
  expect([works('2031-10-01', entered), works('2031-10-04', entered)]).toEqual([false, true]);
});

test('a day closed by order has no working time', () => {
  const closed: Calendar = { ...city, suspensionDays: ['2026-06-12'] };
  expect(spansOf(dayFromText('2026-06-12'), city).map((s) => new Date(s.from).toISOString())).toEqual([
    '2026-06-12T00:30:00.000Z',
    '2026-06-12T06:30:00.000Z',
  ]);
  expect(spansOf(dayFromText('2026-06-12'), closed)).toEqual([]);
});
