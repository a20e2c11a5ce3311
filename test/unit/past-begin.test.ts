import { expect, test } from 'vitest';
import type { PastMoment } from '#contracts/past.ts';
import { keptFrom } from '../../client/wall/past/begin.ts';
import type { PastReader } from '../../client/wall/past/player.ts';

const minute = 60_000;
const iso = (at: number): string => new Date(at).toISOString();
const block = 'AAAAAAAAAAA=';

/** A store of segments [from, until] in minutes; the last is open. */
function storeOf(...kept: readonly (readonly [from: number, until: number])[]): PastReader {
  const segmentOf = (n: number): PastMoment['segment'] => {
    const [from, until] = kept[n]!.map((at) => iso(at * minute)) as [string, string];
    return { epoch: 'e', no: n + 1, lastNo: n + 2, from, until, open: n === kept.length - 1, frames: [] };
  };
  return {
    moment: async (at) => {
      const n = kept.findLastIndex(([from]) => from * minute <= at);
      if (n < 0) return null;
      const segment = segmentOf(n);
      return { picture: { epoch: 'e', no: n + 1, at: segment.from, rows: [], readings: block, movers: block }, segment }; // prettier-ignore
    },
    next: async ({ until }) => {
      const n = kept.findIndex(([from]) => from * minute >= Date.parse(until));
      return { segment: null, resumes: n < 0 ? null : segmentOf(n).from };
    },
  };
}

test.each([
  ['at the instant itself, when it was kept', storeOf([100, 105], [105, 110]), 103, 103],
  ['where records begin, when they begin later', storeOf([140, 145], [145, 150]), 100, 140],
  ['where records go on, when it lies in a gap', storeOf([100, 105], [130, 150]), 120, 130],
  ['in the piece that is being written', storeOf([100, 105], [105, 106]), 120, 120],
  ['at the instant itself, when nothing was ever kept', storeOf(), 100, 100],
])('one begins to look back %s', async (_where, store, wanted, begins) => {
  expect(await keptFrom(store, wanted * minute)).toBe(begins * minute);
});
