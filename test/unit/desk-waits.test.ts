import { expect, test } from 'vitest';
import type { IncidentDetail } from '#contracts/desk.ts';
import { waitsFor } from '../../client/desk/moves/offers.ts';

/** `elsewhere`: each of the callers has told another matter, which has not ended. */
const detail = (status: string, requests: string[] = [], elsewhere = false): IncidentDetail =>
  ({
    status,
    departmentName: '水务局',
    requests: requests.map((one) => ({ status: one, matters: elsewhere ? [{ ended: false }] : [] })),
  }) as unknown as IncidentDetail;
const offer = (id: string) => ({ id, name: id, key: null, panel: null });

test('whoever may not close is told who does, and what comes before', () => {
  expect(waitsFor(detail('to-close'), null)).toBe('等值班长结案');
  expect(waitsFor(detail('to-close', ['answered']), offer('follow-up'))).toBe('等值班长结案');
  expect(waitsFor(detail('to-close', ['open', 'answered']), offer('reply'))).toBe(
    '先答复 1 位诉求人，再结案',
  );
  expect(waitsFor(detail('to-close', ['open'], true), offer('follow-up'))).toBe('等值班长结案');
  expect(waitsFor(detail('to-close', ['open']), offer('close'))).toBeNull();
});

test('a matter at the unit says so, unless the next step is here', () => {
  expect(waitsFor(detail('to-sign'), null)).toBe('等水务局签收');
  expect(waitsFor(detail('handling'), null)).toBe('等水务局反馈');
  expect(waitsFor(detail('handling'), offer('reply'))).toBeNull();
});
