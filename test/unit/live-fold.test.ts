import { describe, expect, test } from 'vitest';
import type { Frame, FrameRow, Snapshot } from '#contracts/live.ts';
import {
  emptyFold,
  fitsResume,
  foldBeat,
  foldFrame,
  foldSnapshot,
  linkOf,
} from '../../client/shared/live-fold.ts';
import type { Fold } from '../../client/shared/live-fold.ts';
import { rowOf } from '#test/support/live-row.ts';

const picture = (rows: FrameRow[], more: Partial<Snapshot> = {}): Snapshot => ({
  epoch: 'e1',
  no: 10,
  at: '',
  page: 0,
  pages: 1,
  rows,
  readings: new ArrayBuffer(8),
  movers: new ArrayBuffer(8),
  ...more,
});
const frame = (no: number, upserts: FrameRow[] = [], more: Partial<Frame> = {}): Frame => ({
  epoch: 'e1',
  no,
  at: '',
  upserts,
  removals: [],
  ...more,
});
function foldWith(rows: FrameRow[]): Fold {
  const fold = emptyFold();
  foldSnapshot(fold, picture(rows));
  return fold;
}
const ids = (fold: Fold): number[] => [...fold.rows.keys()];

describe('a screen', () => {
  test('asks for a picture when it has none', () => {
    expect(foldFrame(emptyFold(), frame(1)).ask).toBe(true);
    expect(foldBeat(emptyFold(), { epoch: 'e1', no: 1, at: '' }).ask).toBe(true);
  });

  test('takes the next frame, drops one it has, and asks at a gap without taking it', () => {
    const fold = foldWith([]);
    expect(foldFrame(fold, frame(11, [rowOf({ id: 1 })])).change?.upserts).toHaveLength(1);
    expect(foldFrame(fold, frame(11, [rowOf({ id: 2 })]))).toEqual({ change: null, ask: false });
    expect(foldFrame(fold, frame(13, [rowOf({ id: 3 })]))).toEqual({ change: null, ask: true });
    expect([fold.no, ids(fold)]).toEqual([11, [1]]);
  });

  test('moves a row only to a higher version', () => {
    const fold = foldWith([rowOf({ id: 1, version: 5, title: '新' })]);
    foldFrame(fold, frame(11, [rowOf({ id: 1, version: 4, title: '旧' })]));
    expect(fold.rows.get(1)?.title).toBe('新');
  });

  test('lets a done incident go, and hands it over whole once', () => {
    const fold = foldWith([rowOf({ id: 1 })]);
    const { change } = foldFrame(fold, frame(11, [rowOf({ id: 1, version: 2, status: 'closed' })]));
    expect([ids(fold), change?.removals, change?.done.map(({ id }) => id)]).toEqual([[], [1], [1]]);
  });

  test('forgets everything when another history begins', () => {
    const fold = foldWith([rowOf({ id: 1 })]);
    expect(foldFrame(fold, frame(11, [], { epoch: 'e2' })).ask).toBe(true);
    const { change } = foldSnapshot(fold, picture([rowOf({ id: 2 })], { epoch: 'e2', no: 3 }));
    expect([change?.reset, ids(fold), fold.no]).toEqual([true, [2], 3]);
  });

  test('stands at no epoch until the last page, and takes nothing in between', () => {
    const fold = emptyFold();
    foldSnapshot(fold, picture([rowOf({ id: 1 })], { pages: 2 }));
    expect(foldFrame(fold, frame(11, [rowOf({ id: 9 })]))).toEqual({ change: null, ask: false });
    expect(fold.epoch).toBeNull();
    foldSnapshot(fold, picture([rowOf({ id: 2 })], { page: 1, pages: 2 }));
    expect([fold.epoch, fold.no, ids(fold)]).toEqual(['e1', 10, [1, 2]]);
  });

  test('asks again when a page is missing', () => {
    const fold = emptyFold();
    foldSnapshot(fold, picture([], { pages: 3 }));
    expect(foldSnapshot(fold, picture([], { page: 2, pages: 3 })).ask).toBe(true);
    expect(fold.epoch).toBeNull();
  });

  test('tells news from a picture, so that old matters do not ring', () => {
    const fold = emptyFold();
    expect(foldSnapshot(fold, picture([rowOf()])).change?.news).toBe(false);
    expect(foldFrame(fold, frame(11, [rowOf({ id: 2 })])).change?.news).toBe(true);
  });

  test('asks for a frame that two beats in a row have named', () => {
    const fold = foldWith([]);
    const beat = { epoch: 'e1', no: 11, at: '' };
    expect(foldBeat(fold, beat).ask).toBe(false);
    expect(foldBeat(fold, beat).ask).toBe(true);
    foldFrame(fold, frame(11));
    expect(foldBeat(fold, beat).ask).toBe(false);
  });

  test('goes on only from what it has', () => {
    const fold = foldWith([]);
    expect(fitsResume(fold, { epoch: 'e1', fromNo: 11 })).toBe(true);
    expect(fitsResume(fold, { epoch: 'e1', fromNo: 12 })).toBe(false);
    expect(fitsResume(fold, { epoch: 'e2', fromNo: 11 })).toBe(false);
  });
});

test('silence is late after 6 s and lost after 10 s', () => {
  expect([null, 0, 5_999, 6_000, 9_999, 10_000].map(linkOf)).toEqual([
    'joining',
    'live',
    'live',
    'late',
    'late',
    'lost',
  ]);
});
