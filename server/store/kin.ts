import type { Db } from '#store/db.ts';
import { hear, incidentColumns, inSight, keepVersion } from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';

/** 母案、子案、曾发、已并入 of an incident: those within the scope, oldest first. */
export async function kinOf(
  db: Db,
  row: Pick<IncidentRow, 'id' | 'parentId' | 'recurrenceOf' | 'mergedInto'>,
): Promise<IncidentRow[]> {
  const above = [row.parentId, row.recurrenceOf, row.mergedInto].filter((id) => id !== null);
  const { rows } = await db.query<IncidentRow>(
    `select ${incidentColumns} from incident i
      where (i.id = any ($1) or i.parent_id = $2) and ${inSight} order by i.id`,
    [above, row.id],
  );
  return rows;
}

/** Of these incidents those that have children. */
export async function parentsAmong(db: Db, ids: readonly number[]): Promise<Set<number>> {
  const { rows } = await db.query<{ id: number }>(
    'select distinct parent_id as id from incident where parent_id = any ($1)',
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Locks these incidents of the caller's sight, in the order of their numbers. */
export async function lockAll(tx: Db, ids: readonly number[]): Promise<IncidentRow[]> {
  const { rows } = await tx.query<IncidentRow>(
    `select ${incidentColumns} from incident i where i.id = any ($1) and ${inSight} order by i.id for update of i`,
    [ids],
  );
  return rows;
}

/** Puts locked incidents under a parent, or under none; one statement, however many: a storm has hundreds. */
export async function putUnder(
  tx: Db,
  ids: readonly number[],
  parentId: number | null,
  now: Date,
): Promise<IncidentRow[]> {
  const { rows } = await tx.query<IncidentRow>(
    `with i as (update incident set version = version + 1, parent_id = $3 where id = any ($1) returning *),
     kept as (${keepVersion}),
     heard as (${hear})
     select ${incidentColumns} from i order by i.id`,
    [ids, now, parentId],
  );
  return rows;
}

/** The sentence with which an incident ended; empty when its course tells none. */
export async function endOf(db: Db, id: number): Promise<string> {
  const { rows } = await db.query<{ words: string }>(
    `select words from history
      where incident_id = $1 and move in ('close', 'special-close', 'refuse', 'answer', 'absorb') order by id desc limit 1`,
    [id],
  );
  return rows[0]?.words ?? '';
}

/**
 * The open children of an incident that has ended get a version, so that whoever looks at one of them sees it. Those
 * that somebody holds are passed over: what they show is read from the parent whenever they are looked at.
 */
export async function touchChildren(tx: Db, parentId: number, now: Date): Promise<IncidentRow[]> {
  const { rows } = await tx.query<IncidentRow>(
    `with held as (select id from incident where parent_id = $1 and open order by id for update skip locked),
     i as (update incident n set version = n.version + 1 from held where n.id = held.id returning n.*),
     kept as (${keepVersion}),
     heard as (${hear})
     select ${incidentColumns} from i order by i.id`,
    [parentId, now],
  );
  return rows;
}
