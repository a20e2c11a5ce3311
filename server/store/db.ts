import pg from 'pg';
import type { Scope } from '#contracts/people.ts';

/** The pool or a running transaction: that is the whole dependency injection. */
export type Db = Pick<pg.ClientBase, 'query'>;
export type Pool = pg.Pool;

export type { Scope };

// int8 as number: ids stay far below 2^53. Dates stay text; instants become Date.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/**
 * A pool whose sessions act as the role chengyun_app, so that row level security binds them.
 * `jit=off`: the planner over-estimates the lock-key query and compiles it each time (ten times slower).
 * A stopped process keeps its locks until the server ends its idle transaction: 3 s, so that the sweep of another
 * worker still fires the deadlines of a locked incident within the 5 s that are promised.
 */
export function makePool(databaseUrl: string, max = 8, name = 'chengyun'): Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max,
    application_name: name,
    connectionTimeoutMillis: 3_000,
    keepAlive: true,
    query_timeout: 20_000,
    options:
      '-c role=chengyun_app -c jit=off -c statement_timeout=15000 -c lock_timeout=5000 ' +
      '-c idle_in_transaction_session_timeout=3000 -c default_transaction_isolation=read\\ committed -c timezone=UTC',
  });
  // An idle connection that dies must not kill the process; the pool makes another.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** A list of finite numbers as an array literal: an eighth of the time that the driver takes to quote each element. */
export const numbers = (list: readonly number[]): string => `{${list.join(',')}}`;

const safeCode = /^[A-Za-z0-9_-]+$/;

function scopeSql(scope: Scope): string {
  if (scope === '*') return "set local app.scope = '*'";
  const list = (codes: readonly string[]): string => codes.filter((code) => safeCode.test(code)).join(',');
  return `set local app.scope = ''; set local app.units = '${list(scope.units)}'; set local app.districts = '${list(scope.districts)}'`;
}

/**
 * Runs `work` in one READ COMMITTED transaction that sees the rows of `scope`; rolls back when it throws. `now` is the
 * city's time at its beginning, brought by the same round trip.
 */
export async function inTransaction<T>(
  pool: Pool,
  scope: Scope,
  work: (tx: Db, now: Date) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | boolean = false;
  try {
    const begun = (await client.query(
      `begin isolation level read committed; ${scopeSql(scope)}; select city_now() as now`,
    )) as unknown as pg.QueryResult<{ now: Date }>[];
    const result = await work(client, begun.at(-1)!.rows[0]!.now);
    const { command } = await client.query('commit');
    // What swallowed the error of a statement would else be told that its work stands.
    if (command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * From here on the transaction sees every row: for what a step that was allowed sets in motion elsewhere. Only after the
 * caller's own scope has let it through.
 */
export async function seeEverything(tx: Db): Promise<void> {
  await tx.query("set local app.scope = '*'");
}

/** A read-only view: one REPEATABLE READ snapshot, so that several statements agree with each other. */
export async function inSnapshot<T>(pool: Pool, scope: Scope, work: (tx: Db) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | boolean = false;
  try {
    await client.query(`begin isolation level repeatable read read only; ${scopeSql(scope)}`);
    return await work(client);
  } finally {
    await client.query('rollback').catch((failure: Error) => (broken = failure));
    client.release(broken);
  }
}

/** The one clock: real time, or the time of a drill or test database. */
export async function cityNow(db: Db): Promise<Date> {
  const { rows } = await db.query<{ now: Date }>('select city_now() as now');
  return rows[0]!.now;
}

/** What pg and its pool say in words alone, without a code: no connection came, none was left, no answer in time. */
const driverSaysAway =
  /^(timeout exceeded when trying to connect|timeout expired|Query read timeout|Connection terminated|Client has encountered a connection error)/u;

/**
 * Classes of SQLSTATE: the data is bad (22, 23), or the database is away and a repeat may help (08, 57, 53, 40; 25P03, a
 * transaction that a busy machine left idle too long). A day
 * without its partition looks like bad data to PostgreSQL and is none: the row is good, and the day is made.
 */
export function failureKind(error: unknown): 'data' | 'away' | 'other' {
  const { code, routine, message } = error as { code?: unknown; routine?: unknown; message?: unknown };
  if (typeof code !== 'string')
    return typeof message === 'string' && driverSaysAway.test(message) ? 'away' : 'other';
  if (routine === 'ExecFindPartition') return 'away';
  if (/^(22|23)/.test(code)) return 'data';
  if (/^(08|57|53|40|55|25P03)/.test(code) || /^(ECONN|EPIPE|ETIMEDOUT)/.test(code)) return 'away';
  return 'other';
}

/** The database's disk is full: a repeat helps only after somebody made room. */
export const isDiskFull = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === '53100';
