import { Refusal } from '#contracts/errors.ts';
import type { Account, Actor } from '#contracts/people.ts';
import { passwordFault } from '#domain/password.ts';
import { reservedNames, roleConflict } from '#domain/rights.ts';
import { findForSignIn, insertAccounts, listAccounts, lockAdmins, updateAccount } from '#store/accounts.ts';
import type { AccountChange } from '#store/accounts.ts';
import { record } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import { endSessions } from '#store/sessions.ts';
import { forgetTries } from '#store/sign-in-tries.ts';
import { hashPassword } from './passwords.ts';

type By = { actor: Actor; now: Date };
export type AccountDraft = Omit<AccountChange, 'disabled'> & { username: string; password: string };

function refuseFaults(to: Pick<AccountChange, 'roles' | 'unitCode' | 'districtCode'>): void {
  const conflict = roleConflict(to.roles, to.districtCode);
  if (conflict !== null) throw new Refusal('bad-input', conflict);
  const ofUnit = to.roles.some((role) => role === 'unit-clerk' || role === 'field');
  if (ofUnit && to.unitCode === null) throw new Refusal('bad-input', '承办单位岗位必须选择所属单位');
  if (!ofUnit && to.unitCode !== null) throw new Refusal('bad-input', '只有承办单位岗位可以选择所属单位');
}

async function oneAccount(db: Db, username: string, now: Date): Promise<Account> {
  const [account] = await listAccounts(db, now, username);
  if (!account) throw new Refusal('not-found', '没有这个账号');
  return account;
}

/** 新建账号. Throws bad-input for a weak password or roles that exclude each other, taken for a name in use. */
export async function createAccount(pool: Pool, draft: AccountDraft, { actor, now }: By): Promise<Account> {
  refuseFaults(draft);
  const { username, password, roles, unitCode, districtCode } = draft;
  const fault = passwordFault(password, username);
  if (fault !== null) throw new Refusal('bad-input', fault);
  const { password: _password, ...facts } = draft;
  const row = {
    ...facts,
    roles: [...roles],
    passwordHash: await hashPassword(password),
    createdBy: actor.username,
  };
  return inTransaction(pool, '*', async (tx) => {
    const made = reservedNames.includes(username) ? [] : await insertAccounts(tx, [row], now);
    if (made.length === 0) throw new Refusal('taken', '账号名已被使用');
    const entry = { actor: actor.username, action: 'account.create', target: `account/${username}` };
    await record(tx, { ...entry, detail: { roles, unitCode, districtCode }, now });
    return oneAccount(tx, username, now);
  });
}

/**
 * 修改账号: roles, unit, district, duty seat, disabled. Its sessions end, so that the change counts at once. Nobody
 * changes the own account, and the last one who can give accounts stays.
 */
export async function changeAccount(
  pool: Pool,
  username: string,
  to: AccountChange,
  { actor, now }: By,
): Promise<Account> {
  if (username === actor.username)
    throw new Refusal('not-allowed', '不能修改自己的账号，请由另一位安全管理员办理');
  return inTransaction(pool, '*', async (tx) => {
    await lockAdmins(tx);
    const before = await findForSignIn(tx, username);
    if (before === null) throw new Refusal('not-found', '没有这个账号');
    const sameRoles = before.roles.toSorted().join() === to.roles.toSorted().join();
    const samePlace = before.unitCode === to.unitCode && before.districtCode === to.districtCode;
    if (!sameRoles || !samePlace) refuseFaults(to);
    if (before.lastAdmin && (to.disabled || !to.roles.includes('security-admin'))) {
      throw new Refusal('not-allowed', '这是最后一个能管理账号的账号，不能停用或取消安全管理员岗位');
    }
    await updateAccount(tx, username, to);
    const ended = await endSessions(tx, username);
    const { roles, unitCode, districtCode, disabled, dutySeat } = before;
    const detail = { before: { roles, unitCode, districtCode, disabled, dutySeat }, after: to, ended };
    const entry = { actor: actor.username, action: 'account.change', target: `account/${username}` };
    await record(tx, { ...entry, detail: { ...detail, after: { ...to, name: undefined } }, now });
    return oneAccount(tx, username, now);
  });
}

/** 解锁: lifts a lock before its time. */
export async function unlockAccount(pool: Pool, username: string, { actor, now }: By): Promise<Account> {
  return inTransaction(pool, '*', async (tx) => {
    const account = await oneAccount(tx, username, now);
    await forgetTries(tx, [`name/${username}`]);
    await record(tx, {
      actor: actor.username,
      action: 'account.unlock',
      target: `account/${username}`,
      detail: {},
      now,
    });
    return { ...account, lockedUntil: null };
  });
}
