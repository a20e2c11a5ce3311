import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction, makePool } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import { startChengyun, testSecrets } from '#test/support/chengyun.ts';
import { sendTickets } from '#test/support/hotline.ts';
import { ticket } from '#test/support/core.ts';
import { addIncident, addTask } from '#test/support/rows.ts';
import { redisUrl, uniquePrefix } from '#test/support/stack.ts';
import { databaseUrl, withClient } from '#test/support/template.ts';
import { run } from '../../server/launch/processes.mjs';
import { redisServer } from '../fault/redis-server.ts';

// The city's own PostgreSQL and Redis, by people who give no right too many.
const adminUrl = process.env['CHENGYUN_TEST_ADMIN_URL'] ?? '';
const name = `clone_${randomBytes(6).toString('hex')}`;
const role = `Plain-${name}`;
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'chengyun-outside-'));
const url = ((): string => {
  const plain = new URL(databaseUrl(adminUrl, name));
  [plain.username, plain.password] = [encodeURIComponent(role), 'plain'];
  return plain.href;
})();
const asAdmin = (sql: string, database = 'postgres'): Promise<unknown> =>
  withClient(databaseUrl(adminUrl, database), (admin) => admin.query(sql));

beforeAll(async () => {
  await asAdmin(`create role "${role}" login password 'plain'`);
  await asAdmin(`create database ${name} owner "${role}"`);
});
afterAll(async () => {
  await asAdmin(`drop database if exists ${name} with (force)`);
  await asAdmin(`drop role "${role}"`);
  rmSync(dataDir, { recursive: true, force: true });
});

/** What `npm start` does with a database before anything else: its last line, and its status. */
async function prepare(redis = redisUrl()): Promise<{ code: number; line: string }> {
  const { code, output } = await run(process.execPath, ['--import', 'tsx', 'server/cli/prepare.ts'], {
    env: { ...process.env, ...testSecrets, DATABASE_URL: url, REDIS_URL: redis, DATA_DIR: dataDir },
  });
  return { code, line: output.trimEnd().split('\n').at(-1) ?? '' };
}

test('without PostGIS, and with no right to make it: one line that names the statements', async () => {
  expect(await prepare()).toEqual({
    code: 2,
    line: '请由数据库管理员在该库中执行：create extension postgis; create extension pg_trgm; create extension btree_gist;',
  });
});

test('a role that may not act as chengyun_app: one line that names the statement, which then suffices', async () => {
  await asAdmin('create extension postgis', name);
  const refused = await prepare();
  expect(refused.code).toBe(2);
  expect(refused.line).toMatch(/角色 chengyun_app，请由数据库管理员执行：.*grant chengyun_app to "Plain-/u);
  await asAdmin(refused.line.split('执行：')[1]!);
});

test('a Redis that throws keys away, or wants another password: one line, nothing is touched', async () => {
  const redis = await redisServer(dataDir, false);
  await redis.start();
  try {
    const client = new Redis(redis.url);
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await client.quit();
    expect(await prepare(redis.url)).toEqual({
      code: 2,
      line: 'Redis 的 maxmemory-policy 是 allkeys-lru，须为 noeviction：请执行 CONFIG SET maxmemory-policy noeviction',
    });
    const other = redis.url.replace(/:[^:@]*@/u, ':wrong@');
    expect(await prepare(other)).toEqual({ code: 2, line: 'Redis 拒绝了用户名或密码' });
  } finally {
    await redis.stop();
  }
  const { rows } = await withClient(url, (plain) =>
    plain.query("select to_regclass('public.migration') as t"),
  );
  expect(rows).toEqual([{ t: null }]);
});

test('a plain role that owns its database, and nothing more, runs the whole city; a second start finds all done', async () => {
  expect(await prepare()).toEqual({ code: 0, line: 'mark=real' });
  expect(await prepare()).toEqual({ code: 0, line: 'mark=real' });
  const chengyun = await startChengyun({
    databaseUrl: url,
    redisUrl: redisUrl(),
    env: { CHENGYUN_QUEUE: uniquePrefix() },
  });
  try {
    const response = await sendTickets(chengyun.url, [
      ticket({ callerName: '王小明', callerPhone: '13900001111' }),
    ]);
    expect(response.status).toBe(202);
    const pool = makePool(url, 1, 'test');
    const matters = async (): Promise<number> => (await pool.query('select from incident')).rows.length;
    await expect.poll(matters).toBe(1);
    await pool.end();
    expect(chengyun.log('server') + chengyun.log('workers')).not.toMatch(/"level":[56]0/u);
  } finally {
    await chengyun.stop();
  }
}, 300_000);

test('row security binds the owner as well as the program: no scope, no rows', async () => {
  const count = async (db: Db): Promise<number[]> => {
    const { rows } = await db.query<{ t: number; p: number }>(
      'select (select count(*) from task) as t, (select count(*) from person) as p',
    );
    return [Number(rows[0]!.t), Number(rows[0]!.p)];
  };
  const pool = makePool(url, 1, 'test');
  try {
    await inTransaction(pool, '*', async (tx) => addTask(tx, await addIncident(tx), 'own-unit'));
    const [tasks = 0, persons = 0] = await inTransaction(pool, '*', count);
    expect(tasks).toBeGreaterThan(1);
    expect(persons).toBe(1);
    expect(await count(pool)).toEqual([0, 0]);
    expect(await inTransaction(pool, { units: ['own-unit'], districts: [] }, count)).toEqual([1, 0]);
    expect(await withClient(url, count)).toEqual([0, 0]);
  } finally {
    await pool.end();
  }
});
