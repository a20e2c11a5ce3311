import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder that other users may pass through: PostgreSQL runs as a user of its own below it.
 * `mkdir` alone obeys the umask, and with `mode: 0o700` it would lock the parents as well.
 * @param {string} dir
 */
export function makeOpenFolder(dir) {
  if (fs.existsSync(dir)) return;
  makeOpenFolder(path.dirname(dir));
  fs.mkdirSync(dir);
  fs.chmodSync(dir, 0o755);
}

/**
 * Replaces a file in one step, so that a kill in between leaves the old one whole.
 * @param {string} file
 * @param {string} text
 * @param {number} [mode]
 */
export function writeWhole(file, text, mode = 0o644) {
  const next = `${file}.${process.pid}.next`;
  fs.writeFileSync(next, text, { mode, flush: true });
  fs.chmodSync(next, mode);
  fs.renameSync(next, file);
}

/**
 * The object in a JSON file; an empty one when the file is missing or torn.
 * @param {string} file
 * @returns {Record<string, unknown>}
 */
export function readJson(file) {
  try {
    const value = /** @type {unknown} */ (JSON.parse(fs.readFileSync(file, 'utf8')));
    return value && typeof value === 'object' ? /** @type {Record<string, unknown>} */ (value) : {};
  } catch {
    return {};
  }
}

/**
 * What the launcher remembers between starts: ports, and what the first start decided.
 * @typedef {object} State
 * @property {number} [postgresPort]
 * @property {number} [redisPort]
 * @property {'demo' | 'real'} [mark]      what the first start asked of the database it made
 * @property {boolean} [databaseMade]      role, database and extensions are complete
 * @property {boolean} [accountsShown]
 */

/**
 * @param {string} dataDir
 * @returns {State}
 */
export const readState = (dataDir) => readJson(path.join(dataDir, 'state.json'));

/**
 * @param {string} dataDir
 * @param {State} change
 */
export function updateState(dataDir, change) {
  const state = { ...readState(dataDir), ...change };
  writeWhole(path.join(dataDir, 'state.json'), `${JSON.stringify(state, null, 2)}\n`);
}

/**
 * The last lines of a log, for the person who must find out why something died.
 * @param {string} file
 * @param {number} [lines]
 */
export function tail(file, lines = 12) {
  if (!fs.existsSync(file)) return '';
  return fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

/**
 * One hash over the content of files and folders; it changes when any of them does.
 * @param {string} root
 * @param {readonly string[]} names   relative to root; missing ones count as empty
 */
export function hashOf(root, names) {
  const hash = createHash('sha256');
  /** @param {string} name */
  const add = (name) => {
    const file = path.join(root, name);
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isDirectory()) for (const child of fs.readdirSync(file).sort()) add(path.join(name, child));
    else hash.update(`${name}\0`).update(fs.readFileSync(file)).update('\0');
  };
  for (const name of names) add(name);
  return hash.digest('hex');
}

/** @param {number} [bytes] */
export const randomHex = (bytes = 24) => randomBytes(bytes).toString('hex');
