import { createHash } from 'node:crypto';
import type { FrameRow } from '#contracts/live.ts';
import { decodeReadings } from '#server/live/readings.ts';
import type { Fold } from '../../client/shared/live-fold.ts';

/** What a screen knows: its rows by the fold, and the last value of each series. */
export type Known = { fold: Fold; values: Map<number, string> };

/** Takes the readings of a message as the map does. */
export function noteReadings({ values }: Known, block: ArrayBuffer | Uint8Array | null | undefined): void {
  if (!block) return;
  const bytes = new Uint8Array(block as ArrayBuffer).slice();
  for (const { no, value, over } of decodeReadings(bytes.buffer)) values.set(no, `${value} ${over}`);
}

const canonical = (row: FrameRow): unknown => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));

/** One word for all of it: two screens that show the same have the same. */
export function stateHash({ fold, values }: Known): string {
  const rows = [...fold.rows.values()].sort((a, b) => a.id - b.id).map(canonical);
  const series = [...values].sort(([a], [b]) => a - b);
  return createHash('sha256')
    .update(JSON.stringify([rows, series]))
    .digest('hex');
}
