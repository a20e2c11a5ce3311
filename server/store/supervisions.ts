import type { Supervision } from '#contracts/supervision.ts';
import type { Db } from '#store/db.ts';

export type SupervisionRow = Omit<
  Supervision,
  'unitName' | 'answerBy' | 'draftedAt' | 'signedAt' | 'repliedAt' | 'endedAt'
> & {
  answerBy: Date | null;
  draftedAt: Date;
  signedAt: Date | null;
  repliedAt: Date | null;
  endedAt: Date | null;
};

/** Row security of the task decides who sees it; a unit sees none that nobody has signed. */
const rowsOf = `select s.id, s.incident_id as "incidentId", s.task_id as "taskId", s.kind, s.level, s.state,
    t.unit_code as "unitCode", s.title, s.body, s.answer_by as "answerBy", t.open as "withUnit", s.drafted_at as "draftedAt", s.signed_at as "signedAt",
    s.signed_name as "signedName", s.reply, s.replied_at as "repliedAt", s.replied_name as "repliedName",
    s.ended_at as "endedAt", s.ended_name as "endedName", s.end_note as "endNote"
  from supervision s join task t on t.id = s.task_id`;

type Person = { username: string; name: string };
export type Draft = { incidentId: number; taskId: number; level: number; title: string; body: string };

/** 拟稿: one for each task and level, however often it is tried; a lower one that nobody has signed falls. */
export async function draft(tx: Db, drafts: readonly Draft[], now: Date): Promise<void> {
  if (drafts.length === 0) return;
  await tx.query(
    `with new as (select * from json_to_recordset($1) as r("incidentId" bigint, "taskId" bigint, level smallint, title text, body text)),
     fallen as (
       update supervision s set state = 'dropped', ended_at = $2, ended_by = 'system', ended_name = '系统', end_note = '已拟更高一级督办单'
         from new where s.task_id = new."taskId" and s.kind = 'overdue' and s.state = 'draft' and s.level < new.level)
     insert into supervision (incident_id, task_id, level, title, body, drafted_at)
     select "incidentId", "taskId", level, title, body, $2 from new
     on conflict (task_id, kind, level) where kind = 'overdue' do nothing`,
    [JSON.stringify(drafts), now],
  );
}

/** 领导督办: opened and signed in one; a draft of the machine for the same task that nobody has signed falls. */
export async function openByHand(
  tx: Db,
  one: Draft & { answerBy: Date; by: Person },
  now: Date,
): Promise<number> {
  const { incidentId, taskId, level, title, body, answerBy, by } = one;
  await tx.query(
    `update supervision set state = 'dropped', ended_at = $2, ended_by = 'system', ended_name = '系统', end_note = '已由人工督办'
      where task_id = $1 and state = 'draft'`,
    [taskId, now],
  );
  const { rows } = await tx.query<{ id: number }>(
    `insert into supervision (incident_id, task_id, kind, level, state, title, body, answer_by, drafted_at, signed_at, signed_by, signed_name)
     values ($1, $2, 'leader', $3, 'sent', $4, $5, $6, $7, $7, $8, $9) returning id`,
    [incidentId, taskId, level, title, body, answerBy, now, by.username, by.name],
  );
  return rows[0]!.id;
}

export async function byId(db: Db, id: number): Promise<SupervisionRow | null> {
  const { rows } = await db.query<SupervisionRow>(`${rowsOf} where s.id = $1`, [id]);
  return rows[0] ?? null;
}

/** The 督办单 of one incident, oldest first. */
export async function ofIncident(db: Db, incidentId: number): Promise<SupervisionRow[]> {
  const { rows } = await db.query<SupervisionRow>(`${rowsOf} where s.incident_id = $1 order by s.id`, [
    incidentId,
  ]);
  return rows;
}

/** What these tasks were sent, oldest first. */
export async function sentTo(db: Db, taskIds: readonly number[]): Promise<SupervisionRow[]> {
  if (taskIds.length === 0) return [];
  const { rows } = await db.query<SupervisionRow>(
    `${rowsOf} where s.task_id = any ($1) and s.signed_at is not null order by s.id`,
    [taskIds],
  );
  return rows;
}

export type OpenSupervision = SupervisionRow & { no: string; matter: string };

/** 待签、待解除: drafts, and what was sent of a level that needs a release, within the scope. */
export async function open(db: Db): Promise<OpenSupervision[]> {
  const { rows } = await db.query<OpenSupervision>(
    `select s.*, i.no, i.title as matter
       from (${rowsOf} where s.state = 'draft' or ((s.level > 1 or s.kind <> 'overdue') and s.state in ('sent', 'replied'))) as s
       join incident i on i.id = s."incidentId" order by s.id limit 200`,
  );
  return rows;
}

/** 督办台账: what was ever signed within the scope, the newest first. */
export async function ledger(db: Db): Promise<OpenSupervision[]> {
  const { rows } = await db.query<OpenSupervision>(
    `select s.*, i.no, i.title as matter
       from (${rowsOf} where s.signed_at is not null) as s
       join incident i on i.id = s."incidentId" order by s."signedAt" desc, s.id desc limit 500`,
  );
  return rows;
}

/** Signed by a named person: from now on it is what the unit was told. */
export async function sign(tx: Db, id: number, text: string, by: Person, now: Date): Promise<void> {
  await tx.query(
    `update supervision set state = 'sent', body = $2, signed_at = $3, signed_by = $4, signed_name = $5
      where id = $1 and state = 'draft'`,
    [id, text, now, by.username, by.name],
  );
}

export async function reply(tx: Db, id: number, text: string, by: Person, now: Date): Promise<void> {
  await tx.query(
    `update supervision set state = 'replied', reply = $2, replied_at = $3, replied_name = $4
      where id = $1 and state in ('sent', 'replied')`,
    [id, text, now, by.name],
  );
}

/** A draft that is discarded, or a 督办 that is released: who, when, why. */
export async function end(
  tx: Db,
  id: number,
  ended: { state: 'dropped' | 'released'; note: string; by: Person },
  now: Date,
): Promise<void> {
  await tx.query(
    'update supervision set state = $2, ended_at = $3, ended_by = $4, ended_name = $5, end_note = $6 where id = $1',
    [id, ended.state, now, ended.by.username, ended.by.name, ended.note],
  );
}

/** A 督办单 whose time for the answer has passed without one, its incident locked, with whom it concerns. */
export type Unanswered = {
  id: number;
  taskId: number;
  incidentId: number;
  unitCode: string;
  level: number;
  answerBy: Date;
  signedName: string;
  title: string;
  severity: number;
};

/** Of those that nobody was reminded of only those whose time has come: read by its index, whatever else waits. */
export const unansweredSql = `select s.id from supervision s join task t on t.id = s.task_id
  where s.answer_by <= $1 and s.answer_by is not null and s.reminded_at is null and s.state = 'sent' and t.open
  order by s.answer_by, s.id limit $2`;

/** Nothing is locked yet. A unit that no longer has the task cannot answer, and is not reminded. */
export async function unanswered(db: Db, now: Date, limit: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(unansweredSql, [now, limit]);
  return rows.map(({ id }) => id);
}

/** 催复: marks those of `ids` that still wait as reminded, each once; the incident is locked first, as in every flow. */
export async function markReminded(tx: Db, ids: readonly number[], now: Date): Promise<Unanswered[]> {
  const { rows: locked } = await tx.query<{ id: number }>(
    `select id from incident where id in (select incident_id from supervision where id = any ($1))
      order by id for update skip locked`,
    [ids],
  );
  const { rows } = await tx.query<Unanswered>(
    `update supervision s set reminded_at = $3
       from task t, incident i
      where s.id = any ($1) and s.incident_id = any ($2) and s.state = 'sent' and s.reminded_at is null
        and s.answer_by <= $3 and t.id = s.task_id and t.open and i.id = s.incident_id
      returning s.id, s.task_id as "taskId", s.incident_id as "incidentId", t.unit_code as "unitCode", s.level,
                s.answer_by as "answerBy", s.signed_name as "signedName", i.title, i.severity`,
    [ids, locked.map(({ id }) => id), now],
  );
  return rows.sort((a, b) => a.incidentId - b.incidentId || a.id - b.id);
}
