import type { Db } from './db.ts';

/** 标记: whether a database holds the real city, or a demonstration, drill or test (law 14). */
export type Mark = 'real' | 'demo' | 'drill' | 'test';

export async function readMark(db: Db): Promise<Mark> {
  const { rows } = await db.query<{ mark: Mark }>('select mark from city_clock');
  return rows[0]!.mark;
}

/**
 * Marks a database as a demonstration as long as nothing was ever accepted in it; returns the mark it has
 * then. A database with events keeps its mark: what was real can never become a show.
 */
export async function markDemoIfEmpty(db: Db): Promise<Mark> {
  await db.query(`update city_clock set mark = 'demo'
                   where mark = 'real' and not exists (select from event)`);
  return readMark(db);
}
