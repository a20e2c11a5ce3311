import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { lockHolder } from './lock.mjs';
import { installNodePackages } from './packages.mjs';
import { Stop, say } from './say.mjs';
import { readSecrets, secretEnvironment } from './secrets.mjs';
import { provideServices } from './services.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The databases of the city: as the environment says, else the private ones of the `npm start` that runs over this data
 * folder. Throws Stop when neither is there.
 * @param {string} dataDir
 * @param {Record<string, string>} secrets
 */
async function runningServices(dataDir, secrets) {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env;
  const isPrivate = !databaseUrl || !redisUrl;
  if (isPrivate && (await lockHolder(dataDir, 'services')) === null)
    throw new Stop('城运没有在运行：请先在另一个窗口执行 npm start，或设置 DATABASE_URL 与 REDIS_URL。');
  const services = await provideServices({ dataDir, secrets, databaseUrl, redisUrl });
  if (services.postgres && !(await services.postgres.ready()))
    throw new Stop('城运正在启动，请等它打印出网页地址后再试。');
  return services;
}

/**
 * node command.mjs <name> …: runs server/cli/<name>.ts beside a running city, with the settings that the city itself has.
 * Answers its exit status.
 * @param {string} name
 * @param {readonly string[]} words
 * @returns {Promise<number>}
 */
async function runCommand(name, words) {
  const folder = path.resolve(root, process.env['DATA_DIR'] || '.data');
  if (isWithoutCity(name, words, folder)) {
    await installNodePackages(root);
    return spawnCommand(name, [...new Set([...words, '--shipped'])], {});
  }
  // Keys made anew here would seal what the city cannot open.
  if (!fs.existsSync(path.join(folder, 'secrets.json')))
    throw new Stop(
      `${folder} 中没有城市的密钥：请先在这里执行一次 npm start，或用 DATA_DIR 指明它的数据目录。`,
    );
  const dataDir = fs.realpathSync(folder);
  await installNodePackages(root);
  const secrets = readSecrets(dataDir);
  const { databaseUrl, redisUrl } = await runningServices(dataDir, secrets);
  return spawnCommand(name, words, {
    ...secretEnvironment(secrets, process.env),
    DATA_DIR: dataDir,
    // The path of a city's folder is seen from here, as npm start sees it.
    ...(process.env['CITY']?.includes('/') && { CITY: path.resolve(root, process.env['CITY']) }),
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
  });
}

/**
 * Training without a city makes the model that every city begins with.
 * @param {string} name
 * @param {readonly string[]} words
 * @param {string} folder
 */
const isWithoutCity = (name, words, folder) =>
  name === 'train' &&
  (words.includes('--shipped') ||
    words.includes('--danger') ||
    (!process.env['DATABASE_URL'] && !fs.existsSync(path.join(folder, 'secrets.json'))));

/**
 * @param {string} name
 * @param {readonly string[]} words
 * @param {Record<string, string>} env
 * @returns {Promise<number>}
 */
function spawnCommand(name, words, env) {
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), path.join(root, 'server/cli', `${name}.ts`), ...words],
    {
      // The folder in which the person stands, so that a file is found where they see it.
      cwd: process.env['INIT_CWD'] || process.cwd(),
      stdio: 'inherit',
      env: { ...process.env, ...env },
    },
  );
  // A Ctrl-C reaches the command itself through the terminal; a signal to us alone is passed on.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => void child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.on('error', () => resolve(127));
    child.on('close', (code, signal) => resolve(signal ? 130 : (code ?? 1)));
  });
}

try {
  const [name = '', ...words] = process.argv.slice(2);
  process.exitCode = await runCommand(name, words);
} catch (error) {
  say(error instanceof Stop ? error.message : String(error instanceof Error ? error.stack : error));
  process.exitCode = 1;
}
