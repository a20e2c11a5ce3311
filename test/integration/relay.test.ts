import { spawn } from 'node:child_process';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, afterEach, expect, test } from 'vitest';
import { makePool } from '#store/db.ts';
import { takeNew } from '#store/deliveries.ts';
import { channel as inbox } from '#workers/channels/inbox.ts';
import { job } from '#workers/jobs/deliver.ts';
import { openQueues, refuseEviction } from '#workers/queues.ts';
import type { Queues } from '#workers/queues.ts';
import type { Channel, Handler } from '#workers/work.ts';
import { startRelay, watchProgress } from '#workers/relay.ts';
import { addDeliveries } from '#test/support/rows.ts';
import { freePort, freshDatabase, redisUrl, uniquePrefix } from '#test/support/stack.ts';
import { withClient } from '#test/support/template.ts';
import { quietLog, until, workOf } from '#test/support/test-parts.ts';

const database = await freshDatabase();
const pool = makePool(database.url, 12, 'test');
const work = workOf(pool);
const prefix = uniquePrefix();
const redis = new Redis(redisUrl());
afterAll(async () => {
  await redis.quit();
  await pool.end();
  await database.close();
});
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function handlerOf(channel: Channel): Handler {
  if (job.kind !== 'queued') throw new Error('deliver is queued');
  return job.handler(work, channel);
}
function queuesOf(own = handlerOf(inbox)): Queues {
  const handlers = new Map([['inbox', own]]);
  const queues = openQueues({ redisUrl: redisUrl(), prefix, log: quietLog, handlers });
  closers.push(queues.close);
  return queues;
}
function relayOf(queues: Queues): void {
  closers.push(startRelay(work, queues, new Set(['inbox'])).close);
}
const sent = async (ids: readonly number[]): Promise<number> => {
  const { rows } = await pool.query<{ n: number }>(
    "select count(*) as n from delivery where id = any ($1) and state = 'sent'",
    [ids],
  );
  return rows[0]!.n;
};
const inInbox = async (ids: readonly number[]): Promise<number> => {
  const { rows } = await pool.query<{ n: number }>(
    'select count(*) as n from inbox where delivery_id = any ($1)',
    [ids],
  );
  return rows[0]!.n;
};
/** What FLUSHALL would do to this test's share of the Redis that all tests use. */
async function wipe(): Promise<number> {
  const keys = await redis.keys(`${prefix}:*`);
  return keys.length === 0 ? 0 : redis.del(...keys);
}

test('a line about a delivery that failed says which one', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const handlers = new Map([
    ['inbox', { most: 100, lanes: 1, handle: () => Promise.reject(new Error('no room')) }],
  ]);
  const queues = openQueues({ redisUrl: redisUrl(), prefix: uniquePrefix(), log, handlers });
  closers.push(queues.close);
  await queues.consume();
  await queues.add([4711, 4712].map((id) => ({ id, channel: 'inbox' })));
  await expect.poll(() => lines.join('')).toContain('will be tried again');
  const line = lines.find((one) => one.includes('will be tried again'))!;
  expect(JSON.parse(line)).toMatchObject({ deliveries: [4711, 4712], channel: 'inbox' });
});

test('deliveries reach the inbox through the queue, each once, with two relays and two consumers at work', async () => {
  for (let n = 0; n < 2; n += 1) {
    const queues = queuesOf();
    await queues.consume();
    relayOf(queues);
  }
  const ids = await addDeliveries(pool, 1_500);
  await until('all sent', async () => (await sent(ids)) === ids.length);
  expect(await inInbox(ids)).toBe(ids.length);
});

test('one delivery of a bundle that cannot be put does not hold back the others, and none is put twice', async () => {
  // What was put is counted where nothing else keeps it single, in the transaction that puts it.
  await withClient(database.url, (owner) =>
    owner.query('create table seen (id bigint); grant insert, select on seen to public'),
  );
  const ids = await addDeliveries(pool, handlerOf(inbox).most, { step: 'bundle' });
  const bad = ids[120]!;
  const largest: number[] = [];
  const picky: Channel = {
    id: 'inbox',
    title: '',
    kind: 'inside',
    put: async (tx, deliveries, now) => {
      largest.push(deliveries.length);
      const put = deliveries.map(({ id }) => id);
      await tx.query('insert into seen select unnest($1::bigint[])', [put]);
      if (inbox.kind === 'inside') await inbox.put(tx, deliveries, now);
      if (put.includes(bad)) throw new Error('坏数据');
    },
  };
  const two = [queuesOf(handlerOf(picky)), queuesOf(handlerOf(picky))];
  const rows = await takeNew(pool, 500);
  await two[0]!.add(rows);
  // The same again in other company, and each alone: what came late, was lost, or was handed over twice.
  await two[0]!.add(rows.filter(({ id }) => id % 3 === 0));
  for (const row of rows.slice(0, 40)) await two[1]!.add([row]);
  await Promise.all(two.map((queues) => queues.consume()));
  const good = ids.filter((id) => id !== bad);
  await until('the others are sent', async () => (await sent(good)) === good.length);
  await until('the queue is empty', async () => (await two[0]!.depth()) === 0);
  expect(Math.max(...largest)).toBeGreaterThan(50);
  const seen = await pool.query('select id from seen order by id');
  expect(seen.rows.map(({ id }) => id)).toEqual(good.sort((a, b) => a - b));
  expect(await inInbox(ids)).toBe(good.length);
  const { rows: left } = await pool.query('select state, last_error from delivery where id = $1', [bad]);
  expect(left).toEqual([{ state: 'pending', last_error: '坏数据' }]);
});

test('a wiped Redis heals by itself: what it had taken is handed over again', async () => {
  const producer = queuesOf();
  const ids = await addDeliveries(pool, 700);
  const taken = [...(await takeNew(pool, 500)), ...(await takeNew(pool, 500))];
  await producer.add(taken);
  expect(await producer.depth()).toBeGreaterThanOrEqual(ids.length / handlerOf(inbox).most);
  expect(await wipe()).toBeGreaterThan(0);
  expect(await producer.depth()).toBe(0);
  await producer.consume();
  relayOf(producer);
  await until('all sent', async () => (await sent(ids)) === ids.length);
  expect(await inInbox(ids)).toBe(ids.length);
});

test('what dies in the middle of its work is taken up again when its lease is over', async () => {
  const [id] = await addDeliveries(pool, 1, { step: 'crash' });
  // Claimed and enqueued by a worker that is no more, as after kill -9 half a minute ago.
  await pool.query(
    `update delivery set state = 'sending', fence = 1, attempts = 1, enqueued_at = now() - interval '40 seconds',
            lease_until = now() - interval '1 second' where id = $1`,
    [id],
  );
  const queues = queuesOf();
  await queues.consume();
  relayOf(queues);
  await until('sent', async () => (await sent([id!])) === 1);
});

test('a delivery that kills whoever takes it ends dead after six attempts', async () => {
  const [id] = await addDeliveries(pool, 1, { step: 'killer' });
  await pool.query(
    "update delivery set state = 'sending', fence = 6, attempts = 6, enqueued_at = now(), lease_until = '-infinity' where id = $1",
    [id],
  );
  relayOf(queuesOf());
  const reason = async (): Promise<unknown> =>
    (await pool.query("select last_error from delivery where id = $1 and state = 'dead'", [id])).rows[0]
      ?.last_error;
  await until('buried', async () => (await reason()) !== undefined);
  expect(await reason()).toBe('多次尝试均未完成');
});

test('a channel that this program does not have is said to the centre', async () => {
  const [id] = await addDeliveries(pool, 1, { step: 'odd', channel: 'pigeon' });
  const queues = queuesOf();
  await queues.consume();
  relayOf(queues);
  await until(
    'told',
    async () => (await pool.query('select from inbox where step = $1', [`dead-${id}`])).rowCount === 1,
  );
});

test('with Redis away the relay gives deliveries back, and they flow when it returns', async () => {
  const away = openQueues({
    redisUrl: 'redis://127.0.0.1:1',
    prefix,
    log: quietLog,
    handlers: new Map([['inbox', { most: 100, lanes: 1, handle: async () => undefined }]]),
  });
  const relay = startRelay(work, away, new Set(['inbox']));
  const ids = await addDeliveries(pool, 3, { step: 'away' });
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  await relay.close();
  await away.close();
  expect(await sent(ids)).toBe(0);
  const { rows } = await pool.query('select from delivery where id = any ($1) and enqueued_at is null', [
    ids,
  ]);
  expect(rows.length).toBe(3);
  const queues = queuesOf();
  await queues.consume();
  relayOf(queues);
  await until('sent', async () => (await sent(ids)) === 3);
});

test('a consumer that says it runs and does not move is started anew', async () => {
  let stuck = true;
  const own = handlerOf(inbox);
  const queues = queuesOf({
    ...own,
    handle: (ids) => (stuck ? new Promise(() => undefined) : own.handle(ids)),
  });
  const consume = async (): Promise<void> => {
    stuck = false;
    await queues.consume();
  };
  await queues.consume();
  relayOf(queues);
  const ids = await addDeliveries(pool, 5, { step: 'stuck' });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(await sent(ids)).toBe(0);
  closers.push(watchProgress(work, { ...queues, consume }, { everyMs: 200, stuckSeconds: 2 }).close);
  // Its jobs are held by a consumer that never ends; the queue knows nothing of that.
  await wipe();
  await until('sent', async () => (await sent(ids)) === 5);
});

test('a Redis that evicts is refused, one that is away is waited for', async () => {
  await expect(refuseEviction(redisUrl(), quietLog)).resolves.toBeUndefined();
  await expect(refuseEviction('redis://127.0.0.1:1', quietLog)).resolves.toBeUndefined();
  const port = await freePort();
  const evicting = spawn('redis-server', [
    '--port',
    String(port),
    '--save',
    '',
    '--maxmemory-policy',
    'allkeys-lru',
  ]);
  closers.push(async () => void evicting.kill());
  const url = `redis://127.0.0.1:${port}`;
  await until('refused', () =>
    refuseEviction(url, quietLog).then(
      () => false,
      (error: Error) => /须为 noeviction/.test(error.message),
    ),
  );
});
