import type { Db } from '#store/db.ts';

/** One event as the accept statement writes it; bytes are hex, instants ISO. */
export type NewEvent = {
  source: string;
  key: string;
  key_hash: string;
  body_hash: string;
  observed_at: string;
  category_code: string | null;
  body: string;
  address: string | null;
  lng: number | null;
  lat: number | null;
  accuracy_m: number | null;
  asset_id: string | null;
  confidence: number | null;
  phase: string | null;
  severity: number | null;
  history: boolean;
  flags: string[];
  detail: Record<string, unknown>;
  sealed: string | null;
};

export type Stored = { index: number; eventId: number };

const columns = `source text, key text, key_hash text, body_hash text, observed_at timestamptz, category_code text, body text,
  address text, lng double precision, lat double precision, accuracy_m int, asset_id text, confidence real, phase text,
  severity smallint, history boolean, flags text[], detail jsonb, sealed text, index int`;

/**
 * 接收: ledger, events and waiting rows in one statement (law 2). A key that is known already yields no row; the same
 * key twice in one call must have been folded by the caller. Answers the index and id of each new event.
 */
export async function accept(tx: Db, events: readonly NewEvent[], now: Date): Promise<Stored[]> {
  if (events.length === 0) return [];
  const items = events.map((event, index) => ({ ...event, index }));
  const { rows } = await tx.query<Stored>({
    name: 'accept-events',
    text: `with item as materialized (select * from json_to_recordset($1::json) as r(${columns})),
     day as (select ($2::timestamptz at time zone 'Asia/Shanghai')::date as accepted_on),
     ledger as (
       insert into ingest_key (source, key_hash, body_hash, event_id, accepted_on)
       select source, decode(key_hash, 'hex'), decode(body_hash, 'hex'), nextval('event_id_seq'), accepted_on
         from item, day
       on conflict do nothing
       returning source, key_hash, event_id, accepted_on),
     stored as (
       insert into event (id, accepted_on, accepted_at, source, key, observed_at, category_code, body, address, geom,
                          accuracy_m, asset_id, confidence, phase, severity, history, flags, detail, sealed)
       select l.event_id, l.accepted_on, $2, i.source, i.key, i.observed_at, i.category_code, i.body, i.address,
              case when i.lng is not null then st_setsrid(st_makepoint(i.lng, i.lat), 4326) end,
              i.accuracy_m, i.asset_id, i.confidence, i.phase, i.severity, i.history, i.flags, i.detail,
              decode(i.sealed, 'hex')
         from ledger l join item i on i.source = l.source and decode(i.key_hash, 'hex') = l.key_hash
       returning id, accepted_on, geom),
     queued as (
       insert into waiting (event_id, accepted_on, since, lot)
       select id, accepted_on, $2, lot_of(st_x(geom), st_y(geom)) from stored)
     select i.index, l.event_id as "eventId"
       from ledger l join item i on i.source = l.source and decode(i.key_hash, 'hex') = l.key_hash`,
    values: [JSON.stringify(items), now],
  });
  return rows;
}

export type KnownKey = { index: number; bodyHash: string; eventId: number };

/** What the ledger holds for keys that were not new: the caller tells a resend from a conflict by the body hash. */
export async function known(
  tx: Db,
  keys: readonly { index: number; source: string; keyHash: string }[],
): Promise<KnownKey[]> {
  if (keys.length === 0) return [];
  const { rows } = await tx.query<KnownKey>(
    `select q.index, encode(k.body_hash, 'hex') as "bodyHash", k.event_id as "eventId"
       from unnest($1::int[], $2::text[], $3::text[]) as q(index, source, key_hash)
       join ingest_key k on k.source = q.source and k.key_hash = decode(q.key_hash, 'hex')`,
    [keys.map((k) => k.index), keys.map((k) => k.source), keys.map((k) => k.keyHash)],
  );
  return rows;
}

/** Photos that came with events, raw until the clean-up job has re-encoded them. */
export async function addPhotos(
  tx: Db,
  photos: readonly { eventId: number; bytes: Buffer; sha256: Buffer }[],
  now: Date,
): Promise<void> {
  if (photos.length === 0) return;
  await tx.query(
    `insert into photo (id, event_id, stage, bytes, sha256, mime, uploaded_at)
     select gen_random_uuid(), event_id, 'report', bytes, sha256, 'application/octet-stream', $4
       from unnest($1::bigint[], $2::bytea[], $3::bytea[]) as p(event_id, bytes, sha256)`,
    [photos.map((p) => p.eventId), photos.map((p) => p.bytes), photos.map((p) => p.sha256), now],
  );
}

/** Counts of a request, added to its source's freshness row; one row a source, so callers keep their order by name. */
export async function touchSource(
  tx: Db,
  counts: { source: string; accepted: number; duplicates: number; quarantined: number },
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into source_state (source, last_at, accepted, duplicates, quarantined) values ($1, $2, $3, $4, $5)
     on conflict (source) do update set last_at = greatest(source_state.last_at, excluded.last_at),
       accepted = source_state.accepted + excluded.accepted,
       duplicates = source_state.duplicates + excluded.duplicates,
       quarantined = source_state.quarantined + excluded.quarantined`,
    [counts.source, now, counts.accepted, counts.duplicates, counts.quarantined],
  );
}

/** Law 3, countable at any moment: accepted = linked + waiting + quarantined. */
export async function conservation(
  db: Db,
): Promise<{ accepted: number; linked: number; waiting: number; quarantined: number }> {
  const { rows } = await db.query<{ accepted: number; linked: number; waiting: number; quarantined: number }>(
    `select (select count(*) from event) as accepted, (select count(*) from link) as linked,
            (select count(*) from waiting) as waiting,
            (select count(*) from quarantine where event_id is not null and state <> 'replayed') as quarantined`,
  );
  return rows[0]!;
}

/** Puts an event that was set apart back before the merge. */
export async function requeue(tx: Db, eventId: number, now: Date): Promise<void> {
  await tx.query(
    `insert into waiting (event_id, accepted_on, since)
     select e.id, e.accepted_on, $2 from event e where e.id = $1 and not exists (select from link where event_id = $1)
     on conflict do nothing`,
    [eventId, now],
  );
}
