import { doneStatuses } from '#contracts/incident.ts';
import type { FrameRow, Nudge } from '#contracts/live.ts';
import type { Change, LiveRow, Seen, ShownRow } from '#store/frames.ts';
import type { SeenRow } from './picture.ts';

/** What a batch of changes asks of the next frame. */
export type Folded = {
  /** Incidents to read, each once, in order of first mention. */
  incidentIds: number[];
  nudges: Nudge[];
};

// Rows that are not in the picture only make the pages that list them ask again.
const nudgeFor: Record<string, Nudge> = {
  inbox: 'inbox',
  task: 'inbox',
  waiting: 'waiting',
  request: 'requests',
  warning: 'warnings',
  alert: 'alerts',
  burst: 'bursts',
  wall: 'walls',
};

/** Several versions of one entity become one reading of its current row. */
export function foldChanges(changes: readonly Change[]): Folded {
  const incidentIds = new Set<number>();
  const nudges = new Set<Nudge>();
  for (const { entity, entityId } of changes) {
    if (entity === 'incident') incidentIds.add(entityId);
    const nudge = nudgeFor[entity];
    if (nudge) nudges.add(nudge);
  }
  return { incidentIds: [...incidentIds], nudges: [...nudges] };
}

/**
 * The changes that are safe to take: those of transactions below the snapshot's xmin. They come ordered by (xid, seq),
 * so they are a prefix; behind the first one that must wait, none is taken.
 */
export function readyPrefix(changes: readonly Change[]): Change[] {
  const waiting = changes.findIndex((change) => !change.ready);
  return waiting === -1 ? [...changes] : changes.slice(0, waiting);
}

/** What the next frame shows, and how the picture changes by it. */
export type Advance = {
  rows: LiveRow[];
  /** Rows that the picture now holds, and ids that it holds no more. */
  shown: ShownRow[];
  gone: number[];
};

const seenOf = ({ units, district, wall }: ShownRow): Seen => ({ units, district, wall });
const isDone = (row: FrameRow): boolean => doneStatuses.includes(row.status);

/**
 * The current rows against what the feed has shown last: those already shown in this version are left out, each of the
 * others learns who could see it before, and a done one leaves the picture.
 */
export function advance(shown: ReadonlyMap<number, ShownRow>, current: readonly SeenRow[]): Advance {
  const rows = current.flatMap(({ row, seen }): LiveRow[] => {
    const before = shown.get(row.id);
    if (before && before.version >= row.version) return [];
    return [{ row, seen, before: before ? seenOf(before) : null }];
  });
  return {
    rows,
    shown: rows
      .filter(({ row }) => !isDone(row))
      .map(({ row, seen }) => ({ id: row.id, version: row.version, ...seen })),
    gone: rows.filter(({ row }) => isDone(row)).map(({ row }) => row.id),
  };
}
