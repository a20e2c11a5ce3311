import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** @typedef {{ pid: number, ticks: string }} Identity   a process, told apart from a later one with its number */

/**
 * Who runs under a process number now; null when nobody does, or only an unreaped dead process.
 * @param {number} pid
 * @returns {Identity | null}
 */
export function identify(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return { pid, ticks: fields[19] ?? '' };
  } catch {
    return null;
  }
}

/** @param {Identity} who */
export const isAlive = (who) => identify(who.pid)?.ticks === who.ticks;

/**
 * @param {number} pid
 * @returns {string[]}
 */
export function commandLine(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
  } catch {
    return [];
  }
}

/** @returns {number[]} */
const allPids = () =>
  fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/**
 * Every live process whose command line passes the question.
 * @param {(words: string[], pid: number) => boolean} question
 * @returns {Identity[]}
 */
export function findProcesses(question) {
  return allPids()
    .filter((pid) => pid !== process.pid)
    .flatMap((pid) => {
      const words = commandLine(pid);
      const who = words.length > 0 && question(words, pid) ? identify(pid) : null;
      return who ? [who] : [];
    });
}

/**
 * Servers that work inside this folder: both PostgreSQL (with every backend) and Redis make it their
 * working directory, so one left over by a killed launcher is found without trusting any pid file.
 * @param {string} dir
 * @param {RegExp} command   of the first word
 */
export function serversIn(dir, command) {
  if (!fs.existsSync(dir)) return [];
  const real = fs.realpathSync(dir);
  return findProcesses((words, pid) => {
    if (!command.test(path.basename(words[0] ?? ''))) return false;
    try {
      return fs.readlinkSync(`/proc/${pid}/cwd`) === real;
    } catch {
      return false;
    }
  });
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function sendSignal(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone: that is what was wanted.
  }
}

/**
 * Asks processes to stop, then makes them; true when all are gone.
 * @param {readonly Identity[]} who
 * @param {NodeJS.Signals} signal
 * @param {number} graceMs
 */
export async function stopProcesses(who, signal, graceMs) {
  for (const one of who) if (isAlive(one)) sendSignal(one.pid, signal);
  if (await untilTrue(() => !who.some(isAlive), graceMs)) return true;
  for (const one of who) if (isAlive(one)) sendSignal(one.pid, 'SIGKILL');
  return untilTrue(() => !who.some(isAlive), 5_000);
}

/**
 * Asks again until the answer is yes or the time is over.
 * @param {() => boolean | Promise<boolean>} question
 * @param {number} ms
 * @param {number} [everyMs]
 */
export async function untilTrue(question, ms, everyMs = 50) {
  for (const end = Date.now() + ms; ;) {
    if (await question()) return true;
    if (Date.now() >= end) return false;
    await wait(everyMs);
  }
}

/** Commands that run now; a Ctrl-C during them ends them too. @type {Set<number>} */
const running = new Set();
let ending = false;

/** Ends what `run` has started and not finished, with everything that it started itself. */
export async function endRunning() {
  ending = true;
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGKILL'])) {
    for (const pid of running) sendSignal(-pid, signal);
    if (await untilTrue(() => running.size === 0, 4_000)) return;
  }
}

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {readonly string[]} words
 * @param {import('node:child_process').SpawnOptions & { input?: string, onLine?: (line: string) => void }} [options]
 * @returns {Promise<{ code: number, output: string }>}  code 127 when the command does not exist
 */
export function run(command, words, { input = '', onLine, ...options } = {}) {
  return new Promise((resolve) => {
    if (ending) return resolve({ code: 130, output: '' });
    let output = '';
    let pending = '';
    const child = spawn(command, words, { stdio: 'pipe', detached: true, ...options });
    if (child.pid) running.add(child.pid);
    /** @param {Buffer} chunk */
    const hear = (chunk) => {
      output += chunk.toString();
      if (!onLine) return;
      const lines = (pending + chunk.toString()).split('\n');
      pending = lines.pop() ?? '';
      lines.forEach(onLine);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => {
      if (child.pid) running.delete(child.pid);
      resolve({ code: code ?? 1, output });
    });
  });
}
