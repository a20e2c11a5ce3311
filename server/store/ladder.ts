import type { LimitUnit } from '#contracts/reference.ts';
import type { Db } from '#store/db.ts';
import { lockIncidentsOf } from '#store/deadlines.ts';

/** A unit's clock that has reached a rung of its ladder, locked, with whom it concerns. */
export type Climber = {
  id: number;
  taskId: number;
  incidentId: number;
  unitCode: string;
  no: string;
  title: string;
  address: string | null;
  wall: 'point' | 'town' | 'never';
  severity: number;
  startedAt: Date;
  dueAt: Date;
  unit: string;
  usedMs: number;
  rung: number;
  /** The limit as it was first set. */
  limit: { amount: number; unit: LimitUnit };
};

/** Of the running clocks only those whose next rung has come, the oldest first: read by its index, whatever else runs. */
export const reachedSql = `select id from deadline
  where rung_at <= $1 and rung_at is not null and stopped_at is null order by rung_at, id limit $2`;

/** Nothing is locked yet. */
export async function reached(db: Db, now: Date, limit: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(reachedSql, [now, limit]);
  return rows.map(({ id }) => id);
}

/** Locks the clocks of `ids` that still run and have reached their rung; the incident first, as in every flow. */
export async function lockReached(tx: Db, ids: readonly number[], now: Date): Promise<Climber[]> {
  const locked = await lockIncidentsOf(tx, ids);
  const { rows } = await tx.query<Climber>(
    `select d.id, d.subject_id as "taskId", d.incident_id as "incidentId", t.unit_code as "unitCode", i.no, i.title,
            i.address, i.wall, i.severity, d.started_at as "startedAt", d.due_at as "dueAt", d.unit,
            d.used_ms as "usedMs", d.rung,
            (select json_build_object('amount', f.amount, 'unit', f.unit) from deadline f
              where f.subject = d.subject and f.subject_id = d.subject_id and f.kind = d.kind and f.stage = d.stage and f.seq = 1) as limit
       from deadline d join incident i on i.id = d.incident_id join task t on t.id = d.subject_id
      where d.id = any ($1) and d.subject = 'task' and d.rung_at <= $3 and d.stopped_at is null and d.incident_id = any ($2)
      order by d.id for update of d skip locked`,
    [ids, locked, now],
  );
  return rows;
}

/** The clocks go on from these rungs. */
export async function goOn(
  tx: Db,
  rows: readonly { id: number; rung: number | null; rungAt: Date | null }[],
): Promise<void> {
  await tx.query(
    `update deadline d set rung = r.rung, rung_at = r."rungAt"
       from json_to_recordset($1) as r(id bigint, rung smallint, "rungAt" timestamptz) where d.id = r.id`,
    [JSON.stringify(rows)],
  );
}
