import type { Db } from '#store/db.ts';

export type MarkRow = { id: number; at: Date; words: string; madeAt: Date; madeName: string };

const columns = 'id, at, words, made_at as "madeAt", made_name as "madeName"';
const most = 500;

/** The marks of a stretch of the past, in order of time. */
export async function marksBetween(db: Db, from: Date, until: Date): Promise<MarkRow[]> {
  const { rows } = await db.query<MarkRow>(
    `select ${columns} from past_mark where at >= $1 and at < $2 order by at, id limit ${most}`,
    [from, until],
  );
  return rows;
}

export async function addMark(
  tx: Db,
  { at, words }: { at: Date; words: string },
  by: { username: string; name: string },
  now: Date,
): Promise<MarkRow> {
  const { rows } = await tx.query<MarkRow>(
    `insert into past_mark (at, words, made_at, made_by, made_name) values ($1, $2, $3, $4, $5) returning ${columns}`,
    [at, words, now, by.username, by.name],
  );
  return rows[0]!;
}

/** Takes a mark away; null when there is none. */
export async function removeMark(tx: Db, id: number): Promise<MarkRow | null> {
  const { rows } = await tx.query<MarkRow>(`delete from past_mark where id = $1 returning ${columns}`, [id]);
  return rows[0] ?? null;
}

/** Marks of what is no longer kept lead nowhere. Answers how many were forgotten. */
export async function forgetMarks(db: Db, now: Date): Promise<number> {
  const { rowCount } = await db.query('delete from past_mark where at < $1::timestamptz - make_interval(days => 90)', [now]); // prettier-ignore
  return rowCount ?? 0;
}
