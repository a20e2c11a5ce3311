import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { nodeWords } from '../../server/launch/parts.mjs';
import { untilTrue } from '../../server/launch/processes.mjs';
import { freePort } from './stack.ts';

const root = path.join(import.meta.dirname, '../..');

/** What every test city accepts at its doors and sign-in. */
export const testSecrets = {
  CHENGYUN_INGEST_TOKEN: 'test-ingest-token-0123456789',
  CHENGYUN_API_TOKEN: 'test-api-token-0123456789',
  CHENGYUN_ADMIN_PASSWORD: 'test-admin-password',
  CHENGYUN_SESSION_SECRET: 'test-session-secret-0123456789-0123456789',
  CHENGYUN_FIELD_KEY: Buffer.alloc(32, 1).toString('base64'),
  CHENGYUN_MAC_KEY: Buffer.alloc(32, 2).toString('base64'),
  CHENGYUN_INDEX_KEY: Buffer.alloc(32, 3).toString('base64'),
};

export type Part = 'server' | 'workers';
export type StartOptions = {
  databaseUrl: string;
  redisUrl: string;
  /** A free one when absent. */
  port?: number;
  role?: 'all' | Part;
  /** How often a part that ends while it starts is started; more than once where a supervisor's patience is meant. */
  tries?: number;
  /** Further settings of the processes, over the test's own. */
  env?: Record<string, string>;
};

export type Chengyun = {
  /** For example http://127.0.0.1:23456, without a slash at the end. */
  url: string;
  dataDir: string;
  pid: (part: Part) => number;
  /** Everything that a part has printed so far. */
  log: (part: Part) => string;
  /** kill -9, and waits until it is gone. */
  kill: (part: Part) => Promise<void>;
  /** Starts a part again after `kill`; resolves when it is ready. */
  restart: (part: Part) => Promise<void>;
  /** SIGTERM to all parts; throws when one does not stop within 30 seconds or not with status 0. */
  stop: () => Promise<void>;
};

const files = { server: 'server/main.ts', workers: 'workers/main.ts' } as const;

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Starts one part and waits for its line `ready`; the log is a file, so that nothing is lost in a kill. */
async function launch(part: Part, env: Record<string, string>, logFile: string): Promise<ChildProcess> {
  const log = openSync(logFile, 'a');
  const before = fstatSync(log).size;
  const child = spawn(process.execPath, [...nodeWords, files[part]], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const heard = (): string => readFileSync(logFile).subarray(before).toString();
  const ready = (): boolean => /^ready\b/m.test(heard());
  await untilTrue(() => ready() || hasEnded(child), 120_000);
  if (ready() && !hasEnded(child)) return child;
  child.kill('SIGKILL');
  throw new Error(`${part} did not become ready:\n${heard()}`);
}

async function stopAll(children: readonly ChildProcess[]): Promise<void> {
  for (const child of children) child.kill('SIGTERM');
  const clean = await untilTrue(() => children.every(hasEnded), 30_000);
  for (const child of children) child.kill('SIGKILL');
  if (!clean) throw new Error('a part did not stop within 30 seconds of SIGTERM');
  const codes = children.map((child) => child.exitCode);
  if (codes.some((code) => code !== 0)) throw new Error(`parts stopped with ${codes.join(', ')}, not 0`);
}

/** Starts server and workers as processes of their own, as `npm start` does, over a database made for the test. */
export async function startChengyun(options: StartOptions): Promise<Chengyun> {
  const { databaseUrl, redisUrl, role = 'all' } = options;
  const port = options.port ?? (await freePort());
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'chengyun-'));
  const parts: Part[] = role === 'all' ? ['server', 'workers'] : [role];
  const env = {
    ...testSecrets,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    DATA_DIR: dataDir,
    PORT: String(port),
    HOST: '127.0.0.1',
    MQTT_PORT: '0',
    ROLE: role,
    NODE_ENV: 'production',
    ...options.env,
  };
  const running = new Map<Part, ChildProcess>();
  const logFile = (part: Part): string => path.join(dataDir, `${part}.log`);
  const child = (part: Part): ChildProcess => {
    const found = running.get(part);
    if (!found) throw new Error(`${part} is not running`);
    return found;
  };
  const restart = async (part: Part): Promise<void> => {
    for (let left = options.tries ?? 1; ; left -= 1) {
      try {
        running.set(part, await launch(part, env, logFile(part)));
        return;
      } catch (error) {
        if (left <= 1) throw error;
      }
    }
  };
  const kill = async (part: Part): Promise<void> => {
    child(part).kill('SIGKILL');
    await untilTrue(() => hasEnded(child(part)), 10_000);
    running.delete(part);
  };
  const started = await Promise.allSettled(parts.map(restart));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed) {
    for (const one of running.values()) one.kill('SIGKILL');
    throw failed.reason;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    dataDir,
    pid: (part) => child(part).pid ?? 0,
    log: (part) => readFileSync(logFile(part), 'utf8'),
    kill,
    restart,
    stop: async () => {
      await stopAll([...running.values()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
