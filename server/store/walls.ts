import type { DrivenWall, WallReport, WallState } from '#contracts/driven-wall.ts';
import type { Actor } from '#contracts/people.ts';
import type { WallCheck } from '#contracts/wall-proof.ts';
import type { Db } from './db.ts';

/** A server renews the lines that it holds each five seconds; three unheard, and nobody holds it any more. */
const offlineAfter = '15 seconds';

export type WallRow = DrivenWall & {
  account: string;
  words: string;
  changedName: string;
  changedAt: Date;
  online: boolean;
  silentS: number | null;
  report: WallReport | null;
  check: WallCheck | null;
  spotlightTitle: string | null;
};

const columns = `w.id, w.account, w.name, w.group_name as "group", w.settings, w.state, w.version, w.words,
  w.changed_name as "changedName", w.changed_at as "changedAt", w.report, w.proof as check,
  w.line is not null and w.seen_at > steady_now() - interval '${offlineAfter}' as online,
  extract(epoch from steady_now() - w.seen_at)::int as "silentS",
  (select title from incident i where i.id = (w.state ->> 'spotlight')::bigint and i.wall = 'point' and i.open) as "spotlightTitle"`;

/** The walls that are not revoked, by group and name. */
export async function list(db: Db): Promise<WallRow[]> {
  const { rows } = await db.query<WallRow>(
    `select ${columns} from wall w where w.revoked_at is null order by w.group_name nulls last, w.name, w.id`,
  );
  return rows;
}

/** These walls, locked in the order of their ids. */
export async function lock(tx: Db, ids: readonly number[]): Promise<WallRow[]> {
  const { rows } = await tx.query<WallRow>(
    `select ${columns} from wall w where w.id = any ($1) and w.revoked_at is null order by w.id for update of w`,
    [ids],
  );
  return rows;
}

export async function lockNamed(tx: Db, name: string): Promise<WallRow | null> {
  const { rows } = await tx.query<WallRow>(
    `select ${columns} from wall w where w.name = $1 and w.revoked_at is null for update of w`,
    [name],
  );
  return rows[0] ?? null;
}

export type WallChange = Pick<DrivenWall, 'name' | 'group' | 'settings' | 'state'> & { words: string };
type By = Pick<Actor, 'username' | 'name'>;

/** Row, history and change feed at once. */
const told = `
  kept as (insert into wall_history (wall_id, version, at, actor, actor_name, words, state)
    select id, version, changed_at, changed_by, changed_name, words, state from w)
  insert into change (entity, entity_id, version, at) select 'wall', id, version, changed_at from w`;

export async function add(
  tx: Db,
  account: string,
  wall: WallChange,
  { by, now }: { by: By; now: Date },
): Promise<void> {
  await tx.query(
    `with w as (
       insert into wall (account, name, group_name, settings, state, words, changed_at, changed_by, changed_name)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *), ${told}`,
    [account, wall.name, wall.group, wall.settings, wall.state, wall.words, now, by.username, by.name],
  );
}

export async function save(
  tx: Db,
  id: number,
  wall: WallChange & { revoked?: boolean },
  { by, now }: { by: By; now: Date },
): Promise<void> {
  await tx.query(
    `with w as (
       update wall set name = $2, group_name = $3, settings = $4, state = $5, words = $6, changed_at = $7,
         changed_by = $8, changed_name = $9, version = version + 1, revoked_at = case when $10 then $7::timestamptz end
        where id = $1 returning *), ${told}`,
    [
      id,
      wall.name,
      wall.group,
      wall.settings,
      wall.state,
      wall.words,
      now,
      by.username,
      by.name,
      wall.revoked ?? false,
    ],
  );
}

/** The state of one version; null when there was none. */
export async function stateAt(db: Db, id: number, version: number): Promise<WallState | null> {
  const { rows } = await db.query<{ state: WallState }>(
    'select state from wall_history where wall_id = $1 and version = $2',
    [id, version],
  );
  return rows[0]?.state ?? null;
}

/** What walls are told of themselves, by account; null for one that is revoked. */
export async function driven(db: Db, accounts: readonly string[]): Promise<Map<string, DrivenWall | null>> {
  const { rows } = await db.query<DrivenWall & { account: string; revoked: boolean }>(
    `select id, account, name, group_name as "group", settings, state, version, revoked_at is not null as revoked
       from wall where account = any ($1)`,
    [accounts],
  );
  return new Map(
    rows.map(({ account, revoked, ...wall }): [string, DrivenWall | null] => [
      account,
      revoked ? null : wall,
    ]),
  );
}

const hear = `insert into change (entity, entity_id, version, at) select 'wall', id, version, city_now() from w`;

/** A wall's line stands at this socket; the console hears of it when it was not online before. */
export async function lineUp(db: Db, account: string, line: string): Promise<void> {
  await db.query(
    `with w as (update wall set line = $2, seen_at = steady_now() where account = $1 returning id, version) ${hear}`,
    [account, line],
  );
}

/** The line has ended, unless the wall hangs on another by now. */
export async function lineDown(db: Db, account: string, line: string): Promise<void> {
  await db.query(
    `with w as (update wall set line = null, seen_at = steady_now() where account = $1 and line = $2
       returning id, version) ${hear}`,
    [account, line],
  );
}

/** These lines still stand. */
export async function keepLines(db: Db, lines: readonly { account: string; line: string }[]): Promise<void> {
  await db.query(
    `update wall w set line = l.line, seen_at = steady_now()
       from jsonb_to_recordset($1) as l (account text, line text) where w.account = l.account`,
    [JSON.stringify(lines)],
  );
}

export async function noteReport(db: Db, account: string, report: WallReport): Promise<void> {
  await db.query(
    `with w as (update wall set report = $2, seen_at = steady_now() where account = $1 returning id, version) ${hear}`,
    [account, report],
  );
}

/** What became of a wall's proof; the console hears of it when that has turned. */
export async function noteCheck(db: Db, account: string, check: WallCheck): Promise<void> {
  await db.query(
    `with before as (select id, proof ->> 'same' as same from wall where account = $1),
          w as (update wall set proof = $2 where account = $1 returning id, version)
     insert into change (entity, entity_id, version, at)
     select 'wall', w.id, w.version, city_now() from w join before using (id)
      where before.same is distinct from $2::jsonb ->> 'same'`,
    [account, check],
  );
}

/** A new code; what has run out goes first. False when too many stand open. */
export async function putCode(
  tx: Db,
  code: { code: Buffer; device: Buffer; expiresAt: Date },
  { now, most }: { now: Date; most: number },
): Promise<boolean> {
  await tx.query('delete from wall_code where expires_at <= $1', [now]);
  const { rowCount } = await tx.query(
    `insert into wall_code (code_hash, device_hash, expires_at)
     select $1, $2, $3 where (select count(*) from wall_code) < $4 on conflict do nothing`,
    [code.code, code.device, code.expiresAt, most],
  );
  return rowCount === 1;
}

/** Gives the screen that shows this code its account; false when there is none such any more. */
export async function acceptCode(tx: Db, code: Buffer, account: string, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update wall_code set account = $2 where code_hash = $1 and expires_at > $3 and account is null',
    [code, account, now],
  );
  return rowCount === 1;
}

/** What became of a screen's code: not there (any more), waiting, or the account, which is given out once. */
export async function claim(tx: Db, device: Buffer, now: Date): Promise<{ account: string | null } | null> {
  const { rows } = await tx.query<{ account: string | null }>(
    'select account from wall_code where device_hash = $1 and expires_at > $2 for update',
    [device, now],
  );
  if (rows[0]?.account) await tx.query('delete from wall_code where device_hash = $1', [device]);
  return rows[0] ?? null;
}
