import { randomInt } from 'node:crypto';
import net from 'node:net';
import { Stop } from './say.mjs';

/**
 * Why a port cannot be listened on: null when it can.
 * @param {number} port
 * @param {string} [host]
 * @returns {Promise<string | null>}
 */
export function portTrouble(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', (/** @type {NodeJS.ErrnoException} */ error) => resolve(error.code ?? error.message));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(null)));
  });
}

/**
 * A free port below the range that outgoing connections take theirs from, so that it is still free
 * when a service is restarted on it.
 * @param {number} [wanted]   kept when it is free
 */
export async function freePort(wanted) {
  if (wanted && (await portTrouble(wanted)) === null) return wanted;
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if ((await portTrouble(port)) === null) return port;
  }
}

/**
 * Throws one sentence when the program cannot listen.
 * @param {number} port
 * @param {string} host
 */
export async function requirePort(port, host) {
  const trouble = await portTrouble(port, host);
  if (trouble === null) return;
  const other = port === 9000 ? 9001 : 9000;
  const advice = `请换一个端口：npm start -- --port ${other}`;
  if (trouble === 'EADDRINUSE') throw new Stop(`端口 ${port} 已被其他程序占用。${advice}`);
  if (trouble === 'EACCES') throw new Stop(`没有使用端口 ${port} 的权限。${advice}`);
  throw new Stop(`无法在 ${host}:${port} 上监听（${trouble}），请检查 HOST 与端口设置。`);
}
