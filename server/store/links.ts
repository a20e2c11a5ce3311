import type { LinkedEvent } from '#contracts/incident.ts';
import { hear, incidentColumns, keepVersion } from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import type { Db } from '#store/db.ts';
import { daysOf } from '#store/event-days.ts';

/** The events of an incident, oldest first, with what spoke for each link and their clean photos. */
export async function eventsOf(db: Db, incidentId: number): Promise<LinkedEvent[]> {
  const { rows } = await db.query<LinkedEvent>(
    `select l.event_id as "eventId", e.source, e.key, e.observed_at as "observedAt", e.accepted_at as "acceptedAt",
            l.linked_at as "linkedAt", l.score, l.reasons, e.body, e.address, st_x(e.geom) as lng, st_y(e.geom) as lat,
            e.accuracy_m as "accuracyM", l.category_code as "categoryCode",
            e.flags || case when exists (select from snapshot_fetch s where s.event_id = e.id and s.state in ('dead', 'refused'))
                            then array['no-picture'] else '{}' end
                    || case when l.quiet_id is not null then array['counted'] else '{}' end as flags,
            l.decided_by as "decidedBy",
            coalesce((select json_agg(p.id order by p.uploaded_at) from photo p where p.event_id = e.id and p.state = 'clean'), '[]') as photos
       from link l join event e on e.accepted_on = l.accepted_on and e.id = l.event_id
      where l.incident_id = $1 and e.accepted_on = any ($2::date[]) order by e.observed_at, l.event_id`,
    [incidentId, await daysOf(db, [incidentId])],
  );
  return rows;
}

/** Moves links and the requests of their events to another incident, as a person's decision. Answers how many moved. */
export async function move(
  tx: Db,
  eventIds: readonly number[],
  from: number,
  to: number,
  by: { actor: string; reason: string },
  now: Date,
): Promise<number> {
  const { rowCount } = await tx.query(
    `update link set incident_id = $3, decided_by = $4, linked_at = $6, reasons = array_append(reasons, $5)
      where event_id = any ($1) and incident_id = $2`,
    [eventIds, from, to, by.actor, by.reason, now],
  );
  const tickets = `select r.id from request r join event e on e.accepted_on = r.accepted_on and e.id = r.event_id
    where e.id = any ($1) and r.incident_id = $2`;
  await tx.query(
    `update deadline set incident_id = $3 where subject = 'request' and subject_id in (${tickets})`,
    [eventIds, from, to],
  );
  await tx.query(`update request set incident_id = $3, version = version + 1 where id in (${tickets})`, [
    eventIds,
    from,
    to,
  ]);
  return rowCount ?? 0;
}

/** The ids of an incident's events. */
export async function eventIds(tx: Db, incidentId: number): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>('select event_id as id from link where incident_id = $1', [
    incidentId,
  ]);
  return rows.map((row) => row.id);
}

/**
 * What is absorbed keeps its weight: the graver severity, words of danger that nobody has confirmed, and the earlier
 * beginning: a case opens with its first report. Recount after it.
 */
export async function inherit(tx: Db, incidentId: number, from: readonly number[]): Promise<void> {
  await tx.query(
    `update incident n set severity = least(n.severity, o.severity), opened_at = least(n.opened_at, o.opened_at),
            danger = (select array(select distinct word from unnest(n.danger || o.danger) as word order by word)),
            danger_event_id = coalesce(n.danger_event_id, o.event_id)
       from (select min(i.severity) as severity, min(i.opened_at) as opened_at, max(i.danger_event_id) as event_id,
                    coalesce(array_agg(w.word) filter (where i.danger_event_id is not null and w.word is not null), '{}') as danger
               from incident i left join lateral unnest(i.danger) as w(word) on true where i.id = any ($2)) o
      where n.id = $1`,
    [incidentId, from],
  );
}

/** So many have told of an incident as of another kind that it is of that kind too; one or two may have been misread. */
export const kindFrom = 3;

/**
 * The families of its kin, beside its own, as which many have told of incident `n`: what began as a blocked drain, and
 * three called a flood, is a flood too; steam that three took for smoke is no fire.
 */
const toldAs = `array(select f.code from link l
    join reference c on c.kind = 'category' and c.code = l.category_code
    join reference f on f.kind = 'family' and f.code = c.body ->> 'familyCode'
    join reference own on own.kind = 'family' and own.code = n.family_code
  where l.incident_id = n.id and f.code <> own.code and f.body ->> 'kin' = own.body ->> 'kin' group by 1 having count(*) >= ${kindFrom} order by 1)`;

/** Counts again as what incidents were told; nobody hears of it, for it only tells whom they are joined by. */
export async function countKinds(tx: Db, incidentIds: readonly number[]): Promise<void> {
  if (incidentIds.length === 0) return;
  await tx.query({
    name: 'links-kinds',
    text: `update incident i set told_as = now.told_as from (select n.id, ${toldAs} as told_as from incident n where n.id = any ($1)) now
            where i.id = now.id and i.told_as is distinct from now.told_as`,
    values: [incidentIds],
  });
}

/** Counts an incident again from its links and requests (after split, absorb, answers): a new version, heard by all. */
export async function recount(tx: Db, incidentId: number, now: Date): Promise<IncidentRow> {
  const { rows } = await tx.query<IncidentRow>(
    `with counted as (
       select count(*)::int as events, max(e.observed_at) as last_at,
              (select coalesce(jsonb_object_agg(source, n), '{}') from (
                 select e2.source, count(*)::int as n from link l2
                   join event e2 on e2.accepted_on = l2.accepted_on and e2.id = l2.event_id
                  where l2.incident_id = $1 and e2.accepted_on = any ($3::date[]) group by e2.source) by_source) as sources
         from link l join event e on e.accepted_on = l.accepted_on and e.id = l.event_id
        where l.incident_id = $1 and e.accepted_on = any ($3::date[])),
     asked as (
       select count(*)::int as requests, (count(*) filter (where status in ('answered', 'settled')))::int as answered
         from request where id in (select request_id from request_incident where incident_id = $1)),
     i as (
       update incident n set version = n.version + 1, event_count = c.events, sources = c.sources, told_as = ${toldAs},
              last_event_at = coalesce(c.last_at, n.last_event_at), request_count = a.requests, answered_count = a.answered
         from counted c, asked a where n.id = $1 returning n.*),
     kept as (${keepVersion}),
     heard as (${hear})
     select ${incidentColumns} from i`,
    [incidentId, now, await daysOf(tx, [incidentId])],
  );
  return rows[0]!;
}

export type EventRow = {
  eventId: number;
  observedAt: Date;
  source: string;
  body: string;
  address: string | null;
  lng: number | null;
  lat: number | null;
  accuracyM: number | null;
  categoryCode: string;
  /** What the source said of it, or null. */
  severity: number | null;
};

/** The events of an incident that a split names, oldest first. */
export async function splitEvents(tx: Db, incidentId: number, ids: readonly number[]): Promise<EventRow[]> {
  const { rows } = await tx.query<EventRow>(
    `select l.event_id as "eventId", e.observed_at as "observedAt", e.source, e.body, e.address, st_x(e.geom) as lng,
            st_y(e.geom) as lat, e.accuracy_m as "accuracyM", l.category_code as "categoryCode", e.severity
       from link l join event e on e.accepted_on = l.accepted_on and e.id = l.event_id
      where l.incident_id = $1 and l.event_id = any ($2) and e.accepted_on = any ($3::date[])
      order by e.observed_at, l.event_id`,
    [incidentId, ids, await daysOf(tx, [incidentId])],
  );
  return rows;
}
