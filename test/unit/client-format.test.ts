import { expect, test } from 'vitest';
import { formatNear, formatRate, lightOf, timeLeft } from '../../client/shared/format.ts';

const at = (clock: string): number => Date.parse(`2026-06-12T${clock}:00+08:00`);

test('time left is said in words, and what is past says how long', () => {
  expect(timeLeft('2026-06-12T08:34:00+08:00', at('06:27'))).toBe('余 2 小时 07 分');
  expect(timeLeft('2026-06-12T04:16:40+08:00', at('06:27'))).toBe('已超 2 小时 10 分');
  expect(timeLeft('2026-06-12T06:27:30+08:00', at('06:27'))).toBe('余 不到 1 分');
  expect(timeLeft('2026-06-22T06:27:00+08:00', at('06:27'))).toBe('余 10 天 00 小时');
});

test('a clock is 将到期 from three quarters on and 超时 only after its end', () => {
  const light = (clock: string): string =>
    lightOf('2026-06-12T06:00:00+08:00', '2026-06-12T10:00:00+08:00', at(clock)).light;
  expect([light('08:59'), light('09:00'), light('10:00'), light('10:01')]).toEqual([
    '正常',
    '将到期',
    '将到期',
    '超时',
  ]);
});

test('a time of another day carries its day, by Beijing time whatever the computer says', () => {
  expect(formatNear('2026-06-11T16:30:00Z', at('06:27'))).toBe('00:30');
  expect(formatNear('2026-06-11T15:30:00Z', at('06:27'))).toBe('06-11 23:30');
});

test('a rate of nothing is no rate', () => {
  expect(formatRate({ numerator: 0, denominator: 0 })).toBe('无');
  expect(formatRate({ numerator: 976, denominator: 1012 })).toBe('96.4 %');
});
