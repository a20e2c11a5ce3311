import type { Db } from './db.ts';

export type TryLimit = { attempts: number; windowSeconds: number; lockSeconds: number };

/** `lockedUntil` when the attempt is refused; `newly` for the one that caused the lock. */
export type Try = { lockedUntil: Date | null; newly: boolean };

/**
 * Counts an attempt before it is made, in one statement: many at once cannot slip through together. The count starts
 * anew after the window, or when a lock has ended; a lock is never prolonged by knocking.
 */
export async function countTry(db: Db, key: string, limit: TryLimit, now: Date): Promise<Try> {
  const { rows } = await db.query<{ failures: number; lockedUntil: Date | null }>(
    `insert into sign_in_try as t (key, failures, since) values ($1, 1, $2)
     on conflict (key) do update set (failures, since, locked_until) = (
       select case when fresh then 1 else t.failures + 1 end,
              case when fresh then $2 else t.since end,
              case when not fresh and t.failures >= $3 then coalesce(t.locked_until, $2 + make_interval(secs => $5)) end
         from (select case when t.locked_until is null then t.since <= $2 - make_interval(secs => $4)
                           else t.locked_until <= $2 end as fresh) f)
     returning failures, locked_until as "lockedUntil"`,
    [key, now, limit.attempts, limit.windowSeconds, limit.lockSeconds],
  );
  const { failures, lockedUntil } = rows[0]!;
  return { lockedUntil, newly: lockedUntil !== null && failures === limit.attempts + 1 };
}

/** Forgets the failures of these keys. */
export async function forgetTries(db: Db, keys: readonly string[]): Promise<void> {
  await db.query('delete from sign_in_try where key = any ($1)', [keys]);
}

/** Takes back one counted attempt of an address: it was a good one, and others may sit behind the same address. */
export async function takeBackTry(db: Db, key: string): Promise<void> {
  await db.query('update sign_in_try set failures = greatest(failures - 1, 0) where key = $1', [key]);
}

/** Clears what no longer counts. */
export async function forgetOldTries(db: Db, before: Date): Promise<void> {
  await db.query('delete from sign_in_try where since < $1 and (locked_until is null or locked_until < $1)', [
    before,
  ]);
}

/** Who signed in from this browser before. */
export async function usersOfSeat(db: Db, tokenHash: Buffer): Promise<string[]> {
  const { rows } = await db.query<{ username: string }>('select username from seat where token_hash = $1', [
    tokenHash,
  ]);
  return rows.map((row) => row.username);
}

/** Remembers the browser for this account. */
export async function rememberSeat(tx: Db, tokenHash: Buffer, username: string, now: Date): Promise<void> {
  await tx.query(
    `insert into seat (token_hash, username, since) values ($1, $2, $3)
     on conflict (token_hash, username) do update set since = excluded.since`,
    [tokenHash, username, now],
  );
}

/** Forgets all browsers of an account: after its password was reset nothing known is trusted. */
export async function forgetSeats(tx: Db, username: string): Promise<void> {
  await tx.query('delete from seat where username = $1', [username]);
}
