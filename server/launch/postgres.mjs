import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { clusterOwner, findPrograms, makeCluster } from './cluster.mjs';
import { readState, tail, updateState } from './files.mjs';
import { logFileOf, openLog } from './logs.mjs';
import { freePort } from './ports.mjs';
import { run, serversIn, stopProcesses, untilTrue } from './processes.mjs';
import { Stop, say } from './say.mjs';
import { hasEnded } from './supervise.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @typedef {(spawned?: (child: ChildProcess) => void) => Promise<ChildProcess>} Start   tells its child at once */

/**
 * A private PostgreSQL: how to reach it, and how to start it (again).
 * @typedef {object} Postgres
 * @property {string} url        the program's own database, as its owner
 * @property {string} adminUrl   the superuser
 * @property {Start} start     also after a kill -9
 * @property {() => Promise<boolean>} stopLeftover   of an earlier start
 * @property {() => Promise<boolean>} ready
 * @property {() => Promise<void>} prepare   role, database, extensions; safe to repeat
 */

const command = /^postgres/;

/** @param {Pick<Place, 'dir' | 'durable' | 'port' | 'role'>} wanted */
function settings({ dir, durable, port, role }) {
  const disk = fs.statfsSync(dir, { bigint: false });
  const diskMb = (disk.blocks * disk.bsize) / 2 ** 20;
  const memoryMb = os.totalmem() / 2 ** 20;
  const shm = fs.statfsSync('/dev/shm', { bigint: false });
  return {
    port,
    listen_addresses: '127.0.0.1',
    // TCP only: no socket path that could be too long.
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: `${Math.max(64, Math.min(role === 'test' ? 256 : 512, Math.floor(memoryMb / 4)))}MB`,
    // On a small disk the log between two checkpoints must not be what fills it.
    max_wal_size: `${Math.floor(Math.max(64, Math.min(2048, diskMb / 16)))}MB`,
    synchronous_commit: 'on',
    fsync: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    // The planner over-estimates our lock queries and would compile them each time, about ten times slower.
    jit: 'off',
    max_locks_per_transaction: 256,
    // A new city begins with empty tables; until they are analysed, a key is looked up by reading its whole table.
    autovacuum_naptime: '10s',
    // The pairs of letters in 30,000 texts are part of it: not with every tenth that a day's table has grown.
    autovacuum_analyze_scale_factor: '0.25',
    // Containers often have a small /dev/shm, in which parallel queries fail.
    dynamic_shared_memory_type: shm.blocks * shm.bsize < 2 ** 28 ? 'mmap' : 'posix',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    log_line_prefix: '%m [%p] %a ',
    log_min_messages: 'warning',
    // Details of an error quote the row, and a row may hold a person.
    log_error_verbosity: 'terse',
  };
}

/**
 * Ends a server that a killed launcher left, and what a killed server left: orphaned backends, and the lock
 * file that keeps its successor from starting while another process happens to have its number.
 * @param {string} dir
 */
async function clearLeftover(dir) {
  const left = serversIn(dir, command);
  const lock = path.join(dir, 'postmaster.pid');
  const master = fs.existsSync(lock) ? Number.parseInt(fs.readFileSync(lock, 'utf8'), 10) : 0;
  const masters = left.filter((one) => one.pid === master);
  if (masters.length > 0) await stopProcesses(masters, 'SIGINT', 60_000);
  await stopProcesses(serversIn(dir, command), 'SIGQUIT', 10_000);
  if (serversIn(dir, command).length === 0) fs.rmSync(lock, { force: true });
  return left.length > 0;
}

const bootstrap = (/** @type {string} */ password, /** @type {string} */ rights) => `
\\set ON_ERROR_STOP on
select 'create role chengyun' where not exists (select from pg_roles where rolname = 'chengyun') \\gexec
alter role chengyun login ${rights} password '${password}';
select 'create database chengyun owner chengyun' where not exists (select from pg_database where datname = 'chengyun') \\gexec
alter database chengyun set jit = off;
alter database chengyun set timezone = 'UTC';
\\connect chengyun
create extension if not exists postgis;
create extension if not exists pg_trgm;
create extension if not exists btree_gist;
`;

/**
 * Where one private PostgreSQL lives and how it runs.
 * @typedef {{ dir: string, programs: string, owner: import('./cluster.mjs').Owner, port: number, logFile: string,
 *   durable: boolean, role: 'city' | 'test' }} Place
 */

const environment = { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', PGCONNECT_TIMEOUT: '5' };
const at = (/** @type {number} */ port) => ['-h', '127.0.0.1', '-p', String(port)];

/** @param {Place} place */
const answers = async ({ programs, port }) =>
  (await run(path.join(programs, 'pg_isready'), ['-q', ...at(port)])).code === 0;

/**
 * Starts the server and waits until it takes connections; after a crash that includes its recovery.
 * @param {Place} place
 * @param {(child: ChildProcess) => void} spawned
 */
async function startServer(place, spawned) {
  const { dir, programs, owner, logFile } = place;
  await clearLeftover(dir);
  const { handle } = openLog(logFile);
  const values = Object.entries(settings(place)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(path.join(programs, 'postgres'), ['-D', fs.realpathSync(dir), ...values], {
    cwd: '/',
    env: environment,
    stdio: ['ignore', handle, handle],
    detached: true,
    ...owner,
  });
  fs.closeSync(handle);
  child.on('error', () => undefined);
  spawned(child);
  const slow = setTimeout(() => say('  数据库正在恢复上次未正常关闭的数据，请稍候……'), 10_000);
  await untilTrue(async () => hasEnded(child) || (await answers(place)), 15 * 60_000, 100);
  clearTimeout(slow);
  if (hasEnded(child)) throw new Stop(`数据库未能启动，日志 ${logFile} 的末尾：\n${tail(logFile, 6)}`);
  return child;
}

/**
 * Makes the program's role, database and extensions; once.
 * @param {Place} place
 * @param {string} dataDir
 * @param {Record<string, string>} secrets
 */
async function makeDatabase(
  { programs, port, role },
  dataDir,
  { databasePassword = '', superuserPassword = '' },
) {
  if (readState(dataDir).databaseMade) return;
  const rights = role === 'test' ? 'createrole createdb' : 'createrole nocreatedb';
  const made = await run(
    path.join(programs, 'psql'),
    ['-X', '-q', '-U', 'postgres', ...at(port), 'postgres'],
    {
      env: { ...environment, PGPASSWORD: superuserPassword },
      input: bootstrap(databasePassword, rights),
    },
  );
  if (made.code !== 0) throw new Stop(`建立数据库 chengyun 失败：\n${made.output.trimEnd()}`);
  updateState(dataDir, { databaseMade: true });
}

/**
 * Makes the cluster in DATA_DIR/pg with the installed PostgreSQL; does not start it.
 * @param {{ dataDir: string, secrets: Record<string, string>, durable?: boolean, role?: 'city' | 'test' }} wanted
 * @returns {Promise<Postgres>}
 */
export async function providePostgres({ dataDir, secrets, durable = true, role = 'city' }) {
  const dir = path.join(dataDir, 'pg');
  const programs = findPrograms(dir);
  if (!programs) throw new Stop('没有找到带 PostGIS 的 PostgreSQL 15 或更高版本。');
  const owner = clusterOwner();
  const { databasePassword = '', superuserPassword = '' } = secrets;
  await makeCluster({ dataDir, programs, owner, superuserPassword });
  const known = readState(dataDir).postgresPort;
  const port = known && serversIn(dir, command).length > 0 ? known : await freePort(known);
  updateState(dataDir, { postgresPort: port });
  const place = { dir, programs, owner, port, logFile: logFileOf(dataDir, 'postgres'), durable, role };
  return {
    url: `postgres://chengyun:${databasePassword}@127.0.0.1:${port}/chengyun`,
    adminUrl: `postgres://postgres:${superuserPassword}@127.0.0.1:${port}/postgres`,
    start: (spawned = () => undefined) => startServer(place, spawned),
    stopLeftover: () => clearLeftover(dir),
    ready: () => answers(place),
    prepare: () => makeDatabase(place, dataDir, secrets),
  };
}
