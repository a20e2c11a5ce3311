import { hear, keepVersion } from '#store/incidents.ts';
import type { Db } from '#store/db.ts';
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
  st_x(e.geom) as lng, st_y(e.geom) as lat, e.accuracy_m as "accuracyM", e.asset_id as "assetId", e.phase, e.severity,
  e.history, e.flags, e.detail, e.sealed, w.judged -> 'decision' as decision`;

/** Claims up to `limit` new events in order of acceptance; what another merger holds is skipped. */
export async function takeWaiting(
  tx: Db,
  now: Date,
  limit: number,
  ids: readonly number[] | null,
): Promise<WaitingRow[]> {
  const { rows } = await tx.query<WaitingRow>({
    name: 'merge-take',
    text: `select ${waitingColumns}
       from (select * from waiting where reason = 'new' and not_before <= $1 and ($3::bigint[] is null or event_id = any ($3))
              order by event_id limit $2 for update skip locked) w
       join event e on e.accepted_on = w.accepted_on and e.id = w.event_id
      order by w.event_id`,
    values: [now, limit, ids],
  });
  return rows;
}

/** One place that was merged lately may be locked by another merger: keys ascending, as a statement of its own (rule 3). */
export async function lockCells(tx: Db, keys: readonly number[]): Promise<void> {
  if (keys.length > 0)
    await tx.query('select pg_advisory_xact_lock(4711, k) from unnest($1::int[]) as k', [keys]);
}

/** Takes further keys without waiting: out of order they must never wait. False when somebody holds one. */
export async function tryLockCells(tx: Db, keys: readonly number[]): Promise<boolean> {
  const { rows } = await tx.query<{ got: boolean }>(
    'select coalesce(bool_and(pg_try_advisory_xact_lock(4711, k)), true) as got from unnest($1::int[]) as k',
    [keys],
  );
  return rows[0]!.got;
}

/** The merge is only right under READ COMMITTED: a snapshot from before the locks misses what their holders committed. */
export async function assertReadCommitted(tx: Db): Promise<void> {
  const { rows } = await tx.query<{ level: string }>(
    "select current_setting('transaction_isolation') as level",
  );
  if (rows[0]!.level !== 'read committed')
    throw new Error(`merge needs READ COMMITTED, not ${rows[0]!.level}`);
}

/** What to look for around one event. Box in degrees; radius and slack in metres. */
export type Search = {
  ix: number;
  family: string;
  lng: number;
  lat: number;
  box: number[];
  radiusM: number;
  slackM: number;
  observedAt: Date;
  windowHours: number;
  assetId: string | null;
};
export type Near = {
  ix: number;
  incidentId: number;
  distanceM: number;
  accuracyM: number;
  lastEventAt: Date;
  openedAt: Date;
  closedAt: Date | null;
  categoryCode: string;
  reanchored: boolean;
  lng: number;
  lat: number;
  sameAsset: boolean;
  /** Whether the time fits too; one that stands there at another time only keeps a new one outside the net. */
  fits: boolean;
};

const searchColumns = `ix int, family text, lng float8, lat float8, w float8, s float8, e float8, n float8, "radiusM" float8,
  "slackM" float8, "observedAt" timestamptz, "windowHours" float8, "assetId" text`;
const nearColumns = `q.ix, c.id as "incidentId", c.d as "distanceM", c.accuracy_m as "accuracyM", c.last_event_at as "lastEventAt",
  c.opened_at as "openedAt", c.closed_at as "closedAt", c.category_code as "categoryCode", c.reanchored, c.lng, c.lat, c.fits,
  coalesce(q."assetId" = any (c.assets), false) as "sameAsset"`;

const near = (which: string, time: string, must: boolean, most: number): string => `
  select ${nearColumns}
    from json_to_recordset($1::json) as q(${searchColumns})
   cross join lateral (
     select i.id, i.accuracy_m, i.last_event_at, i.opened_at, i.closed_at, i.category_code, i.reanchored, i.assets,
            st_x(i.anchor) as lng, st_y(i.anchor) as lat,
            st_distancesphere(i.anchor, st_setsrid(st_makepoint(q.lng, q.lat), 4326)) as d, ${time} as fits
       from incident i
      where ${which} and i.family_code = q.family and i.reach && st_makeenvelope(q.w, q.s, q.e, q.n, 4326)
        and st_distancesphere(i.anchor, st_setsrid(st_makepoint(q.lng, q.lat), 4326))
            <= q."radiusM" + q."slackM" + case when i.accuracy_m > q."radiusM" / 2 then i.accuracy_m else 0 end
        ${must ? 'and ' + time : ''}
      order by fits desc, d, i.id limit ${most}) c`;

const wire = (searches: readonly Search[]): string =>
  JSON.stringify(searches.map(({ box: [w, s, e, n], ...search }) => ({ ...search, w, s, e, n })));

/** Open incidents that each event may belong to: by the fixed anchor, nearest first, the older at equal distance (rule 1). */
export async function openNear(tx: Db, searches: readonly Search[]): Promise<Near[]> {
  if (searches.length === 0) return [];
  const time = `q."observedAt" between i.opened_at - interval '2 hours' and i.last_event_at + q."windowHours" * interval '1 hour'`;
  const { rows } = await tx.query<Near>({
    name: 'merge-open-near',
    text: near('i.open', time, false, 8),
    values: [wire(searches)],
  });
  return rows;
}

/** Closed incidents around events that found no open one: where a late event belongs, or what came back (复发). */
export async function closedNear(tx: Db, searches: readonly Search[]): Promise<Near[]> {
  if (searches.length === 0) return [];
  const time = `i.status in ('closed', 'follow-up', 'archived') and q."observedAt" >= i.opened_at - interval '2 hours'
    and q."observedAt" <= i.closed_at + q."windowHours" * interval '1 hour'`;
  const { rows } = await tx.query<Near>({
    name: 'merge-closed-near',
    text: near('not i.open', time, true, 1),
    values: [wire(searches)],
  });
  return rows;
}

/** The incidents that events with these door keys were linked to: the start of a camera's end, and the other way round. */
export async function linkedByKey(
  tx: Db,
  keys: readonly { source: string; keyHash: string }[],
): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const { rows } = await tx.query<{ keyHash: string; incidentId: number }>(
    `select encode(k.key_hash, 'hex') as "keyHash", l.incident_id as "incidentId"
       from unnest($1::text[], $2::text[]) as q(source, key_hash)
       join ingest_key k on k.source = q.source and k.key_hash = decode(q.key_hash, 'hex')
       join link l on l.event_id = k.event_id`,
    [keys.map((k) => k.source), keys.map((k) => k.keyHash)],
  );
  return new Map(rows.map((row) => [row.keyHash, row.incidentId]));
}

/** Follows absorbed incidents to the one that stands for them now. */
export async function standingFor(
  tx: Db,
  ids: readonly number[],
): Promise<Map<number, { id: number; open: boolean }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<{ from: number; id: number; open: boolean }>(
    `with recursive chain as (
       select id as start, id, merged_into, open from incident where id = any ($1)
       union all
       select c.start, i.id, i.merged_into, i.open from chain c join incident i on i.id = c.merged_into)
     select start as "from", id, open from chain where merged_into is null`,
    [ids],
  );
  return new Map(rows.map((row) => [row.from, { id: row.id, open: row.open }]));
}

/** Open incidents of one family that the same caller (blind index) has a request in: matters without a place. */
export async function openOfCallers(
  tx: Db,
  callers: readonly { ix: number; family: string; phoneIndex: Buffer; since: Date }[],
): Promise<{ ix: number; incidentId: number }[]> {
  if (callers.length === 0) return [];
  const { rows } = await tx.query<{ ix: number; incidentId: number }>(
    `select distinct on (q.ix) q.ix, i.id as "incidentId"
       from unnest($1::int[], $2::text[], $3::bytea[], $4::timestamptz[]) as q(ix, family, phone_index, since)
       join person p on p.phone_index = q.phone_index
       join request r on r.id = p.request_id
       join incident i on i.id = r.incident_id and i.open and i.family_code = q.family and i.last_event_at >= q.since
      order by q.ix, i.id`,
    [
      callers.map((c) => c.ix),
      callers.map((c) => c.family),
      callers.map((c) => c.phoneIndex),
      callers.map((c) => c.since),
    ],
  );
  return rows;
}

export type NewIncident = {
  no: string;
  status: string;
  categoryCode: string;
  familyCode: string;
  severity: number;
  title: string;
  lng: number | null;
  lat: number | null;
  accuracyM: number | null;
  net: number[] | null;
  reach: number[] | null;
  address: string | null;
  districtCode: string | null;
  townCode: string | null;
  unitCode: string | null;
  basis: string | null;
  openedAt: Date;
  lastEventAt: Date;
  dueAt: Date | null;
  closedAt: Date | null;
  eventCount: number;
  sources: Record<string, number>;
  requestCount: number;
  assets: string[];
  danger: string[];
  dangerEventId: number | null;
  auto: boolean;
  wall: string;
  recurrenceOf: number | null;
  quiet: boolean;
};

/** Opens incidents, keeps their first version and tells the feed (history stays quiet). Answers ids in the order given. */
export async function open(tx: Db, incidents: readonly NewIncident[], now: Date): Promise<number[]> {
  if (incidents.length === 0) return [];
  const { rows } = await tx.query<{ id: number; no: string }>({
    name: 'merge-open',
    text: `with item as (select * from json_to_recordset($1::json) as r(no text, status text, "categoryCode" text, "familyCode" text,
         severity smallint, title text, lng float8, lat float8, "accuracyM" int, net float8[], reach float8[], address text,
         "districtCode" text, "townCode" text, "unitCode" text, basis text, "openedAt" timestamptz, "lastEventAt" timestamptz,
         "dueAt" timestamptz, "closedAt" timestamptz, "eventCount" int, sources jsonb, "requestCount" int, assets text[], danger text[],
         "dangerEventId" bigint, auto boolean, wall text, "recurrenceOf" bigint, quiet boolean)),
     i as (
       insert into incident (no, status, category_code, family_code, severity, title, anchor, accuracy_m, net, reach, address,
              district_code, town_code, unit_code, basis, opened_at, last_event_at, due_at, closed_at, event_count, sources,
              request_count, assets, danger, danger_event_id, auto, wall, recurrence_of, created_on)
       select no, status, "categoryCode", "familyCode", severity, title,
              case when lng is not null then st_setsrid(st_makepoint(lng, lat), 4326) end, "accuracyM",
              case when net is not null then st_makeenvelope(net[1], net[2], net[3], net[4], 4326) end,
              case when reach is not null then st_makeenvelope(reach[1], reach[2], reach[3], reach[4], 4326) end,
              address, "districtCode", "townCode", "unitCode", basis, "openedAt", "lastEventAt", "dueAt", "closedAt",
              "eventCount", sources, "requestCount", assets, danger, "dangerEventId", auto, wall, "recurrenceOf",
              ($2::timestamptz at time zone 'Asia/Shanghai')::date
         from item
       returning *),
     kept as (${keepVersion}),
     heard as (${hear} where no not in (select no from item where quiet))
     select id, no from i`,
    values: [JSON.stringify(incidents), now],
  });
  const byNo = new Map(rows.map((row) => [row.no, row.id]));
  return incidents.map((incident) => byNo.get(incident.no)!);
}

/** What a batch adds to one incident that stood already. */
export type Bump = {
  incidentId: number;
  events: number;
  sources: Record<string, number>;
  requests: number;
  lastEventAt: Date;
  severity: number;
  assets: string[];
  danger: string[];
  dangerEventId: number | null;
  /** An incident that a person closed in between must not swallow a new event. */
  mustBeOpen: boolean;
  quiet: boolean;
};
export type Bumped = { id: number; version: number; round: number; eventCount: number };

/**
 * Adds events to incidents in order of their ids; one new version for each, however many events came. Incidents that
 * must be open and are not any more yield no row: the caller tries the batch again.
 */
export async function bump(tx: Db, bumps: readonly Bump[], now: Date): Promise<Bumped[]> {
  if (bumps.length === 0) return [];
  const ordered = [...bumps].sort((a, b) => a.incidentId - b.incidentId);
  await tx.query('select 1 from incident where id = any ($1) order by id for update', [
    ordered.map((b) => b.incidentId),
  ]);
  const { rows } = await tx.query<Bumped>(
    `with item as (select * from json_to_recordset($1::json) as r("incidentId" bigint, events int, sources jsonb, requests int,
         "lastEventAt" timestamptz, severity smallint, assets text[], danger text[], "dangerEventId" bigint, "mustBeOpen" boolean, quiet boolean)),
     i as (
       update incident n set version = n.version + 1, event_count = n.event_count + b.events,
              sources = (select jsonb_object_agg(key, sum) from (
                 select key, sum(value::int) as sum from (
                   select * from jsonb_each_text(n.sources) union all select * from jsonb_each_text(b.sources)) both_sides
                  group by key) summed),
              request_count = n.request_count + b.requests,
              last_event_at = greatest(n.last_event_at, b."lastEventAt"),
              severity = case when n.open then least(n.severity, b.severity) else n.severity end,
              assets = case when n.assets @> b.assets or cardinality(n.assets) >= 50 then n.assets
                            else (select array(select distinct a from unnest(n.assets || b.assets) as a)) end,
              danger = (select array(select distinct word from unnest(n.danger || b.danger) as word order by word)),
              danger_event_id = coalesce(b."dangerEventId", n.danger_event_id)
         from item b where n.id = b."incidentId" and (n.open or not b."mustBeOpen") returning n.*),
     kept as (${keepVersion}),
     heard as (${hear} where id not in (select "incidentId" from item where quiet))
     select id, version, round, event_count as "eventCount" from i`,
    [JSON.stringify(ordered), now],
  );
  return rows;
}

export type NewLink = {
  eventId: number;
  acceptedOn: string;
  incidentId: number;
  categoryCode: string;
  score: number;
  parts: Record<string, number>;
  reasons: string[];
  weightsVersion: string;
  decidedBy: string | null;
};

/** Links events and takes them out of the queue: accepted = linked + waiting + quarantined (law 3). */
export async function link(tx: Db, links: readonly NewLink[], now: Date): Promise<void> {
  if (links.length === 0) return;
  await tx.query({
    name: 'merge-link',
    text: `with item as (select * from json_to_recordset($1::json) as r("eventId" bigint, "acceptedOn" date, "incidentId" bigint,
         "categoryCode" text, score real, parts jsonb, reasons text[], "weightsVersion" text, "decidedBy" text)),
     done as (delete from waiting w using item where w.event_id = item."eventId")
     insert into link (event_id, accepted_on, incident_id, linked_at, category_code, score, parts, reasons, weights_version, decided_by)
     select "eventId", "acceptedOn", "incidentId", $2, "categoryCode", score, parts, reasons, "weightsVersion", "decidedBy" from item`,
    values: [JSON.stringify(links), now],
  });
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
