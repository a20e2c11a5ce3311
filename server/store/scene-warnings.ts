import type { Db } from './db.ts';

/** Whether such a warning was ever received, and how many are in force. */
export type Warned = { ever: boolean; standing: number };

/** The warnings whose hazard or title holds `word`. */
export async function warnedOf(db: Db, word: string, now: Date): Promise<Warned> {
  const { rows } = await db.query<Warned>(
    `select count(*) > 0 as ever,
            (count(*) filter (where lifted_at is null and version > 0 and (expires_at is null or expires_at > $2)))::int as standing
       from warning where kind = 'warning' and strpos(hazard || coalesce(title, ''), $1) > 0`,
    [word, now],
  );
  return rows[0]!;
}
