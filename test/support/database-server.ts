import { readFileSync } from 'node:fs';
import path from 'node:path';
import { providePostgres } from '../../server/launch/postgres.mjs';
import { sendSignal, serversIn, untilTrue } from '../../server/launch/processes.mjs';
import { readSecrets } from '../../server/launch/secrets.mjs';

export type DatabaseServer = {
  /** kill -9 of the postmaster and of every backend, as in a power cut of the database machine. */
  kill: () => Promise<void>;
  /** Starts it again on the same port; resolves when its recovery is over and it takes connections. */
  start: () => Promise<void>;
};

/**
 * The PostgreSQL of this run, for tests that take it away. Only for the suite that is alone on it: the durable one of
 * `npm run fault`, never the one that integration tests share.
 */
export async function databaseServer(): Promise<DatabaseServer> {
  const dataDir = process.env['CHENGYUN_TEST_DATA_DIR'] ?? '';
  if (path.basename(dataDir) !== 'fault') throw new Error('only npm run fault may kill PostgreSQL');
  const postgres = await providePostgres({
    dataDir,
    secrets: readSecrets(dataDir),
    durable: true,
    role: 'test',
  });
  const folder = path.join(dataDir, 'pg');
  const running = (): readonly { pid: number }[] => serversIn(folder, /^postgres/);
  return {
    kill: async () => {
      const master = Number.parseInt(readFileSync(path.join(folder, 'postmaster.pid'), 'utf8'), 10);
      // The postmaster first: it must not have the time to end its children in good order.
      sendSignal(master, 'SIGKILL');
      for (const { pid } of running()) sendSignal(pid, 'SIGKILL');
      await untilTrue(() => running().length === 0, 10_000);
    },
    start: async () => {
      (await postgres.start()).unref();
    },
  };
}
