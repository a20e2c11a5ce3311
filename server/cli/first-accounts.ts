import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { homeOf } from '#contracts/pages.ts';
import { roleNames } from '#contracts/people.ts';
import type { Role } from '#contracts/people.ts';
import type { City } from '#contracts/city.ts';
import { readCity } from '#geodata/city.ts';
import { hashPassword } from '#flows/passwords.ts';
import { readConfig } from '#server/config.ts';
import type { Config } from '#server/config.ts';
import { readMark } from '#store/city-mark.ts';
import { countAccounts, insertAccounts } from '#store/accounts.ts';
import type { NewAccount } from '#store/accounts.ts';
import { record } from '#store/audit.ts';
import { inTransaction, makePool } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { readablePassword } from './readable-password.ts';

type Wanted = City['accounts'][number] & { dutySeat?: boolean };

/** One person of each kind that every centre has; the people of its units come with the city. */
const everywhere: readonly Wanted[] = [
  { username: 'zhiban', name: '值班席', role: 'operator', dutySeat: true },
  { username: 'banzhang', name: '值班长', role: 'shift-leader' },
  { username: 'paiqian', name: '派遣员', role: 'dispatcher' },
  { username: 'lingdao', name: '值班领导', role: 'leader' },
  { username: 'xitong', name: '系统管理员', role: 'system-admin' },
  { username: 'anquan', name: '安全管理员', role: 'security-admin' },
  { username: 'shenji', name: '审计员', role: 'auditor' },
  { username: 'daping', name: '指挥大屏', role: 'wall' },
];

/** 演示: whom only a demonstration needs, the second person that a 特殊结案 asks for. Never made in a real city. */
const inDemo: readonly Wanted[] = [{ username: 'fenguan', name: '分管负责人（演示）', role: 'leader' }];

/** The first administrator may set up everything until there are others; the auditor's part stays apart. */
const adminRoles: readonly Role[] = ['shift-leader', 'system-admin', 'security-admin'];

type Fresh = { account: NewAccount; password: string };

async function fresh(one: Wanted, roles: readonly Role[], password: string): Promise<Fresh> {
  const { username, name, unitCode = null, districtCode = null, dutySeat = false } = one;
  const passwordHash = await hashPassword(password);
  const facts = { username, name, roles: [...roles], unitCode, districtCode, dutySeat };
  return { account: { ...facts, passwordHash, createdBy: 'system' }, password };
}

function draft(config: Config, own: readonly Wanted[] | null): Promise<Fresh[]> {
  const adminPassword = config.CHENGYUN_ADMIN_PASSWORD ?? readablePassword();
  const admin = { username: 'admin', name: '管理员', role: 'shift-leader' } as const;
  const others = own ? [...everywhere, ...own] : [];
  return Promise.all([
    fresh(admin, adminRoles, adminPassword),
    ...others.map((one) => fresh(one, [one.role], readablePassword())),
  ]);
}

/** Account, password, the page that it opens, and whose it is: in columns, as npm start prints them. */
function lineOf({ account, password }: Fresh): string {
  const home = homeOf(account.roles).padEnd(6);
  const roles = account.roles.map((role) => roleNames[role]).join('、');
  return `${account.username.padEnd(12)} ${password}  ${home}  ${account.name}（${roles}）`;
}

/** The passwords that nobody chose, for the owner of the data folder alone. */
async function keepLines(folder: string, lines: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'accounts.txt'), `${lines.join('\n')}\n`, { mode: 0o600 });
}

/**
 * Makes the first accounts of a database that has none: admin, and unless `own` is null one of each kind and the
 * city's own. Their passwords go into DATA_DIR/accounts.txt (the admin's too when nobody chose it), before the commit: an account
 * whose password nobody knows cannot come to be. Returns the lines of that file; none when there were accounts.
 */
export async function firstAccounts(
  pool: Pool,
  config: Config,
  own: City['accounts'] | null,
): Promise<string[]> {
  if ((await countAccounts(pool)) > 0) return [];
  const isDemo = (await readMark(pool)) === 'demo';
  const accounts = await draft(config, own && isDemo ? [...own, ...inDemo] : own);
  const chosen = config.CHENGYUN_ADMIN_PASSWORD !== undefined;
  return inTransaction(pool, '*', async (tx, now) => {
    const made = await insertAccounts(
      tx,
      accounts.map(({ account }) => account),
      now,
    );
    if (made.length === 0) return [];
    await record(tx, {
      actor: 'system',
      action: 'account.first',
      target: 'account/*',
      detail: { made },
      now,
    });
    const lines = accounts
      .filter(({ account }) => made.includes(account.username) && !(chosen && account.username === 'admin'))
      .map(lineOf);
    if (lines.length > 0) await keepLines(config.DATA_DIR, lines);
    return lines;
  });
}

/** tsx server/cli/first-accounts.ts [--no-accounts]: makes them and prints their passwords, once. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'no-accounts': { type: 'boolean', default: false } } });
  const config = readConfig();
  const pool = makePool(config.DATABASE_URL, 2, 'chengyun-first-accounts');
  try {
    const own = values['no-accounts'] ? null : readCity(config.CITY).accounts;
    for (const line of await firstAccounts(pool, config, own)) console.log(line);
  } finally {
    await pool.end();
  }
}

if (process.argv[1] === import.meta.filename) await main();
