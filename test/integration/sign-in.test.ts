import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Role } from '#contracts/people.ts';
import { changeAccount, createAccount, unlockAccount } from '#flows/manage-account.ts';
import { changePassword, resetPassword } from '#flows/change-password.ts';
import { hashPassword } from '#flows/passwords.ts';
import { signIn } from '#flows/sign-in.ts';
import { insertAccounts, listAccounts } from '#store/accounts.ts';
import { listAudit } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import { actorOf, freshPool } from '#test/support/people.ts';

const password = 'Kadu-Reme-4827';
const start = new Date('2026-06-12T02:00:00Z');
const after = (seconds: number): Date => new Date(start.getTime() + seconds * 1_000);
const admin = { actor: { ...actorOf('security-admin'), username: 'anquan' }, now: start };
let city: Awaited<ReturnType<typeof freshPool>>;
let passwordHash: string;

beforeAll(async () => {
  city = await freshPool();
  passwordHash = await hashPassword(password);
});
afterAll(() => city.close());
beforeEach(async () => {
  await city.asOwner('truncate sign_in_try, seat, account cascade');
  const account = (username: string, role: Role, dutySeat = false) => ({
    ...actorOf(role),
    username,
    passwordHash,
    dutySeat,
    createdBy: 'test',
  });
  const accounts = [
    account('zhiban', 'operator', true),
    account('banzhang', 'shift-leader'),
    account('anquan', 'security-admin'),
  ];
  await insertAccounts(city.pool, accounts, start);
});

const enter = (username: string, word: string, when: Date, seat: string | null = null, ip = '10.1.1.1') =>
  signIn(city.pool, { username, password: word, ip, seat, now: when });
const wrong = { code: 'not-signed-in' };
const locked = { code: 'too-many' };

async function failFive(username: string, ip = '10.1.1.1'): Promise<void> {
  for (let i = 0; i < 5; i++)
    await expect(enter(username, 'nonsense', after(i), null, ip)).rejects.toMatchObject(wrong);
}

test('the right password opens, and the answer for a wrong name and a wrong password is the same', async () => {
  expect((await enter('banzhang', password, start)).actor).toMatchObject({
    username: 'banzhang',
    roles: ['shift-leader'],
  });
  const refusals = await Promise.allSettled([enter('banzhang', 'x', start), enter('nobody', 'x', start)]);
  const [one, other] = refusals.map((result) =>
    result.status === 'rejected' ? String(result.reason) : 'open',
  );
  expect(one).toBe(other);
  const rows = await listAudit(city.pool, { action: 'session', limit: 9 });
  expect(rows.map(({ action, actor }) => `${action} ${actor}`).toSorted()).toEqual([
    'session.refused banzhang',
    'session.refused unknown',
    'session.sign-in banzhang',
  ]);
});

test('an unknown name costs as much work as a known one', async () => {
  // The processor's time of this process, hashing threads and all: it does not grow with what else the machine does.
  const time = async (name: string, i: number): Promise<number> => {
    const from = process.cpuUsage();
    await enter(name, 'nonsense', after(i * 1_000), null, `10.2.0.${i}`).catch(() => undefined);
    const { user, system } = process.cpuUsage(from);
    return user + system;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  for (let i = 0; i < 8; i++) {
    known.push(await time('banzhang', i));
    unknown.push(await time(`nobody${i}`, i));
  }
  const median = (list: number[]): number => list.toSorted((a, b) => a - b)[4]!;
  expect(Math.abs(Math.log(median(known) / median(unknown)))).toBeLessThan(0.5);
});

test('five failures lock an account for a quarter of an hour, also for the right password and from elsewhere', async () => {
  await failFive('banzhang');
  await expect(enter('banzhang', password, after(10), null, '10.9.9.9')).rejects.toMatchObject(locked);
  const [account] = await listAccounts(city.pool, after(11), 'banzhang');
  expect(account?.lockedUntil).toBe(after(10 + 900).toISOString());
  await expect(enter('banzhang', password, after(900))).rejects.toMatchObject(locked);
  await expect(enter('banzhang', password, after(911))).resolves.toBeDefined();
});

test('an unknown name is locked in the same way, so that the lock tells nothing', async () => {
  await failFive('nobody');
  await expect(enter('nobody', 'nonsense', after(10))).rejects.toMatchObject(locked);
});

test('many guesses at the same moment get five tries together', async () => {
  const all = await Promise.allSettled(
    Array.from({ length: 20 }, () => enter('banzhang', 'nonsense', start)),
  );
  const tried = all.filter(
    (one) => one.status === 'rejected' && (one.reason as { code: string }).code === 'not-signed-in',
  );
  expect(tried).toHaveLength(5);
});

test('failures long apart do not add up, and a success forgets them', async () => {
  for (let i = 0; i < 8; i++)
    await expect(enter('banzhang', 'x', after(i * 901))).rejects.toMatchObject(wrong);
  for (let i = 0; i < 4; i++)
    await expect(enter('banzhang', 'x', after(10_000 + i))).rejects.toMatchObject(wrong);
  await enter('banzhang', password, after(10_010));
  for (let i = 0; i < 4; i++)
    await expect(enter('banzhang', 'x', after(10_020 + i))).rejects.toMatchObject(wrong);
});

test('a stranger who guesses cannot keep the duty seat out: its own browser opens at once, any other after a minute', async () => {
  const { seat } = await enter('zhiban', password, start);
  await failFive('zhiban', '10.66.6.6');
  await expect(enter('zhiban', password, after(10))).rejects.toMatchObject(locked);
  await expect(enter('zhiban', password, after(10), seat)).resolves.toMatchObject({ seat });
  await failFive('zhiban', '10.66.6.7');
  await expect(enter('zhiban', password, after(20))).rejects.toMatchObject(locked);
  await expect(enter('zhiban', password, after(81))).resolves.toBeDefined();
});

test('a known seat that succeeds starts to count anew', async () => {
  const { seat } = await enter('zhiban', password, start);
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 4; i++) {
      await expect(enter('zhiban', 'x', after(round * 20 + i), seat)).rejects.toMatchObject(wrong);
    }
    await expect(enter('zhiban', password, after(round * 20 + 10), seat)).resolves.toBeDefined();
  }
});

test('the last administrator waits a minute as well, not a quarter of an hour', async () => {
  await failFive('anquan');
  await expect(enter('anquan', password, after(10))).rejects.toMatchObject(locked);
  await expect(enter('anquan', password, after(71))).resolves.toBeDefined();
});

test('a stolen or invented seat opens no further tries for another account', async () => {
  const { seat } = await enter('banzhang', password, start);
  await failFive('zhiban');
  await expect(enter('zhiban', password, after(10), seat)).rejects.toMatchObject(locked);
  await expect(enter('zhiban', password, after(10), 'invented')).rejects.toMatchObject(locked);
  expect((await enter('banzhang', password, after(11), 'planted')).seat).not.toBe('planted');
});

test('one address that tries many names is stopped', async () => {
  const codes: string[] = [];
  for (let i = 0; i < 32; i++) {
    codes.push(
      await enter(`name${i}`, 'x', after(i), null, '10.7.7.7').then(
        () => '',
        (error: { code: string }) => error.code,
      ),
    );
  }
  expect(codes.indexOf('too-many')).toBe(30);
  await expect(enter('banzhang', password, after(40), null, '10.7.7.8')).resolves.toBeDefined();
});

test('a disabled account does not open, and an unlocked one opens before its time', async () => {
  const facts = {
    name: '班',
    roles: ['shift-leader' as const],
    unitCode: null,
    districtCode: null,
    dutySeat: false,
  };
  await changeAccount(city.pool, 'banzhang', { ...facts, disabled: true }, admin);
  await expect(enter('banzhang', password, start)).rejects.toMatchObject(wrong);
  await changeAccount(city.pool, 'banzhang', { ...facts, disabled: false }, admin);
  await enter('banzhang', password, start);
  await failFive('banzhang');
  await expect(enter('banzhang', 'x', after(9))).rejects.toMatchObject(locked);
  await unlockAccount(city.pool, 'banzhang', admin);
  await expect(enter('banzhang', password, after(10))).resolves.toBeDefined();
});

test('accounts: weak passwords, excluded roles, used and reserved names, the own and the last one are refused', async () => {
  const draft = {
    username: 'wang',
    name: '王',
    roles: ['operator' as Role],
    unitCode: null,
    districtCode: null,
    dutySeat: false,
    password,
  };
  const make = (change: Partial<typeof draft>) => createAccount(city.pool, { ...draft, ...change }, admin);
  await expect(make({ password: 'short-Pw1' })).rejects.toMatchObject({ code: 'bad-input' });
  await expect(make({ password: 'wang-Is-My-Name' })).rejects.toMatchObject({ code: 'bad-input' });
  await expect(make({ roles: ['auditor', 'operator'] })).rejects.toMatchObject({ code: 'bad-input' });
  await expect(make({ roles: ['field'] })).rejects.toThrow('所属单位');
  await expect(make({ username: 'zhiban' })).rejects.toMatchObject({ code: 'taken' });
  await expect(make({ username: 'api-token' })).rejects.toMatchObject({ code: 'taken' });
  expect(await make({})).toMatchObject({ username: 'wang', disabled: false });
  const to = {
    name: '安',
    roles: ['operator' as Role],
    unitCode: null,
    districtCode: null,
    dutySeat: false,
    disabled: false,
  };
  await expect(changeAccount(city.pool, 'anquan', to, admin)).rejects.toMatchObject({ code: 'not-allowed' });
  const other = { ...admin, actor: { ...admin.actor, username: 'admin' } };
  await expect(changeAccount(city.pool, 'anquan', to, other)).rejects.toThrow('最后一个');
});

test('at an open session the present password can be guessed five times, and nobody is locked out by it', async () => {
  const { actor } = await enter('banzhang', password, start);
  const change = (current: string, seconds: number): Promise<void> =>
    changePassword(city.pool, { actor, current, next: 'Sabe-Tune-9317', sid: 'mine', now: after(seconds) });
  for (let i = 0; i < 5; i += 1)
    await expect(change('nonsense', i)).rejects.toMatchObject({ code: 'bad-input' });
  await expect(change('nonsense', 6)).rejects.toMatchObject(locked);
  await expect(change(password, 7)).rejects.toMatchObject(locked);
  await enter('banzhang', password, after(8));
  await change(password, 16 * 60);
  await enter('banzhang', 'Sabe-Tune-9317', after(17 * 60));
});

test('nobody gives a district the roles of the whole city', async () => {
  const facts = { name: '高要', unitCode: null, districtCode: '441204', dutySeat: false, disabled: false };
  const draft = { ...facts, username: 'gaoyao', password, roles: ['system-admin' as const] };
  await expect(createAccount(city.pool, draft, admin)).rejects.toThrow('全市');
  const leads = { ...facts, roles: ['shift-leader' as const] };
  expect(await changeAccount(city.pool, 'banzhang', leads, admin)).toMatchObject({ districtCode: '441204' });
  const audits = { ...facts, roles: ['auditor' as const] };
  await changeAccount(city.pool, 'banzhang', { ...audits, districtCode: null }, admin);
  await expect(changeAccount(city.pool, 'banzhang', audits, admin)).rejects.toThrow('全市');
});

test('a changed or reset password ends the other sessions; a reset forgets the known seats too', async () => {
  const open = (sid: string): Promise<unknown> =>
    city.pool.query(`insert into session values ($1, '{"username":"banzhang"}', now() + interval '1 hour')`, [
      sid,
    ]);
  const sids = async (): Promise<string[]> =>
    (await city.pool.query<{ sid: string }>('select sid from session order by sid')).rows.map(
      (row) => row.sid,
    );
  const { actor, seat } = await enter('banzhang', password, start);
  await Promise.all(['mine', 'other'].map(open));
  const change = { actor, current: password, next: 'Sabe-Tune-9317', sid: 'mine', now: start };
  await expect(changePassword(city.pool, { ...change, current: 'no' })).rejects.toMatchObject({
    code: 'bad-input',
  });
  await expect(changePassword(city.pool, { ...change, next: 'simple' })).rejects.toMatchObject({
    code: 'bad-input',
  });
  await changePassword(city.pool, change);
  expect(await sids()).toEqual(['mine']);
  await resetPassword(city.pool, { actor: admin.actor, username: 'banzhang', next: password, now: start });
  expect(await sids()).toEqual([]);
  await failFive('banzhang');
  await expect(enter('banzhang', password, after(9), seat)).rejects.toMatchObject(locked);
  await inTransaction(city.pool, '*', (tx) => tx.query('delete from session'));
});
