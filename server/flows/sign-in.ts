import { createHash, randomBytes } from 'node:crypto';
import { Refusal } from '#contracts/errors.ts';
import type { Actor } from '#contracts/people.ts';
import { findForSignIn, touchSignIn } from '#store/accounts.ts';
import type { SignInAccount } from '#store/accounts.ts';
import { record } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import {
  countTry,
  forgetOldTries,
  forgetTries,
  rememberSeat,
  takeBackTry,
  usersOfSeat,
} from '#store/sign-in-tries.ts';
import type { Try, TryLimit } from '#store/sign-in-tries.ts';
import { passwordFits } from './passwords.ts';

const quarterHour = 15 * 60;
export const ofName: TryLimit = { attempts: 5, windowSeconds: quarterHour, lockSeconds: quarterHour };
/** The duty seat and the last administrator: a stranger who guesses may delay them, never keep them out. */
const ofNeeded: TryLimit = { ...ofName, lockSeconds: 60 };
const ofAddress: TryLimit = { attempts: 30, windowSeconds: quarterHour, lockSeconds: quarterHour };
const dayMs = 24 * 3_600_000;

export type SignIn = {
  username: string;
  password: string;
  /** Address of the caller, as far as it can be believed. */
  ip: string;
  /** The seat cookie that an earlier sign-in left in this browser. */
  seat: string | null;
  now: Date;
};

const hashed = (token: string): Buffer => createHash('sha256').update(token).digest();

/** One address, or the /64 network of an IPv6 address: a single caller owns all of it. */
function networkOf(ip: string): string {
  const plain = ip.replace(/^::ffff:/u, '');
  return plain.includes(':') ? plain.split(':').slice(0, 4).join(':') : plain;
}

/**
 * The keys under which this attempt counts. A known seat counts for itself: nobody else's failures touch it. A token
 * that is known for nobody was put there by somebody else and is replaced.
 */
async function keysOf(db: Db, call: SignIn): Promise<{ name: string; address: string | null; seat: string }> {
  const known = call.seat === null ? [] : await usersOfSeat(db, hashed(call.seat));
  const seat = call.seat !== null && known.length > 0 ? call.seat : randomBytes(32).toString('base64url');
  if (known.includes(call.username)) {
    return { name: `seat/${hashed(seat).toString('hex')}/${call.username}`, address: null, seat };
  }
  return { name: `name/${call.username}`, address: `address/${networkOf(call.ip)}`, seat };
}

/** Throws too-many while it is locked, with the time to wait. */
export function refuseLocked(found: Try, now: Date): void {
  if (found.lockedUntil === null) return;
  const seconds = Math.ceil((found.lockedUntil.getTime() - now.getTime()) / 1_000);
  const wait = seconds > 90 ? `${Math.ceil(seconds / 60)} 分钟` : `${seconds} 秒`;
  throw new Refusal('too-many', `输错次数过多，请 ${wait}后再试`, { retryAfterSeconds: seconds });
}

async function noteFailure(
  pool: Pool,
  account: SignInAccount | null,
  call: SignIn,
  action: string,
): Promise<void> {
  const { ip, now } = call;
  // A name that is no account may be a password typed into the wrong field: it is not written down.
  const actor = account?.username ?? 'unknown';
  await inTransaction(pool, '*', async (tx) => {
    await record(tx, { actor, action, target: `account/${actor}`, detail: { ip }, now });
    await forgetOldTries(tx, new Date(now.getTime() - dayMs));
  });
}

/**
 * 登录: checks the password and returns who it is, with the token that makes this browser a known seat. Throws a
 * Refusal: not-signed-in for a wrong name or password (it does not say which), too-many while locked.
 */
export async function signIn(pool: Pool, call: SignIn): Promise<{ actor: Actor; seat: string }> {
  const account = await findForSignIn(pool, call.username);
  const keys = await keysOf(pool, call);
  const limit = account?.dutySeat || account?.lastAdmin ? ofNeeded : ofName;
  const byAddress = keys.address === null ? null : await countTry(pool, keys.address, ofAddress, call.now);
  if (byAddress) refuseLocked(byAddress, call.now);
  const byName = await countTry(pool, keys.name, limit, call.now);
  if (byName.newly) await noteFailure(pool, account, call, 'session.locked');
  refuseLocked(byName, call.now);

  const fits = await passwordFits(account?.passwordHash ?? null, call.password);
  if (account === null || !fits || account.disabled) {
    await noteFailure(pool, account, call, 'session.refused');
    throw new Refusal('not-signed-in', '账号或口令不正确');
  }
  await inTransaction(pool, '*', async (tx) => {
    await forgetTries(tx, [keys.name, `name/${account.username}`]);
    if (keys.address !== null) await takeBackTry(tx, keys.address);
    await rememberSeat(tx, hashed(keys.seat), account.username, call.now);
    await touchSignIn(tx, account.username, call.now);
    const target = `account/${account.username}`;
    const entry = { actor: account.username, action: 'session.sign-in', target, detail: { ip: call.ip } };
    await record(tx, { ...entry, now: call.now });
  });
  const { username, name, roles, unitCode, districtCode } = account;
  return { actor: { username, name, roles, unitCode, districtCode }, seat: keys.seat };
}
