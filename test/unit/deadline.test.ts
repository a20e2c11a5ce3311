import { expect, test } from 'vitest';
import { Category } from '#contracts/reference.ts';
import type { Calendar, LimitUnit } from '#contracts/reference.ts';
import { deadlineAfter, lightOf, limitWords, limitsOf, remaining } from '#domain/deadline.ts';
import { readShipped } from '#store/load-reference.ts';

const calendar: Calendar = {
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
const at = (local: string): Date => new Date(`${local}:00+08:00`);
function due(start: string, amount: number, unit: LimitUnit): string {
  const { dueAt } = deadlineAfter(at(start), { amount, unit }, calendar);
  return new Date(dueAt.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);
}

test('five working days from 17:00 on 12 June end on 22 June, past the Dragon Boat days', () => {
  expect(due('2026-06-12T17:00', 5, 'work-day')).toBe('2026-06-22T17:30');
});

test.each([
  ['urgent hours run through the night', '2026-06-12T23:30', 2, 'urgent-hour', '2026-06-13T01:30'],
  ['urgent hours run through holidays', '2026-06-19T10:00', 26, 'urgent-hour', '2026-06-20T12:00'],
  ['a natural day is the same time tomorrow', '2026-06-19T22:15', 1, 'natural-day', '2026-06-20T22:15'],
  ['working hours pause at noon', '2026-06-12T11:00', 2, 'work-hour', '2026-06-12T15:30'],
  ['a span that is used up ends there', '2026-06-12T08:30', 3.5, 'work-hour', '2026-06-12T12:00'],
  ['working hours go on after the weekend', '2026-06-12T17:00', 1, 'work-hour', '2026-06-15T09:00'],
  ['a start at night counts from the morning', '2026-06-11T22:00', 1, 'work-hour', '2026-06-12T09:30'],
  ['a start at noon counts from the afternoon', '2026-06-12T12:00', 1, 'work-hour', '2026-06-12T15:30'],
  ['the day of the start does not count', '2026-06-11T08:30', 1, 'work-day', '2026-06-12T17:30'],
  ['a start after hours counts as the next day', '2026-06-11T18:00', 1, 'work-day', '2026-06-15T17:30'],
  ['a start on a holiday too', '2026-06-20T10:00', 1, 'work-day', '2026-06-23T17:30'],
  ['a 调休 Saturday is a working day', '2026-10-09T10:00', 1, 'work-day', '2026-10-10T17:30'],
] as const)('%s', (_, start, amount, unit, expected) => {
  expect(due(start, amount, unit)).toBe(expected);
});

test('a deadline that reaches a year not yet published says so', () => {
  const limit = { amount: 15, unit: 'work-day' } as const;
  expect(deadlineAfter(at('2026-06-12T10:00'), limit, calendar).flags).toEqual([]);
  expect(deadlineAfter(at('2031-06-12T10:00'), limit, calendar).flags).toEqual(['calendar-unknown']);
  const overnight = { amount: 2, unit: 'urgent-hour' } as const;
  expect(deadlineAfter(at('2031-06-12T10:00'), overnight, calendar).flags).toEqual([]);
});

test('the light turns at 70 % and only after the due instant is it overdue', () => {
  const [start, end] = [at('2026-06-12T10:00'), at('2026-06-12T12:00')];
  const light = (now: Date): string => lightOf(start, end, now).light;
  expect(light(at('2026-06-12T11:23'))).toBe('正常');
  expect(light(at('2026-06-12T11:24'))).toBe('将到期');
  expect(light(end)).toBe('将到期');
  expect(light(new Date(end.getTime() + 1))).toBe('超时');
  expect(lightOf(start, end, at('2026-06-12T13:00')).used).toBe(1.5);
  expect(lightOf(end, end, end).used).toBe(1);
});

test('what is left is said in words', () => {
  const end = at('2026-06-12T12:00');
  expect(remaining(end, at('2026-06-12T09:55'))).toEqual({ minutes: 125, words: '还剩 2 小时 5 分钟' });
  expect(remaining(end, at('2026-06-12T12:35'))).toEqual({ minutes: -35, words: '超时 35 分钟' });
  expect(limitWords({ amount: 0.25, unit: 'urgent-hour' })).toBe('15 分钟');
  expect(limitWords({ amount: 5, unit: 'work-day' })).toBe('5 个工作日');
});

test('a filing condition takes its own limits, every other one the default', async () => {
  const files = await readShipped(null);
  const row = files
    .find((one) => one.kind === 'category')
    ?.rows.find((c) => c['code'] === 'illegal-building');
  const building = Category.parse(row);
  expect(limitsOf(building).unit).toEqual({ amount: 15, unit: 'work-day' });
  expect(limitsOf(building, '在建').unit).toEqual({ amount: 48, unit: 'urgent-hour' });
  expect(limitsOf(building, '未列出').unit).toEqual({ amount: 15, unit: 'work-day' });
});
