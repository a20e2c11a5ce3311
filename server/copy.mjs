import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeOpenFolder } from './launch/files.mjs';
import { takeLock } from './launch/lock.mjs';
import { installNodePackages } from './launch/packages.mjs';
import { Stop, say } from './launch/say.mjs';
import { readSecrets, secretEnvironment } from './launch/secrets.mjs';
import { provideServices } from './launch/services.mjs';

// npm run backup and npm run restore: reach the database as npm start does, also while the city runs or stands still.
const root = fileURLToPath(new URL('..', import.meta.url));
const [task = '', ...words] = process.argv.slice(2);
// Proving a file needs no database, so it may be done beside a running city.
const onlyChecks = task === 'restore' && words.includes('--check');
const keyNames = ['CHENGYUN_FIELD_KEY', 'CHENGYUN_MAC_KEY', 'CHENGYUN_INDEX_KEY'];

/**
 * The private services of the data folder, started when they do not run; answers how to stop what was started.
 * A restore wants them to itself, a backup takes them as they are.
 * @param {string} dataDir
 * @param {Record<string, string>} secrets
 */
async function reach(dataDir, secrets) {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env;
  const isPrivate = !databaseUrl || !redisUrl;
  const isOurs = !isPrivate || (await takeLock(dataDir, 'services')) !== null;
  if (task === 'restore' && !isOurs) throw new Stop('城运正在运行，请先停止它，再恢复。');
  if (task === 'backup' && !databaseUrl && !fs.existsSync(path.join(dataDir, 'pg')))
    throw new Stop(`${dataDir} 中没有数据库，没有可备份的内容。`);
  const services = await provideServices({ dataDir, secrets, databaseUrl, redisUrl });
  const wanted = [services.postgres, ...(task === 'restore' ? [services.redis] : [])].flatMap(
    (one) => one ?? [],
  );
  /** @type {(typeof wanted)[number][]} */
  const started = [];
  for (const service of wanted) {
    if (await service.ready()) continue;
    await service.start();
    started.push(service);
  }
  await services.postgres?.prepare();
  return {
    services,
    stop: async () => {
      for (const service of started) await service.stopLeftover();
    },
  };
}

// What the settings ask for even where nothing is opened.
const noServices = {
  services: { databaseUrl: 'postgres://none', redisUrl: 'redis://none' },
  stop: () => Promise.resolve(),
};

/** @param {Record<string, string | undefined>} env @returns {Promise<number>} */
const run = (env) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', `server/cli/${task}.ts`, ...words], {
      cwd: root,
      env,
      stdio: 'inherit',
    });
    // A Ctrl-C reaches it through the terminal; here it only must not skip the clean-up.
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
      process.on(signal, () => void child.kill(signal));
    child.once('error', () => resolve(127));
    child.once('close', (code) => resolve(code ?? 1));
  });

try {
  if (task !== 'backup' && task !== 'restore')
    throw new Stop('用法：npm run backup 或 npm run restore -- <文件>');
  const wanted = path.resolve(root, process.env['DATA_DIR'] || '.data');
  if (task === 'restore') makeOpenFolder(wanted);
  if (!fs.existsSync(wanted)) throw new Stop(`没有数据目录 ${wanted}。`);
  const dataDir = fs.realpathSync(wanted);
  await installNodePackages(root);
  const secrets = readSecrets(dataDir);
  const { services, stop } = onlyChecks ? noServices : await reach(dataDir, secrets);
  try {
    process.exitCode = await run({
      ...process.env,
      ...secretEnvironment(secrets, process.env),
      ...(keyNames.some((name) => process.env[name]) ? {} : { CHENGYUN_KEYS_FROM_FILE: '1' }),
      DATA_DIR: dataDir,
      DATABASE_URL: services.databaseUrl,
      REDIS_URL: services.redisUrl,
    });
  } finally {
    await stop();
  }
} catch (error) {
  say(error instanceof Stop ? error.message : String(error instanceof Error ? error.stack : error));
  process.exitCode = 1;
}
