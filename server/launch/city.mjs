import fs from 'node:fs';
import path from 'node:path';
import { setInterval } from 'node:timers';
import { buildClient } from './build.mjs';
import { makeOpenFolder, readState, updateState } from './files.mjs';
import { lockHolder, takeLock } from './lock.mjs';
import { logFileOf, rotateLogs } from './logs.mjs';
import { installNodePackages } from './packages.mjs';
import { plan } from './plan.mjs';
import { accountLines, baseUrls, mqttLines, pageLines } from './pages.mjs';
import { partOf, stopOrphans } from './parts.mjs';
import { requirePort } from './ports.mjs';
import { prepareDatabase } from './prepare.mjs';
import { Stop, announceSteps, say, sayStep } from './say.mjs';
import { readSecrets, secretEnvironment } from './secrets.mjs';
import { provideServices } from './services.mjs';
import { provideCertificate } from './tls.mjs';

/** @typedef {import('./args.mjs').Options} Options */
/** @typedef {ReturnType<typeof import('./supervise.mjs').makeSupervisor>} Supervisor */
/** @typedef {Record<string, string | undefined>} Environment */

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Stop(`需要 Node.js 20.19 或更高版本，当前是 ${process.versions.node}。`);
}

/**
 * One launcher for one set of processes: the private databases of a data folder have one master, and so has
 * each port. Launchers that only share outside databases may stand side by side.
 * @param {string} dataDir
 * @param {Options} options
 * @param {boolean} isPrivate
 */
async function takeCharge(dataDir, { role, port }, isPrivate) {
  const purpose = isPrivate ? 'services' : `${role}-${role === 'workers' ? 'only' : port}`;
  if (await takeLock(dataDir, purpose)) return;
  const holder = await lockHolder(dataDir, purpose);
  throw new Stop(
    `城运已在运行（进程号 ${holder ?? '未知'}，数据目录 ${dataDir}）。请先在那个窗口按 Ctrl-C 停止它。`,
  );
}

/**
 * Starts the private PostgreSQL and Redis that are wanted.
 * @param {import('./services.mjs').Services} services
 * @param {Supervisor} supervisor
 */
export async function startServices({ postgres, redis }, supervisor) {
  const service = { kind: /** @type {const} */ ('service'), graceMs: 60_000 };
  await Promise.all([
    postgres &&
      supervisor.add({
        ...service,
        title: '数据库',
        start: postgres.start,
        // Fast and immediate shutdown, in PostgreSQL's own words.
        stopSignal: 'SIGINT',
        hardSignal: 'SIGQUIT',
      }),
    redis &&
      supervisor.add({
        ...service,
        title: 'Redis',
        start: redis.start,
        stopSignal: 'SIGTERM',
        hardSignal: 'SIGKILL',
      }),
  ]);
  await postgres?.prepare();
}

/**
 * Whether the database should be marked as a demonstration: by word, or because it is one of our own whose
 * first start did not say no. What the first start decided stays decided.
 * @param {string} dataDir
 * @param {boolean | undefined} asked
 * @param {boolean} ownDatabase
 */
function asksForDemo(dataDir, asked, ownDatabase) {
  if (!ownDatabase) return asked === true;
  const mark = readState(dataDir).mark ?? (asked === false ? 'real' : 'demo');
  updateState(dataDir, { mark });
  return asked ?? mark === 'demo';
}

/**
 * The environment of every process of the program.
 * @param {Options} options
 * @param {string} dataDir
 * @param {Environment} more
 * @returns {Environment}
 */
function programEnvironment({ port, host, role }, dataDir, more) {
  return {
    ...process.env,
    NODE_ENV: process.env['NODE_ENV'] || 'production',
    PORT: String(port),
    HOST: host,
    ROLE: role,
    DATA_DIR: dataDir,
    ...more,
  };
}

/**
 * Starts the processes of the program that this role asks for.
 * @param {{ root: string, dataDir: string, role: Options['role'], env: Environment, demo: boolean, supervisor: Supervisor }} city
 */
async function startParts({ root, dataDir, role, env, demo, supervisor }) {
  const common = { root, dataDir, env };
  const wanted = [
    { name: 'server', title: '服务进程', file: 'server/main.ts', on: role !== 'workers' },
    { name: 'workers', title: '后台进程', file: 'workers/main.ts', on: role !== 'server' },
  ];
  sayStep('正在启动服务');
  await Promise.all(
    wanted.filter(({ on }) => on).map((part) => supervisor.add(partOf({ ...common, ...part }))),
  );
  if (!demo || role === 'workers') return;
  const city = env['CITY'] || 'zhaoqing';
  const life = path.resolve(root, city.includes('/') ? city : `geodata/${city}`, 'demo/life.json');
  const simulator = { name: 'simulate', title: '演示数据流', file: 'server/cli/simulate.ts' };
  if (fs.existsSync(life)) await supervisor.add(partOf({ ...common, ...simulator }));
  else say('  演示数据流未运行：本市没有演示数据（demo/life.json），请从接入口送入来件。');
}

/**
 * @param {{ options: Options, dataDir: string, mark: string, secrets: Record<string, string>,
 *   certificate: import('./tls.mjs').Certificate | null }} facts
 */
function announce({ options, dataDir, mark, secrets, certificate }) {
  const { host, port, role } = options;
  say('');
  say(role === 'workers' ? '城运后台进程已启动。' : `城运已启动${mark === 'demo' ? '（演示库）' : ''}：`);
  if (role !== 'workers') {
    for (const line of pageLines(baseUrls(host, port, certificate !== null))) say(line);
    for (const line of mqttLines(fs.readFileSync(logFileOf(dataDir, 'server'), 'utf8'))) say(line);
    if (certificate?.authority) say(`  证书颁发者 ${certificate.authority}（请导入各终端的受信任根证书）`);
    const firstTime = !readState(dataDir).accountsShown;
    const password = process.env['CHENGYUN_ADMIN_PASSWORD'] ? undefined : secrets['adminPassword'];
    for (const line of accountLines({ dataDir, password, firstTime, mark })) say(line);
    updateState(dataDir, { accountsShown: true });
    say(`  接入令牌等密钥保存在 ${path.join(dataDir, 'secrets.json')}`);
  }
  say('按 Ctrl-C 停止。');
}

/**
 * From a bare clone to a running city; returns when everything serves, and leaves it to the supervisor.
 * @param {{ root: string, options: Options, supervisor: Supervisor }} wanted
 */
export async function startCity({ root, options, supervisor }) {
  requireNode();
  const { role, tls, demo, host, port } = options;
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env;
  makeOpenFolder(path.resolve(root, options.dataDir));
  const dataDir = fs.realpathSync(path.resolve(root, options.dataDir));
  await takeCharge(dataDir, options, !databaseUrl || !redisUrl);
  const orphans = await stopOrphans(dataDir);
  if (orphans > 0) say(`· 已清理上次异常退出留下的 ${orphans} 个进程`);
  if (role !== 'workers') await requirePort(port, host);
  announceSteps(...plan({ root, dataDir, options, databaseUrl, redisUrl }));
  await installNodePackages(root);

  const secrets = readSecrets(dataDir);
  const services = await provideServices({ dataDir, secrets, databaseUrl, redisUrl });
  const ownDatabase = services.postgres !== undefined;
  await startServices(services, supervisor);
  const certificate = tls && role !== 'workers' ? await provideCertificate(dataDir, process.env) : null;
  const env = programEnvironment(options, dataDir, {
    ...secretEnvironment(secrets, process.env),
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    ...(certificate && { TLS_CERT: certificate.cert, TLS_KEY: certificate.key }),
    // The demonstration's own calls must believe the private authority.
    ...(certificate?.authority && { NODE_EXTRA_CA_CERTS: certificate.authority }),
  });
  const mark = await prepareDatabase({ root, env, demo: asksForDemo(dataDir, demo, ownDatabase) });
  if (demo && mark !== 'demo')
    throw new Stop('该数据库中已有真实数据，不能用作演示。请换一个空数据库，或去掉 --demo。');
  if (role !== 'workers') await buildClient(root);
  // In a database of somebody else's making the demonstration runs only when asked for by word.
  const streams = mark === 'demo' && (demo ?? ownDatabase);
  await startParts({ root, dataDir, role, env, demo: streams, supervisor });
  announce({ options, dataDir, mark, secrets, certificate });
  setInterval(() => rotateLogs(dataDir), 60_000);
}
