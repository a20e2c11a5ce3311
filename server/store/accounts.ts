import type { Account, Actor, Role } from '#contracts/people.ts';
import type { Db } from './db.ts';

export type NewAccount = Actor & { passwordHash: string; dutySeat: boolean; createdBy: string };

/** What sign-in needs to know of an account. */
export type SignInAccount = Actor & {
  passwordHash: string;
  disabled: boolean;
  dutySeat: boolean;
  /** Nobody else who can give accounts is enabled. */
  lastAdmin: boolean;
};

const actorColumns = 'username, name, roles, unit_code as "unitCode", district_code as "districtCode"';

/** The account with its password hash; null when there is none of this name. */
export async function findForSignIn(db: Db, username: string): Promise<SignInAccount | null> {
  const { rows } = await db.query<SignInAccount>(
    `select ${actorColumns}, password_hash as "passwordHash", disabled, duty_seat as "dutySeat",
            'security-admin' = any (roles) and not exists (
              select from account o
               where o.username <> a.username and 'security-admin' = any (o.roles) and not o.disabled) as "lastAdmin"
       from account a where username = $1`,
    [username],
  );
  return rows[0] ?? null;
}

/** All accounts by name, without hashes; `lockedUntil` as far as the name itself is locked at `now`. */
export async function listAccounts(db: Db, now: Date, username: string | null = null): Promise<Account[]> {
  const { rows } = await db.query<Account & { lockedUntil: Date | null; lastSignInAt: Date | null }>(
    `select ${actorColumns}, disabled, duty_seat as "dutySeat", last_sign_in_at as "lastSignInAt",
            (select locked_until from sign_in_try t
              where t.key = 'name/' || a.username and t.locked_until > $1) as "lockedUntil"
       from account a where $2::text is null or username = $2 order by username`,
    [now, username],
  );
  return rows.map((row) => ({
    ...row,
    lockedUntil: row.lockedUntil?.toISOString() ?? null,
    lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
  }));
}

/** The people of a unit who can work on its tasks, by name. */
export async function peopleOf(db: Db, unitCode: string): Promise<{ username: string; name: string }[]> {
  const { rows } = await db.query<{ username: string; name: string }>(
    `select username, name from account
      where unit_code = $1 and not disabled and roles && '{field,unit-clerk}' order by name, username`,
    [unitCode],
  );
  return rows;
}

/** Makes accounts; a name that exists is left as it is. Returns the names that were made. */
export async function insertAccounts(tx: Db, accounts: readonly NewAccount[], now: Date): Promise<string[]> {
  const { rows } = await tx.query<{ username: string }>(
    `insert into account (username, name, roles, unit_code, district_code, password_hash, password_at, duty_seat, created_at, created_by)
     select username, name, roles, unit_code, district_code, password_hash, $2, duty_seat, $2, created_by
       from jsonb_to_recordset($1) as x (username text, name text, roles text[], unit_code text, district_code text,
                                         password_hash text, duty_seat boolean, created_by text)
     on conflict (username) do nothing returning username`,
    [
      JSON.stringify(
        accounts.map((one) => ({
          username: one.username,
          name: one.name,
          roles: one.roles,
          unit_code: one.unitCode,
          district_code: one.districtCode,
          password_hash: one.passwordHash,
          duty_seat: one.dutySeat,
          created_by: one.createdBy,
        })),
      ),
      now,
    ],
  );
  return rows.map((row) => row.username);
}

export type AccountChange = {
  name: string;
  roles: readonly Role[];
  unitCode: string | null;
  districtCode: string | null;
  dutySeat: boolean;
  disabled: boolean;
};

/** Locks the rows of all who can give accounts, so that two changes at once cannot take away the last one. */
export async function lockAdmins(tx: Db): Promise<void> {
  await tx.query(`select from account where 'security-admin' = any (roles) order by username for update`);
}

/** Replaces what may be changed; false when there is no such account. */
export async function updateAccount(tx: Db, username: string, to: AccountChange): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update account set name = $2, roles = $3, unit_code = $4, district_code = $5, duty_seat = $6, disabled = $7
      where username = $1`,
    [username, to.name, to.roles, to.unitCode, to.districtCode, to.dutySeat, to.disabled],
  );
  return rowCount === 1;
}

/** Sets another password hash; false when there is no such account. */
export async function setPassword(
  tx: Db,
  username: string,
  passwordHash: string,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update account set password_hash = $2, password_at = $3 where username = $1',
    [username, passwordHash, now],
  );
  return rowCount === 1;
}

/** Notes a successful sign-in. */
export async function touchSignIn(tx: Db, username: string, now: Date): Promise<void> {
  await tx.query('update account set last_sign_in_at = $2 where username = $1', [username, now]);
}

/** How many accounts there are. */
export async function countAccounts(db: Db): Promise<number> {
  const { rows } = await db.query<{ n: number }>('select count(*) as n from account');
  return rows[0]!.n;
}
