import type { Bulletin, BulletinFields, BulletinKind, Reportable } from '#contracts/bulletin.ts';
import type { Db } from './db.ts';

type Person = { username: string; name: string };
export type BulletinRow = Omit<Bulletin, 'draftedAt' | 'signedAt'> & {
  round: number;
  draftedAt: Date;
  signedAt: Date | null;
};

const columns = `id, incident_id as "incidentId", kind, no, round, state, version, fields, drafted_at as "draftedAt",
  drafted_name as "draftedName", signed_at as "signedAt", signed_name as "signedName"`;

/** The reports of an incident in the order in which they were begun. */
export async function ofIncident(db: Db, incidentId: number): Promise<BulletinRow[]> {
  const { rows } = await db.query<BulletinRow>(
    `select ${columns} from bulletin where incident_id = $1 order by id`,
    [incidentId],
  );
  return rows;
}

export async function byId(db: Db, id: number): Promise<BulletinRow | null> {
  const { rows } = await db.query<BulletinRow>(`select ${columns} from bulletin where id = $1`, [id]);
  return rows[0] ?? null;
}

/** Locks one report; lock its incident first. */
export async function lock(tx: Db, id: number): Promise<BulletinRow | null> {
  const { rows } = await tx.query<BulletinRow>(`select ${columns} from bulletin where id = $1 for update`, [
    id,
  ]);
  return rows[0] ?? null;
}

/** A new draft under the next number of its kind. */
export async function add(
  tx: Db,
  draft: { incidentId: number; round: number; kind: BulletinKind; fields: BulletinFields },
  by: Person,
  now: Date,
): Promise<BulletinRow> {
  const { rows } = await tx.query<BulletinRow>(
    `insert into bulletin (incident_id, kind, no, round, fields, drafted_at, drafted_by, drafted_name)
     select $1, $2, coalesce(max(no), 0) + 1, $3, $4, $5, $6, $7 from bulletin where incident_id = $1 and kind = $2
     returning ${columns}`,
    [draft.incidentId, draft.kind, draft.round, JSON.stringify(draft.fields), now, by.username, by.name],
  );
  return rows[0]!;
}

/** New words of a draft; the database itself refuses those of a signed report. */
export async function edit(tx: Db, id: number, fields: BulletinFields, by: Person): Promise<BulletinRow> {
  const { rows } = await tx.query<BulletinRow>(
    `update bulletin set fields = $2, version = version + 1, drafted_by = $3, drafted_name = $4 where id = $1
     returning ${columns}`,
    [id, JSON.stringify(fields), by.username, by.name],
  );
  return rows[0]!;
}

export async function sign(tx: Db, id: number, by: Person, now: Date): Promise<BulletinRow> {
  const { rows } = await tx.query<BulletinRow>(
    `update bulletin set state = 'signed', version = version + 1, signed_at = $2, signed_by = $3, signed_name = $4
      where id = $1 returning ${columns}`,
    [id, now, by.username, by.name],
  );
  return rows[0]!;
}

export async function drop(tx: Db, id: number): Promise<void> {
  await tx.query('delete from bulletin where id = $1', [id]);
}

export type ReportableRow = Omit<Reportable, 'judgedAt' | 'oralDueAt' | 'writtenDueAt' | 'oralAt'> & {
  judgedAt: Date;
  oralDueAt: Date;
  writtenDueAt: Date;
  oralAt: Date | null;
};
const judged = `judged_at as "judgedAt", judged_name as "judgedName", oral_due_at as "oralDueAt",
  written_due_at as "writtenDueAt", oral_at as "oralAt", oral_name as "oralName", oral_to as "oralTo"`;

export async function reportable(db: Db, incidentId: number): Promise<ReportableRow | null> {
  const { rows } = await db.query<ReportableRow>(`select ${judged} from reportable where incident_id = $1`, [
    incidentId,
  ]);
  return rows[0] ?? null;
}

/** The first judgement stands: its clocks are never set anew. */
export async function judge(
  tx: Db,
  incidentId: number,
  due: { oralDueAt: Date; writtenDueAt: Date },
  by: Person,
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into reportable (incident_id, judged_at, judged_by, judged_name, oral_due_at, written_due_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [incidentId, now, by.username, by.name, due.oralDueAt, due.writtenDueAt],
  );
}

export async function saidOrally(
  tx: Db,
  incidentId: number,
  to: string,
  by: Person,
  now: Date,
): Promise<void> {
  await tx.query(
    'update reportable set oral_at = $2, oral_by = $3, oral_name = $4, oral_to = $5 where incident_id = $1',
    [incidentId, now, by.username, by.name, to],
  );
}
