import type { Db } from '#store/db.ts';

/** 到期的时限, locked, with whom it concerns. */
export type DueDeadline = {
  id: number;
  subject: 'request' | 'task' | 'incident' | 'bulletin';
  subjectId: number;
  incidentId: number | null;
  kind: 'promise' | 'unit' | 'stage';
  stage: string;
  dueAt: Date;
  /** The unit of its task, else the one in charge of the incident. */
  unitCode: string | null;
  incidentNo: string | null;
  title: string | null;
  severity: number | null;
  round: number | null;
};

/** Running deadlines that have passed, the oldest first. Nothing is locked yet. */
export async function passed(
  db: Db,
  now: Date,
  limit: number,
): Promise<{ id: number; incidentId: number | null }[]> {
  const { rows } = await db.query<{ id: number; incidentId: number | null }>(
    `select id, incident_id as "incidentId" from deadline
      where due_at <= $1 and stopped_at is null and fired_at is null order by due_at, id limit $2`,
    [now, limit],
  );
  return rows;
}

/** Locks the incidents of these deadlines, first as in every flow; one that somebody works on is left out. */
export async function lockIncidentsOf(tx: Db, deadlineIds: readonly number[]): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `select i.id from incident i
      where i.id in (select incident_id from deadline where id = any ($1)) order by i.id for update skip locked`,
    [deadlineIds],
  );
  return rows.map(({ id }) => id);
}

/**
 * Locks the passed deadlines of `ids` that still run and whose incident can be locked now. The incident comes first, as
 * in every flow; one that somebody works on this moment is left for the next sweep.
 */
export async function lockPassed(tx: Db, ids: readonly number[], now: Date): Promise<DueDeadline[]> {
  const locked = await lockIncidentsOf(tx, ids);
  const { rows } = await tx.query<DueDeadline>(
    `select d.id, d.subject, d.subject_id as "subjectId", d.incident_id as "incidentId", d.kind, d.stage,
            d.due_at as "dueAt", coalesce(t.unit_code, i.unit_code) as "unitCode", i.no as "incidentNo", i.title,
            i.severity, i.round
       from deadline d
       left join incident i on i.id = d.incident_id
       left join task t on d.subject = 'task' and t.id = d.subject_id
      where d.id = any ($1) and d.due_at <= $3 and d.stopped_at is null and d.fired_at is null
        and (d.incident_id is null or d.incident_id = any ($2))
      order by d.id for update of d skip locked`,
    [ids, locked, now],
  );
  return rows;
}

/** Fires locked deadlines: once each, for ever, with one row of escalation that says how late it was noticed. */
export async function fire(
  tx: Db,
  due: readonly { id: number; incidentId: number | null; words: string }[],
  now: Date,
): Promise<void> {
  await tx.query(
    `with fired as (
       update deadline d set fired_at = $2 from json_to_recordset($1) as r(id bigint, "incidentId" bigint, words text)
        where d.id = r.id and d.fired_at is null
       returning d.id, d.incident_id, d.subject, d.subject_id, r.words, d.due_at),
     heard as (
       insert into change (entity, entity_id, version, at)
       select 'request', subject_id, 0, $2 from fired where subject = 'request')
     insert into escalation (deadline_id, incident_id, at, late_seconds, words)
       select id, incident_id, $2, extract(epoch from $2::timestamptz - due_at), words from fired`,
    [JSON.stringify(due), now],
  );
}

/** Whether a clock of this task passed while it ran: the fact that no appeal deletes. */
export async function lateOf(db: Db, incidentId: number, taskId: number): Promise<boolean> {
  const { rows } = await db.query<{ late: boolean }>(
    `select exists (select from deadline where incident_id = $1 and subject = 'task' and subject_id = $2
                       and (fired_at is not null or due_at < stopped_at)) as late`,
    [incidentId, taskId],
  );
  return rows[0]!.late;
}
