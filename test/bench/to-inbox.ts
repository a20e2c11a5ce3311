import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { say } from '../../server/launch/say.mjs';
import { addDeliveries } from '#store/outgoing.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { makeWake } from '#store/signal.ts';
import { create } from '#store/tasks.ts';
import { redisUrl, uniquePrefix } from '#test/support/stack.ts';
import { openCity, startBare } from './city.ts';
import { alternate, judge, percentile } from './report.ts';

const unitCode = 'zq-zhujian';
const bulk = 500;
/** What a calm city may let a committed task wait. */
const mostMs = { p50: 20, p99: 100 };

/** Incidents without a task, in a statement of their own, not timed. Answers their ids. */
async function plant(pool: Pool, count: number): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `insert into incident (no, status, category_code, family_code, severity, title, opened_at, last_event_at, created_on)
     select gen_random_uuid(), 'to-sign', 'road-flooding', 'flooding', 3, '积水', now(), now(), current_date
       from generate_series(1, $1) returning id`,
    [count],
  );
  return rows.map((row) => row.id);
}

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
};

/** Commits a task with its message for each incident, in one transaction. */
async function dispatch(pool: Pool, incidentIds: readonly number[]): Promise<void> {
  await inTransaction(pool, '*', async (tx) => {
    const now = await cityNow(tx);
    const base = { round: 1, unitCode, districtCode: null, part: 'host' as const, mode: 'dispatch' as const, note: null, createdBy: null, dueAt: null }; // prettier-ignore
    const tasks = await create(
      tx,
      incidentIds.map((incidentId) => ({ ...base, incidentId })),
      now,
    );
    const body = { title: '积水', ring: false, severity: 3 };
    const rest = { step: 'dispatch', recipient: unitCode, channel: 'inbox', body };
    await addDeliveries(
      tx,
      tasks.map(({ id, incidentId }) => ({ taskId: id, incidentId, ...rest })),
      now,
    );
  });
}

/** Deliveries a second, from the commit of all their tasks until the last message lies in its unit's inbox and is marked sent. */
async function deliver(pool: Pool, wake: () => void, count: number): Promise<number> {
  const incidentIds = await plant(pool, count);
  await dispatch(pool, incidentIds);
  const began = performance.now();
  wake();
  await until(async () => {
    const { rows } = await pool.query("select 1 from delivery where state in ('pending', 'sending') limit 1");
    return rows.length === 0;
  });
  const seconds = (performance.now() - began) / 1000;
  const { rows } = await pool.query<{ n: number }>(
    'select count(distinct incident_id)::int as n from inbox where incident_id = any ($1)',
    [incidentIds],
  );
  if (rows[0]!.n !== count) throw new Error(`${rows[0]!.n} of ${count} tasks lie in an inbox`);
  return count / seconds;
}

/** One task at a time in a calm city: milliseconds from its commit until its delivery began. */
async function calm(pool: Pool, wake: () => void, count: number): Promise<number[]> {
  const took: number[] = [];
  for (const incidentId of await plant(pool, count)) {
    await dispatch(pool, [incidentId]);
    const committedAt = Date.now();
    wake();
    let begun: { at: Date } | undefined;
    while (begun === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      const { rows } = await pool.query<{ at: Date }>('select created_at as at from inbox where incident_id = $1', [incidentId]); // prettier-ignore
      begun = rows[0];
    }
    took.push(begun.at.getTime() - committedAt);
  }
  return took;
}

/** Jobs a second, from the first addBulk to the end of the last job. */
async function drain(queue: Queue, count: number): Promise<number> {
  const began = performance.now();
  for (let i = 0; i < count; i += bulk) {
    const jobs = Array.from({ length: bulk }, (_, n) => ({
      name: 'job',
      data: { id: i + n },
      opts: { removeOnComplete: true, removeOnFail: true },
    }));
    await queue.addBulk(jobs);
  }
  await until(async () => {
    const { waiting = 0, active = 0 } = await queue.getJobCounts('waiting', 'active');
    return waiting + active === 0;
  });
  return count / ((performance.now() - began) / 1000);
}

/** 送达: committed tasks to the unit's inbox, against a worker that does nothing. */
export async function toInbox(rounds: number, full: boolean): Promise<boolean> {
  const count = full ? 30_000 : 10_000;
  say(`\nTask to inbox: ${count} tasks committed at once, against as many jobs that do nothing`);
  say(
    '  counted is one message in an inbox against one job of BullMQ; the queue carries ours in bundles of up to 100',
  );
  const city = await openCity('workers');
  const prefix = uniquePrefix();
  const bare = await startBare('bare-worker.ts', { BARE_REDIS_URL: redisUrl(), BARE_PREFIX: prefix });
  const connection = new Redis(redisUrl(), { maxRetriesPerRequest: null });
  const queue = new Queue('bare', { connection, prefix });
  const wake = makeWake(city.pool);
  const send = (n: number): Promise<number> => deliver(city.pool, () => wake('delivery'), n);
  try {
    await send(bulk);
    await drain(queue, bulk);
    const figures = await alternate(
      rounds,
      'deliveries or jobs/s',
      { name: 'chengyun', run: () => send(count) },
      { name: 'no-op worker', run: () => drain(queue, count) },
    );
    const starts = await calm(city.pool, () => wake('delivery'), full ? 500 : 100);
    const [p50, p99] = [percentile(starts, 0.5), percentile(starts, 0.99)];
    say(
      `  calm, commit to start: p50 ${p50} ms (at most ${mostMs.p50}), p99 ${p99} ms (at most ${mostMs.p99})`,
    );
    const kept = p50 <= mostMs.p50 && p99 <= mostMs.p99;
    return judge({ name: 'task to inbox', unit: 'deliveries/s', ...figures, bound: 0.5 }) && kept;
  } finally {
    await queue.obliterate({ force: true });
    await queue.close();
    connection.disconnect();
    await bare.stop();
    await city.close();
  }
}
