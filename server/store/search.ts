import type { IncidentStatus } from '#contracts/incident.ts';
import type { Db } from '#store/db.ts';
import { inSight } from '#store/incidents.ts';
import { eventHolds, holds, incidentWords, requestWords } from '#store/words.ts';
import type { Sought } from '#store/words.ts';

/** One thing found, with the incident that it belongs to. */
export type FoundRow = {
  incidentId: number;
  no: string;
  title: string;
  status: IncidentStatus;
  severity: number;
  at: Date;
  /** Source of an event, unit of a task, ticket of a request, address of an incident. */
  what: string;
  words: string;
  requestId: number | null;
};

/** One more is read than is shown, to know whether there are more. */
export const mostFound = 20;

const matter = 'i.id as "incidentId", i.no, i.title, i.status, i.severity';
const limit = `limit ${mostFound + 1}`;

/** Matters by number, title, address or category; what stands open first, then the newest. */
const incidentsSql = `
  select ${matter}, i.opened_at as at, coalesce(i.address, '') as what, '' as words, null::bigint as "requestId"
    from incident i
   where (${holds(incidentWords, '$1', '$2')} or i.category_code = any ($3)) and ${inSight}
   order by i.open desc, i.id desc ${limit}`;

/** Reports by their own words or key, also of those that were merged. The words first: no order of joins reads every report. */
const eventsSql = `
  with e as materialized (
    select e.id, e.accepted_on, e.observed_at, e.source, e.body from event e where ${eventHolds('$1', '$2', '$3')})
  select ${matter}, e.observed_at as at, e.source as what, e.body as words, null::bigint as "requestId"
    from e
    join link l on l.event_id = e.id
    join incident i on i.id = l.incident_id
   where ${inSight}
   order by e.id desc ${limit}`;

/** Tickets by number or answer. */
export const requestsSql = `
  select ${matter}, r.called_at as at, r.ticket_no as what, coalesce(r.answer, '') as words, r.id as "requestId"
    from request r join incident i on i.id = r.incident_id
   where ${holds(requestWords, '$1', '$2')} and ${inSight}
   order by r.id desc ${limit}`;

/** Tasks by what their unit reported; the pairs lead to the task, and its policy says who may read it. */
export const tasksSql = `
  select ${matter}, coalesce(t.reported_at, t.created_at) as at, t.unit_code as what, t.report as words,
         null::bigint as "requestId"
    from report_grams g join task t on t.id = g.task_id join incident i on i.id = t.incident_id
   where g.grams @> $1::text[] and lower(t.report) like all ($2::text[]) and ${inSight}
   order by t.id desc ${limit}`;

export async function find(db: Db, sql: string, { grams, patterns }: Sought): Promise<FoundRow[]> {
  const { rows } = await db.query<FoundRow>(sql, [grams, patterns]);
  return rows;
}

export async function findEvents(db: Db, { grams, patterns, phrase }: Sought): Promise<FoundRow[]> {
  const { rows } = await db.query<FoundRow>(eventsSql, [grams, patterns, phrase]);
  return rows;
}

export async function findIncidents(
  db: Db,
  { grams, patterns }: Sought,
  categoryCodes: readonly string[],
): Promise<FoundRow[]> {
  const { rows } = await db.query<FoundRow>(incidentsSql, [grams, patterns, categoryCodes]);
  return rows;
}

/** These requests with their matters, within the scope. */
export async function requestsByIds(db: Db, ids: readonly number[]): Promise<FoundRow[]> {
  const { rows } = await db.query<FoundRow>(
    `select ${matter}, r.called_at as at, r.ticket_no as what, '' as words, r.id as "requestId"
       from request r join incident i on i.id = r.incident_id
      where r.id = any ($1) and ${inSight} order by r.id desc`,
    [ids],
  );
  return rows;
}
