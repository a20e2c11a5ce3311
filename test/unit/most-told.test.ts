import { expect, test } from 'vitest';
import type { IncidentDetail } from '#contracts/desk.ts';
import { mostTold } from '../../client/desk/incident/most-told.ts';

const detail = (told: string[], status = 'to-sign') =>
  ({
    status,
    categoryCode: 'drain',
    events: told.map((categoryCode) => ({ categoryCode })),
  }) as unknown as IncidentDetail;
const flood = (n: number): string[] => Array.from({ length: n }, () => 'flood');

test('what most reports tell is said, from three on and only while it is more than its own', () => {
  expect(mostTold(detail(['drain', ...flood(3)]))).toEqual({ code: 'flood', count: 3 });
  expect(mostTold(detail(['drain', ...flood(2)]))).toBeNull();
  expect(mostTold(detail(['drain', 'drain', 'drain', ...flood(3)]))).toBeNull();
  expect(mostTold(detail([]))).toBeNull();
});

test('of what is over nobody is asked to correct anything', () => {
  expect(mostTold(detail(flood(9), 'closed'))).toBeNull();
});
