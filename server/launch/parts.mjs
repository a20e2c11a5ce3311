import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { tail } from './files.mjs';
import { logFileOf, openLog } from './logs.mjs';
import { findProcesses, identify, isAlive, stopProcesses, untilTrue } from './processes.mjs';
import { Stop } from './say.mjs';
import { hasEnded } from './supervise.mjs';

/** @typedef {import('./supervise.mjs').Charge} Charge */

// On the command line of every part, so that a later start recognises what a killed launcher left.
const markOf = (/** @type {string} */ dataDir) => `--data-dir=${dataDir}`;
const launcherMark = '--launcher=';

/**
 * How Node runs a part. A door makes much that is young and soon gone: with four times the room for it, collecting takes
 * half the time, for some 100 MB more.
 */
export const nodeWords = ['--max-semi-space-size=64', '--import', 'tsx'];

/**
 * Stops parts of the program that run over this data folder while their launcher is dead.
 * @param {string} dataDir
 * @returns {Promise<number>}   how many there were
 */
export async function stopOrphans(dataDir) {
  const orphans = findProcesses((words) => {
    if (!words.includes(markOf(dataDir))) return false;
    const mark = words.find((word) => word.startsWith(launcherMark))?.slice(launcherMark.length);
    const [pid, ticks] = mark?.split('.') ?? [];
    return pid !== undefined && ticks !== undefined && !isAlive({ pid: Number(pid), ticks });
  });
  await stopProcesses(orphans, 'SIGTERM', 10_000);
  return orphans.length;
}

/**
 * One process of the program itself: runs until told to stop, prints a line `ready ...` when it serves.
 * @param {{ root: string, dataDir: string, name: string, title: string, file: string,
 *   env: Record<string, string | undefined> }} part
 * @returns {Charge}
 */
export function partOf({ root, dataDir, name, title, file, env }) {
  const own = identify(process.pid);
  const marks = [markOf(dataDir), `${launcherMark}${own?.pid}.${own?.ticks}`];
  const logFile = logFileOf(dataDir, name);

  return {
    title,
    kind: 'part',
    stopSignal: 'SIGTERM',
    hardSignal: 'SIGKILL',
    graceMs: 12_000,
    start: async (spawned) => {
      const { handle, size } = openLog(logFile);
      const child = spawn(process.execPath, [...nodeWords, file, ...marks], {
        cwd: root,
        env,
        stdio: ['ignore', handle, handle],
        detached: true,
      });
      fs.closeSync(handle);
      child.on('error', () => undefined);
      spawned(child);
      const ready = () => /^ready\b/m.test(fs.readFileSync(logFile).subarray(size).toString());
      const served = await untilTrue(() => hasEnded(child) || ready(), 120_000, 100);
      if (served && !hasEnded(child)) return;
      child.kill('SIGKILL');
      throw new Stop(`${title}未能启动，日志 ${logFile} 的末尾：\n${tail(logFile)}`);
    },
  };
}
