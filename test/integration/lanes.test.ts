import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { lockKeys } from '#domain/locks.ts';
import type { LockArea } from '#domain/locks.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import { everything, takeWaiting } from '#store/merge-queue.ts';
import type { Share } from '#store/merge-queue.ts';
import { lockCells, tryLockCells } from '#store/merge-search.ts';
import { clearWork } from '#test/support/clear.ts';
import { alert, makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

let core: Core;
beforeAll(async () => {
  core = await makeCore();
});
afterAll(() => core.close());
beforeEach(() => clearWork(core));

/** What a lane would take now, and gives back. */
const wouldTake = (share: Share): Promise<number[]> =>
  inTransaction(core.pool, '*', async (tx) => {
    const rows = await takeWaiting(tx, await cityNow(tx), 400, share);
    return rows.map(({ eventId }) => eventId);
  });
const lane = (n: number): Share => ({ lane: n, lanes: 3 });

test('three lanes part what waits by its ground: what lies together goes to one, everything goes to somebody', async () => {
  for (const lng of [112.3, 112.33, 112.36, 112.39, 112.42])
    await core.send('camera', [alert({ lng }), alert({ lng: lng + 0.0002 }), alert({ lng: lng - 0.0002 })]);
  const all = await wouldTake(everything);
  const taken = await Promise.all([0, 1, 2].map((n) => wouldTake(lane(n))));
  expect(all).toHaveLength(15);
  expect(taken.flat().toSorted((a, b) => a - b)).toEqual(all);
  expect(taken.every((ids) => ids.length > 0 && ids.length % 3 === 0)).toBe(true);
});

test('a lane whose own ground is quiet helps with the others, and with what nobody placed', async () => {
  await core.send('hotline', [ticket({ lng: undefined, lat: undefined }), ticket({ lng: undefined, lat: undefined })]); // prettier-ignore
  const all = await wouldTake(everything);
  expect(all).toHaveLength(2);
  for (const n of [0, 1, 2]) expect(await wouldTake(lane(n))).toEqual(all);
});

test('a retry takes just the events that it names', async () => {
  await core.send('camera', [alert(), alert(), alert()]);
  const [first, , third] = await wouldTake(everything);
  expect(await wouldTake({ ids: [third!, first!] })).toEqual([first, third]);
  expect(await wouldTake({ ids: [] })).toEqual([]);
});

test('who holds a place keeps out its neighbours and whoever takes the family whole, and nobody else', async () => {
  const keys = (area: LockArea): number[] => lockKeys([area]);
  const at = (lng: number, halfM: number, familyCode = 'flooding'): number[] =>
    keys({ familyCode, at: { lng, lat: 23.05 }, halfM });
  await inTransaction(core.pool, '*', async (tx) => {
    await lockCells(tx, at(112.3, 50));
    const free = (wanted: number[]): Promise<boolean> =>
      inTransaction(core.pool, '*', (other) => tryLockCells(other, wanted));
    expect(await free(at(112.4, 50))).toBe(true);
    expect(await free(at(112.3005, 50))).toBe(false);
    expect(await free(at(112.4, 30_000))).toBe(false);
    expect(await free(at(112.4, 30_000, 'manhole'))).toBe(true);
  });
  await inTransaction(core.pool, '*', async (tx) => {
    await lockCells(tx, at(112.3, 30_000));
    expect(await inTransaction(core.pool, '*', (other) => tryLockCells(other, at(113, 50)))).toBe(false);
  });
});

test('every place lies in one of 64 lots, what lies one lot beside it in another', async () => {
  const found = await core.rows<{ lot: number; east: number; north: number }>(
    `select lot_of(x, y) as lot, lot_of(x + 0.03, y) as east, lot_of(x, y + 0.03) as north
       from generate_series(-6000, 5999, 233) as i, generate_series(-2990, 2989, 167) as j, lateral (select i * 0.03, j * 0.03) as p(x, y)`,
  );
  expect(found.length).toBeGreaterThan(1_000);
  for (const { lot, east, north } of found) {
    expect(lot >= 0 && lot < 64).toBe(true);
    expect([east, north]).not.toContain(lot);
  }
  expect(new Set(found.map(({ lot }) => lot)).size).toBe(64);
  expect(await core.rows('select lot_of(null, null) as lot')).toEqual([{ lot: 0 }]);
});
