import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { Reference } from '#contracts/reference.ts';
import { clockOf } from '#domain/limits.ts';
import { say } from '../../server/launch/say.mjs';
import * as history from '#store/history.ts';
import { addDeadlines, addDeliveries, deadlineRow } from '#store/outgoing.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { readReference } from '#store/reference.ts';
import { makeWake } from '#store/signal.ts';
import { create } from '#store/tasks.ts';
import { redisUrl, uniquePrefix } from '#test/support/stack.ts';
import { openCity, startBare } from './city.ts';
import { alternate, judge, percentile } from './report.ts';

const unitCode = 'zq-zhujian';
const categoryCode = 'road-flooding';

type Bench = { pool: Pool; reference: Reference; wake: () => void };

const bulk = 500;
/** What a calm city may let a committed task wait. */
const mostMs = { p50: 20, p99: 100 };

/** Incidents without a task, in a statement of their own, not timed. Answers their ids. */
async function plant(pool: Pool, count: number): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `insert into incident (no, status, category_code, family_code, severity, title, opened_at, last_event_at, created_on)
     select gen_random_uuid(), 'to-sign', '${categoryCode}', 'flooding', 3, '积水', now(), now(), current_date
       from generate_series(1, $1) returning id`,
    [count],
  );
  return rows.map((row) => row.id);
}

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
};

/** Commits for each incident what a dispatch is: task, message, both clocks and its line of history, in one transaction. */
async function dispatch({ pool, reference }: Bench, incidentIds: readonly number[]): Promise<void> {
  await inTransaction(pool, '*', async (tx) => {
    const now = await cityNow(tx);
    const category = reference.category.get(categoryCode)!;
    const base = { round: 1, unitCode, districtCode: null, part: 'host' as const, mode: 'dispatch' as const, note: null, createdBy: null, dueAt: clockOf(reference, category, 'unit', now)!.dueAt }; // prettier-ignore
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
    await addDeadlines(
      tx,
      tasks.flatMap(({ id, incidentId }) => {
        const own = { subject: 'task' as const, subjectId: id, incidentId, seq: 1 };
        return [
          deadlineRow({ ...own, kind: 'unit', stage: '' }, clockOf(reference, category, 'unit', now)!),
          deadlineRow({ ...own, kind: 'stage', stage: 'sign' }, clockOf(reference, category, 'sign', now)!),
        ];
      }),
    );
    const line = {
      version: 1,
      round: 1,
      move: 'dispatch',
      from: 'received' as const,
      to: 'to-sign' as const,
      reason: null,
      words: '派遣',
      detail: {},
    };
    await history.add(tx, { username: 'system', name: '系统' }, tasks.map(({ incidentId }) => ({ ...line, incidentId })), now); // prettier-ignore
  });
}

/** Dispatches a second, from the first statement of the first until the last message lies in its unit's inbox and is marked sent. */
async function deliver(bench: Bench, count: number): Promise<number> {
  const { pool, wake } = bench;
  const incidentIds = await plant(pool, count);
  const began = performance.now();
  for (let i = 0; i < count; i += bulk) {
    await dispatch(bench, incidentIds.slice(i, i + bulk));
    wake();
  }
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
async function calm(bench: Bench, count: number): Promise<number[]> {
  const { pool, wake } = bench;
  const took: number[] = [];
  for (const incidentId of await plant(pool, count)) {
    await dispatch(bench, [incidentId]);
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
  say(`\nDispatch to inbox: ${count} tasks with deadlines and history, against as many jobs that do nothing`);
  say('  counted from the first insert of a task to its message in an inbox, against one job of BullMQ');
  const city = await openCity('workers');
  const prefix = uniquePrefix();
  const bare = await startBare('bare-worker.ts', { BARE_REDIS_URL: redisUrl(), BARE_PREFIX: prefix });
  const connection = new Redis(redisUrl(), { maxRetriesPerRequest: null });
  const queue = new Queue('bare', { connection, prefix });
  const wake = makeWake(city.pool);
  const reference = await readReference(city.pool);
  const bench: Bench = { pool: city.pool, reference, wake: () => wake('delivery') };
  try {
    await deliver(bench, bulk);
    await drain(queue, bulk);
    const figures = await alternate(
      rounds,
      'tasks or jobs/s',
      { name: 'chengyun', run: () => deliver(bench, count) },
      { name: 'no-op worker', run: () => drain(queue, count) },
    );
    const starts = await calm(bench, full ? 500 : 100);
    const [p50, p99] = [percentile(starts, 0.5), percentile(starts, 0.99)];
    say(
      `  calm, commit to start: p50 ${p50} ms (at most ${mostMs.p50}), p99 ${p99} ms (at most ${mostMs.p99})`,
    );
    const kept = p50 <= mostMs.p50 && p99 <= mostMs.p99;
    return judge({ name: 'dispatch to inbox', unit: 'tasks/s', ...figures, bound: 0.5 }) && kept;
  } finally {
    await queue.obliterate({ force: true });
    await queue.close();
    connection.disconnect();
    await bare.stop();
    await city.close();
  }
}
