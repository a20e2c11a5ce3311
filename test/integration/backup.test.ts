import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBackup } from '#server/cli/backup/make.ts';
import type { Made } from '#server/cli/backup/make.ts';
import { checkCopy, restoreDatabase } from '#server/cli/backup/restore.ts';
import { record, verify } from '#store/audit.ts';
import { cityNow, inTransaction, makePool } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { openFeed } from '#store/frames.ts';
import { readTarget } from '#store/whole-city.ts';
import { channel as inbox } from '#workers/channels/inbox.ts';
import { channel as webhook } from '#workers/channels/webhook.ts';
import { job } from '#workers/jobs/deliver.ts';
import { openQueues } from '#workers/queues.ts';
import { startRelay } from '#workers/relay.ts';
import type { Channel, Handler } from '#workers/work.ts';
import { testSecrets } from '#test/support/chengyun.ts';
import { alert, makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { emptyDatabase, plainDatabase } from '#test/support/empty-database.ts';
import { testVault } from '#test/support/people.ts';
import { startReceiver } from '#test/support/receiver.ts';
import type { Receiver } from '#test/support/receiver.ts';
import { addDeliveries } from '#test/support/rows.ts';
import { redisUrl, uniquePrefix } from '#test/support/stack.ts';
import { quietLog, workOf } from '#test/support/test-parts.ts';
import { run } from '../../server/launch/processes.mjs';

const folder = mkdtempSync(path.join(os.tmpdir(), 'backup-'));
const file = path.join(folder, 'city.backup');
const recoveryKey = 'ABCDE-FGHJK-MNPQR-STUVW';
const phone = '13800138000';
let core: Core;
let receiver: Receiver;
let other: Awaited<ReturnType<typeof emptyDatabase>>;
let restored: Pool;
let made: Made;
let epoch: string;
let ids: { sent: number; afterwards: number; inside: number };
let accepted = 0;

const handler = (pool: Pool, channel: Channel): Handler => {
  if (job.kind !== 'queued') throw new Error('deliver is queued');
  return job.handler(workOf(pool, receiver.url), channel);
};
const wish = (to: string) => ({
  databaseUrl: core.url,
  file: to,
  recoveryKey,
  cipher: 'sm4' as const,
  files: [{ name: 'secrets.json', text: '{"fieldKey":"k"}' }],
  say: () => undefined,
});
const restore = async (databaseUrl: string, replace = false): Promise<void> => {
  const copy = await checkCopy(file, recoveryKey);
  const listFile = path.join(folder, 'list');
  await restoreDatabase({
    databaseUrl,
    copy,
    recoveryKey,
    replace,
    inside: ['inbox'],
    listFile: { path: listFile, write: (text) => writeFile(listFile, text) },
  });
};
const one = async <T extends object>(pool: Pool, sql: string, args: unknown[] = []): Promise<T> =>
  inTransaction(pool, '*', async (tx) => (await tx.query<T>(sql, args)).rows[0]!);

/** A city at work: matters, sealed callers, audit, a feed, and three deliveries; copied while events come in. */
async function liveCopyCrash(): Promise<void> {
  for (let n = 0; n < 20; n += 1)
    accepted += (await core.send('hotline', [ticket({ callerPhone: phone, lng: 112.4 + n / 100 })])).accepted;
  await core.merge();
  await inTransaction(core.pool, '*', async (tx) =>
    record(tx, { actor: 'a', action: 'x.y', target: 't', detail: {}, now: await cityNow(tx) }),
  );
  ({ epoch } = await openFeed(core.pool));
  const [sent, afterwards] = await addDeliveries(core.pool, 2, { channel: 'webhook' });
  const [inside] = await addDeliveries(core.pool, 1, { step: 'inside' });
  ids = { sent: sent!, afterwards: afterwards!, inside: inside! };
  await handler(core.pool, webhook).handle([ids.sent]);
  let copying = true;
  const coming = (async () => {
    while (copying) {
      await core.send('camera', [alert({ lng: 112.5, lat: 23.1 })]);
      await core.merge();
    }
  })();
  made = await makeBackup(wish(file)).finally(() => (copying = false));
  await coming;
  // Sent after the copy and before the crash: the copy cannot know.
  await handler(core.pool, webhook).handle([ids.afterwards]);
}

beforeAll(async () => {
  core = await makeCore();
  receiver = await startReceiver('secret of u1');
  await liveCopyCrash();
  other = await emptyDatabase();
  await restore(other.url);
  restored = makePool(other.url, 4, 'test');
}, 120_000);
afterAll(async () => {
  await restored?.end();
  await other?.close();
  await receiver.close();
  await core.close();
  rmSync(folder, { recursive: true, force: true });
});

test('nothing acknowledged before the copy is missing, and what came meanwhile is whole or not there', async () => {
  const { events, linked, waiting, hotline } = await one<Record<string, number>>(
    restored,
    `select (select count(*) from event) as events, (select count(*) from link) as linked,
            (select count(*) from waiting) as waiting, (select count(*) from event where source = 'hotline') as hotline`,
  );
  expect(hotline).toBe(accepted);
  expect(events).toBe(linked! + waiting!);
  expect(events).toBe(made.manifest.counts['event']);
  expect((await verify(restored, undefined, made.manifest.auditHeads)).firstBad).toBeNull();
  const sealed = await one<{ key: string; sealed: Buffer }>(
    restored,
    `select key, sealed from event where source = 'hotline' limit 1`,
  );
  expect(testVault.open(`event:hotline/${sealed.key}`, sealed.sealed).toString()).toContain(phone);
  const rights = await one<{ owns: boolean; forced: boolean }>(
    restored,
    `select pg_has_role('chengyun_app', relowner, 'member') as owns, relforcerowsecurity as forced from pg_class where relname = 'task'`,
  );
  expect(rights).toEqual({ owns: false, forced: true });
});

test('no task is sent again: what may have left waits for a person, who resends it under the old key', async () => {
  const before = receiver.calls.length;
  const { rows } = await restored.query<{ id: number; channel: string }>(
    "select id, channel from delivery where state in ('pending', 'sending')",
  );
  for (const { id, channel } of rows)
    await handler(restored, channel === 'inbox' ? inbox : webhook).handle([id]);
  expect(receiver.calls.length).toBe(before);
  const state = async (id: number): Promise<string> =>
    (await one<{ state: string }>(restored, 'select state from delivery where id = $1', [id])).state;
  expect([await state(ids.sent), await state(ids.afterwards), await state(ids.inside)]).toEqual([
    'sent',
    'uncertain',
    'sent',
  ]);
  const inboxed = 'select count(*) as n from inbox where delivery_id = $1';
  expect((await one<{ n: number }>(restored, inboxed, [ids.inside])).n).toBe(1);
  await restored.query("update delivery set state = 'pending' where id = $1", [ids.afterwards]);
  await handler(restored, webhook).handle([ids.afterwards]);
  expect(receiver.calls.at(-1)).toMatchObject({ key: String(ids.afterwards), status: 200, signed: true });
  expect(receiver.effects.size).toBe(2);
});

test('the command leaves Redis without a job of the past, also for a plain role; and no such job would send anything', async () => {
  const prefix = uniquePrefix();
  const target = await plainDatabase();
  const handlers = (of: Pool): Map<string, Handler> =>
    new Map([inbox, webhook].map((channel) => [channel.id, handler(of, channel)]));
  const pool = makePool(target.url, 4, 'test');
  const wish = { redisUrl: redisUrl(), prefix, log: quietLog, handlers: handlers(pool) };
  const queues = openQueues(wish);
  try {
    const old = [ids.sent, ids.afterwards].map((id) => ({ id, channel: 'webhook' }));
    await queues.add([...old, { id: ids.inside, channel: 'inbox' }]);
    expect(await queues.depth()).toBe(3);
    const dataDir = path.join(folder, 'new-machine');
    mkdirSync(dataDir);
    const { code, output } = await run(process.execPath, ['--import', 'tsx', 'server/cli/restore.ts', file], {
      env: {
        ...process.env,
        ...testSecrets,
        CHENGYUN_KEYS_FROM_FILE: '1',
        CHENGYUN_BACKUP_KEY: recoveryKey,
        CHENGYUN_QUEUE: prefix,
        DATABASE_URL: target.url,
        REDIS_URL: redisUrl(),
        DATA_DIR: dataDir,
      },
    });
    expect(output).toContain('恢复完成');
    expect(code).toBe(0);
    expect(await queues.depth()).toBe(0);
    const before = receiver.calls.length;
    // As if Redis had not answered the command: the old numbers come to the restored truth, among its own.
    await queues.add(old);
    await queues.consume();
    const relay = startRelay(workOf(pool, receiver.url), queues, new Set(['inbox', 'webhook']));
    await expect.poll(queues.handled).toBeGreaterThanOrEqual(3);
    await expect.poll(queues.depth).toBe(0);
    await relay.close();
    expect(receiver.calls.length).toBe(before);
    const { rows } = await pool.query<{ id: number; state: string }>(
      'select id, state from delivery where id = any ($1) order by id',
      [Object.values(ids)],
    );
    expect(new Map(rows.map(({ id, state }) => [id, state]))).toEqual(
      new Map([[ids.sent, 'sent'], [ids.afterwards, 'uncertain'], [ids.inside, 'sent']]), // prettier-ignore
    );
  } finally {
    await queues.close();
    await pool.end();
    await target.close();
  }
}, 120_000);

test('numbers that the world has seen after the copy are not given again, and screens take a new picture', async () => {
  const gone = await addDeliveries(core.pool, 50, { step: 'lost' });
  const [next] = await addDeliveries(restored, 1, { step: 'next' });
  expect(next!).toBeGreaterThan(Math.max(...gone));
  expect((await openFeed(restored)).epoch).not.toBe(epoch);
  expect((await one<{ n: number }>(restored, 'select count(*) as n from session')).n).toBe(0);
});

test('the copy tells nothing without its key, and one altered byte keeps it from being restored', async () => {
  expect(readFileSync(file).includes('道路') || readFileSync(file).includes('fieldKey')).toBe(false);
  await expect(checkCopy(file, 'another key that is long')).rejects.toThrow('恢复口令不对');
  const bytes = readFileSync(file);
  const bad = path.join(folder, 'bad.backup');
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(bad, bytes);
  await expect(checkCopy(bad, recoveryKey)).rejects.toThrow('损坏');
  writeFileSync(bad, readFileSync(file).subarray(0, -100));
  await expect(checkCopy(bad, recoveryKey)).rejects.toThrow('不完整');
  await expect(makeBackup(wish(file))).rejects.toThrow('已存在');
});

test('a restore that fails half-way leaves the city that was there; one that succeeds takes its place', async () => {
  await restored.query("update city_clock set mark = 'drill'");
  const copy = await checkCopy(file, recoveryKey);
  copy.manifest.counts['event']! += 1;
  const listFile = {
    path: path.join(folder, 'list'),
    write: (text: string) => writeFile(path.join(folder, 'list'), text),
  };
  const databaseUrl = other.url;
  const failing = restoreDatabase({
    databaseUrl,
    copy,
    recoveryKey,
    replace: true,
    inside: ['inbox'],
    listFile,
  });
  await expect(failing).rejects.toThrow(/restored event has/);
  expect(await readTarget(databaseUrl)).toMatchObject({ mark: 'drill' });
  await restore(databaseUrl, true);
  expect(await readTarget(databaseUrl)).toMatchObject({
    mark: 'test',
    events: made.manifest.counts['event'],
  });
}, 120_000);
