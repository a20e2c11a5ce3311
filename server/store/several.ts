import { accepted } from '#contracts/answer.ts';
import type { Db } from '#store/db.ts';
import { accept } from '#store/events.ts';
import type { NewEvent } from '#store/events.ts';
import { keyHash } from '#store/key-hash.ts';

/** One further matter of a ticket: `part` counts from 2, the ticket's own event is the first. */
export type NewMatter = { eventId: number; platform: string; ticketNo: string; part: number };

/** Notes which ticket the events belong to, in the transaction that accepts them. */
export async function addMatters(tx: Db, matters: readonly NewMatter[], now: Date): Promise<void> {
  if (matters.length === 0) return;
  await tx.query(
    `insert into request_matter (event_id, accepted_on, platform, ticket_no, part)
     select "eventId", ($2::timestamptz at time zone 'Asia/Shanghai')::date, platform, "ticketNo", part
       from json_to_recordset($1::json) as r("eventId" bigint, platform text, "ticketNo" text, part smallint)`,
    [JSON.stringify(matters), now],
  );
}

/** Where the other matters of each ticket stand: what one call told apart is not joined again. By `ix`. */
export async function besides(
  tx: Db,
  tickets: readonly { ix: number; eventId: number; platform: string; ticketNo: string; part: number }[],
): Promise<{ ix: number; incidentId: number }[]> {
  if (tickets.length === 0) return [];
  const { rows } = await tx.query<{ ix: number; incidentId: number }>({
    name: 'several-besides',
    text: `with q as (select * from json_to_recordset($1::json)
                  as q(ix int, "eventId" bigint, platform text, "ticketNo" text, part int))
     select q.ix, l.incident_id as "incidentId"
       from q join request_matter m on m.platform = q.platform and m.ticket_no = q."ticketNo" and m.event_id <> q."eventId"
       join link l on l.event_id = m.event_id
     union
     select q.ix, r.incident_id
       from q join request r on r.platform = q.platform and r.ticket_no = q."ticketNo"
      where q.part > 1 and r.incident_id is not null`,
    values: [JSON.stringify(tickets)],
  });
  return rows;
}

/** An incident of this alias is within the scope, or somebody in it works there. */
export const incidentInSight = (alias: string): string =>
  `(in_scope(${alias}.unit_code, ${alias}.district_code) or exists (select from task t where t.incident_id = ${alias}.id))`;

/** Of the request `r`: its matters, when it has several; what is out of sight only tells whether it has ended. */
export const mattersColumn = `case when not exists (
    select from request_matter m where m.platform = r.platform and m.ticket_no = r.ticket_no) then '[]'::json
  else (select json_agg(json_build_object('part', m.part, 'eventId', m.event_id, 'incidentId', v.id, 'no', v.no, 'title', v.title,
          'status', v.status, 'ended', coalesce(not i.open, false), 'words', case when ${incidentInSight('i')} then e.body end,
          'result', case when v.status in (${accepted.map((status) => `'${status}'`).join(', ')}) then (
             select t.report from task t where t.incident_id = v.id and t.round = v.round and t.kind = 'handle' and t.part = 'host'
                and t.status in ('reported', 'done') order by t.id desc limit 1) end,
          'reasons', case when v.id is null then '{}' else l.reasons end) order by m.part)
    from (select 1 as part, r.event_id, r.accepted_on
          union all select part, event_id, accepted_on from request_matter where platform = r.platform and ticket_no = r.ticket_no) m
    left join event e on e.accepted_on = m.accepted_on and e.id = m.event_id
    left join link l on l.event_id = m.event_id
    left join incident i on i.id = case when m.part = 1 then r.incident_id else l.incident_id end
    left join incident v on v.id = i.id and ${incidentInSight('v')}) end`;

/** Every incident that requests stand in, in order of their ids. */
export async function incidentsOf(
  tx: Db,
  requestIds: readonly number[],
): Promise<{ requestId: number; incidentId: number }[]> {
  const { rows } = await tx.query<{ requestId: number; incidentId: number }>(
    `select request_id as "requestId", incident_id as "incidentId" from request_incident
      where request_id = any ($1) order by incident_id, request_id`,
    [requestIds],
  );
  return rows;
}

/** How many callers of an incident wait for another matter of theirs before they are answered. */
export async function waitingElsewhere(tx: Db, incidentId: number): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `select count(*)::int as n from request r
      where r.status = 'open' and r.id in (select request_id from request_incident where incident_id = $1)
        and exists (
          select from (select r.event_id union all
                       select event_id from request_matter where platform = r.platform and ticket_no = r.ticket_no) m
            left join link l on l.event_id = m.event_id left join incident i on i.id = l.incident_id
           where i.id is distinct from $1 and coalesce(i.open, true))`,
    [incidentId],
  );
  return rows[0]!.n;
}

/** A further matter of a ticket that has come: its own words (masked), and what a person knows of it. WGS 84 degrees. */
export type FurtherMatter = {
  text: string;
  address?: string | undefined;
  lng?: number | undefined;
  lat?: number | undefined;
  categoryCode?: string | undefined;
};

/** A place that a person pointed out. */
const pointedM = 30;

/** 分案: events of the same report, with keys of their own beside its key. Answers their ids in the order given. */
export async function acceptFurther(
  tx: Db,
  requestId: number,
  further: readonly FurtherMatter[],
  now: Date,
): Promise<number[]> {
  const { rows } = await tx.query<{
    source: string;
    key: string;
    observedAt: Date;
    history: boolean;
    detail: Record<string, unknown>;
    platform: string;
    ticketNo: string;
  }>(
    `select e.source, e.key, e.observed_at as "observedAt", e.history, e.detail - 'title' as detail, r.platform, r.ticket_no as "ticketNo"
       from request r join event e on e.accepted_on = r.accepted_on and e.id = r.event_id where r.id = $1`,
    [requestId],
  );
  const { platform, ticketNo, observedAt, ...report } = rows[0]!;
  const items = further.map(({ text, address, lng, lat, categoryCode }, i): NewEvent => {
    const key = `${report.key}/part-${i + 2}`;
    return {
      ...report,
      key,
      key_hash: keyHash(key),
      body_hash: keyHash(JSON.stringify(further[i])),
      observed_at: observedAt.toISOString(),
      category_code: categoryCode ?? null,
      body: text,
      address: address ?? null,
      lng: lng ?? null,
      lat: lat ?? null,
      accuracy_m: lng === undefined ? null : pointedM,
      asset_id: null,
      confidence: null,
      phase: null,
      severity: null,
      flags: [],
      detail: { ...report.detail, part: i + 2 },
      sealed: null,
    };
  });
  const stored = await accept(tx, items, now);
  const matters = stored.map(({ index, eventId }) => ({ eventId, platform, ticketNo, part: index + 2 }));
  await addMatters(tx, matters, now);
  return matters.sort((a, b) => a.part - b.part).map(({ eventId }) => eventId);
}
