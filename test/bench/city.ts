import { spawn } from 'node:child_process';
import type { Serializable } from 'node:child_process';
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

/** A process beside the program: a baseline, or those who use the one or the other. */
export type Bare = {
  /** The first line that it printed. */
  said: string;
  tell: (words: unknown) => void;
  /** What it tells next; rejects when it ends instead. Ask before telling what it answers. */
  answer: () => Promise<unknown>;
  stop: () => Promise<void>;
};

/** Starts such a file as a process of its own; resolves with the first line that it prints. */
export async function startBare(file: string, env: Record<string, string>): Promise<Bare> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, file)], {
    env: { ...process.env, ...env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const unlessEnded = <T>(what: Promise<T>): Promise<T> =>
    Promise.race([what, ended.then(() => Promise.reject(new Error(`${file} has ended`)))]);
  const said = await unlessEnded(
    new Promise<string>((resolve) => createInterface(child.stdout!).once('line', resolve)),
  );
  return {
    said,
    tell: (words) => void child.send(words as Serializable),
    answer: () => unlessEnded(new Promise<unknown>((resolve) => child.once('message', resolve))),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
