import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { readState, tail, updateState, writeWhole } from './files.mjs';
import { logFileOf, openLog } from './logs.mjs';
import { freePort } from './ports.mjs';
import { serversIn, stopProcesses, untilTrue } from './processes.mjs';
import { Stop } from './say.mjs';
import { hasEnded } from './supervise.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/**
 * A private Redis: how to reach it, and how to start it (again).
 * @typedef {object} Redis
 * @property {string} url
 * @property {import('./postgres.mjs').Start} start
 * @property {() => Promise<boolean>} stopLeftover
 * @property {() => Promise<boolean>} ready
 */

const program = '/usr/bin/redis-server';
const command = /^redis-server/;

/**
 * True when Redis answers and has finished loading its file.
 * @param {number} port
 * @param {string} password
 * @returns {Promise<boolean>}
 */
function answers(port, password) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    let heard = '';
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      heard += data.toString();
      if (heard.split('\r\n').length > 2) socket.destroy();
    });
    socket.on('close', () => resolve(heard.includes('+PONG')));
  });
}

/** The Debian packages that a private Redis still needs. */
export const missingRedisPackages = () => (fs.existsSync(program) ? [] : ['redis-server']);

/** @param {{ dir: string, port: number, password: string, durable: boolean }} wanted */
const configuration = ({ dir, port, password, durable }) => `port ${port}
bind 127.0.0.1
dir "${dir}"
requirepass ${password}
appendonly ${durable ? 'yes' : 'no'}
appendfsync everysec
save ""
maxmemory-policy noeviction
daemonize no
`;

/**
 * Prepares a Redis in DATA_DIR/redis; does not start it.
 * @param {{ dataDir: string, secrets: Record<string, string>, durable?: boolean }} wanted
 * @returns {Promise<Redis>}
 */
export async function provideRedis({ dataDir, secrets, durable = true }) {
  const dir = path.join(dataDir, 'redis');
  fs.mkdirSync(dir, { recursive: true });
  fs.chmodSync(dir, 0o700);
  const logFile = logFileOf(dataDir, 'redis');
  const password = secrets['redisPassword'] ?? '';
  const known = readState(dataDir).redisPort;
  const running = serversIn(dir, command).length > 0;
  const port = running && known ? known : await freePort(known);
  updateState(dataDir, { redisPort: port });
  const ready = () => answers(port, password);
  const stopLeftover = async () => {
    const left = serversIn(dir, command);
    await stopProcesses(left, 'SIGTERM', 20_000);
    return left.length > 0;
  };

  const start = async (/** @type {(child: ChildProcess) => void} */ spawned = () => undefined) => {
    await stopLeftover();
    // A file, not arguments: everybody on the machine can read a command line.
    const file = path.join(dir, 'redis.conf');
    writeWhole(file, configuration({ dir, port, password, durable }), 0o600);
    const { handle } = openLog(logFile);
    const child = spawn(program, [file], { cwd: dir, stdio: ['ignore', handle, handle], detached: true });
    fs.closeSync(handle);
    child.on('error', () => undefined);
    spawned(child);
    await untilTrue(async () => hasEnded(child) || (await ready()), 5 * 60_000, 30);
    if (hasEnded(child)) throw new Stop(`Redis 未能启动，日志 ${logFile} 的末尾：\n${tail(logFile, 6)}`);
    return child;
  };

  return { url: `redis://:${password}@127.0.0.1:${port}/0`, start, ready, stopLeftover };
}
