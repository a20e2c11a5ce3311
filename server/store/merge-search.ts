import { numbers } from '#store/db.ts';
import type { Db } from '#store/db.ts';

/**
 * One place that was merged lately may be locked by another merger: keys ascending, as a statement of its own (rule 3).
 * Odd keys are shared (`lockKeys`).
 * Throws unless READ COMMITTED: a snapshot from before the locks misses what their holders committed.
 */
export async function lockCells(tx: Db, keys: readonly number[]): Promise<void> {
  if (keys.length === 0) return;
  const { rows } = await tx.query<{ level: string }>({
    name: 'merge-lock-cells',
    text: `select current_setting('transaction_isolation') as level,
                  count(case when k % 2 = 1 then pg_advisory_xact_lock_shared(4711, k / 2)::text else pg_advisory_xact_lock(4711, k / 2)::text end)
             from unnest($1::int[]) as k`,
    values: [numbers(keys)],
  });
  if (rows[0]!.level !== 'read committed')
    throw new Error(`merge needs READ COMMITTED, not ${rows[0]!.level}`);
}

/** Takes further keys without waiting: out of order they must never wait. False when somebody holds one. */
export async function tryLockCells(tx: Db, keys: readonly number[]): Promise<boolean> {
  const { rows } = await tx.query<{ got: boolean }>(
    `select coalesce(bool_and(case when k % 2 = 1 then pg_try_advisory_xact_lock_shared(4711, k / 2) else pg_try_advisory_xact_lock(4711, k / 2) end), true) as got
       from unnest($1::int[]) as k`,
    [keys],
  );
  return rows[0]!.got;
}

/** What to look for around one event. Box in degrees; radius and slack in metres. */
export type Search = {
  ix: number;
  /** The family of the report first, then those as which its problem is reported too. */
  families: string[];
  lng: number;
  lat: number;
  box: number[];
  radiusM: number;
  slackM: number;
  observedAt: Date;
  windowHours: number;
  /** How long after its end a matter that comes back is 复发. */
  recurrenceHours: number;
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
  family: string;
  spot: string[];
  /** Kinds beside its own as which many have told of it. */
  toldAs: string[];
  reanchored: boolean;
  lng: number;
  lat: number;
  sameAsset: boolean;
  eventCount: number;
  /** Whether the time fits too; one that stands there at another time only keeps a new one outside the net. */
  fits: boolean;
};

const searchColumns = `no int, ix int, patch int, families text[], lng float8, lat float8, box float8[], "radiusM" float8, "slackM" float8,
  "observedAt" timestamptz, "windowHours" float8, "recurrenceHours" float8,
  "assetId" text`;

const nearColumns = `ix, id as "incidentId", d as "distanceM", accuracy_m as "accuracyM", last_event_at as "lastEventAt",
  opened_at as "openedAt", closed_at as "closedAt", category_code as "categoryCode", family_code as family, spot, told_as as "toldAs", reanchored,
  st_x(anchor) as lng, st_y(anchor) as lat, event_count as "eventCount", fits, same_asset as "sameAsset"`;

/**
 * Reports of one patch of ground are looked up together: in a storm ten tell of one place, and each look-up costs 30 µs.
 * How far from its first one another still belongs to it, to each side; degrees.
 */
const patchReach = 0.001;

// One family after the other: a list of them is no condition of the index, and a vague place has hundreds of other kinds around it.
const near = (which: string, time: string, must: boolean, most: number): string => `
  with q as materialized (select * from json_to_recordset($1::json) as q(${searchColumns})),
  c as materialized (
    select g.patch, i.*
      from (select patch, families, min(box[1]) as w, min(box[2]) as s, max(box[3]) as e, max(box[4]) as n from q group by patch, families) g
     cross join unnest(g.families) as f(family)
     cross join lateral (
       select id, accuracy_m, last_event_at, opened_at, closed_at, category_code, family_code, spot, told_as, reanchored, assets, event_count, status,
              anchor, reach from incident i
        where ${which} and i.family_code = f.family and i.reach && st_makeenvelope(g.w, g.s, g.e, g.n, 4326) offset 0) i),
  found as (
    select q.no, q.ix, i.*, d, fits, coalesce(q."assetId" = any (i.assets), false) as same_asset,
           row_number() over (partition by q.no order by i.family_code = q.families[1] desc, fits desc, d, i.id) as place
      from q join c as i on i.patch = q.patch and i.reach && st_makeenvelope(q.box[1], q.box[2], q.box[3], q.box[4], 4326)
     cross join lateral (
       select st_distancesphere(i.anchor, st_setsrid(st_makepoint(q.lng, q.lat), 4326)) as d, ${time} as fits) as seen
     where d <= q."radiusM" + q."slackM" + case when i.accuracy_m > q."radiusM" / 2 then i.accuracy_m else 0 end
       ${must ? 'and fits' : ''})
  select ${nearColumns} from found where place <= ${most} order by no, place`;

/** Who are looked up together: the same kinds, about as vague, at about the same place. Numbers of patches, in the order given. */
function patchesOf(searches: readonly Search[]): number[] {
  const firsts = new Map<string, { patch: number; lng: number; lat: number }>();
  let made = 0;
  return searches.map(({ families, lng, lat, slackM }) => {
    const alike = `${families.join(' ')} ${Math.ceil(slackM / 100)}`;
    const [x, y] = [Math.floor(lng / patchReach), Math.floor(lat / patchReach)];
    for (let dx = -1; dx <= 1; dx += 1)
      for (let dy = -1; dy <= 1; dy += 1) {
        const first = firsts.get(`${alike} ${x + dx} ${y + dy}`);
        if (first && Math.abs(first.lng - lng) <= patchReach && Math.abs(first.lat - lat) <= patchReach)
          return first.patch;
      }
    made += 1;
    firsts.set(`${alike} ${x} ${y}`, { patch: made, lng, lat });
    return made;
  });
}

function wire(searches: readonly Search[]): string {
  const patches = patchesOf(searches);
  return JSON.stringify(searches.map((one, no) => ({ ...one, no, patch: patches[no] })));
}

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
    and q."observedAt" <= i.closed_at + q."recurrenceHours" * interval '1 hour'`;
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
  const { rows } = await tx.query<{ keyHash: string; incidentId: number }>({
    name: 'merge-by-key',
    text: `select encode(k.key_hash, 'hex') as "keyHash", l.incident_id as "incidentId"
       from unnest($1::text[], $2::text[]) as q(source, key_hash)
       join ingest_key k on k.source = q.source and k.key_hash = decode(q.key_hash, 'hex')
       join link l on l.event_id = k.event_id`,
    values: [keys.map((k) => k.source), keys.map((k) => k.keyHash)],
  });
  return new Map(rows.map((row) => [row.keyHash, row.incidentId]));
}

/** Follows absorbed incidents to the one that stands for them now. */
export async function standingFor(
  tx: Db,
  ids: readonly number[],
): Promise<Map<number, { id: number; open: boolean }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<{ from: number; id: number; open: boolean }>({
    name: 'merge-standing',
    text: `with recursive chain as (
       select id as start, id, merged_into, open from incident where id = any ($1)
       union all
       select c.start, i.id, i.merged_into, i.open from chain c join incident i on i.id = c.merged_into)
     select start as "from", id, open from chain where merged_into is null`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.from, { id: row.id, open: row.open }]));
}

/**
 * Open incidents of one family that the same caller (blind index) has a request in: matters without a place. That two
 * calls are of one person tells who a confidential one is, so these are left out.
 */
export async function openOfCallers(
  tx: Db,
  callers: readonly { ix: number; family: string; phoneIndex: Buffer; since: Date }[],
): Promise<{ ix: number; incidentId: number }[]> {
  if (callers.length === 0) return [];
  const { rows } = await tx.query<{ ix: number; incidentId: number }>({
    name: 'merge-callers',
    text: `select distinct on (q.ix) q.ix, i.id as "incidentId"
       from unnest($1::int[], $2::text[], $3::bytea[], $4::timestamptz[]) as q(ix, family, phone_index, since)
      cross join lateral (select request_id from person where phone_index = q.phone_index offset 0) p
      cross join lateral (select id from request where id = p.request_id and not confidential offset 0) r
      cross join lateral (select incident_id from request_incident where request_id = r.id offset 0) s
      cross join lateral (select id from incident
                           where id = s.incident_id and open and family_code = q.family and last_event_at >= q.since offset 0) i
      order by q.ix, i.id`,
    values: [
      callers.map((c) => c.ix),
      callers.map((c) => c.family),
      callers.map((c) => c.phoneIndex),
      callers.map((c) => c.since),
    ],
  });
  return rows;
}
