import { expect, test } from 'vitest';
import { typedInstant } from '#contracts/city-time.ts';
import {
  addressAt,
  addressBeside,
  dayAround,
  lineOf,
  pastFromAddress,
} from '../../client/wall/past/address.ts';

const near = Date.parse('2026-06-12T06:25:07+08:00');

test.each([
  ['06:25', '2026-06-12T06:25:00+08:00'],
  ['6:25:30', '2026-06-12T06:25:30+08:00'],
  ['6-1 23:05', '2026-06-01T23:05:00+08:00'],
  ['2025-12-31 00:00', '2025-12-31T00:00:00+08:00'],
])('%s, typed beside what stands, is that instant in city time', (text, wanted) => {
  expect(typedInstant(text, near)).toBe(Date.parse(wanted));
});

test.each(['', '六点', '25:00', '06:61', '13-01 06:00', '2026-06-12', '06:25 06:30'])(
  '“%s” is no instant and leads nowhere',
  (text) => expect(typedInstant(text, near)).toBeNull(),
);

test('an address carries its instant to the millisecond, and only there and back', () => {
  const at = near + 123;
  const href = addressAt('http://city/wall?scene=water&beside=now', at);
  expect(href).toContain(encodeURIComponent('2026-06-12T06:25:07.123+08:00'));
  expect(pastFromAddress(new URL(href).search)).toBe(at);
  expect(new URL(href).searchParams.get('scene')).toBe('water');
  expect(addressAt(href, null)).toBe('http://city/wall?scene=water');
  expect(new URL(addressBeside(href, at)).searchParams.get('beside')).toBe('now');
  expect(pastFromAddress('?at=tomorrow')).toBeNull();
});

test('a day begins and ends at the midnights of the city', () => {
  const { from, until } = dayAround(Date.parse('2026-06-12T00:30:00+08:00'));
  expect([from, until]).toEqual(['2026-06-12T00:00:00+08:00', '2026-06-13T00:00:00+08:00'].map(Date.parse));
});

const clock = (words: string): number => Date.parse(`2026-06-12T${words}:00+08:00`);

test.each([
  ['within what was kept', '09:30', '08:00', '10:00', '08:00', '10:00', true],
  ['before records began', '07:00', '08:00', '10:00', '07:00', '10:00', true],
  ['after the last known instant', '10:05', '08:00', '10:00', '08:00', '10:05', true],
  ['on a day of which nothing was kept', '07:00', '32:00', '34:00', '07:00', '23:59', false],
])('%s the line of the day holds the instant that stands', (_where, at, first, last, from, until, kept) => {
  const hours = (words: string): number => clock('00:00') + Number(words.slice(0, 2)) * 3_600_000 + Number(words.slice(3)) * 60_000; // prettier-ignore
  const line = lineOf(hours(at), { first: hours(first), last: hours(last) });
  expect(line.from).toBe(hours(from));
  expect(Math.floor(line.until / 60_000) * 60_000).toBe(hours(until));
  expect(line.kept).toBe(kept);
});
