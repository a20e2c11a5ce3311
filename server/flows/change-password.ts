import { Refusal } from '#contracts/errors.ts';
import type { Actor } from '#contracts/people.ts';
import { passwordFault } from '#domain/password.ts';
import { findForSignIn, setPassword } from '#store/accounts.ts';
import { record } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { endSessions } from '#store/sessions.ts';
import { countTry, forgetSeats, forgetTries } from '#store/sign-in-tries.ts';
import { hashPassword, passwordFits } from './passwords.ts';
import { ofName, refuseLocked } from './sign-in.ts';

/** Tries of the present password by whoever sits at an open session; nobody else's sign-in is locked by them. */
const ownKey = (username: string): string => `own/${username}`;

/**
 * 修改口令: one's own, with the present one. All other sessions of the account end. Throws bad-input when the present
 * password is wrong or the new one is weak, too-many when it was wrong too often: a seat left open is no way to guess.
 */
export async function changePassword(
  pool: Pool,
  call: { actor: Actor; current: string; next: string; sid: string; now: Date },
): Promise<void> {
  const { actor, current, next, sid, now } = call;
  const { username } = actor;
  const account = await findForSignIn(pool, username);
  refuseLocked(await countTry(pool, ownKey(username), ofName, now), now);
  if (!(await passwordFits(account?.passwordHash ?? null, current))) {
    throw new Refusal('bad-input', '现用口令不正确');
  }
  const fault = current === next ? '新口令不能与现用口令相同' : passwordFault(next, username);
  if (fault !== null) throw new Refusal('bad-input', fault);
  const passwordHash = await hashPassword(next);
  await inTransaction(pool, '*', async (tx) => {
    await setPassword(tx, username, passwordHash, now);
    await forgetTries(tx, [ownKey(username)]);
    const ended = await endSessions(tx, username, sid);
    const entry = {
      actor: username,
      action: 'account.password',
      target: `account/${username}`,
      detail: { ended },
    };
    await record(tx, { ...entry, now });
  });
}

/**
 * 重置口令: by an administrator, who hands the new one over. Ends all sessions, forgets all known seats and lifts a
 * lock. Throws not-found or bad-input.
 */
export async function resetPassword(
  pool: Pool,
  call: { actor: Actor; username: string; next: string; now: Date },
): Promise<void> {
  const { actor, username, next, now } = call;
  const fault = passwordFault(next, username);
  if (fault !== null) throw new Refusal('bad-input', fault);
  const passwordHash = await hashPassword(next);
  await inTransaction(pool, '*', async (tx) => {
    if (!(await setPassword(tx, username, passwordHash, now))) throw new Refusal('not-found', '没有这个账号');
    const ended = await endSessions(tx, username);
    await forgetSeats(tx, username);
    await forgetTries(tx, [`name/${username}`, ownKey(username)]);
    const entry = { actor: actor.username, action: 'account.password-reset', target: `account/${username}` };
    await record(tx, { ...entry, detail: { ended }, now });
  });
}
