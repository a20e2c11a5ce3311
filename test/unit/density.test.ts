import { expect, test } from 'vitest';
import { leastInCell, stepOf } from '#domain/density.ts';

test('steps of density go in equal ratios from the least that is told to the most there is', () => {
  const counts = [3, 6, 12, 24, 48];
  expect(counts.map((count) => stepOf(count, 48))).toEqual([0, 1, 2, 3, 3]);
});

test('where all are alike none is dense, and no count falls outside the four steps', () => {
  expect(stepOf(leastInCell, leastInCell)).toBe(0);
  for (let most = 3; most < 200; most += 1)
    for (let count = 3; count <= most; count += 1) expect([0, 1, 2, 3]).toContain(stepOf(count, most));
});
