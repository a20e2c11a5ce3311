import type { Db } from '#store/db.ts';
import { distinctDays } from '#store/event-days.ts';

/** 涉事主体 of an incident, as its reports name it. */
export type PartyRow = {
  incidentId: number;
  key: string;
  name: string;
  kind: string;
  main: boolean;
  place: string | null;
};

/** Adds what further reports name; what the matter is about by one of them stays so. */
export async function add(tx: Db, rows: readonly PartyRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query({
    name: 'party-add',
    text: `insert into incident_party (incident_id, key, name, kind, main, place)
       select "incidentId", key, min(name), min(kind), bool_or(main), min(place)
         from json_to_recordset($1::json) as r("incidentId" bigint, key text, name text, kind text, main boolean, place text)
        group by "incidentId", key order by "incidentId", key
       on conflict (incident_id, key) do update
          set main = incident_party.main or excluded.main, place = coalesce(incident_party.place, excluded.place)
        where (not incident_party.main and excluded.main) or (incident_party.place is null and excluded.place is not null)`,
    values: [JSON.stringify(rows)],
  });
}

/** The parties of these incidents; what an absorbed one was about, the other is about from then on. */
export async function inherit(tx: Db, incidentId: number, from: readonly number[]): Promise<void> {
  await tx.query(
    `insert into incident_party (incident_id, key, name, kind, main, place)
     select $1, key, min(name), min(kind), bool_or(main), min(place) from incident_party
      where incident_id = any ($2) group by key
     on conflict (incident_id, key) do update set main = incident_party.main or excluded.main`,
    [incidentId, from],
  );
}

/** What was split off is about these of the parties of the incident that it came from. */
export async function copy(
  tx: Db,
  { from, to, keys }: { from: number; to: number; keys: readonly string[] },
): Promise<void> {
  await tx.query(
    `insert into incident_party (incident_id, key, name, kind, main, place)
     select $2, key, name, kind, main, place from incident_party where incident_id = $1 and key = any ($3)`,
    [from, to, keys],
  );
}

/** The keys under which incidents are found. */
export async function keysOf(tx: Db, incidentIds: readonly number[]): Promise<string[]> {
  const { rows } = await tx.query<{ key: string }>(
    'select distinct key from incident_party where incident_id = any ($1)',
    [incidentIds],
  );
  return rows.map(({ key }) => key);
}

/** What one report asks for: incidents of this party whose time fits. Hours. */
export type Sought = {
  ix: number;
  key: string;
  observedAt: Date;
  windowHours: number;
  recurrenceHours: number;
  history: boolean;
};
export type Found = {
  ix: number;
  incidentId: number;
  key: string;
  name: string;
  kind: string;
  main: boolean;
  place: string | null;
  open: boolean;
  auto: boolean;
  categoryCode: string;
  eventCount: number;
  openedAt: Date;
  lastEventAt: Date;
  closedAt: Date | null;
  accuracyM: number | null;
  lng: number | null;
  lat: number | null;
};

/**
 * Incidents of the parties, the newest first: open ones within the window on either side of their time, for history also
 * what history filed, and closed ones that a late report may belong to or that come back.
 */
export async function matters(tx: Db, sought: readonly Sought[]): Promise<Found[]> {
  if (sought.length === 0) return [];
  const { rows } = await tx.query<Found>({
    name: 'party-matters',
    text: `select q.ix, c.*
       from json_to_recordset($1::json) as q(ix int, key text, "observedAt" timestamptz, "windowHours" float8, "recurrenceHours" float8, history boolean)
      cross join lateral (
        select i.id as "incidentId", p.key, p.name, p.kind, p.main, p.place, i.open or (q.history and i.status = 'archived') as open,
               i.auto, i.category_code as "categoryCode", i.event_count as "eventCount", i.opened_at as "openedAt", i.last_event_at as "lastEventAt",
               i.closed_at as "closedAt", i.accuracy_m as "accuracyM", st_x(i.anchor) as lng, st_y(i.anchor) as lat
          from incident_party p join incident i on i.id = p.incident_id
         where p.key = q.key and case
                 when i.open or (q.history and i.status = 'archived') then
                   q."observedAt" between i.opened_at - q."windowHours" * interval '1 hour' and i.last_event_at + q."windowHours" * interval '1 hour'
                 else i.status in ('closed', 'follow-up', 'archived') and q."observedAt" >= i.opened_at
                   and q."observedAt" <= i.closed_at + q."recurrenceHours" * interval '1 hour' end
         order by p.incident_id desc limit 12) c`,
    values: [JSON.stringify(sought)],
  });
  return rows;
}

export type Said = { title: string; body: string };

/** What the first and the last callers of each incident said: enough to know what it is about, however many there are. */
export async function words(tx: Db, ids: readonly number[]): Promise<Map<number, Said[]>> {
  if (ids.length === 0) return new Map();
  const { rows: linked } = await tx.query<{ incidentId: number; eventId: number; day: string }>({
    name: 'party-links',
    text: `select n.id as "incidentId", l.event_id as "eventId", l.accepted_on as day
       from unnest($1::bigint[]) as n(id)
      cross join lateral (
        (select l.event_id, l.accepted_on from link l where l.incident_id = n.id order by l.event_id limit 4)
        union
        (select l.event_id, l.accepted_on from link l where l.incident_id = n.id order by l.event_id desc limit 4)) l`,
    values: [ids],
  });
  if (linked.length === 0) return new Map();
  const { rows } = await tx.query<{ incidentId: number } & Said>(
    `select q.id as "incidentId", coalesce(e.title, '') as title, e.body
       from unnest($1::bigint[], $2::bigint[], $3::date[]) as q(id, event_id, day)
      cross join lateral (
        select e.source, e.detail ->> 'title' as title, e.body from event e
         where e.accepted_on = q.day and e.id = q.event_id and e.accepted_on = any ($4::date[]) limit 1) e
      where e.source in ('hotline', 'report')
      order by q.id, q.event_id`,
    [
      linked.map(({ incidentId }) => incidentId),
      linked.map(({ eventId }) => eventId),
      linked.map(({ day }) => day),
      distinctDays(linked.map(({ day }) => day)),
    ],
  );
  const found = new Map<number, Said[]>();
  for (const { incidentId, ...said } of rows) found.set(incidentId, [...(found.get(incidentId) ?? []), said]);
  return found;
}
