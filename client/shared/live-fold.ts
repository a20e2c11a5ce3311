import type { Beat, Frame, FrameRow, Snapshot } from '#contracts/live.ts';

/** What one screen knows: whole rows by id, true as of frame `no` of `epoch`. */
export type Fold = {
  epoch: string | null;
  no: number;
  rows: Map<number, FrameRow>;
  /** The head that a beat named and that has not been reached yet; null when nothing is missing. */
  owed: number | null;
};

/** What a message changed; `reset` says that `upserts` are everything there is. */
export type Change = {
  upserts: readonly FrameRow[];
  removals: readonly number[];
  readings: ArrayBuffer | null;
  reset: boolean;
};

/** `ask`: something is missing, say hello again. `change` null: nothing to show. */
export type Step = { change: Change | null; ask: boolean };

const nothing: Step = { change: null, ask: false };
const asking: Step = { change: null, ask: true };

/** A screen that has heard nothing yet. */
export function emptyFold(): Fold {
  return { epoch: null, no: 0, rows: new Map(), owed: null };
}

/** The whole picture: everything known before is forgotten (law 9). Mutates `fold`. */
export function foldSnapshot(fold: Fold, snapshot: Snapshot): Step {
  fold.epoch = snapshot.epoch;
  fold.no = snapshot.no;
  fold.owed = null;
  fold.rows.clear();
  for (const row of snapshot.rows) fold.rows.set(row.id, row);
  return {
    change: { upserts: snapshot.rows, removals: [], readings: snapshot.readings, reset: true },
    ask: false,
  };
}

/**
 * One numbered frame. Only the next number is taken: a lower one is a duplicate and is dropped, a higher one
 * shows a gap, another epoch a new history; both ask. A row moves only to a higher version. Mutates `fold`.
 */
export function foldFrame(fold: Fold, frame: Frame): Step {
  if (fold.epoch === null || frame.epoch !== fold.epoch || frame.no > fold.no + 1) return asking;
  if (frame.no <= fold.no) return nothing;
  fold.no = frame.no;
  if (fold.owed !== null && fold.no >= fold.owed) fold.owed = null;
  const upserts = frame.upserts.filter((row) => row.version > (fold.rows.get(row.id)?.version ?? -1));
  const removals = frame.removals.filter((id) => fold.rows.delete(id));
  for (const row of upserts) fold.rows.set(row.id, row);
  const readings = frame.readings ?? null;
  if (upserts.length === 0 && removals.length === 0 && readings === null) return nothing;
  return { change: { upserts, removals, readings, reset: false }, ask: false };
}

/**
 * A beat names the head. A head not yet reached may still be on its way, so it is asked for only when the
 * next beat finds the same frame missing. Mutates `fold`.
 */
export function foldBeat(fold: Fold, beat: Beat): Step {
  if (fold.epoch === null || beat.epoch !== fold.epoch) return asking;
  const missing = fold.owed !== null && fold.no < fold.owed;
  fold.owed = beat.no > fold.no ? beat.no : null;
  return missing ? asking : nothing;
}

/** The server goes on from a number: true when that fits what this screen has. */
export function fitsResume(fold: Fold, answer: { epoch: string; fromNo: number }): boolean {
  return answer.epoch === fold.epoch && answer.fromNo <= fold.no + 1;
}

/** Freshness of the feed (law 9): silence of 6 s is shown as late, of 10 s as lost. */
export type Link = 'joining' | 'live' | 'late' | 'lost' | 'refused';

export const lateAfterMs = 6_000;
export const lostAfterMs = 10_000;

/** What `silentMs` of silence means; null: nothing was ever heard. */
export function linkOf(silentMs: number | null): Link {
  if (silentMs === null) return 'joining';
  if (silentMs >= lostAfterMs) return 'lost';
  return silentMs >= lateAfterMs ? 'late' : 'live';
}
