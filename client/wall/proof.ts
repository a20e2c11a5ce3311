import { emptySum, put, rowMark, seriesMark, sumWords } from '#contracts/wall-proof.ts';
import type { Mark, SetSum, WallProof } from '#contracts/wall-proof.ts';
import type { FrameRow } from '#contracts/live.ts';
import type { LiveView } from '../shared/live.ts';
import type { Stand } from '../shared/live-fold.ts';
import { silent } from '../shared/readings.ts';
import type { WallData } from './data.ts';
import type { Sensors } from './sensors.ts';

/** Marks are made in pieces no longer than this: a map that moves must not be seen to stop. */
const pieceMs = 8;

/** Rows are whole and never changed in place, so a row that is held on is read once. */
const marks = new WeakMap<FrameRow, Mark>();

function markOf(row: FrameRow): Mark {
  const known = marks.get(row) ?? rowMark(row);
  marks.set(row, known);
  return known;
}

/** Reads every row until none is new, a piece at a time; ends in the same turn as its last piece. */
async function readRows(rows: () => Iterable<FrameRow>, pause: () => Promise<void>): Promise<void> {
  for (let whole = false; !whole;) {
    whole = true;
    let began = performance.now();
    for (const row of rows()) {
      if (marks.has(row)) continue;
      markOf(row);
      if (performance.now() - began < pieceMs) continue;
      await pause();
      began = performance.now();
      whole = false;
    }
  }
}

function sumOfRows(rows: Iterable<FrameRow>): SetSum {
  const sum = emptySum();
  for (const row of rows) put(sum, markOf(row));
  return sum;
}

/** What the arrays of the map say: every series that has spoken, by its number. */
function sumOfSensors({ values, states, series }: Sensors): SetSum {
  const sum = emptySum();
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let no = 0; no < states.length; no++)
    if (states[no] !== silent && series[no]) put(sum, seriesMark(no, bits[no]!, states[no]!));
  return sum;
}

const aTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** The parts of a wall that are proved: where its feed stands, the rows of its panels, and the data of its map. */
export type Proved = {
  stand: () => Stand | null;
  view: () => Pick<LiveView, 'rows'>;
  data: Pick<WallData, 'rows' | 'sensors' | 'waiting'>;
};

/**
 * What the wall holds and draws, of one instant of its feed; null when it stands at none, or when the list of sensors is
 * behind the feed and the map cannot show them yet.
 */
export async function proofOf({ stand, view, data }: Proved, pause = aTurn): Promise<WallProof | null> {
  await readRows(data.rows, pause);
  // From here on in one turn: no frame comes in between.
  const at = stand();
  if (at === null || data.waiting() > 0) return null;
  return {
    ...at,
    rows: sumWords(sumOfRows(view().rows.values())),
    drawn: sumWords(sumOfRows(data.rows())),
    readings: sumWords(sumOfSensors(data.sensors)),
  };
}
