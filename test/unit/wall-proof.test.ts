import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Frame, FrameRow } from '#contracts/live.ts';
import { emptySum, put, rowMark, seriesMark, sumWords } from '#contracts/wall-proof.ts';
import type { WallProof } from '#contracts/wall-proof.ts';
import { encodeReadings } from '#server/live/readings.ts';
import type { Picture } from '#server/live/snapshots.ts';
import { truthOf } from '#server/live/truth.ts';
import { rowOf } from '#test/support/live-row.ts';
import { emptyFold, foldFrame, foldSnapshot, standOf, wholeOf } from '../../client/shared/live-fold.ts';
import type { Fold } from '../../client/shared/live-fold.ts';
import { makeWallData } from '../../client/wall/data.ts';
import type { WallData } from '../../client/wall/data.ts';
import { proofOf } from '../../client/wall/proof.ts';
import { baseOf, seriesOf } from '#test/support/wall-data.ts';

const seriesCount = 12;
const pictureOf = (rows: FrameRow[], readings: Parameters<typeof encodeReadings>[0], no = 7): Picture => ({
  feedEpoch: 'e',
  no,
  ceiling: '0',
  pages: [
    {
      epoch: 'e',
      no,
      at: '',
      page: 0,
      pages: 1,
      rows,
      readings: encodeReadings(readings),
      movers: new ArrayBuffer(8),
    },
  ],
});
const frameOf = (no: number, wish: Partial<Frame>): Frame => ({
  epoch: 'e',
  no,
  at: '',
  upserts: [],
  removals: [],
  ...wish,
});

/** A wall as its page makes it: the fold of its feed, and the data of its map. */
function makeWall(): { fold: Fold; data: WallData; prove: () => Promise<WallProof | null> } {
  const fold = emptyFold();
  const data = makeWallData(baseOf(), {
    onPaint: () => undefined,
    onUnknown: () => undefined,
    still: () => true,
    now: () => 0,
  });
  const prove = (): Promise<WallProof | null> =>
    proofOf({ stand: () => standOf(fold), view: () => ({ rows: fold.rows }), data });
  return { fold, data, prove };
}

type Told = { picture: Picture; frames: Frame[] };

/** What the feed says to a wall whose map is there only after `before` frames, and whose list of sensors after two more. */
function hear({ fold, data }: ReturnType<typeof makeWall>, { picture, frames }: Told, before = 0): void {
  let heard = false;
  const take = ({ change }: ReturnType<typeof foldFrame>): void => {
    if (change && heard) data.take(change, 0);
  };
  take(foldSnapshot(fold, picture.pages[0]!));
  for (let i = 0; i <= frames.length; i++) {
    if (i === Math.min(before, frames.length)) {
      data.take(wholeOf(fold), 0);
      heard = true;
    }
    if (i === Math.min(before + 2, frames.length)) data.setSensors(seriesOf(seriesCount));
    if (frames[i]) take(foldFrame(fold, frames[i]!));
  }
}

const value = fc.record({
  no: fc.nat(seriesCount - 1),
  value: fc.float({ noNaN: true }),
  over: fc.boolean(),
});
const row = fc
  .record({
    id: fc.integer({ min: 1, max: 8 }),
    version: fc.integer({ min: 1, max: 6 }),
    status: fc.constantFrom('received' as const, 'to-sign' as const, 'closed' as const),
    sources: fc.dictionary(fc.constantFrom('hotline', 'camera', 'sensor'), fc.nat(9)),
  })
  // One version of one matter says one thing.
  .map(({ status, ...rest }) => rowOf({ ...rest, status: rest.version === 6 ? 'closed' : status }));
const frames = fc
  .array(
    fc.record({
      rows: fc.uniqueArray(row, { selector: ({ id }) => id }),
      gone: fc.array(fc.nat(8)),
      values: fc.array(value),
    }),
  )
  .map((all) =>
    all.map(({ rows, gone, values }, i) =>
      frameOf(8 + i, {
        // A frame names each matter once.
        removals: gone.filter((id) => !rows.some((one) => one.id === id)),
        upserts: rows,
        readings: encodeReadings(values),
      }),
    ),
  );

test('whatever the feed says, and whenever map and list of sensors come, a wall proves what the server knows', async () => {
  const once = fc.uniqueArray(value, { selector: ({ no }) => no });
  const open = fc.uniqueArray(
    row.filter(({ status }) => status !== 'closed'),
    { selector: ({ id }) => id },
  );
  await fc.assert(
    fc.asyncProperty(open, once, frames, fc.nat(6), async (rows, readings, after, before) => {
      const picture = pictureOf(rows, readings);
      const truth = await truthOf(picture);
      after.forEach(truth.take);
      const wall = makeWall();
      hear(wall, { picture, frames: after }, before);
      const { rows: known, readings: values } = truth.sums();
      expect(await wall.prove()).toEqual({
        epoch: 'e',
        no: truth.no(),
        rows: known,
        drawn: known,
        readings: values,
      });
    }),
  );
});

const told: Told = {
  picture: pictureOf([rowOf({ id: 1 }), rowOf({ id: 2 })], [{ no: 3, value: 0.5, over: false }]),
  frames: [frameOf(8, { upserts: [rowOf({ id: 2, version: 2, title: '积水已退' })] })],
};

test.each<[string, (wall: ReturnType<typeof makeWall>) => void, keyof WallProof]>([
  ['a row that the panels lack', ({ fold }) => fold.rows.delete(1), 'rows'],
  ['another word in a row', ({ fold }) => fold.rows.set(1, rowOf({ id: 1, title: '井盖' })), 'rows'],
  ['a row that only the map shows', ({ data }) => data.take({ ...wholeOf(emptyFold()), reset: false, upserts: [rowOf({ id: 9 })] }, 0), 'drawn'], // prettier-ignore
  ['a value on the map', ({ data }) => (data.sensors.values[3] = 0.25), 'readings'],
  ['a state on the map', ({ data }) => (data.sensors.states[3] = 1), 'readings'],
  ['a series that never spoke', ({ data }) => (data.sensors.states[4] = 0), 'readings'],
])('%s is another sum, and only there', async (_, spoil, part) => {
  const [honest, spoilt] = [makeWall(), makeWall()];
  for (const wall of [honest, spoilt]) hear(wall, told);
  spoil(spoilt);
  const [right, wrong] = [await honest.prove(), await spoilt.prove()];
  expect(wrong![part]).not.toBe(right![part]);
  expect({ ...wrong, [part]: '' }).toEqual({ ...right, [part]: '' });
});

test('a wall that is not whole proves nothing: no picture yet, or a list of sensors behind the feed', async () => {
  const wall = makeWall();
  expect(await wall.prove()).toBeNull();
  hear(wall, told);
  expect(await wall.prove()).not.toBeNull();
  wall.data.take({ ...wholeOf(emptyFold()), reset: false, readings: encodeReadings([{ no: 99, value: 1, over: false }]) }, 0); // prettier-ignore
  expect(await wall.prove()).toBeNull();
});

test('rows are read in pieces, each again only when it is new, and a frame in between is part of the proof', async () => {
  const wall = makeWall();
  const rows = Array.from({ length: 3_000 }, (_, i) => rowOf({ id: i + 1, title: `第 ${i} 件`.repeat(40) }));
  const picture = pictureOf(rows, []);
  hear(wall, { picture, frames: [] });
  let pauses = 0;
  const pause = async (): Promise<void> => {
    pauses += 1;
    if (pauses > 1) return;
    const { change } = foldFrame(wall.fold, frameOf(8, { removals: [3_000] }));
    wall.data.take(change!, 0);
  };
  const prove = (): Promise<WallProof | null> =>
    proofOf(
      { stand: () => standOf(wall.fold), view: () => ({ rows: wall.fold.rows }), data: wall.data },
      pause,
    );
  expect(await prove()).toMatchObject({ no: 8, rows: expect.stringMatching(/^2999:/u) });
  expect(pauses).toBeGreaterThan(0);
  pauses = 0;
  await prove();
  expect(pauses).toBe(0);
});

test('a sum does not know the order, and what is taken off was never there', () => {
  const sum = emptySum();
  const marks = [rowMark(rowOf({ id: 1 })), seriesMark(1, 5, 0), seriesMark(5, 1, 0), seriesMark(1, 5, 1)];
  expect(new Set(marks.map(({ low, high }) => `${low} ${high}`)).size).toBe(4);
  marks.forEach((mark) => put(sum, mark));
  marks.toReversed().forEach((mark) => put(sum, mark, -1));
  expect(sumWords(sum)).toBe(sumWords(emptySum()));
  expect(rowMark(rowOf({ overdue: true }))).toEqual(rowMark(rowOf({ overdue: false })));
  expect(rowMark(rowOf({ sources: { a: 1, b: 2 } }))).toEqual(rowMark(rowOf({ sources: { b: 2, a: 1 } })));
});
