import { createHash } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { untilTrue } from './processes.mjs';

/**
 * A lock is a socket name in Linux's abstract namespace: taking it is atomic, and the kernel gives it back
 * when its holder dies, however it dies. A lock file would need both by hand.
 * @param {string} dataDir
 * @param {string} purpose
 */
function lockName(dataDir, purpose) {
  const place = path.join(fs.realpathSync(dataDir), purpose);
  return `\0chengyun-${createHash('sha256').update(place).digest('hex').slice(0, 32)}`;
}

/**
 * Takes a lock of a data folder for as long as this process lives.
 * @param {string} dataDir
 * @param {string} purpose
 * @returns {Promise<(() => void) | null>}  gives it back; null when another process holds it
 */
export function takeLock(dataDir, purpose) {
  return new Promise((resolve) => {
    const server = net.createServer((peer) => peer.on('error', () => undefined).end(String(process.pid)));
    server.once('error', () => resolve(null));
    server.listen(lockName(dataDir, purpose), () => resolve(() => void server.close()));
    server.unref();
  });
}

/**
 * The process number of the holder, as it says itself; null when nobody holds the lock.
 * @param {string} dataDir
 * @param {string} purpose
 * @returns {Promise<number | null>}
 */
export function lockHolder(dataDir, purpose) {
  return new Promise((resolve) => {
    const peer = net.connect(lockName(dataDir, purpose));
    peer.once('data', (data) => resolve(Number(data.toString())));
    peer.once('error', () => resolve(null));
    peer.once('close', () => resolve(null));
  });
}

/**
 * Does one thing while no other process on this machine does it.
 * @template T
 * @param {string} dataDir
 * @param {string} purpose
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function whileLocked(dataDir, purpose, work) {
  /** @type {{ release?: () => void }} */
  const held = {};
  await untilTrue(
    async () => {
      const release = await takeLock(dataDir, purpose);
      if (release) held.release = release;
      return release !== null;
    },
    15 * 60_000,
    200,
  );
  try {
    return await work();
  } finally {
    held.release?.();
  }
}
