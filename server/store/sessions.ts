import type { Actor } from '#contracts/people.ts';
import type { Db } from './db.ts';

/** Longest time between sign-in and the next one, whatever is done in between; a wall stays. */
const longest = '12 hours';

/**
 * Who holds this session now: null when it has ended, was revoked, or its account was disabled. Read anew for each
 * request, so that a revocation counts at once. Sessions live in real time, also where the city's clock is a drill's.
 */
export async function actorOfSession(db: Db, sid: string): Promise<Actor | null> {
  const { rows } = await db.query<Actor>(
    `select a.username, a.name, a.roles, a.unit_code as "unitCode", a.district_code as "districtCode"
       from session s join account a on a.username = s.sess ->> 'username'
      where s.sid = $1 and s.expire > now() and not a.disabled
        and ('wall' = any (a.roles) or (s.sess ->> 'signedInAt')::timestamptz > now() - interval '${longest}')`,
    [sid],
  );
  return rows[0] ?? null;
}

/** Ends all sessions of an account, but for one; returns how many there were. */
export async function endSessions(db: Db, username: string, exceptSid = ''): Promise<number> {
  const { rowCount } = await db.query(`delete from session where sess ->> 'username' = $1 and sid <> $2`, [
    username,
    exceptSid,
  ]);
  return rowCount ?? 0;
}

/** Ends one session. */
export async function endSession(db: Db, sid: string): Promise<void> {
  await db.query('delete from session where sid = $1', [sid]);
}

/** Real time as the database has it. */
export async function realNow(db: Db): Promise<Date> {
  const { rows } = await db.query<{ now: Date }>('select clock_timestamp() as now');
  return rows[0]!.now;
}

/** Proves that a transaction can be committed: taking a number fails on a standby and writes to the log here. */
export async function canCommit(db: Db): Promise<void> {
  await db.query('select pg_current_xact_id()');
}
