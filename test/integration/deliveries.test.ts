import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { cityNow, inTransaction, makePool } from '#store/db.ts';
import { bury, claim, markSent, retryLater } from '#store/deliveries.ts';
import { channel as inbox } from '#workers/channels/inbox.ts';
import { channel as webhook } from '#workers/channels/webhook.ts';
import { job } from '#workers/jobs/deliver.ts';
import type { Channel, Work } from '#workers/work.ts';
import { startReceiver } from '#test/support/receiver.ts';
import type { Receiver } from '#test/support/receiver.ts';
import { addDeliveries } from '#test/support/rows.ts';
import { freshDatabase } from '#test/support/stack.ts';
import { withClient } from '#test/support/template.ts';
import { until, workOf } from '#test/support/test-parts.ts';

const database = await freshDatabase();
const pool = makePool(database.url, 12, 'test');
afterAll(async () => {
  await pool.end();
  await database.close();
});
let receiver: Receiver;
let work: Work;
beforeEach(async () => {
  receiver = await startReceiver('secret of u1');
  work = workOf(pool, receiver.url);
});
afterEach(() => receiver.close());

const handlerOf = (channel: Channel, with_ = work): ((...ids: number[]) => Promise<void>) => {
  if (job.kind !== 'queued') throw new Error('deliver is queued');
  const { handle } = job.handler(with_, channel);
  return (...ids) => handle(ids);
};
type Row = { state: string; fence: number; attempts: number; last_error: string | null };
const rowOf = async (id: number): Promise<Row> => {
  const { rows } = await pool.query<Row>(
    'select state, fence, attempts, last_error from delivery where id = $1',
    [id],
  );
  return rows[0]!;
};
const due = (id: number): Promise<unknown> =>
  pool.query("update delivery set not_before = '-infinity' where id = $1", [id]);
const expireLease = (id: number): Promise<unknown> =>
  pool.query("update delivery set lease_until = '-infinity' where id = $1", [id]);
const mark = (to: string): Promise<void> =>
  withClient(database.url, async (owner) => {
    await owner.query('update city_clock set mark = $1', [to]);
  });

test('who wakes up after its lease marks nothing: the fence of the next claim stands in between', async () => {
  const [id] = await addDeliveries(pool, 1, { channel: 'webhook' });
  const [slow] = await claim(pool, [id!]);
  expect(await claim(pool, [id!])).toEqual([]);
  await expireLease(id!);
  const [quick] = await claim(pool, [id!]);
  expect(quick!.fence).toBe(slow!.fence + 1);
  const now = await cityNow(pool);
  expect(await markSent(pool, [slow!], now)).toBe(0);
  await retryLater(pool, slow!, { reason: 'late', waitSeconds: 0, counts: true });
  expect(await bury(pool, slow!, 'dead', 'late')).toBe(false);
  expect((await rowOf(id!)).state).toBe('sending');
  expect(await markSent(pool, [quick!], now)).toBe(1);
  await expireLease(id!);
  expect(await claim(pool, [id!])).toEqual([]);
});

test('two workers that get the same deliveries at once put each into the inbox once', async () => {
  const ids = await addDeliveries(pool, 200);
  const [one, two] = [handlerOf(inbox), handlerOf(inbox)];
  const halves = [ids.slice(0, 100), ids.slice(100)];
  await Promise.all(halves.flatMap((half) => [one(...half), two(...half.toReversed())]));
  const { rows } = await pool.query<{ n: number; distinct: number }>(
    'select count(*) as n, count(distinct delivery_id) as distinct from inbox where delivery_id = any ($1)',
    [ids],
  );
  expect(rows[0]).toEqual({ n: 200, distinct: 200 });
  const states = await pool.query('select distinct state from delivery where id = any ($1)', [ids]);
  expect(states.rows).toEqual([{ state: 'sent' }]);
});

test('a crash between effect and mark leaves neither', async () => {
  const [id] = await addDeliveries(pool, 1);
  await inTransaction(pool, '*', async (tx) => {
    const deliveries = await claim(tx, [id!]);
    if (inbox.kind === 'inside') await inbox.put(tx, deliveries, await cityNow(tx));
    throw new Error('kill -9');
  }).catch(() => undefined);
  expect(await rowOf(id!)).toMatchObject({ state: 'pending', attempts: 0 });
  await handlerOf(inbox)(id!);
  const { rows } = await pool.query('select from inbox where delivery_id = $1', [id]);
  expect(rows.length).toBe(1);
});

test('a poisoned delivery ends dead with its reason and the centre hears of it, while its neighbours flow', async () => {
  const good = await addDeliveries(pool, 50);
  const [bad] = await addDeliveries(pool, 1, { step: 'poison' });
  const poisoned: Channel = {
    id: 'inbox',
    title: '',
    kind: 'inside',
    put: async (tx, deliveries, now) => {
      if (deliveries.some(({ id }) => id === bad)) throw new Error('坏数据');
      if (inbox.kind === 'inside') await inbox.put(tx, deliveries, now);
    },
  };
  const deliver = handlerOf(poisoned);
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    await due(bad!);
    await deliver(...good, bad!);
  }
  expect(await rowOf(bad!)).toEqual({ state: 'dead', fence: 6, attempts: 6, last_error: '坏数据' });
  const sent = await pool.query("select from delivery where id = any ($1) and state = 'sent'", [good]);
  expect(sent.rowCount).toBe(50);
  const { rows } = await pool.query<{ recipient: string; title: string }>(
    "select recipient, body ->> 'title' as title from delivery where step = $1",
    [`dead-${bad}`],
  );
  expect(rows).toEqual([{ recipient: 'c1', title: '送达失败：市排水中心，新工单（坏数据）' }]);
});

test('a department gets key, fence and signature, and the same body under the same key', async () => {
  const [id] = await addDeliveries(pool, 1, { channel: 'webhook' });
  const deliver = handlerOf(webhook);
  receiver.behave(500);
  await deliver(id!);
  expect(await rowOf(id!)).toMatchObject({ state: 'pending', attempts: 1 });
  receiver.behave('well');
  await deliver(id!);
  expect(receiver.calls.length).toBe(1);
  await due(id!);
  await deliver(id!);
  expect((await rowOf(id!)).state).toBe('sent');
  expect(receiver.calls.map(({ key, fence, signed }) => [key, fence, signed])).toEqual([
    [String(id), 1, true],
    [String(id), 2, true],
  ]);
  expect(receiver.calls[0]!.body).toBe(receiver.calls[1]!.body);
  expect(receiver.effects).toEqual(new Set([String(id)]));
});

test('a worker that died after sending is repeated under a higher fence, and the effect stays one', async () => {
  const [id] = await addDeliveries(pool, 1, { channel: 'webhook' });
  const [lost] = await claim(pool, [id!]);
  if (webhook.kind !== 'outside' || !lost) throw new Error('webhook is outside');
  await webhook.send(work, lost, 'test');
  await expireLease(id!);
  await handlerOf(webhook)(id!);
  expect((await rowOf(id!)).state).toBe('sent');
  expect(receiver.calls.map(({ fence }) => fence)).toEqual([1, 2]);
  // The dead worker was only frozen: it sends once more, and is refused.
  expect(await webhook.send(work, lost, 'test')).toMatchObject({ kind: 'dead' });
  expect(receiver.calls[2]!.status).toBe(409);
  expect(receiver.effects.size).toBe(1);
  expect((await rowOf(id!)).state).toBe('sent');
});

test.each([
  ['a web page instead of a receipt is tried again', 'html', 'pending'],
  ['a server error is tried again', 503, 'pending'],
  ['a refusal is final', 422, 'dead'],
  ['a redirect is not followed', 'redirect', 'dead'],
] as const)('%s', async (_name, how, state) => {
  const [id] = await addDeliveries(pool, 1, { channel: 'webhook' });
  receiver.behave(how);
  await handlerOf(webhook)(id!);
  expect((await rowOf(id!)).state).toBe(state);
  expect(receiver.calls.length).toBe(1);
});

test('a unit without a system of its own is told so, nothing is sent', async () => {
  const [id] = await addDeliveries(pool, 1, { channel: 'webhook', recipient: 'u2' });
  await handlerOf(webhook)(id!);
  expect(await rowOf(id!)).toMatchObject({ state: 'dead', last_error: '该单位没有对接地址' });
});

test.each([
  ['demo', '演示数据不外发'],
  ['drill', '演练数据不外发'],
  ['real', '对接地址不可用：127.0.0.1'],
])('from a database marked %s nothing is sent to this machine', async (to, reason) => {
  const [id] = await addDeliveries(pool, 1, { channel: 'webhook' });
  await mark(to);
  await handlerOf(webhook)(id!);
  await mark('test');
  expect(await rowOf(id!)).toMatchObject({ state: 'refused', last_error: reason });
  expect(receiver.calls).toEqual([]);
});

test('a database marked test does not reach beyond this machine', async () => {
  const [id] = await addDeliveries(pool, 1, { channel: 'webhook' });
  const outside = workOf(pool, 'http://192.0.2.1/tasks');
  await handlerOf(webhook, outside)(id!);
  expect(await rowOf(id!)).toMatchObject({ state: 'refused', last_error: '对接地址不可用：192.0.2.1' });
});

test('a department that hangs is left alone for a while; told to stop, a worker gives its attempt back', async () => {
  const stopping = new AbortController();
  const stoppable = workOf(pool, receiver.url, stopping.signal);
  receiver.behave('hang');
  const ids = await addDeliveries(pool, 6, { channel: 'webhook' });
  const deliver = handlerOf(webhook, stoppable);
  const all = Promise.all(ids.map((id) => deliver(id)));
  // Four at a time, the others wait without an attempt.
  await until('four have called', () => receiver.calls.length === 4);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(receiver.calls.length).toBe(4);
  stopping.abort();
  await all;
  const { rows } = await pool.query<{ state: string; attempts: number }>(
    'select distinct state, attempts from delivery where id = any ($1)',
    [ids],
  );
  expect(rows).toEqual([{ state: 'pending', attempts: 0 }]);
});
