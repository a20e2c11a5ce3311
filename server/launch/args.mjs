import { Stop } from './say.mjs';

/**
 * What the command line and the environment ask for.
 * @typedef {object} Options
 * @property {number} port
 * @property {string} host
 * @property {'all' | 'server' | 'workers'} role
 * @property {boolean} tls          serve HTTPS (private CA, or TLS_CERT and TLS_KEY)
 * @property {boolean | undefined} demo   true --demo, false --no-demo, undefined neither
 * @property {string} dataDir       as given, not yet absolute
 * @property {boolean} help
 */

export const usage = `用法：npm start -- [选项]
  --port 9000   使用的端口（默认 8080，也可用环境变量 PORT）
  --no-demo     从空城市开始，不运行演示数据
  --demo        在 DATABASE_URL 指定的空数据库中运行演示数据
  --tls         使用 HTTPS（自动生成本机私有证书；或设置 TLS_CERT 与 TLS_KEY）
  --help        显示本说明`;

/** @param {string | undefined} text */
function parsePort(text) {
  const port = Number(text);
  if (!text || !Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Stop(`端口应为 1 到 65535 的整数，收到的是“${text ?? ''}”。例如：npm start -- --port 9000`);
  }
  return port;
}

/**
 * A part alone is a part of a city that others run, too: over a database of its own it would be of no use.
 * @param {Readonly<Record<string, string | undefined>>} environment
 */
function parseRole({ ROLE: role = '', DATABASE_URL: database, REDIS_URL: redis }) {
  if (role === '' || role === 'all') return 'all';
  if (role !== 'server' && role !== 'workers')
    throw new Stop(`环境变量 ROLE 应为 all、server 或 workers，收到的是“${role}”。`);
  if (database && redis) return role;
  throw new Stop(
    `ROLE=${role} 用于多个进程或多台机器共同运行一座城市，须同时设置 DATABASE_URL 与 REDIS_URL；单机运行请去掉 ROLE。`,
  );
}

/**
 * Reads the command line over the environment; throws Stop with one sentence on the first mistake.
 * @param {readonly string[]} words
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {Options}
 */
export function parseArguments(words, environment) {
  /** @type {Options} */
  const options = {
    port: parsePort(environment['PORT'] || '8080'),
    host: environment['HOST'] || '127.0.0.1',
    role: parseRole(environment),
    tls: Boolean(environment['TLS_CERT'] || environment['TLS_KEY']),
    demo: undefined,
    dataDir: environment['DATA_DIR'] || '.data',
    help: false,
  };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [name, value] = word.split(/=(.*)/s);
    if (name === '--port') options.port = parsePort(value ?? rest.shift());
    else if (word === '--tls') options.tls = true;
    else if (word === '--demo' || word === '--no-demo') {
      const demo = word === '--demo';
      if (options.demo === !demo) throw new Stop('--demo 与 --no-demo 不能同时使用。');
      options.demo = demo;
    } else if (word === '--help' || word === '-h') options.help = true;
    else throw new Stop(`不认识的选项“${word}”。\n${usage}`);
  }
  return options;
}
