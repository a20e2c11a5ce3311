import { waitingColumns } from '#store/merge-queue.ts';
import type { WaitingRow } from '#store/merge-queue.ts';
import type { Db } from '#store/db.ts';

export type Judged = {
  why: string;
  categoryCode: string;
  severity: number;
  danger: string[];
  title: string;
  lng: number | null;
  lat: number | null;
  accuracyM: number;
  districtCode: string | null;
  places: { name: string; lng: number; lat: number; accuracyM: number; districtCode: string | null }[];
  candidates: { incidentId: number; score: number; reasons: string[] }[];
};

/** A person's decision about one waiting event, carried out by the merge. */
export type Decision = {
  incidentId: number | null;
  lng?: number | undefined;
  lat?: number | undefined;
  accuracyM?: number | undefined;
  categoryCode?: string | undefined;
  by: string;
  name: string;
  at: string;
};

/** What may have happened in the caller's district; what names no district is judged by the city's centre alone. */
export const inSight = `(in_scope(null, w.judged ->> 'districtCode')
  or exists (select from jsonb_array_elements(w.judged -> 'places') as p where in_scope(null, p ->> 'districtCode'))
  or exists (select from jsonb_array_elements(w.judged -> 'candidates') as c
               join incident i on i.id = (c ->> 'incidentId')::bigint where in_scope(i.unit_code, i.district_code)))`;

/** Events that wait for a person, danger first, then the oldest; only those in the caller's scope. */
export async function list(db: Db, limit = 200): Promise<(WaitingRow & { judged: Judged; since: Date })[]> {
  const { rows: days } = await db.query<{ day: string }>(
    "select distinct accepted_on as day from waiting where reason = 'ask'",
  );
  const { rows } = await db.query<WaitingRow & { judged: Judged; since: Date }>(
    `select ${waitingColumns}, w.judged, w.since from waiting w join event e on e.accepted_on = w.accepted_on and e.id = w.event_id
      where w.reason = 'ask' and e.accepted_on = any ($2::date[]) and ${inSight}
      order by (jsonb_array_length(w.judged -> 'danger') > 0) desc, w.since limit $1`,
    [limit, days.map(({ day }) => day)],
  );
  return rows;
}

/** Hands an asked event back to the merge with the decision; false when the caller is not asked about it any more. */
export async function decide(tx: Db, eventId: number, decision: Decision): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update waiting w set reason = 'new', not_before = '-infinity', judged = jsonb_build_object('decision', $2::jsonb)
      where event_id = $1 and reason = 'ask' and ${inSight}`,
    [eventId, JSON.stringify(decision)],
  );
  return rowCount === 1;
}

/** Where an event went: its incident, or null while it waits. */
export async function incidentOf(db: Db, eventId: number): Promise<number | null> {
  const { rows } = await db.query<{ id: number }>('select incident_id as id from link where event_id = $1', [
    eventId,
  ]);
  return rows[0]?.id ?? null;
}

/** The event that a door key stands for. */
export async function eventOf(db: Db, source: string, keyHash: string): Promise<number | null> {
  const { rows } = await db.query<{ id: number }>(
    `select event_id as id from ingest_key where source = $1 and key_hash = decode($2, 'hex')`,
    [source, keyHash],
  );
  return rows[0]?.id ?? null;
}

/** Why an event waits, when it waits for a person. */
export async function isAsked(db: Db, eventId: number): Promise<boolean> {
  const { rows } = await db.query("select 1 from waiting where event_id = $1 and reason = 'ask'", [eventId]);
  return rows.length > 0;
}
