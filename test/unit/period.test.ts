import { expect, test } from 'vitest';
import { periodOf, periodWords } from '#domain/period.ts';

test.each([
  ['2026年5月', '2026-05'],
  ['2026-5', '2026-05'],
  ['2026-05-01', '2026-05'],
  ['2026 年二季度', '2026-Q2'],
  ['2026年第2季度', '2026-Q2'],
  ['2026Q3', '2026-Q3'],
  ['1—5月', '1—5月'],
])('%s is %s', (text, period) => {
  expect(periodOf(text)).toBe(period);
});

test('a period is told in words', () => {
  expect([periodWords('2026-05'), periodWords('2026-Q2')]).toEqual(['2026 年 5 月', '2026 年二季度']);
});
