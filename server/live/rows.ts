import type { Scope } from '#contracts/people.ts';
import type { Reference } from '#contracts/reference.ts';
import type { Db } from '#store/db.ts';
import { toIncident } from '#store/incidents.ts';
import { openRows, rowsWithUnits } from '#store/live-rows.ts';
import type { RowWithUnits } from '#store/live-rows.ts';
import type { LiveRow } from '#store/frames.ts';
import type { SeenRow } from './picture.ts';

function seenRow({ units, ...row }: RowWithUnits, reference: Reference, now: Date): SeenRow {
  const incident = toIncident(row, reference, now);
  return {
    row: { ...incident, entity: 'incident' },
    seen: { units, district: row.districtCode, wall: row.wall },
  };
}

/** The current rows of these incidents as frames carry them, with who may see them. */
export async function liveRows(
  db: Db,
  ids: readonly number[],
  reference: Reference,
  now: Date,
): Promise<SeenRow[]> {
  return (await rowsWithUnits(db, ids)).map((row) => seenRow(row, reference, now));
}

/** The open incidents of a scope as snapshots carry them. */
export async function liveOpenRows(
  db: Db,
  scope: Scope,
  reference: Reference,
  now: Date,
): Promise<LiveRow[]> {
  return (await openRows(db, scope)).map(({ shownUnits, shownDistrict, shownWall, ...row }) => ({
    ...seenRow(row, reference, now),
    before: { units: shownUnits, district: shownDistrict, wall: shownWall },
  }));
}
