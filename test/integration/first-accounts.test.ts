import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCity } from '#geodata/city.ts';
import { signIn } from '#flows/sign-in.ts';
import { firstAccounts } from '#server/cli/first-accounts.ts';
import { readConfig } from '#server/config.ts';
import { listAccounts } from '#store/accounts.ts';
import { testSecrets } from '#test/support/chengyun.ts';
import { freshPool } from '#test/support/people.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
const folder = mkdtempSync(path.join(os.tmpdir(), 'chengyun-accounts-'));
const now = new Date('2026-06-12T02:00:00Z');
const own = readCity('zhaoqing').accounts;
const config = readConfig({
  ...testSecrets,
  DATABASE_URL: 'postgres://x',
  REDIS_URL: 'redis://x',
  DATA_DIR: folder,
});

beforeAll(async () => {
  city = await freshPool();
});
afterAll(async () => {
  await city.close();
  rmSync(folder, { recursive: true });
});

test('a city without accounts gets the administrator and one of each kind, once, and their passwords open', async () => {
  const lines = await firstAccounts(city.pool, config, own);
  const file = path.join(folder, 'accounts.txt');
  expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toEqual(lines);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const accounts = await listAccounts(city.pool, now);
  expect(accounts.map(({ username }) => username)).toEqual(
    expect.arrayContaining(['admin', 'zhiban', 'quwang1', 'daping']),
  );
  for (const role of ['operator', 'field', 'auditor', 'wall'])
    expect(accounts.flatMap(({ roles }) => roles)).toContain(role);
  const [username = '', password = ''] = lines[0]!.split(/\s+/u);
  const call = { ip: '127.0.0.1', seat: null, now };
  expect((await signIn(city.pool, { ...call, username, password })).actor.username).toBe(username);
  const admin = { username: 'admin', password: testSecrets.CHENGYUN_ADMIN_PASSWORD };
  expect((await signIn(city.pool, { ...call, ...admin })).actor.roles).toContain('security-admin');
  expect(lines.join('\n')).not.toContain(testSecrets.CHENGYUN_ADMIN_PASSWORD);
  expect(await firstAccounts(city.pool, config, own)).toEqual([]);
});

test('the units of the accounts are units of the reference data', async () => {
  const accounts = await listAccounts(city.pool, now);
  const { rows } = await city.pool.query<{ code: string }>(`select code from reference where kind = 'unit'`);
  const codes = rows.map(({ code }) => code);
  for (const { username, roles, unitCode } of accounts) {
    if (roles.includes('field') || roles.includes('unit-clerk')) expect(codes, username).toContain(unitCode);
  }
});

test('a demonstration has a second person to approve a 特殊结案, marked 演示; no other city has one', async () => {
  const others = await listAccounts(city.pool, now);
  expect(others.map(({ username }) => username)).not.toContain('fenguan');
  const demo = await freshPool();
  try {
    await demo.asOwner("update city_clock set mark = 'demo'");
    const lines = await firstAccounts(demo.pool, config, own);
    expect(lines.find((line) => line.startsWith('fenguan'))).toContain('/stats  分管负责人（演示）（领导）');
    const made = (await listAccounts(demo.pool, now)).find(({ username }) => username === 'fenguan');
    expect(made).toMatchObject({ roles: ['leader'], unitCode: null });
  } finally {
    await demo.close();
  }
});
