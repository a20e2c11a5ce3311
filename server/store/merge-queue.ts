import { numbers } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import { distinctDays } from '#store/event-days.ts';
import { alarmKind } from '#store/false-alarms.ts';
import type { Decision } from '#store/waiting.ts';

/** One event that waits to be linked, as the merge reads it. */
export type WaitingRow = {
  eventId: number;
  acceptedOn: string;
  tries: number;
  source: string;
  key: string;
  observedAt: Date;
  acceptedAt: Date;
  categoryCode: string | null;
  body: string;
  address: string | null;
  lng: number | null;
  lat: number | null;
  accuracyM: number | null;
  assetId: string | null;
  /** The algorithm or rule by which a device raised it. */
  alarmKind: string | null;
  /** 0 to 1, of alerts that name one. */
  confidence: number | null;
  phase: 'start' | 'end' | null;
  severity: number | null;
  history: boolean;
  flags: string[];
  detail: Record<string, unknown>;
  sealed: Buffer | null;
  /** A person's decision, when one was made. */
  decision: Decision | null;
};

export const waitingColumns = `w.event_id as "eventId", w.accepted_on as "acceptedOn", w.tries, e.source, e.key,
  e.observed_at as "observedAt", e.accepted_at as "acceptedAt", e.category_code as "categoryCode", e.body, e.address,
  st_x(e.geom) as lng, st_y(e.geom) as lat, e.accuracy_m as "accuracyM", e.asset_id as "assetId", ${alarmKind} as "alarmKind", e.confidence, e.phase, e.severity,
  e.history, e.flags, e.detail, e.sealed, w.judged -> 'decision' as decision`;

/** Certain events, for a retry one by one, or what lies in the lots of one lane of so many; one lane alone takes them all. */
export type Share = { ids: readonly number[] } | { lane: number; lanes: number };
export const everything: Share = { lane: 0, lanes: 1 };

type Claimed = { eventId: number; day: string };

/** Up to `limit` new events of the share in order of acceptance; what another merger holds is skipped. */
async function claim(tx: Db, now: Date, limit: number, share: Share): Promise<Claimed[]> {
  const [ids, lane, lanes] = 'ids' in share ? [share.ids, 0, 1] : [null, share.lane, share.lanes];
  const { rows } = await tx.query<Claimed>(
    `select event_id as "eventId", accepted_on as day from waiting
      where reason = 'new' and not_before <= $1 and ($3::bigint[] is null or event_id = any ($3)) and lot % $4 = $5
      order by event_id limit $2 for update skip locked`,
    [now, limit, ids, lanes, lane],
  );
  return rows;
}

/**
 * Claims up to `limit` new events; a lane whose own lots are empty helps with the others. Each event is looked up
 * by its key: joined, the planner, which has seen this queue empty, reads whole days of events for a hundred of them; and the statement has no name, for a plan kept from then does the same, and knows no days (`event-days.ts`).
 */
export async function takeWaiting(tx: Db, now: Date, limit: number, share: Share): Promise<WaitingRow[]> {
  const own = await claim(tx, now, limit, share);
  const helps = own.length === 0 && 'lane' in share && share.lanes > 1;
  const claimed = helps ? await claim(tx, now, limit, everything) : own;
  if (claimed.length === 0) return [];
  const { rows } = await tx.query<WaitingRow>(
    `select ${waitingColumns}
       from (select * from waiting where event_id = any ($1::bigint[])) w
      cross join lateral (select * from event e
                           where e.accepted_on = w.accepted_on and e.id = w.event_id and e.accepted_on = any ($2::date[]) limit 1) e
      order by w.event_id`,
    [numbers(claimed.map(({ eventId }) => eventId)), distinctDays(claimed.map(({ day }) => day))],
  );
  return rows;
}

/** Puts events before a person, with what was understood of them. */
export async function ask(tx: Db, asked: readonly { eventId: number; judged: unknown }[]): Promise<void> {
  if (asked.length === 0) return;
  await tx.query(
    `update waiting w set reason = 'ask', judged = q.judged
       from json_to_recordset($1::json) as q("eventId" bigint, judged jsonb) where w.event_id = q."eventId"`,
    [JSON.stringify(asked)],
  );
}

/** Gives back to the merge what else waits of matters of which a person has judged one call. */
export async function release(tx: Db, matters: readonly string[]): Promise<void> {
  if (matters.length === 0) return;
  await tx.query(
    `update waiting set reason = 'new', judged = null where reason = 'ask' and judged ->> 'matter' = any ($1)`,
    [matters],
  );
}

/**
 * Gives back to the merge what waits for a person beside these incidents, of which many have told by now: who was in doubt
 * which of two is meant, or whether, need not be any more. With it goes what is held behind it.
 */
export async function weighAgain(tx: Db, incidentIds: readonly number[]): Promise<void> {
  if (incidentIds.length === 0) return;
  await tx.query(
    `with beside as (
       select event_id, judged ->> 'matter' as matter from waiting
        where reason = 'ask' and exists (select from jsonb_array_elements(judged -> 'candidates') c
                                          where (c ->> 'incidentId')::bigint = any ($1)))
     update waiting set reason = 'new', judged = null
      where reason = 'ask' and (event_id in (select event_id from beside) or judged ->> 'matter' in (select matter from beside))`,
    [incidentIds],
  );
}

/** After a failure: tried again later, each time later; answers how often it has failed now. */
export async function postpone(db: Db, eventId: number, now: Date): Promise<number> {
  const { rows } = await db.query<{ tries: number }>(
    `update waiting set tries = tries + 1, not_before = $2::timestamptz + tries * interval '2 seconds' where event_id = $1 returning tries`,
    [eventId, now],
  );
  return rows[0]?.tries ?? 0;
}

/** Takes an event out of the queue for good; its quarantine row must be written in the same transaction. Answers its source. */
export async function giveUp(tx: Db, eventId: number): Promise<string> {
  const { rows } = await tx.query<{ source: string }>(
    `with gone as (delete from waiting where event_id = $1 returning event_id, accepted_on)
     select e.source from gone g join event e on e.accepted_on = g.accepted_on and e.id = g.event_id`,
    [eventId],
  );
  return rows[0]?.source ?? 'unknown';
}

/** The newest event that no merger has looked at yet; 0 when there is none. */
export async function newestWaiting(db: Db): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `select coalesce(max(event_id), 0) as id from waiting where reason = 'new'`,
  );
  return rows[0]!.id;
}

/** How many events up to this one no merger has looked at yet. */
export async function countWaiting(db: Db, upTo: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from waiting where reason = 'new' and event_id <= $1`,
    [upTo],
  );
  return rows[0]!.count;
}
