import { createHash } from 'node:crypto';
import type { FrameRow } from '#contracts/live.ts';
import { decodeMovers } from '#contracts/movers.ts';
import { decodeReadings } from '#server/live/readings.ts';
import type { Change, Fold } from '../../client/shared/live-fold.ts';
import { foldMovers, moversKnown } from '../../client/shared/mover-fold.ts';
import type { MoverFold } from '../../client/shared/mover-fold.ts';

/** What a screen knows: its rows by the fold, the last value of each series, where each mover was last. */
export type Known = { fold: Fold; values: Map<number, string>; movers: MoverFold };

/** Takes the readings of a message as the map does. */
export function noteReadings({ values }: Known, block: ArrayBuffer | Uint8Array | null | undefined): void {
  if (!block) return;
  const bytes = new Uint8Array(block as ArrayBuffer).slice();
  for (const { no, value, over } of decodeReadings(bytes.buffer)) values.set(no, `${value} ${over}`);
}

/** Takes the movers of a message as every screen does; none of the tests is long enough for one to go. */
export function noteMovers({ movers }: Known, block: ArrayBuffer | Uint8Array | null | undefined): void {
  if (!block) return;
  const bytes = new Uint8Array(block as ArrayBuffer).slice();
  const change: Change = { upserts: [], removals: [], done: [], readings: null, movers: bytes.buffer, reset: false, news: true }; // prettier-ignore
  foldMovers(movers, change, 0);
}

const canonical = (row: FrameRow): unknown => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));

/** One word for all of it: two screens that show the same have the same. */
export function stateHash({ fold, values, movers }: Known): string {
  const rows = [...fold.rows.values()].sort((a, b) => a.id - b.id).map(canonical);
  const series = [...values].sort(([a], [b]) => a - b);
  const moved = decodeMovers(moversKnown(movers, 0)).sort((a, b) => a.no - b.no);
  return createHash('sha256')
    .update(JSON.stringify([rows, series, moved]))
    .digest('hex');
}
