import type { Db } from '#store/db.ts';
import { hear, keepVersion } from '#store/incidents.ts';

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
  gridCode: string | null;
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
  spot?: readonly string[];
  toldAs?: readonly string[];
  quiet: boolean;
};

/** Opens incidents, keeps their first version and tells the feed (history stays quiet). Answers ids in the order given. */
export async function open(tx: Db, incidents: readonly NewIncident[], now: Date): Promise<number[]> {
  if (incidents.length === 0) return [];
  const { rows } = await tx.query<{ id: number; no: string }>({
    name: 'merge-open',
    text: `with item as (select * from json_to_recordset($1::json) as r(no text, status text, "categoryCode" text, "familyCode" text,
         severity smallint, title text, lng float8, lat float8, "accuracyM" int, net float8[], reach float8[], address text,
         "districtCode" text, "townCode" text, "gridCode" text, "unitCode" text, basis text, "openedAt" timestamptz, "lastEventAt" timestamptz,
         "dueAt" timestamptz, "closedAt" timestamptz, "eventCount" int, sources jsonb, "requestCount" int, assets text[], danger text[],
         "dangerEventId" bigint, auto boolean, wall text, "recurrenceOf" bigint, spot text[], "toldAs" text[], quiet boolean)),
     i as (
       insert into incident (no, status, category_code, family_code, severity, title, anchor, accuracy_m, net, reach, address,
              district_code, town_code, grid_code, unit_code, basis, opened_at, last_event_at, due_at, closed_at, event_count, sources,
              request_count, assets, danger, danger_event_id, auto, wall, recurrence_of, spot, told_as, created_on)
       select no, status, "categoryCode", "familyCode", severity, title,
              case when lng is not null then st_setsrid(st_makepoint(lng, lat), 4326) end, "accuracyM",
              case when net is not null then st_makeenvelope(net[1], net[2], net[3], net[4], 4326) end,
              case when reach is not null then st_makeenvelope(reach[1], reach[2], reach[3], reach[4], 4326) end,
              address, "districtCode", "townCode", "gridCode", "unitCode", basis, "openedAt", "lastEventAt", "dueAt", "closedAt",
              "eventCount", sources, "requestCount", assets, danger, "dangerEventId", auto, wall, "recurrenceOf", coalesce(spot, '{}'), coalesce("toldAs", '{}'),
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
  firstEventAt: Date;
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

/** Locks the incidents that a batch adds to, in order of their ids and before anything that hangs on them. */
export async function lockIncidents(tx: Db, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query({
    name: 'merge-lock',
    text: 'select 1 from incident where id = any ($1) order by id for update',
    values: [ids],
  });
}

/**
 * Adds events to locked incidents; one new version for each, however many events came. Incidents that
 * must be open and are not any more yield no row: the caller tries the batch again.
 */
export async function bump(tx: Db, bumps: readonly Bump[], now: Date): Promise<Bumped[]> {
  if (bumps.length === 0) return [];
  const ordered = [...bumps].sort((a, b) => a.incidentId - b.incidentId);
  const { rows } = await tx.query<Bumped>({
    name: 'merge-bump',
    text: `with item as (select * from json_to_recordset($1::json) as r("incidentId" bigint, events int, sources jsonb, requests int,
         "firstEventAt" timestamptz, "lastEventAt" timestamptz, severity smallint, assets text[], danger text[], "dangerEventId" bigint, "mustBeOpen" boolean, quiet boolean)),
     i as (
       update incident n set version = n.version + 1, event_count = n.event_count + b.events,
              sources = (select jsonb_object_agg(key, sum) from (
                 select key, sum(value::int) as sum from (
                   select * from jsonb_each_text(n.sources) union all select * from jsonb_each_text(b.sources)) both_sides
                  group by key) summed),
              request_count = n.request_count + b.requests,
              last_event_at = greatest(n.last_event_at, b."lastEventAt"),
              -- What only history filed spans its reports, in whatever order they were brought in.
              opened_at = case when n.status = 'archived' and b.quiet then least(n.opened_at, b."firstEventAt") else n.opened_at end,
              closed_at = case when n.status = 'archived' and b.quiet then greatest(n.closed_at, b."lastEventAt") else n.closed_at end,
              severity = case when n.open then least(n.severity, b.severity) else n.severity end,
              assets = case when n.assets @> b.assets or cardinality(n.assets) >= 50 then n.assets
                            else (select array(select distinct a from unnest(n.assets || b.assets) as a)) end,
              danger = (select array(select distinct word from unnest(n.danger || b.danger) as word order by word)),
              danger_event_id = coalesce(b."dangerEventId", n.danger_event_id)
         from item b where n.id = b."incidentId" and (n.open or not b."mustBeOpen") returning n.*),
     kept as (${keepVersion}),
     heard as (${hear} where id not in (select "incidentId" from item where quiet))
     select id, version, round, event_count as "eventCount" from i`,
    values: [JSON.stringify(ordered), now],
  });
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
  /** The mark under which it is only counted. */
  quietId: number | null;
};

/** Links events and takes them out of the queue: accepted = linked + waiting + quarantined (law 3). */
export async function link(tx: Db, links: readonly NewLink[], now: Date): Promise<void> {
  if (links.length === 0) return;
  await tx.query({
    name: 'merge-link',
    text: `with item as (select * from json_to_recordset($1::json) as r("eventId" bigint, "acceptedOn" date, "incidentId" bigint,
         "categoryCode" text, score real, parts jsonb, reasons text[], "weightsVersion" text, "decidedBy" text, "quietId" bigint)),
     done as (delete from waiting w using item where w.event_id = item."eventId")
     insert into link (event_id, accepted_on, incident_id, linked_at, category_code, score, parts, reasons, weights_version, decided_by, quiet_id)
     select "eventId", "acceptedOn", "incidentId", $2, "categoryCode", score, parts, reasons, "weightsVersion", "decidedBy", "quietId" from item`,
    values: [JSON.stringify(links), now],
  });
}
