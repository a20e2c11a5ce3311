import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { untilTrue } from '../../server/launch/processes.mjs';

const root = path.join(import.meta.dirname, '../..');

export type Launch = {
  process: ChildProcess;
  /** Everything that it has printed so far. */
  said: () => string;
  ended: () => boolean;
  /** Resolves when it serves or has ended. */
  settled: () => Promise<void>;
};

/** `npm start` over a data folder of its own, by default with a PostgreSQL, a Redis and secrets of its own. */
export function launch(dataDir: string, words: readonly string[], more: Record<string, string> = {}): Launch {
  // Services that this run was given would be used instead of private ones.
  const { DATABASE_URL: _, REDIS_URL: __, ...env } = process.env;
  const child = spawn(process.execPath, ['server/start.mjs', ...words], {
    cwd: root,
    env: { ...env, DATA_DIR: dataDir, ...more },
    stdio: 'pipe',
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    process: child,
    said: () => said,
    ended,
    settled: async () => {
      await untilTrue(() => said.includes('按 Ctrl-C 停止') || ended(), 240_000);
    },
  };
}
