import type { Nudge } from '#contracts/live.ts';
import type { Change } from '#store/frames.ts';

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
