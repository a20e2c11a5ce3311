import pg from 'pg';
import { auditHeads } from '#store/audit.ts';
import type { AuditHead } from '#store/audit.ts';
// For its reading of types: int8 is a number here as everywhere.
import '#store/db.ts';

/** What is rebuilt or must not come back: frames and changes of a feed that begins anew, sign-ins, processes. */
export const leftOut = ['frame', 'change', 'session', 'process'] as const;

/** The facts of a city at one instant, against which a restored one is compared. */
export type CityFacts = {
  /** City time of the copy. */
  at: string;
  mark: string;
  postgresql: string;
  postgis: string;
  migrations: string[];
  /** Rows of every table that is copied. */
  counts: Record<string, number>;
  auditHeads: AuditHead[];
  feed: { epoch: string; no: number };
  /** Deliveries that were not yet sent, and events not yet linked. */
  unsent: number;
  waiting: number;
};

export type CitySnapshot = { id: string; facts: CityFacts; close: () => Promise<void> };

const tablesSql = `
  select c.relname as name from pg_class c
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
     and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
   order by c.relname`;

async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'copy-of-the-city' });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(
    "set app.scope = '*'; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0",
  );
  return client;
}

/**
 * One snapshot of everything, exported so that pg_dump copies exactly it. It reads only: neither the doors nor the live
 * feed wait for it. `databaseUrl` is the owner's. To be closed when the copy is made.
 */
export async function openCitySnapshot(databaseUrl: string): Promise<CitySnapshot> {
  const client = await connect(databaseUrl);
  try {
    await client.query('begin isolation level repeatable read read only');
    const { rows: exported } = await client.query<{ id: string }>('select pg_export_snapshot() as id');
    return { id: exported[0]!.id, facts: await readFacts(client), close: () => client.end() };
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function readFacts(client: pg.Client): Promise<CityFacts> {
  const { rows } = await client.query<Omit<CityFacts, 'counts' | 'auditHeads' | 'at'> & { at: Date }>(
    `select city_now() as at, (select mark from city_clock) as mark, current_setting('server_version') as postgresql,
            postgis_lib_version() as postgis, (select array_agg(name::text order by id) from migration) as migrations,
            (select json_build_object('epoch', epoch, 'no', head) from feed) as feed,
            (select count(*) from delivery where state in ('pending', 'sending')) as unsent,
            (select count(*) from waiting where reason = 'new') as waiting`,
  );
  const facts = rows[0]!;
  const counts: Record<string, number> = {};
  const { rows: tables } = await client.query<{ name: string }>(tablesSql);
  for (const { name } of tables) {
    if (leftOut.some((one) => one === name)) continue;
    const found = await client.query<{ n: number }>(
      `select count(*) as n from ${client.escapeIdentifier(name)}`,
    );
    counts[name] = found.rows[0]!.n;
  }
  return { ...facts, at: facts.at.toISOString(), counts, auditHeads: await auditHeads(client) };
}

export type Target = {
  tables: number;
  events: number;
  mark: string | null;
  busy: string[];
  superuser: boolean;
};

/** What a restore would meet: how much is there, and whose processes are connected. */
export async function readTarget(databaseUrl: string): Promise<Target> {
  const client = await connect(databaseUrl);
  try {
    const { rows: tables } = await client.query<{ name: string }>(tablesSql);
    const isCity = tables.some(({ name }) => name === 'city_clock');
    const { rows: busy } = await client.query<{ name: string }>(
      `select distinct application_name as name from pg_stat_activity
        where datname = current_database() and application_name like 'chengyun-%' order by 1`,
    );
    const { rows } = isCity
      ? await client.query<{ events: number; mark: string }>(
          'select (select count(*) from event) as events, (select mark from city_clock) as mark',
        )
      : { rows: [] };
    const { rows: me } = await client.query<{ is: boolean }>(
      'select rolsuper as is from pg_roles where rolname = current_user',
    );
    return {
      tables: tables.length,
      events: rows[0]?.events ?? 0,
      mark: rows[0]?.mark ?? null,
      busy: busy.map(({ name }) => name),
      superuser: me[0]?.is ?? false,
    };
  } finally {
    await client.end();
  }
}

/** Statements that take our tables, sequences and functions away, and leave what extensions own. */
export async function dropStatements(databaseUrl: string): Promise<string> {
  const client = await connect(databaseUrl);
  try {
    const { rows } = await client.query<{ drop: string }>(
      `select 'drop table if exists public.' || quote_ident(name) || ' cascade;' as drop from (${tablesSql}) t
       union all
       select 'drop sequence if exists public.' || quote_ident(c.relname) || ' cascade;' from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'S'
          and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('e', 'a', 'i'))
       union all
       select 'drop function if exists ' || p.oid::regprocedure || ' cascade;' from pg_proc p
        where p.pronamespace = 'public'::regnamespace
          and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
    );
    return rows.map(({ drop }) => drop).join('\n');
  } finally {
    await client.end();
  }
}

/** Writes down a finished copy. */
export async function noteBackup(
  databaseUrl: string,
  { id, file, bytes, seconds }: { id: string; file: string; bytes: number; seconds: number },
): Promise<void> {
  const client = await connect(databaseUrl);
  try {
    await client.query(
      `insert into backup (id, kind, at, file, bytes, seconds) values ($1, 'backup', steady_now(), $2, $3, $4)`,
      [id, file, bytes, seconds],
    );
  } finally {
    await client.end();
  }
}
