import type { Earlier, Seen } from '#contracts/burst.ts';
import type { Db } from '#store/db.ts';
import { incidentColumns, inSight } from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';

/** Two workers at once take turns: what each sees is what the other has written. */
export async function lockSearch(tx: Db): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtext('burst-search'))");
}

/**
 * Open incidents that were first seen within so many hours, what stands as a parent with its children, and what open
 * suggestions name; by id. Each is looked up by its id, parents by their own index: joined freely, the planner, which
 * thinks that suggestions name thousands, reads every incident that there ever was, twice in each search.
 */
export async function seenNow(tx: Db, hours: number, now: Date): Promise<Seen[]> {
  const { rows } = await tx.query<Seen>(
    `with parent as (select p.id from (select distinct parent_id from incident where parent_id is not null) c
                      cross join lateral (select id, open from incident where id = c.parent_id limit 1) p where p.open),
     named as (
       select id from incident where open and opened_at > $1::timestamptz - make_interval(hours => $2)
       union select id from parent
       union select c.id from incident c join parent on parent.id = c.parent_id
       union select unnest(children) from burst where state = 'open'
       union select parent_id from burst where state = 'open' and parent_id is not null)
     select i.id, i.no, i.opened_at as at, st_x(i.anchor) as lng, st_y(i.anchor) as lat, i.family_code as "familyCode",
            i.district_code as "districtCode", i.title, i.open, i.parent_id as "parentId",
            exists (select from incident c where c.parent_id = i.id and c.parent_id is not null) as "isParent"
       from named cross join lateral (select * from incident where id = named.id limit 1) i
      where i.status <> 'merged' order by i.id limit 20000`,
    [now, hours],
  );
  return rows;
}

/** What stands open, and what people decided within so many hours or about a parent that is still open. */
export async function earlier(tx: Db, hours: number, now: Date): Promise<Earlier[]> {
  const { rows } = await tx.query<Earlier>(
    `select b.key, b.state, to_json(b.children) as children, to_json(b.left_out) as "leftOut", b.parent_id as "parentId"
       from burst b left join incident p on p.id = b.parent_id
      where b.state = 'open'
         or (b.state in ('joined', 'dismissed') and (b.decided_at > $1::timestamptz - make_interval(hours => $2) or p.open))
      order by b.id`,
    [now, hours],
  );
  return rows;
}

/** Of these incidents those that a person took out of a parent. */
export async function released(tx: Db, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<{ id: number }>(
    "select distinct incident_id as id from history where incident_id = any ($1) and move = 'release'",
    [ids],
  );
  return rows.map(({ id }) => id);
}

export type UsualRow = { count: number; days: number; sameHours: number };
const baselineDays = 28;

/** How many matters of these families a district had in the 28 days before today, and in the same hours of them. */
export async function usualOf(
  tx: Db,
  families: readonly string[],
  districtCode: string,
  now: Date,
): Promise<UsualRow> {
  const { rows } = await tx.query<UsualRow>(
    `with span as (
       select greatest($3::timestamptz - make_interval(days => ${baselineDays + 1}),
                       (select min(opened_at) from incident)) as from_at, $3::timestamptz - interval '1 day' as to_at),
     was as (
       select extract(hour from i.opened_at at time zone 'Asia/Shanghai')::int as hour
         from incident i, span
        where i.opened_at >= from_at and i.opened_at < to_at and i.family_code = any ($1) and i.district_code = $2
          and i.status <> 'merged')
     select count(hour)::int as count,
            count(hour) filter (where (hour - extract(hour from $3::timestamptz at time zone 'Asia/Shanghai')::int + 25) % 24 <= 2)::int
              as "sameHours",
            greatest(0, coalesce(extract(epoch from (select to_at - from_at from span)), 0) / 86400)::float8 as days
       from was`,
    [families, districtCode, now],
  );
  return rows[0]!;
}

export type NewBurst = {
  key: string;
  categoryCode: string;
  districtCode: string | null;
  parentId: number | null;
  name: string;
  title: string;
  reasons: string[];
  children: number[];
  since: Date;
};

const hear = `insert into change (entity, entity_id, version, at) select 'burst', id, version, $2::timestamptz from b`;

/**
 * What is suggested now: a known one grows in place, a new one appears, what is suggested no more is over; a row in
 * `change` for each that moved. Answers how many did; a repeat moves nothing.
 */
export async function save(tx: Db, bursts: readonly NewBurst[], now: Date): Promise<number> {
  const over = await tx.query(
    `with b as (
       update burst set state = 'over', version = version + 1, changed_at = $2
        where state = 'open' and key <> all ($1) returning id, version)
     ${hear}`,
    [bursts.map(({ key }) => key), now],
  );
  const kept = await tx.query(
    `with item as (select * from json_to_recordset($1::json) as r(key text, "categoryCode" text, "districtCode" text,
         "parentId" bigint, name text, title text, reasons jsonb, children jsonb, since timestamptz)),
     b as (
       insert into burst (key, category_code, district_code, parent_id, name, title, reasons, children, since, made_at, changed_at)
       select key, "categoryCode", "districtCode", "parentId", name, title, array(select jsonb_array_elements_text(reasons)),
              array(select jsonb_array_elements_text(children)::bigint), since, $2, $2
         from item order by key
       on conflict (key) where state = 'open' do update
          set version = burst.version + 1, category_code = excluded.category_code, parent_id = excluded.parent_id,
              name = excluded.name, title = excluded.title, reasons = excluded.reasons, children = excluded.children,
              since = excluded.since, changed_at = excluded.changed_at
        where (burst.children, burst.parent_id, burst.title) is distinct from (excluded.children, excluded.parent_id, excluded.title)
       returning id, version)
     ${hear}`,
    [JSON.stringify(bursts), now],
  );
  return (over.rowCount ?? 0) + (kept.rowCount ?? 0);
}

export type BurstRow = NewBurst & {
  id: number;
  version: number;
  state: 'open' | 'joined' | 'dismissed' | 'over';
  madeParent: boolean;
  madeAt: Date;
  decidedName: string | null;
};
const columns = `b.id, b.version, b.state, b.key, b.category_code as "categoryCode", b.district_code as "districtCode",
  b.parent_id as "parentId", b.made_parent as "madeParent", b.name, b.title, b.reasons, to_json(b.children) as children, b.since,
  b.made_at as "madeAt", b.decided_name as "decidedName"`;

/** What stands open in the caller's scope, the oldest first. */
export async function list(db: Db, limit = 50): Promise<BurstRow[]> {
  const { rows } = await db.query<BurstRow>(
    `select ${columns} from burst b where b.state = 'open' and in_scope(null, b.district_code) order by b.id limit $1`,
    [limit],
  );
  return rows;
}

/** Of these incidents those in the caller's sight that may still be taken; the gravest first. */
export async function takeable(db: Db, ids: readonly number[]): Promise<IncidentRow[]> {
  const { rows } = await db.query<IncidentRow>(
    `select ${incidentColumns} from incident i
      where i.id = any ($1) and i.open and i.parent_id is null and ${inSight} order by i.severity, i.opened_at, i.id`,
    [ids],
  );
  return rows;
}

/** Holds one suggestion of the caller's scope until the transaction ends. */
export async function lock(tx: Db, id: number): Promise<BurstRow | null> {
  const { rows } = await tx.query<BurstRow>(
    `select ${columns} from burst b where b.id = $1 and in_scope(null, b.district_code) for update`,
    [id],
  );
  return rows[0] ?? null;
}

export type BurstDecision = {
  state: 'joined' | 'dismissed';
  parentId: number | null;
  madeParent: boolean;
  children: readonly number[];
  leftOut: readonly number[];
  reason: string;
  by: { username: string; name: string };
};

/** What a named person decided about one locked suggestion. */
export async function decide(tx: Db, id: number, decision: BurstDecision, now: Date): Promise<void> {
  const { state, parentId, madeParent, children, leftOut, reason, by } = decision;
  await tx.query(
    `with b as (
       update burst set version = version + 1, state = $3, parent_id = $4, made_parent = $5, children = $6, left_out = $7,
              reason = $8, decided_at = $2, decided_by = $9, decided_name = $10, changed_at = $2
        where id = $1 returning id, version)
     ${hear}`,
    [id, now, state, parentId, madeParent, children, leftOut, reason, by.username, by.name],
  );
}
