import type { Db } from '#store/db.ts';

/**
 * 日分区: days ahead are made before they are needed; a parent without the day of today would refuse every row. Several
 * may ask at once: a machine that starts, a worker whose turn it is.
 */
export async function makePartitions(db: Db, now: Date, daysAhead = 15): Promise<number> {
  const { rows } = await db.query<{ made: number }>(
    `with alone as materialized (select pg_advisory_xact_lock(4712, 1))
     select sum(make_partitions(parent, ($1::timestamptz at time zone 'Asia/Shanghai')::date - 1, $2))::int as made
       from alone, unnest(array['event', 'history', 'version', 'past', 'reading', 'track']) as parent`,
    [now, daysAhead + 1],
  );
  return rows[0]!.made;
}

/**
 * Readings and tracks stay 30 days from their receipt, versions and what walls showed 90; expiring is dropping a day, and what came late for it
 * moves into the archive. The days of readings and walls are those of UTC, the days of versions the city's. Answers how many days
 * were dropped.
 */
export async function dropExpired(db: Db, now: Date): Promise<number> {
  const { rows } = await db.query<{ dropped: number }>(
    `select ((select sum(expire_partitions(parent, ($1::timestamptz at time zone 'UTC')::date - 30, $1::timestamptz - interval '30 days'))
                from unnest(array['reading', 'track']) as parent)
           + drop_partitions('past', ($1::timestamptz at time zone 'UTC')::date - 90)
           + drop_partitions('version', ($1::timestamptz at time zone 'Asia/Shanghai')::date - 90))::int as dropped`,
    [now],
  );
  return rows[0]!.dropped;
}

/** The archive partitions hold what came too late for a day of its own: row by row, some thousands at a time. */
export async function deleteArchived(db: Db, now: Date, limit = 20_000): Promise<number> {
  let deleted = 0;
  for (const table of ['reading_archive', 'track_archive'] as const) {
    const { rowCount } = await db.query(
      `delete from ${table} where ctid = any (array(
         select ctid from ${table} where received_at < $1::timestamptz - interval '30 days' limit $2))`,
      [now, limit],
    );
    deleted += rowCount ?? 0;
  }
  return deleted;
}

/** Whether this worker runs the job now: true for one worker, once in each period. */
export async function takeRun(db: Db, id: string, periodSeconds: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into job_run (id, started_at) values ($1, steady_now())
     on conflict (id) do update set started_at = steady_now(), finished_at = null, error = null
      where job_run.started_at <= steady_now() - make_interval(secs => $2)`,
    [id, periodSeconds],
  );
  return rowCount === 1;
}

/** How a run ended; `error` null when well. A failed run may be tried again in a minute. */
export async function endRun(db: Db, id: string, error: string | null, periodSeconds: number): Promise<void> {
  await db.query(
    `update job_run set finished_at = steady_now(), error = $2,
            started_at = case when $2::text is null then started_at
                              else least(started_at, steady_now() - make_interval(secs => $3 - 60)) end
      where id = $1`,
    [id, error?.slice(0, 500) ?? null, Math.max(60, periodSeconds)],
  );
}
