import { randomInt } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Config } from '#server/config.ts';
import { cityTime } from '../city-time.ts';
import type { KeptFile } from './manifest.ts';

// No 0/O, 1/I: the key is copied by hand onto paper.
const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** The settings that stand in secrets.json; the others of that file belong to one installation's own services. */
const secretsOf = (config: Config): Record<string, string> => ({
  ingestToken: config.CHENGYUN_INGEST_TOKEN,
  apiToken: config.CHENGYUN_API_TOKEN,
  fieldKey: config.CHENGYUN_FIELD_KEY,
  macKey: config.CHENGYUN_MAC_KEY,
  indexKey: config.CHENGYUN_INDEX_KEY,
  sessionSecret: config.CHENGYUN_SESSION_SECRET,
});

export const keyFileOf = (dataDir: string): string => path.join(dataDir, 'backup.key');

/**
 * 恢复口令, 200 bits: from the environment, from DATA_DIR/backup.key, or made now. It is in no backup: whoever has only
 * the copy can read nothing, and whoever has lost the key cannot either.
 */
export function recoveryKeyOf(config: Config, mayMake: boolean): { key: string; isNew: boolean } | null {
  const file = keyFileOf(config.DATA_DIR);
  if (config.CHENGYUN_BACKUP_KEY) return { key: config.CHENGYUN_BACKUP_KEY, isNew: false };
  if (existsSync(file)) return { key: readFileSync(file, 'utf8').trim(), isNew: false };
  if (!mayMake) return null;
  const group = (): string => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
  const key = Array.from({ length: 8 }, group).join('-');
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
  return { key, isNew: true };
}

/** The small files that belong into a copy: keys, first accounts, the private certificate authority. */
export function filesToKeep(config: Config): KeptFile[] {
  const { DATA_DIR: dataDir } = config;
  const tls = path.join(dataDir, 'tls');
  const names = ['accounts.txt', ...(existsSync(tls) ? readdirSync(tls).map((name) => `tls/${name}`) : [])];
  const kept = names
    .filter((name) => existsSync(path.join(dataDir, name)))
    .map((name) => ({ name, text: readFileSync(path.join(dataDir, name), 'utf8') }));
  return [{ name: 'secrets.json', text: JSON.stringify(secretsOf(config)) }, ...kept];
}

/**
 * Keys that the environment sets and that are not those of the copy: sealed rows would stay shut.
 * Answers the names of the settings.
 */
export function keysInTheWay(
  files: readonly KeptFile[],
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  const secrets = JSON.parse(files.find(({ name }) => name === 'secrets.json')?.text ?? '{}') as Record<
    string,
    string
  >;
  const settings = {
    CHENGYUN_FIELD_KEY: 'fieldKey',
    CHENGYUN_MAC_KEY: 'macKey',
    CHENGYUN_INDEX_KEY: 'indexKey',
  };
  return Object.entries(settings).flatMap(([setting, name]) => {
    const given = environment[setting];
    return given !== undefined && given !== secrets[name] ? [setting] : [];
  });
}

/** Puts the files of a copy into the data folder. Passwords of this installation's own services stay. */
export function putBack(dataDir: string, files: readonly KeptFile[]): void {
  for (const { name, text } of files) {
    const file = path.join(dataDir, name);
    const next = `${file}.restored`;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(next, name === 'secrets.json' ? mergedSecrets(file, text) : text, {
      mode: 0o600,
      flush: true,
    });
    chmodSync(next, 0o600);
    renameSync(next, file);
  }
}

function mergedSecrets(file: string, text: string): string {
  const here = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
  return `${JSON.stringify({ ...here, ...(JSON.parse(text) as Record<string, string>) }, null, 2)}\n`;
}

const ownName = /^chengyun-\d{8}-\d{6}\.backup$/;

/** The default place of a copy made at `at` (city time). */
export const defaultFile = (dataDir: string, at: Date): string => {
  const stamp = cityTime(at).replaceAll(/[-:]/g, '').replace(' ', '-');
  return path.join(dataDir, 'backup', `chengyun-${stamp}.backup`);
};

/** Keeps the newest copies of a folder that carry our own names; answers how many went. */
export function dropOld(folder: string, keep: number): number {
  const old = readdirSync(folder)
    .filter((name) => ownName.test(name))
    .sort()
    .toReversed()
    .slice(keep);
  for (const name of old) rmSync(path.join(folder, name));
  return old.length;
}
