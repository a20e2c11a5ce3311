import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildClient } from './build.mjs';
import { startServices } from './city.mjs';
import { makeOpenFolder } from './files.mjs';
import { takeLock } from './lock.mjs';
import { installNodePackages } from './packages.mjs';
import { partOf, stopOrphans } from './parts.mjs';
import { freePort } from './ports.mjs';
import { prepareDatabase } from './prepare.mjs';
import { endRunning, run, serversIn, stopProcesses } from './processes.mjs';
import { Stop, say } from './say.mjs';
import { readSecrets, secretEnvironment } from './secrets.mjs';
import { provideServices } from './services.mjs';
import { makeSupervisor } from './supervise.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const supervisor = makeSupervisor();
/** How many real seconds before its midnight the clock begins to run: the simulator needs them to start. */
const headStartS = 15;

/** @typedef {{ speed: number, seed: number, hours: number, day: string, port: number }} Wanted */

/** @param {string | undefined} text @param {string} name @param {number} least @param {number} most */
function numberOf(text, name, least, most) {
  const value = Number(text);
  if (Number.isFinite(value) && value >= least && value <= most) return value;
  throw new Stop(`--${name} 应为 ${least} 到 ${most} 的数，收到的是“${text}”。`);
}

/** @returns {Promise<Wanted>} */
async function readWords() {
  const { values } = parseArgs({
    options: {
      speed: { type: 'string', default: '60' },
      seed: { type: 'string', default: '7' },
      hours: { type: 'string', default: '24' },
      day: { type: 'string', default: '2026-06-12' },
      port: { type: 'string' },
    },
  });
  if (!/^\d{4}-\d{2}-\d{2}$/.test(values.day) || Number.isNaN(Date.parse(`${values.day}T00:00:00+08:00`)))
    throw new Stop(`--day 应写作 2026-06-12，收到的是“${values.day}”。`);
  return {
    speed: numberOf(values.speed, 'speed', 1, 600),
    seed: numberOf(values.seed, 'seed', 0, 2 ** 31),
    hours: numberOf(values.hours, 'hours', 1, 48),
    day: values.day,
    port: values.port ? numberOf(values.port, 'port', 1, 65_535) : await freePort(),
  };
}

/**
 * Throws the last simulation away: every run has a database of its own.
 * @param {string} dataDir
 */
async function forget(dataDir) {
  const [pg, redis] = [path.join(dataDir, 'pg'), path.join(dataDir, 'redis')];
  await stopProcesses([...serversIn(pg, /^postgres/), ...serversIn(redis, /^redis/)], 'SIGQUIT', 10_000);
  for (const name of ['pg', 'redis', 'state.json', 'accounts.txt', 'simulator.json']) {
    const at = path.join(dataDir, name);
    const isLink = fs.lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink();
    if (isLink && fs.existsSync(at)) fs.rmSync(fs.realpathSync(at), { recursive: true, force: true });
    fs.rmSync(at, { recursive: true, force: true });
  }
}

/**
 * The environment of a city of its own on this machine.
 * @param {string} dataDir
 * @param {number} port
 */
async function openCity(dataDir, port) {
  const secrets = readSecrets(dataDir);
  const services = await provideServices({ dataDir, secrets, databaseUrl: undefined, redisUrl: undefined });
  await startServices(services, supervisor);
  return {
    ...process.env,
    ...secretEnvironment(secrets, {}),
    NODE_ENV: 'production',
    DATA_DIR: dataDir,
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    PORT: String(port),
    HOST: '127.0.0.1',
    ROLE: 'all',
  };
}

/**
 * Plays the day; whoever stops the simulation ends it too.
 * @param {Record<string, string | undefined>} env
 * @param {readonly string[]} words
 */
async function playDay(env, words) {
  const day = ['--import', 'tsx', 'server/cli/simulate.ts', '--day', ...words];
  const { code } = await run(process.execPath, day, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return code;
}

/**
 * @param {Record<string, string | undefined>} env
 * @param {Date} at
 * @param {number} rate
 */
async function putClock(env, at, rate) {
  const words = ['--import', 'tsx', 'server/cli/start-clock.ts', at.toISOString(), String(rate)];
  const { code, output } = await run(process.execPath, words, { cwd: root, env });
  if (code !== 0) throw new Stop(`推演时钟未能设定：\n${output.trimEnd()}`);
}

async function main() {
  const { speed, seed, hours, day, port } = await readWords();
  const folder = path.resolve(root, process.env['DATA_DIR'] || '.data', 'simulate');
  makeOpenFolder(folder);
  const dataDir = fs.realpathSync(folder);
  if (!(await takeLock(dataDir, 'services'))) throw new Stop(`另一场推演正在 ${dataDir} 运行，请等它结束。`);
  await stopOrphans(dataDir);
  await forget(dataDir);
  await installNodePackages(root);
  const env = await openCity(dataDir, port);
  await buildClient(root);
  await prepareDatabase({ root, env, demo: true });
  const eve = new Date(Date.parse(`${day}T00:00:00+08:00`) - headStartS * speed * 1000);
  // The clock stands still while the city starts, however long that takes.
  await putClock(env, eve, 0);
  say('· 正在启动服务……');
  const parts = [
    { name: 'server', title: '服务进程', file: 'server/main.ts' },
    { name: 'workers', title: '后台进程', file: 'workers/main.ts' },
  ];
  await Promise.all(parts.map((part) => supervisor.add(partOf({ root, dataDir, env, ...part }))));
  say(
    `推演 ${day}，${speed} 倍速，${hours} 小时；大屏 http://127.0.0.1:${port}/wall，账号见 ${dataDir}/accounts.txt`,
  );
  await putClock(env, eve, speed);
  const code = await playDay(env, ['--seed', String(seed), '--hours', String(hours)]);
  await supervisor.stop();
  return code;
}

let stopping = false;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void endRunning()
      .then(() => supervisor.stop())
      .then(() => process.exit(130));
  });

try {
  process.exitCode = await main();
} catch (error) {
  say(error instanceof Stop ? error.message : String(error instanceof Error ? error.stack : error));
  await supervisor.stop();
  process.exitCode = 1;
}
// The lock that nobody else plays here is held as long as this process lives.
process.exit();
