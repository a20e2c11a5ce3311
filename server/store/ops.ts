import type { OpsState } from '#contracts/ops.ts';
import type { Db } from './db.ts';
import { readGauges } from './reconcile.ts';

type Backlog = OpsState['backlogs'][number];

/** What waits in each queue and since when. The caller's transaction must see all rows. */
export async function backlogs(db: Db): Promise<Backlog[]> {
  const { rows } = await db.query<Omit<Backlog, 'since'> & { since: Date | null }>(
    `select 'merge' as id, count(*)::int as count, min(since) as since from waiting where reason = 'new'
     union all select 'ask', count(*)::int, min(since) from waiting where reason = 'ask'
     union all select 'deliver', count(*)::int, min(created_at) from delivery where state in ('pending', 'sending')
     union all select 'dead', count(*)::int, min(created_at) from delivery where state in ('dead', 'refused', 'uncertain')
     union all select 'quarantine', count(*)::int, min(received_at) from quarantine where state = 'open'
     union all select 'photo', count(*)::int, min(uploaded_at) from photo where state = 'raw'`,
  );
  return rows.map((row) => ({ ...row, since: row.since?.toISOString() ?? null }));
}

type Facts = {
  postgresql: string;
  postgis: string;
  reference: number;
  bytes: number;
  feedNo: number;
  feedAt: Date | null;
  partitionsUntil: string | null;
};

/** Versions and sizes of the database, the head of the live feed, and how far ahead the days are prepared. */
export async function databaseFacts(db: Db): Promise<Facts> {
  const { rows } = await db.query<Facts>(
    `select current_setting('server_version') as postgresql, postgis_lib_version() as postgis,
            (select no from reference_version) as reference, pg_database_size(current_database()) as bytes,
            f.head as "feedNo", nullif(f.alive_at, '-infinity') as "feedAt",
            (select to_date(right(max(c.relname), 8), 'YYYYMMDD')
               from pg_inherits h join pg_class c on c.oid = h.inhrelid
              where h.inhparent = 'event'::regclass and c.relname ~ '_\\d{8}$') as "partitionsUntil"
       from feed f`,
  );
  return rows[0]!;
}

type CityFacts = { now: Date; unfired: number; overdue: number; feedNo: number; feedLagSeconds: number };

/** Deadlines that should have fired, matters past their time, and how far behind the live feed is. */
export async function cityFacts(db: Db): Promise<CityFacts> {
  const { rows } = await db.query<CityFacts>(
    `with clock as materialized (select city_now() as now)
     select now, f.head as "feedNo",
            case when f.alive_at = '-infinity' then -1 else extract(epoch from steady_now() - f.alive_at)::float8 end as "feedLagSeconds",
            (select count(*) from deadline d where d.due_at < now and d.stopped_at is null and d.fired_at is null) as unfired,
            (select count(*) from incident i where i.open and i.due_at < now) as overdue
       from feed f, clock`,
  );
  return rows[0]!;
}

type JobRow = { id: string; startedAt: Date; finishedAt: Date | null; error: string | null };

/** When each periodic job ran last, and how it ended. */
export async function jobRuns(db: Db): Promise<OpsState['jobs']> {
  const { rows } = await db.query<JobRow>(
    'select id, started_at as "startedAt", finished_at as "finishedAt", error from job_run order by id',
  );
  return rows.map((row) => ({
    ...row,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }));
}

/** 自检: the results of the last reconciliation; none when it has not run for five minutes. */
export async function lastChecks(db: Db): Promise<OpsState['checks']> {
  return (await readGauges(db)).map(({ name, value }) => ({ id: name, count: value }));
}
