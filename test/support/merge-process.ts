import { fork } from 'node:child_process';
import { Refusal } from '#contracts/errors.ts';
import { failureKind, makePool } from '#store/db.ts';
import { makeCore, mergeAll } from './core.ts';

/** What a process is given to send, door by door; it answers with the same number when all of it is in and merged. */
export type Share = { no: number; items: { door: string; items: unknown[] }[] };

export type MergeProcess = { take: (share: Share) => Promise<void>; stop: () => Promise<void> };

/** Starts a process of its own with doors and two mergers on a database that others use too; resolves when it is ready. */
export async function startMergeProcess(databaseUrl: string): Promise<MergeProcess> {
  const child = fork(import.meta.filename, [databaseUrl], { execArgv: ['--import', 'tsx'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const next = (): Promise<unknown> =>
    Promise.race([
      new Promise((resolve) => child.once('message', resolve)),
      ended.then(() => Promise.reject(new Error('a merging process ended'))),
    ]);
  await next();
  return {
    async take(share) {
      const answer = next();
      child.send(share);
      if ((await answer) !== share.no) throw new Error('a merging process answered something else');
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** As the program and whoever sends to it do: where the database had no room it is tried again. */
async function patiently(step: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await step();
      return;
    } catch (error) {
      const again = error instanceof Refusal ? error.code === 'unavailable' : failureKind(error) === 'away';
      if (!again) throw error;
    }
  }
}

async function work(url: string): Promise<void> {
  const core = await makeCore(async () => {
    const pool = makePool(url, 6, 'merge-process');
    return { pool, url, asOwner: () => Promise.reject(new Error('not the owner')), close: () => pool.end() };
  });
  const take = async ({ no, items }: Share): Promise<void> => {
    const rest = [...items];
    const send = async (): Promise<void> => {
      for (let one = rest.shift(); one; one = rest.shift()) {
        const { door, items: list } = one;
        await patiently(() => core.send(door, list));
      }
    };
    const merge = (): Promise<void> => patiently(() => mergeAll(core.mergeParts));
    // Fewer at once than the pool has connections: none waits for one longer than it is patient.
    await Promise.all([send(), send(), send(), merge(), merge()]);
    await Promise.all([merge(), merge()]);
    process.send!(no);
  };
  process.on('message', (share) => void take(share as Share));
  process.once('disconnect', () => void core.close().then(() => process.exit(0)));
  process.send!('ready');
}

if (process.argv[1] === import.meta.filename) await work(process.argv[2]!);
