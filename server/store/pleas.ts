import type { Plea, PleaKind } from '#contracts/plea.ts';
import type { Db } from '#store/db.ts';

/** A clock that a suspension stopped, with what its row held then. */
export type KeptClock = { deadlineId: number; leftMs: number };
export type PleaRow = Omit<Plea, 'unitName' | 'askedAt' | 'firstAt' | 'decidedAt' | 'endedAt'> & {
  askedAt: Date;
  firstAt: Date | null;
  firstBy: string | null;
  decidedAt: Date | null;
  endedAt: Date | null;
  kept: KeptClock[];
};

/** Row security of the task decides who sees what was asked for it. The unit of an extension is its first limit's. */
const rowsOf = `select p.id, p.incident_id as "incidentId", p.task_id as "taskId", p.kind, p.state,
    t.unit_code as "unitCode", p.reason, p.amount::float8 as amount,
    (select d.unit from deadline d where d.subject = 'task' and d.subject_id = p.task_id and d.kind = 'unit' and d.seq = 1) as unit,
    p.until_day::text as until, p.ended_at as "endedAt", p.asked_at as "askedAt", p.asked_name as "askedName",
    p.first_at as "firstAt", p.first_by as "firstBy", p.first_name as "firstName", p.first_words as "firstWords",
    p.decided_at as "decidedAt", p.decided_name as "decidedName", p.decision, p.kept
  from plea p join task t on t.id = p.task_id`;

export type NewPlea = {
  incidentId: number;
  taskId: number;
  kind: PleaKind;
  reason: string;
  amount?: number;
  until?: { day: string; at: Date };
};
type Person = { username: string; name: string };

/** 申请: one open one for each incident; the database refuses a second. */
export async function ask(tx: Db, plea: NewPlea, by: Person, now: Date): Promise<void> {
  await tx.query(
    `insert into plea (incident_id, task_id, kind, reason, amount, until_day, until_at, asked_at, asked_by, asked_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      plea.incidentId,
      plea.taskId,
      plea.kind,
      plea.reason,
      plea.amount ?? null,
      plea.until?.day ?? null,
      plea.until?.at ?? null,
      now,
      by.username,
      by.name,
    ],
  );
}

/** What was ever asked for one incident, oldest first. */
export async function ofIncident(db: Db, incidentId: number): Promise<PleaRow[]> {
  const { rows } = await db.query<PleaRow>(`${rowsOf} where p.incident_id = $1 order by p.id`, [incidentId]);
  return rows;
}

/** What was asked for these tasks, oldest first. */
export async function ofTasks(db: Db, taskIds: readonly number[]): Promise<PleaRow[]> {
  if (taskIds.length === 0) return [];
  const { rows } = await db.query<PleaRow>(`${rowsOf} where p.task_id = any ($1) order by p.id`, [taskIds]);
  return rows;
}

export type WaitingPlea = PleaRow & { no: string; title: string; dueAt: Date | null };

/** 待我批: what nobody has decided yet within the scope, the oldest first. */
export async function waiting(db: Db): Promise<WaitingPlea[]> {
  const { rows } = await db.query<WaitingPlea>(
    `select asked.*, i.no, i.title, i.due_at as "dueAt" from (${rowsOf} where p.state = 'asked') as asked
       join incident i on i.id = asked."incidentId" order by asked.id limit 200`,
  );
  return rows;
}

/** 初审: the first of two who speaks for an appeal. */
export async function review(tx: Db, id: number, words: string, by: Person, now: Date): Promise<void> {
  await tx.query(
    `update plea set first_at = $2, first_by = $3, first_name = $4, first_words = $5
      where id = $1 and state = 'asked' and first_by is null`,
    [id, now, by.username, by.name, words],
  );
}

/** Writes the decision of a named person under what was asked. */
export async function decide(
  tx: Db,
  id: number,
  decided: { state: 'granted' | 'refused'; decision: string; by: Person; kept?: readonly KeptClock[] },
  now: Date,
): Promise<void> {
  await tx.query(
    `update plea set state = $2, decision = $3, decided_at = $4, decided_by = $5, decided_name = $6, kept = $7
      where id = $1 and state = 'asked'`,
    [
      id,
      decided.state,
      decided.decision,
      now,
      decided.by.username,
      decided.by.name,
      JSON.stringify(decided.kept ?? []),
    ],
  );
}

/**
 * What was asked for an incident falls: its unit took it back, or the work went on without it. A suspension that runs
 * ends. Answers how many were still to be decided.
 */
export async function drop(tx: Db, incidentId: number, by: string, now: Date): Promise<number> {
  await endSuspension(tx, incidentId, by, now);
  const { rowCount } = await tx.query(
    "update plea set state = 'dropped', ended_at = $2, ended_by = $3 where incident_id = $1 and state = 'asked'",
    [incidentId, now, by],
  );
  return rowCount ?? 0;
}

/** The unit takes one back. */
export async function withdraw(tx: Db, id: number, by: string, now: Date): Promise<void> {
  await tx.query(
    "update plea set state = 'dropped', ended_at = $2, ended_by = $3 where id = $1 and state = 'asked'",
    [id, now, by],
  );
}

export async function endSuspension(tx: Db, incidentId: number, by: string, now: Date): Promise<void> {
  await tx.query(
    `update plea set ended_at = $2, ended_by = $3
      where incident_id = $1 and kind = 'suspension' and state = 'granted' and ended_at is null`,
    [incidentId, now, by],
  );
}

/** The incidents whose suspension has reached its day, the first to end first. Nothing is locked yet. */
export async function endedSuspensions(db: Db, now: Date, limit: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `select incident_id as id from plea
      where until_at <= $1 and kind = 'suspension' and state = 'granted' and ended_at is null
      order by until_at limit $2`,
    [now, limit],
  );
  return rows.map(({ id }) => id);
}
