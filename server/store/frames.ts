import type { FrameRow, Nudge } from '#contracts/live.ts';
import type { Db } from '#store/db.ts';
import type { Horizon } from '#store/feed.ts';
import { unitsOf } from '#store/live-rows.ts';

/** A row of `change`. `ready`: its transaction lies below the snapshot's xmin, so none before it can still appear. */
export type Change = { xid: string; seq: number; entity: string; entityId: number; ready: boolean };

/** The facts that decide who may see a row: the unit in charge and those with an open task, district, wall rule. */
export type Seen = { units: string[]; district: string | null; wall: FrameRow['wall'] };

/** A row, who may see it, and who could see the version published before; null when the picture did not hold it. */
export type LiveRow = { row: FrameRow; seen: Seen; before: Seen | null };

/** A numbered frame as it is kept: everything, before anybody's view is cut from it. */
export type StoredFrame = {
  no: number;
  epoch: string;
  /** City time, ISO 8601. */
  at: string;
  rows: LiveRow[];
  nudges: Nudge[];
  readings: ArrayBuffer | null;
  movers: ArrayBuffer | null;
};

export type Cursor = { xid: string; seq: number };
export type Feed = { epoch: string; head: number; cursor: Cursor };
export type ShownRow = Seen & { id: number; version: number };

/** For the whole session: the publisher speaks for the city, every screen is cut from its frames later. */
export async function seeAllTasks(db: Db): Promise<void> {
  await db.query("set app.scope = '*'");
}

/** The first publisher wins it and keeps it with its session; the others wait for its end. */
export async function tryLead(db: Db): Promise<boolean> {
  const { rows } = await db.query<{ won: boolean }>(
    "select pg_try_advisory_lock(hashtext('live-publisher')) as won",
  );
  return rows[0]!.won;
}

/**
 * The feed as it stands. Numbers and transaction ids belong to one cluster and timeline: on another one (a backup was
 * restored, a standby promoted) a new epoch begins, and every screen takes a new snapshot.
 */
export async function openFeed(db: Db): Promise<Feed> {
  const { rows } = await db.query<{ origin: string }>(
    `select (select system_identifier from pg_control_system()) || '/' ||
            (select timeline_id from pg_control_checkpoint()) as origin`,
  );
  const origin = rows[0]!.origin;
  const feed = await db.query<{ epoch: string; origin: string; head: number; xid: string; seq: number }>(
    'select epoch, origin, head, cursor_xid::text as xid, cursor_seq as seq from feed',
  );
  const { epoch, head, xid, seq, origin: known } = feed.rows[0]!;
  if (known === origin) return { epoch, head, cursor: { xid, seq } };
  // A feed that has never been published has nothing to forget.
  if (known === '') await db.query('update feed set origin = $1', [origin]);
  else await renewEpoch(db, origin);
  return openFeed(db);
}

/** A new epoch: what was numbered before is forgotten. To be called after a restore, too. */
export async function renewEpoch(db: Db, origin = ''): Promise<void> {
  await db.query(
    `with renewed as (
       update feed set epoch = to_char(steady_now(), 'YYYYMMDDHH24MISS') || '-' || substr(md5(random()::text), 1, 6),
              origin = $1, cursor_xid = '0', cursor_seq = 0),
     frames as (delete from frame),
     changes as (delete from change),
     moved as (update mover set touched = '0' where touched <> '0'),
     gone as (delete from shown s where not exists (select from incident i where i.id = s.incident_id and i.open))
     insert into shown (incident_id, version, units, district_code, wall)
       select id, version, ${unitsOf}, district_code, wall from incident i where open
     on conflict (incident_id) do update set version = excluded.version, units = excluded.units,
       district_code = excluded.district_code, wall = excluded.wall`,
    [origin],
  );
}

/**
 * The next changes behind the cursor, in its order, those that must still wait included (law 6). Sorted by the number of
 * the transaction, not by the text of it that is answered: 999 stands before 1000.
 */
export async function changesAfter(db: Db, cursor: Cursor, limit: number): Promise<Change[]> {
  const { rows } = await db.query<Change>(
    `select xid::text as xid, seq, entity, entity_id as "entityId",
            xid < pg_snapshot_xmin(pg_current_snapshot()) as ready
       from change c where (c.xid, c.seq) > ($1::xid8, $2::bigint) order by c.xid, c.seq limit $3`,
    [cursor.xid, cursor.seq, limit],
  );
  return rows;
}

/** What the feed has shown of each open incident. */
export async function shownRows(db: Db): Promise<ShownRow[]> {
  const { rows } = await db.query<ShownRow>(
    'select incident_id as id, version, units, district_code as district, wall from shown',
  );
  return rows;
}

export type NewFrame = {
  feed: Feed;
  cursor: Cursor;
  rows: LiveRow[];
  nudges: Nudge[];
  readings: ArrayBuffer | null;
  movers: ArrayBuffer | null;
  /** Below it all readings are told by now; null when that is no further than before. */
  seen: Horizon | null;
  /** Rows that the picture now holds, and ids that it holds no more. */
  shown: ShownRow[];
  gone: number[];
};

/**
 * Gives the next number to a frame and stores it with the cursor, in one statement. Returns its number, or null when
 * the feed is no longer as `feed` says: then somebody else publishes, or a new epoch has begun.
 */
export async function publishFrame(db: Db, frame: NewFrame): Promise<number | null> {
  const { feed, cursor, rows: liveRows, nudges, readings, movers, seen, shown, gone } = frame;
  const { rows } = await db.query<{ no: number }>(
    `with head as (
       update feed set head = head + 1, cursor_xid = $3::xid8, cursor_seq = $4, alive_at = steady_now(),
              readings_seen = coalesce($10::xid8, readings_seen)
        where epoch = $1 and head = $2 returning head),
     made as (
       insert into frame (no, epoch, at, body, readings, movers)
       select head, $1, city_now(), $5, $6, $9 from head returning no),
     kept as (
       insert into shown (incident_id, version, units, district_code, wall)
       select id, version, units, district, wall
         from head, json_to_recordset($7) as r(id bigint, version int, units text[], district text, wall text)
       on conflict (incident_id) do update set version = excluded.version, units = excluded.units,
         district_code = excluded.district_code, wall = excluded.wall),
     gone as (delete from shown where incident_id = any ($8) and exists (select from head))
     select no, pg_notify('chengyun', 'frame') from made`,
    [
      feed.epoch,
      feed.head,
      cursor.xid,
      cursor.seq,
      JSON.stringify({ rows: liveRows, nudges }),
      readings ? Buffer.from(readings) : null,
      JSON.stringify(shown),
      gone,
      movers ? Buffer.from(movers) : null,
      seen,
    ],
  );
  return rows[0]?.no ?? null;
}

/** The publisher is at work; false when the feed is no longer the one it knows. */
export async function touchFeed(db: Db, feed: Feed, seen: Horizon | null): Promise<boolean> {
  const { rowCount } = await db.query(
    `update feed set alive_at = steady_now(), readings_seen = coalesce($3::xid8, readings_seen)
      where epoch = $1 and head = $2`,
    [feed.epoch, feed.head, seen],
  );
  return rowCount === 1;
}

/** Frames of the last 15 minutes stay, at most 100,000; taken changes stay one hour, for whoever looks into a fault. */
export async function pruneFeed(db: Db, feed: Feed): Promise<void> {
  await db.query("delete from frame where made_at < steady_now() - interval '15 minutes' or no <= $1", [
    feed.head - 100_000,
  ]);
  await db.query(
    `delete from change where (xid, seq) in (
       select xid, seq from change
        where (xid, seq) <= ($1::xid8, $2::bigint) and at < city_now() - interval '1 hour'
        order by xid, seq limit 50000)`,
    [feed.cursor.xid, feed.cursor.seq],
  );
}
