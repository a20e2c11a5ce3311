import { afterAll, beforeAll, expect, test } from 'vitest';
import { inSnapshot } from '#store/db.ts';
import type { Scope } from '#store/db.ts';
import * as figures from '#store/figures.ts';
import { makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { makeDeskWork } from '#test/support/desk-work.ts';

let core: Core;
beforeAll(async () => {
  core = await makeCore();
});
afterAll(() => core.close());

test('a district’s wall names and counts nothing of another district', async () => {
  await makeDeskWork(core).called(2, { text: '工地塌方，有人被困' });
  const [incident] = await core.rows<{ district: string }>('select district_code as district from incident');
  const seen = (scope: Scope) =>
    inSnapshot(core.pool, scope, async (tx) => [
      (await figures.latestEvents(tx, 7)).length,
      (await figures.liveness(tx, new Date(), 60)).dangers,
    ]);
  expect(await seen('*')).toEqual([2, 1]);
  expect(await seen({ units: [], districts: [incident!.district] })).toEqual([2, 1]);
  expect(await seen({ units: [], districts: ['441224'] })).toEqual([0, 0]);
});
