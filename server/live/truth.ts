import { doneStatuses } from '#contracts/incident.ts';
import type { Frame } from '#contracts/live.ts';
import { emptySum, put, rowMark, seriesMark, sumWords } from '#contracts/wall-proof.ts';
import type { Mark, WallProof } from '#contracts/wall-proof.ts';
import { inTurns } from '#server/in-turns.ts';
import type { Picture } from './snapshots.ts';

/** A picture of the database and the frames after it, as the sums that a true wall must have. */
export type Truth = {
  no: () => number;
  /** The next frame of its view. */
  take: (frame: Frame) => void;
  sums: () => Pick<WallProof, 'rows' | 'readings'>;
};

/** So many rows and series are read in one turn of the event loop, which others wait for. */
const rowsInTurn = 100;
const seriesInTurn = 5_000;

type Series = Iterable<readonly [no: number, bits: number, state: number]>;

/** The series of a block (contracts/live.ts), each value as its 32 bits. */
function* seriesOf(block: ArrayBuffer): Series {
  const k = new DataView(block).getUint32(0, true);
  const nos = new Uint32Array(block, 8, k);
  const bits = new Uint32Array(block, 8 + 4 * k, k);
  const states = new Uint8Array(block, 8 + 8 * k, k);
  for (let i = 0; i < k; i++) yield [nos[i]!, bits[i]!, states[i]!];
}

/** The truth at a picture; its first frame is the one after the picture's. */
export async function truthOf({ no: first, pages }: Picture): Promise<Truth> {
  let no = first;
  const rows = new Map<number, { version: number; mark: Mark }>();
  const series = new Map<number, Mark>();
  const sums = { rows: emptySum(), readings: emptySum() };
  const drop = (id: number): void => {
    const held = rows.get(id);
    if (held) put(sums.rows, held.mark, -1);
    rows.delete(id);
  };
  const takeRow = (row: Frame['upserts'][number]): void => {
    if (row.version <= (rows.get(row.id)?.version ?? -1)) return;
    drop(row.id);
    if (doneStatuses.includes(row.status)) return;
    const held = { version: row.version, mark: rowMark(row) };
    rows.set(row.id, held);
    put(sums.rows, held.mark);
  };
  const takeSeries = ([number, bits, state]: readonly [number, number, number]): void => {
    const before = series.get(number);
    if (before) put(sums.readings, before, -1);
    const mark = seriesMark(number, bits, state);
    series.set(number, mark);
    put(sums.readings, mark);
  };
  for (const page of pages) {
    await inTurns(page.rows, takeRow, rowsInTurn);
    await inTurns(seriesOf(page.readings), takeSeries, seriesInTurn);
  }
  return {
    no: () => no,
    take: (frame) => {
      no = frame.no;
      frame.removals.forEach(drop);
      frame.upserts.forEach(takeRow);
      for (const one of frame.readings ? seriesOf(frame.readings) : []) takeSeries(one);
    },
    sums: () => ({ rows: sumWords(sums.rows), readings: sumWords(sums.readings) }),
  };
}
