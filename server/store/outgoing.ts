import type { LimitUnit } from '#contracts/reference.ts';
import type { Db } from '#store/db.ts';

export type NewDelivery = {
  taskId: number | null;
  incidentId: number | null;
  step: string;
  /** Unit code. */
  recipient: string;
  channel: string;
  body: { title: string; ring: boolean; severity: number };
};

/** 送达: what departments must receive leaves this transaction only as rows (law 6). A repeat of a step is no row. */
export async function addDeliveries(tx: Db, rows: readonly NewDelivery[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  await tx.query({
    name: 'deliveries-add',
    text: `insert into delivery (task_id, incident_id, step, recipient, channel, body, created_at)
     select "taskId", "incidentId", step, recipient, channel, body, $2
       from json_to_recordset($1::json) as r("taskId" bigint, "incidentId" bigint, step text, recipient text, channel text, body jsonb)
     on conflict do nothing`,
    values: [JSON.stringify(rows), now],
  });
}

export type NewDeadline = {
  subject: 'request' | 'task' | 'incident' | 'bulletin';
  subjectId: number;
  incidentId: number | null;
  kind: 'promise' | 'unit' | 'stage';
  stage: string;
  seq: number;
  startedAt: Date;
  dueAt: Date;
  amount: number;
  unit: string;
  calendarVersion: string;
  limitVersion: string;
  flags: string[];
  /** What earlier rows of the same clock had counted. */
  usedMs?: number;
  /** The next rung of its ladder, and when it comes: only of a unit's own time. */
  rung?: number | null;
  rungAt?: Date | null;
  /** A clock that goes on late was told of already. */
  firedAt?: Date | null;
};

/**
 * A clock as the row of whom it is for. Not a literal of spreads: with a dozen fields Node 20 takes 14 to 20 µs for one,
 * against 0.4 µs, and a storm starts thousands.
 */
export const deadlineRow = <C extends object>(whose: Whose, clock: C): Whose & C =>
  Object.assign({}, whose, clock);
type Whose = Pick<NewDeadline, 'subject' | 'subjectId' | 'incidentId' | 'kind' | 'stage' | 'seq'>;

/** 时限: promises stored when they are made, with the versions that made them (law 8). */
export async function addDeadlines(tx: Db, rows: readonly NewDeadline[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query({
    name: 'deadlines-add',
    text: `insert into deadline (subject, subject_id, incident_id, kind, stage, seq, started_at, due_at, amount, unit,
                           calendar_version, limit_version, flags, used_ms, fired_at, rung, rung_at)
     select subject, "subjectId", "incidentId", kind, stage, seq, "startedAt", "dueAt", amount, unit, "calendarVersion", "limitVersion", flags, coalesce("usedMs", 0), "firedAt", rung, "rungAt"
       from json_to_recordset($1::json) as r(subject text, "subjectId" bigint, "incidentId" bigint, kind text, stage text, seq smallint,
              "startedAt" timestamptz, "dueAt" timestamptz, amount numeric, unit text, "calendarVersion" text, "limitVersion" text, flags text[], "usedMs" bigint, "firedAt" timestamptz, rung smallint, "rungAt" timestamptz)
     on conflict (subject, subject_id, kind, stage, seq) do nothing`,
    values: [JSON.stringify(rows)],
  });
}

/**
 * Stops clocks of one subject that still run; facts stay. Null kind or stage: every one. Where a unit's own time stops,
 * a 督办单 about it that nobody has signed falls.
 */
export async function stopDeadlines(
  tx: Db,
  subject: 'request' | 'task' | 'incident' | 'bulletin',
  subjectIds: readonly number[],
  which: { kind: string | null; stage: string | null },
  now: Date,
): Promise<void> {
  await tx.query(
    `with stopped as (
       update deadline set stopped_at = $5
        where subject = $1 and subject_id = any ($2) and stopped_at is null
          and ($3::text is null or kind = $3) and ($4::text is null or stage = $4)
       returning subject, subject_id, kind)
     update supervision s set state = 'dropped', ended_at = $5, ended_by = 'system', ended_name = '系统', end_note = '承办时限已停，拟稿作废'
       from stopped where stopped.subject = 'task' and stopped.kind = 'unit'
        and s.task_id = stopped.subject_id and s.state = 'draft'`,
    [subject, subjectIds, which.kind, which.stage, now],
  );
}

/** The deadlines of an incident, its tasks and its requests, in the order in which they run out. */
export async function deadlinesOf(db: Db, incidentId: number): Promise<DeadlineRow[]> {
  const { rows } = await db.query<DeadlineRow>(
    `select id, subject, subject_id as "subjectId", kind, stage, seq, started_at as "startedAt", due_at as "dueAt",
            amount::float8 as amount, unit, used_ms as "usedMs", rung, stopped_at as "stoppedAt", fired_at as "firedAt"
       from deadline where incident_id = $1
         or (subject = 'request' and subject_id = any (array(select request_id from request_incident where incident_id = $1)))
      order by due_at, id`,
    [incidentId],
  );
  return rows;
}

export type DeadlineRow = {
  id: number;
  subject: 'request' | 'task' | 'incident' | 'bulletin';
  subjectId: number;
  kind: 'promise' | 'unit' | 'stage';
  stage: string;
  seq: number;
  startedAt: Date;
  dueAt: Date;
  amount: number;
  unit: LimitUnit;
  usedMs: number;
  rung: number | null;
  stoppedAt: Date | null;
  firedAt: Date | null;
};

/**
 * The instant that an incident shows: its host task's own time (a co-host's has a stage of its own), else the nearest
 * running promise or stage; never a report's.
 */
export async function shownDueAt(tx: Db, incidentId: number): Promise<Date | null> {
  const { rows } = await tx.query<{ due_at: Date }>(
    `select due_at from deadline where incident_id = $1 and stopped_at is null and subject <> 'bulletin'
      order by (kind = 'unit' and stage = '') desc, due_at limit 1`,
    [incidentId],
  );
  return rows[0]?.due_at ?? null;
}
