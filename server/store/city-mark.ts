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

/** The city's clock: what its database is marked as, the time, and how many seconds of it pass in a real one. */
export async function readClock(db: Db): Promise<{ mark: Mark; now: Date; rate: number }> {
  const { rows } = await db.query<{ mark: Mark; now: Date; rate: number }>(
    'select mark, city_now() as now, rate from city_clock',
  );
  return rows[0]!;
}

/** Puts the clock of a demonstration, as long as nothing was accepted in it: `at` now, `rate` seconds in a real one. */
export async function startClock(db: Db, at: Date, rate: number): Promise<void> {
  const { rowCount } = await db.query(
    `update city_clock set anchor_real = steady_now(), anchor_city = $1, rate = $2
      where mark = 'demo' and not exists (select from event)`,
    [at, rate],
  );
  if (rowCount === 0) throw new Error('只有尚无来件的演示库可以另设时钟');
}
