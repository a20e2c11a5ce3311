import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { makePool } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { startChengyun } from '#test/support/chengyun.ts';
import type { Chengyun, StartOptions } from '#test/support/chengyun.ts';
import { freshDatabase, redisUrl, uniquePrefix } from '#test/support/stack.ts';
import { withClient } from '#test/support/template.ts';

/** A whole city of its own, for one figure. */
export type BenchCity = {
  url: string;
  databaseUrl: string;
  pool: Pool;
  chengyun: Chengyun;
  close: () => Promise<void>;
};

/** A fresh database, prepared by `prepare` (as its owner) and analysed, with the program running on it. */
export async function openCity(
  role: NonNullable<StartOptions['role']>,
  prepare = '',
  env: Record<string, string> = {},
): Promise<BenchCity> {
  const database = await freshDatabase();
  await withClient(database.url, (owner) => owner.query(`${prepare}; analyze`));
  const pool = makePool(database.url, 4, 'bench');
  const chengyun = await startChengyun({
    databaseUrl: database.url,
    redisUrl: redisUrl(),
    role,
    env: { CHENGYUN_QUEUE: uniquePrefix(), ...env },
  });
  return {
    url: chengyun.url,
    databaseUrl: database.url,
    pool,
    chengyun,
    close: async () => {
      await chengyun.stop();
      await pool.end();
      await database.close();
    },
  };
}

/** Starts a baseline as a process of its own; resolves with the first line that it prints. */
export async function startBare(
  file: string,
  env: Record<string, string>,
): Promise<{ said: string; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, file)], {
    env: { ...process.env, ...env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = await Promise.race([
    new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve)),
    ended.then(() => Promise.reject(new Error(`${file} ended before it was ready`))),
  ]);
  return {
    said,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
