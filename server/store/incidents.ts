import type { Incident, IncidentStatus } from '#contracts/incident.ts';
import type { Reference } from '#contracts/reference.ts';
import { categoryNameOf, unitNameOf } from '#contracts/reference.ts';
import { nextDue, toClock } from '#store/clocks.ts';
import type { Db } from '#store/db.ts';

/** The row as PostgreSQL holds it, in camel case. */
export type IncidentRow = Omit<
  Incident,
  'categoryName' | 'departmentName' | 'overdue' | 'openedAt' | 'lastEventAt' | 'dueAt' | 'closedAt'
> & {
  familyCode: string;
  basis: string | null;
  /** 立案条件 of its category; 'default' when none was chosen. */
  condition: string;
  auto: boolean;
  reanchored: boolean;
  openedAt: Date;
  lastEventAt: Date;
  dueAt: Date | null;
  closedAt: Date | null;
};

/** The columns of an incident row under the alias `i`. */
export const incidentColumns = `i.id, i.no, i.version, i.round, i.status, i.category_code as "categoryCode",
  i.family_code as "familyCode", i.severity, i.title, st_x(i.anchor) as lng, st_y(i.anchor) as lat,
  i.accuracy_m as "locationAccuracyM", i.address, i.district_code as "districtCode", i.town_code as "townCode",
  i.grid_code as "gridCode", i.unit_code as "departmentCode", i.basis, i.opened_at as "openedAt",
  i.last_event_at as "lastEventAt", i.due_at as "dueAt", ${nextDue} as "nextDue", i.closed_at as "closedAt", i.event_count as "eventCount",
  i.sources, i.request_count as "requestCount", i.answered_count as "answeredCount", i.return_count as "returnCount",
  i.rework_count as "reworkCount", case when i.danger_event_id is not null then i.danger else '{}' end as danger,
  i.wall, i.parent_id as "parentId", i.merged_into as "mergedInto", i.recurrence_of as "recurrenceOf", i.auto, i.reanchored, i.condition`;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** The contract's Incident from a row: names from the reference data, overdue as a question about `now`. */
export function toIncident(row: IncidentRow, reference: Reference, now: Date): Incident {
  const {
    familyCode: _family,
    basis: _basis,
    condition: _condition,
    auto: _auto,
    reanchored: _reanchored,
    ...facts
  } = row;
  return {
    ...facts,
    categoryName: categoryNameOf(reference, row.categoryCode),
    departmentName: row.departmentCode ? unitNameOf(reference, row.departmentCode) : null,
    openedAt: row.openedAt.toISOString(),
    lastEventAt: row.lastEventAt.toISOString(),
    dueAt: iso(row.dueAt),
    nextDue: row.nextDue === null ? null : toClock(row.nextDue),
    closedAt: iso(row.closedAt),
    overdue: row.closedAt === null && row.dueAt !== null && row.dueAt < now,
  };
}

/** Of the incident `i`: the scope lets it through, by its own unit and district or by a task of it. */
export const inSight =
  '(in_scope(i.unit_code, i.district_code) or exists (select from task t where t.incident_id = i.id))';

/** The incidents among these that lie within the scope, in the order of the ids' numbers. */
export async function seenByIds(db: Db, ids: readonly number[]): Promise<IncidentRow[]> {
  const { rows } = await db.query<IncidentRow>(
    `select ${incidentColumns} from incident i where i.id = any ($1) and ${inSight} order by i.id`,
    [ids],
  );
  return rows;
}

/** One page of these within the scope, the gravest first, among equals the newest. */
export async function gravestByIds(
  db: Db,
  ids: readonly number[],
  { limit, offset }: { limit: number; offset: number },
): Promise<IncidentRow[]> {
  const { rows } = await db.query<IncidentRow>(
    `select ${incidentColumns} from incident i where i.id = any ($1) and ${inSight}
      order by i.severity, i.opened_at desc, i.id limit $2 offset $3`,
    [ids, limit, offset],
  );
  return rows;
}

/** One incident within the scope, or null. A merged one is found too: its row says where it went. */
export async function byId(db: Db, id: number): Promise<IncidentRow | null> {
  return (await seenByIds(db, [id]))[0] ?? null;
}

/** Rows by id in the order of the ids' numbers, without any scope: for the system's own loops. */
export async function rowsByIds(db: Db, ids: readonly number[]): Promise<IncidentRow[]> {
  const { rows } = await db.query<IncidentRow>(
    `select ${incidentColumns} from incident i where i.id = any ($1) order by i.id`,
    [ids],
  );
  return rows;
}

/** Locks one incident for a move; null when it does not exist or is out of scope. */
export async function lock(tx: Db, id: number): Promise<IncidentRow | null> {
  const { rows } = await tx.query<IncidentRow>(
    `select ${incidentColumns} from incident i
      where i.id = $1 and ${inSight} for update of i`,
    [id],
  );
  return rows[0] ?? null;
}

/** What a move may change; absent fields stay. */
export type Patch = Partial<{
  status: IncidentStatus;
  round: number;
  category_code: string;
  family_code: string;
  severity: number;
  title: string;
  unit_code: string | null;
  basis: string | null;
  due_at: Date | null;
  closed_at: Date | null;
  district_code: string | null;
  town_code: string | null;
  danger: string[];
  danger_event_id: number | null;
  return_count: number;
  rework_count: number;
  auto: boolean;
  wall: string;
  merged_into: number | null;
  parent_id: number | null;
  exempt_at: Date;
  condition: string;
  recurrence_of: number | null;
  special_closed: boolean;
  event_count: number;
  sources: Record<string, number>;
  request_count: number;
  answered_count: number;
  last_event_at: Date;
}>;

const patchable = new Set(['status', 'round', 'category_code', 'family_code', 'severity', 'title', 'unit_code', 'basis', 'due_at', 'closed_at', 'district_code', 'town_code', 'danger', 'danger_event_id', 'return_count', 'rework_count', 'auto', 'wall', 'merged_into', 'parent_id', 'exempt_at', 'condition', 'recurrence_of', 'special_closed', 'event_count', 'sources', 'request_count', 'answered_count', 'last_event_at']); // prettier-ignore

/**
 * Changes one locked incident: version + 1, the whole row into `version`, one row into `change` (law 6, law 10).
 * Answers the new row.
 */
export async function save(tx: Db, id: number, patch: Patch, now: Date): Promise<IncidentRow> {
  const fields = Object.keys(patch);
  for (const field of fields)
    if (!patchable.has(field)) throw new Error(`incident.${field} cannot be patched`);
  const sets = fields.map((field, i) => `${field} = $${i + 3}`);
  const { rows } = await tx.query<IncidentRow>(
    `with i as (update incident set version = version + 1${sets.map((s) => `, ${s}`).join('')} where id = $1 returning *),
     kept as (${keepVersion}),
     heard as (${hear})
     select ${incidentColumns} from i`,
    [id, now, ...Object.values(patch)],
  );
  return rows[0]!;
}

/** Every column of an incident but its shapes; what is not listed here is not known then (a test compares). */
export const versionFacts = `id, no, version, round, status, open, category_code, family_code, severity, title, accuracy_m,
  reanchored, address, district_code, town_code, grid_code, unit_code, basis, opened_at, last_event_at, due_at, closed_at,
  event_count, sources, request_count, answered_count, assets, danger, danger_event_id, return_count, rework_count, auto,
  wall, parent_id, merged_into, recurrence_of, created_on, exempt_at, special_closed, condition, spot, told_as`;

/**
 * The row of the CTE `i` into the day's versions. Its place as two numbers: a geometry in to_jsonb becomes GeoJSON, and
 * the three of a row cost 0.24 ms, more than all the rest of it.
 */
export const keepVersion = `insert into version (on_day, at, entity, entity_id, version, body)
  select ($2::timestamptz at time zone 'Asia/Shanghai')::date, $2, 'incident', i.id, i.version, to_jsonb(facts)
    from i cross join lateral (select ${versionFacts.replace(/(\w+)(?=,|$)/g, 'i.$1')}, st_x(i.anchor) as lng, st_y(i.anchor) as lat) facts`;
/** The row of the CTE `i` into the change feed; history is never a live frame. */
export const hear = `insert into change (entity, entity_id, version, at) select 'incident', id, version, $2::timestamptz from i`;

const noBox = [null, null, null, null];

/**
 * Sets where an incident is: anchor, grid, the net around it and the reach in which it is found; its district and township
 * only where none was known. Boxes in degrees; no net: nothing keeps a second one of its kind from opening there.
 */
export async function place(
  tx: Db,
  id: number,
  at: {
    lng: number;
    lat: number;
    accuracyM: number;
    net: number[] | null;
    reach: number[];
    reanchored: boolean;
    gridCode: string | null;
    districtCode?: string | null;
    townCode?: string | null;
  },
): Promise<void> {
  await tx.query(
    `update incident set anchor = st_setsrid(st_makepoint($2, $3), 4326), accuracy_m = $4,
            net = st_makeenvelope($5, $6, $7, $8, 4326), reach = st_makeenvelope($9, $10, $11, $12, 4326), reanchored = $13, grid_code = $14,
            district_code = coalesce(district_code, $15), town_code = coalesce(town_code, $16)
      where id = $1`,
    [
      id,
      at.lng,
      at.lat,
      at.accuracyM,
      ...(at.net ?? noBox),
      ...at.reach,
      at.reanchored,
      at.gridCode,
      at.districtCode ?? null,
      at.townCode ?? null,
    ],
  );
}

/** Numbers for `count` new incidents of a city day, in a statement of its own so that nobody waits for a whole batch. */
export async function takeNumbers(db: Db, now: Date, count: number): Promise<{ day: string; first: number }> {
  const { rows } = await db.query<{ day: string; last: number }>(
    `insert into incident_number (day, last) values (($1::timestamptz at time zone 'Asia/Shanghai')::date, $2)
     on conflict (day) do update set last = incident_number.last + $2 returning day::text, last`,
    [now, count],
  );
  return { day: rows[0]!.day, first: rows[0]!.last - count + 1 };
}

/** 2026-0612-0031: the number that is printed. */
export function printedNo(day: string, number: number): string {
  const [year, month, date] = day.split('-');
  return `${year}-${month}${date}-${String(number).padStart(4, '0')}`;
}
