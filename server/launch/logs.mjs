import fs from 'node:fs';
import path from 'node:path';
import { makeOpenFolder } from './files.mjs';

const largestBytes = 64 * 2 ** 20;

/**
 * The log of a part of the program. A file rather than a pipe: what is written survives the launcher.
 * @param {string} dataDir
 * @param {string} name
 */
export function logFileOf(dataDir, name) {
  const dir = path.join(dataDir, 'log');
  makeOpenFolder(dir);
  return path.join(dir, `${name}.log`);
}

/**
 * Opens a log for a child; logs may be read by their owner alone.
 * @param {string} file
 * @returns {{ handle: number, size: number }}   size before the child writes
 */
export function openLog(file) {
  const handle = fs.openSync(file, 'a', 0o600);
  return { handle, size: fs.fstatSync(handle).size };
}

/**
 * Moves what a log holds aside once it has grown large; its writer keeps appending to the same file.
 * Called while the children write, so it copies and empties instead of renaming.
 * @param {string} dataDir
 */
export function rotateLogs(dataDir) {
  const dir = path.join(dataDir, 'log');
  if (!fs.existsSync(dir)) return;
  for (const name of fs.readdirSync(dir).filter((one) => one.endsWith('.log'))) {
    const file = path.join(dir, name);
    if (fs.statSync(file).size < largestBytes) continue;
    try {
      // The old one first: on a full disk that is the room for the new one.
      fs.rmSync(`${file}.1`, { force: true });
      fs.copyFileSync(file, `${file}.1`);
      fs.truncateSync(file);
    } catch {
      // No room yet; tried again in a minute.
      fs.rmSync(`${file}.1`, { force: true });
    }
  }
}
