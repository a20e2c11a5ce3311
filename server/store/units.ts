import type { Db } from './db.ts';

/** Code of the first unit whose name fits the pattern (POSIX), shortest name first; null when there is none. */
export async function unitCodeByName(db: Db, pattern: string): Promise<string | null> {
  const { rows } = await db.query<{ code: string }>(
    `select code from reference where kind = 'unit' and body ->> 'name' ~ $1
      order by length(body ->> 'name'), code limit 1`,
    [pattern],
  );
  return rows[0]?.code ?? null;
}
