import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'bullmq';
import type { Job } from 'bullmq';
import { missing } from '../checks/verdict.ts';
import { connect } from './control.ts';
import type { Control, Services } from './control.ts';

const name = 'control';
/** How long the department takes for one task: a queue stands in Redis when it is wiped. */
const takesMs = 20;

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

function producer({ databaseUrl, redis }: Services): ChildProcess {
  const file = path.join(import.meta.dirname, 'enqueue-child.ts');
  return spawn(process.execPath, ['--import', 'tsx', file, databaseUrl, redis.url, name], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** Waits until a condition of the database holds, at most `limitMs`. */
async function until(holds: () => Promise<boolean>, limitMs: number): Promise<void> {
  for (const end = Date.now() + limitMs; Date.now() < end && !(await holds());) await pause(50);
}

/** Commit, then `queue.add`: the usual way, without relay and without sweep. */
export const control: Control = {
  name: 'commit, then enqueue',
  run: async (services) => {
    const client = await connect(services.databaseUrl);
    await client.query('create table c_task (id bigint generated always as identity primary key)');
    const tasks = async (): Promise<string[]> =>
      (await client.query<{ id: string }>('select id::text from c_task')).rows.map(({ id }) => id);
    const received = new Set<string>();
    let receivedAt = Date.now();
    const take = async (job: Job<{ id: string }>): Promise<void> => {
      await pause(takesMs);
      received.add(job.data.id);
      receivedAt = Date.now();
    };
    const worker = new Worker(name, take, {
      connection: { url: services.redis.url, maxRetriesPerRequest: null },
    });
    worker.on('error', () => undefined);
    try {
      for (let turn = 0; turn < 2; turn += 1) {
        const child = producer(services);
        const before = (await tasks()).length;
        await until(async () => (await tasks()).length > before + 150, 30_000);
        if (turn === 0) await services.redis.flush();
        await pause(400);
        await kill(child);
      }
      await until(async () => Date.now() - receivedAt > 1_500, 30_000);
      const all = await tasks();
      return { count: missing(all, received).length, of: all.length, what: 'lost' };
    } finally {
      await worker.close(true);
      await client.end();
    }
  },
};
