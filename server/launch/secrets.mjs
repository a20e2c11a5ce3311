import { randomBytes, randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { randomHex, readJson, writeWhole } from './files.mjs';
import { Stop } from './say.mjs';

const key = () => randomBytes(32).toString('base64');

// No 0/O, 1/l/I: the first password is read from a screen and typed.
const letters = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789';
const password = () => Array.from({ length: 14 }, () => letters[randomInt(letters.length)]).join('');

/** @type {Record<string, () => string>} */
const makers = {
  ingestToken: randomHex,
  apiToken: randomHex,
  adminPassword: password,
  fieldKey: key,
  macKey: key,
  indexKey: key,
  sessionSecret: key,
  databasePassword: randomHex,
  superuserPassword: randomHex,
  redisPassword: randomHex,
};

/** Which secret reaches the program under which name. */
const names = {
  CHENGYUN_INGEST_TOKEN: 'ingestToken',
  CHENGYUN_API_TOKEN: 'apiToken',
  CHENGYUN_ADMIN_PASSWORD: 'adminPassword',
  CHENGYUN_FIELD_KEY: 'fieldKey',
  CHENGYUN_MAC_KEY: 'macKey',
  CHENGYUN_INDEX_KEY: 'indexKey',
  CHENGYUN_SESSION_SECRET: 'sessionSecret',
};

/**
 * The secrets of this installation, made once and kept readable by the owner alone.
 * Losing the file makes the encrypted personal data unreadable: it belongs into the backup.
 * @param {string} dataDir
 * @returns {Record<string, string>}
 */
export function readSecrets(dataDir) {
  const file = path.join(dataDir, 'secrets.json');
  const known = readJson(file);
  // New keys over a damaged file would make every sealed row unreadable for good.
  if (fs.existsSync(file) && Object.keys(known).length === 0) {
    throw new Stop(`密钥文件 ${file} 无法读取：请改用当初启动它的用户，或从备份中恢复（不会自动重新生成）。`);
  }
  /** @type {Record<string, string>} */
  const secrets = {};
  for (const [name, make] of Object.entries(makers)) {
    const old = known[name];
    secrets[name] = typeof old === 'string' ? old : make();
  }
  const text = JSON.stringify({ ...known, ...secrets }, null, 2);
  if (text !== JSON.stringify(known, null, 2)) writeWhole(file, `${text}\n`, 0o600);
  return secrets;
}

/**
 * The secrets as environment variables; what the environment already sets wins.
 * @param {Record<string, string>} secrets
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {Record<string, string>}
 */
export function secretEnvironment(secrets, environment) {
  return Object.fromEntries(
    Object.entries(names).map(([name, secret]) => [name, environment[name] || secrets[secret] || '']),
  );
}
