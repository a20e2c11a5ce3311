import { doneStatuses } from '#contracts/incident.ts';
import type { Beat, Frame, FrameRow, Snapshot } from '#contracts/live.ts';
import { noReadings, noteReadings, readingsKnown } from './readings.ts';
import type { KnownReadings } from './readings.ts';

/** What one screen knows: whole rows of open incidents by id and the last word of each series, true as of frame `no` of `epoch`. */
export type Fold = {
  /** Null until a picture is whole. */
  epoch: string | null;
  no: number;
  rows: Map<number, FrameRow>;
  readings: KnownReadings;
  /** The head that a beat named and that has not been reached yet; null when nothing is missing. */
  owed: number | null;
  /** A picture of which pages are still to come. */
  loading: { epoch: string; no: number; nextPage: number } | null;
};

/**
 * What a message changed. `reset`: `upserts` are everything there is so far. `news`: it happened just now, it is
 * not part of a picture.
 */
export type Change = {
  upserts: readonly FrameRow[];
  /** Ids that are no longer part of the picture: done, or out of sight. */
  removals: readonly number[];
  /** The rows that left because they are done, whole, for a page that shows how one ended. */
  done: readonly FrameRow[];
  readings: ArrayBuffer | null;
  movers: ArrayBuffer | null;
  reset: boolean;
  news: boolean;
};

/** `ask`: something is missing, say hello again. `change` null: nothing to show. */
export type Step = { change: Change | null; ask: boolean };

const nothing: Step = { change: null, ask: false };
const asking: Step = { change: null, ask: true };

/** A screen that has heard nothing yet. */
export function emptyFold(): Fold {
  return { epoch: null, no: 0, rows: new Map(), readings: noReadings(), owed: null, loading: null };
}

/** Frame `no` of `epoch`. */
export type Stand = { epoch: string; no: number };

/** As of which frame all that is known is true; null while no picture is whole. */
export const standOf = ({ epoch, no }: Fold): Stand | null => (epoch === null ? null : { epoch, no });

/** All that a screen knows as one change, for whoever begins to listen now; movers are known beside it (mover-fold.ts). */
export function wholeOf({ rows, readings }: Fold): Change {
  const upserts = [...rows.values()];
  return {
    upserts,
    removals: [],
    done: [],
    readings: readingsKnown(readings),
    movers: null,
    reset: true,
    news: false,
  };
}

/**
 * One page of the whole picture: page 0 forgets everything known before (law 9). Nothing may follow before the
 * last page: until then the fold stands at no epoch, so that a broken connection starts over. A page out of
 * turn asks again. Mutates `fold`.
 */
export function foldSnapshot(fold: Fold, snapshot: Snapshot): Step {
  const { epoch, no, page, pages, rows } = snapshot;
  const first = page === 0;
  const { loading } = fold;
  const inTurn = loading?.epoch === epoch && loading.no === no && loading.nextPage === page;
  if (first) {
    fold.rows.clear();
    fold.readings = noReadings();
  }
  fold.epoch = null;
  fold.no = 0;
  fold.owed = null;
  fold.loading = null;
  if (!first && !inTurn) return asking;
  for (const row of rows) fold.rows.set(row.id, row);
  if (page + 1 < pages) {
    fold.loading = { epoch, no, nextPage: page + 1 };
  } else {
    fold.epoch = epoch;
    fold.no = no;
  }
  const readings = first ? snapshot.readings : null;
  if (readings) noteReadings(fold.readings, readings);
  const movers = first ? snapshot.movers : null;
  return {
    change: { upserts: rows, removals: [], done: [], readings, movers, reset: first, news: false },
    ask: false,
  };
}

/**
 * One numbered frame. Only the next number is taken: a lower one is a duplicate and is dropped, a higher one
 * shows a gap, another epoch a new history; both ask. A row moves only to a higher version, a done one leaves.
 * Frames between the pages of a picture are part of what comes after it and are dropped. Mutates `fold`.
 */
export function foldFrame(fold: Fold, frame: Frame): Step {
  if (fold.loading) return nothing;
  if (fold.epoch === null || frame.epoch !== fold.epoch || frame.no > fold.no + 1) return asking;
  if (frame.no <= fold.no) return nothing;
  fold.no = frame.no;
  if (fold.owed !== null && fold.no >= fold.owed) fold.owed = null;
  const newer = frame.upserts.filter((row) => row.version > (fold.rows.get(row.id)?.version ?? -1));
  const done = newer.filter((row) => doneStatuses.includes(row.status));
  const upserts = newer.filter((row) => !doneStatuses.includes(row.status));
  const removals = [...frame.removals, ...done.map((row) => row.id)].filter((id) => fold.rows.delete(id));
  for (const row of upserts) fold.rows.set(row.id, row);
  const { readings = null, movers = null } = frame;
  if (readings) noteReadings(fold.readings, readings);
  if (newer.length === 0 && removals.length === 0 && readings === null && movers === null) return nothing;
  return { change: { upserts, removals, done, readings, movers, reset: false, news: true }, ask: false };
}

/**
 * A beat names the head. A head not yet reached may still be on its way, so it is asked for only when the
 * next beat finds the same frame missing. Mutates `fold`.
 */
export function foldBeat(fold: Fold, beat: Beat): Step {
  if (fold.loading) return nothing;
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
