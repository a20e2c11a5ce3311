import { createHash } from 'node:crypto';
import type { Frame, FrameRow, Hello } from '#contracts/live.ts';
import type { Actor, Scope } from '#contracts/people.ts';
import { can, scopeOf } from '#domain/rights.ts';
import type { LiveRow, Seen, StoredFrame } from '#store/frames.ts';
import type { InSight } from './in-sight.ts';
import { moversInSight } from './movers.ts';
import { readingsInSight } from './readings.ts';

/** A row and who may see it. */
export type SeenRow = Pick<LiveRow, 'row' | 'seen'>;

/** What one kind of client may see. Clients with the same key get the very same bytes. */
export type View = {
  key: string;
  scope: Scope;
  /** The rule of the wall holds: sensitive matters not at all, vague ones by township only (law 12). */
  wall: boolean;
  /** Sensor readings come along. */
  readings: boolean;
  /** Vessels and vehicles come along. */
  movers: boolean;
};

/** The view that this actor gets when asking for `wanted`; whoever may not read incidents sees what a wall sees. */
export function viewOf(actor: Actor, wanted: Hello['view']): View {
  const scope = scopeOf(actor);
  const wall = wanted === 'wall' || !can(actor, 'incident.read');
  const readings = wanted === 'wall' || wanted === 'desk';
  const rows =
    scope === '*' ? '*' : `u:${[...scope.units].sort().join(',')};d:${[...scope.districts].sort().join(',')}`;
  const movers = wanted === 'wall';
  const blocks = `${readings ? 'readings' : ''}|${movers ? 'movers' : ''}`;
  return { key: `${wall ? 'wall' : 'full'}|${blocks}|${rows}`, scope, wall, readings, movers };
}

/** The epoch as clients of this view know it: other rights are another epoch, so old rows never stay. */
export function epochFor(epoch: string, view: View): string {
  return `${epoch}.${createHash('sha256').update(view.key).digest('hex').slice(0, 8)}`;
}

/** Whether a row with these facts may be seen at all in this view. */
export function isSeen({ scope, wall }: View, facts: Seen): boolean {
  if (wall && facts.wall === 'never') return false;
  if (scope === '*') return true;
  return (
    facts.units.some((unit) => scope.units.includes(unit)) ||
    (facts.district !== null && scope.districts.includes(facts.district))
  );
}

/** The row as this view shows it; on a wall a matter of rule 'town' has no place finer than its township. */
export function shownAs(view: View, row: FrameRow): FrameRow {
  if (!view.wall || row.wall === 'point') return row;
  return { ...row, lng: null, lat: null, locationAccuracyM: null, address: null, gridCode: null };
}

/**
 * The rows of a snapshot in this view. A row may be newer than the frame that the snapshot stands at; it counts only
 * when its published version was to be seen as well. Otherwise no frame would know that this client ever had it, and
 * none would take it away. What is left out comes by the next frame.
 */
export function pictureOf(view: View, rows: readonly LiveRow[]): FrameRow[] {
  return rows
    .filter(({ seen, before }) => before !== null && isSeen(view, before) && isSeen(view, seen))
    .map(({ row }) => shownAs(view, row));
}

/**
 * The frame as clients of this view receive it: every number, its own rows, the readings of its own series and the movers in
 * its sight only, and what has left it.
 */
export function cut(frame: StoredFrame, view: View, inSight: InSight): Frame {
  const here = frame.rows.filter(({ seen }) => isSeen(view, seen));
  const left = frame.rows.filter(
    ({ before, seen }) => before !== null && isSeen(view, before) && !isSeen(view, seen),
  );
  const readings = view.readings && frame.readings ? readingsInSight(frame.readings, inSight) : null;
  const movers = view.movers && frame.movers ? moversInSight(frame.movers, inSight) : null;
  return {
    epoch: epochFor(frame.epoch, view),
    no: frame.no,
    at: frame.at,
    upserts: here.map(({ row }) => shownAs(view, row)),
    removals: left.map(({ row }) => row.id),
    ...(readings === null ? {} : { readings }),
    ...(movers === null ? {} : { movers }),
  };
}
