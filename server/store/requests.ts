import type { CityRequest, DiscontentCause } from '#contracts/request.ts';
import type { Db } from '#store/db.ts';
import { incidentInSight, mattersColumn } from '#store/several.ts';

export type NewRequest = {
  eventId: number;
  acceptedOn: string;
  /** The one that it joins, where that stands already. */
  incidentId: number | null;
  platform: string;
  ticketNo: string;
  revision: number;
  kind: string;
  confidential: boolean;
  title: string;
  body: string;
  calledAt: Date;
  promisedAt: Date | null;
  status: 'open' | 'settled';
};
export type Filed = {
  id: number;
  eventId: number;
  platform: string;
  ticketNo: string;
  /** The highest that has come. */
  revision: number;
  incidentId: number | null;
  first: boolean;
};

/**
 * 诉求单: one row for each ticket; a higher revision of a ticket urges it (催单 +1) and keeps its promise and incident.
 * Who once asked for confidentiality has it.
 * One that comes after a higher one changes nothing here: its event is kept, its words do not win.
 * The tickets of one call must differ from each other.
 */
export async function file(tx: Db, requests: readonly NewRequest[]): Promise<Filed[]> {
  if (requests.length === 0) return [];
  const { rows } = await tx.query<Filed>({
    name: 'requests-file',
    text: `insert into request (event_id, accepted_on, incident_id, platform, ticket_no, revision, kind, confidential, title, body, called_at, promised_at, status)
     select "eventId", "acceptedOn", "incidentId", platform, "ticketNo", revision, kind, confidential, title, body, "calledAt", "promisedAt", status
       from json_to_recordset($1::json) as r("eventId" bigint, "acceptedOn" date, "incidentId" bigint, platform text, "ticketNo" text, revision int,
              kind text, confidential boolean, title text, body text, "calledAt" timestamptz, "promisedAt" timestamptz, status text)
     on conflict (platform, ticket_no) do update set
       urged = request.urged + case when excluded.revision > request.revision then 1 else 0 end,
       revision = greatest(request.revision, excluded.revision),
       confidential = request.confidential or excluded.confidential,
       body = case when excluded.revision > request.revision then excluded.body else request.body end,
       version = request.version + case when excluded.revision > request.revision then 1 else 0 end
     returning id, event_id as "eventId", platform, ticket_no as "ticketNo", revision, incident_id as "incidentId", (xmax = 0) as first`,
    values: [JSON.stringify(requests)],
  });
  return rows;
}

/** The request of a ticket; `asked`: it stands in no incident yet, for the call that it was filed with is before a person. */
export type Ticketed = Pick<Filed, 'eventId' | 'platform' | 'ticketNo' | 'revision' | 'incidentId'> & {
  asked: boolean;
};

/** The requests that tickets belong to already. */
export async function ofTickets(
  tx: Db,
  tickets: readonly { platform: string; ticketNo: string }[],
): Promise<Ticketed[]> {
  if (tickets.length === 0) return [];
  const { rows } = await tx.query<Ticketed>({
    name: 'requests-of-tickets',
    text: `select r.event_id as "eventId", r.platform, r.ticket_no as "ticketNo", r.revision, r.incident_id as "incidentId",
            r.incident_id is null and exists (select from waiting w
              where w.event_id = r.event_id and (w.reason = 'ask' or w.judged ? 'decision')) as asked
       from unnest($1::text[], $2::text[]) as q(platform, ticket_no) join request r using (platform, ticket_no)`,
    values: [tickets.map((t) => t.platform), tickets.map((t) => t.ticketNo)],
  });
  return rows;
}

/** A further call, as it names what it speaks of: by the number of a ticket, by its end, or by nothing but its caller. */
export type FurtherCall = {
  ix: number;
  platform: string;
  ticketNo: string | null;
  tail: string | null;
  /** Blind index in hex. */
  phone: string | null;
  /** Only matters of this family are the caller's own; null for a call that names no matter. */
  family: string | null;
  since: Date;
  at: Date;
};

/**
 * The request that each further call speaks of: where exactly one incident fits, the number first, then its end, then
 * what the caller has open, then what was closed. Nothing is told of who asked for confidentiality.
 */
export async function spokenOf(
  tx: Db,
  calls: readonly FurtherCall[],
): Promise<{ ix: number; rank: number; requestId: number; incidentId: number }[]> {
  if (calls.length === 0) return [];
  const { rows } = await tx.query<{ ix: number; rank: number; requestId: number; incidentId: number }>({
    name: 'requests-spoken-of',
    // The index of callers is asked with bytes that stand ready: what must first be made of them is done behind the
    // callers' policy, caller by caller. And each request is followed by its own number, never all of them.
    text: `with q as materialized (
       select ix, platform, "ticketNo", tail, decode(phone, 'hex') as phone, family, since, at
         from json_to_recordset($1::json) as q(ix int, platform text, "ticketNo" text, tail text, phone text,
                family text, since timestamptz, at timestamptz)),
     found as (
       select q.ix, 1 as rank, r.id, r.incident_id from q cross join lateral (
          select id, incident_id from request
           where platform = q.platform and ticket_no = q."ticketNo" and not confidential offset 0) r
       union all
       select q.ix, 2, r.id, r.incident_id from q cross join lateral (
          select id, incident_id from request r
           where q.tail is not null and r.platform = q.platform and r.called_at between q.since and q.at and not r.confidential
             and right(r.ticket_no, 3) = right(q.tail, 3) and right(r.ticket_no, length(q.tail)) = q.tail offset 0) r
       union all
       select q.ix, case when i.open then 3 else 4 end, r.id, s.incident_id
         from q cross join lateral (select request_id from person where phone_index = q.phone offset 0) p
        cross join lateral (select id from request where id = p.request_id and not confidential and called_at between q.since and q.at offset 0) r
        cross join lateral (select incident_id from request_incident where request_id = r.id offset 0) s
        cross join lateral (select open from incident where id = s.incident_id and (q.family is null or family_code = q.family) offset 0) i),
     ranked as (
       select ix, rank, max(id) as id, max(incident_id) as incident_id from found where incident_id is not null
        group by ix, rank having count(distinct incident_id) = 1)
     select distinct on (ix) ix, rank, id as "requestId", incident_id as "incidentId" from ranked order by ix, rank`,
    values: [JSON.stringify(calls)],
  });
  return rows;
}

/** 催单 +1. */
export async function urge(tx: Db, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `update request r set urged = r.urged + q.n, version = r.version + 1
       from (select id, count(*)::int as n from unnest($1::bigint[]) as id group by id) q where r.id = q.id`,
    [ids],
  );
}

/** Points requests to the incidents that their events were linked to. */
export async function attach(
  tx: Db,
  pairs: readonly { requestId: number; incidentId: number }[],
): Promise<void> {
  if (pairs.length === 0) return;
  await tx.query({
    name: 'requests-attach',
    text: `with q as (select * from unnest($1::bigint[], $2::bigint[]) as q(id, incident_id)),
     moved as (
       update request r set incident_id = q.incident_id, version = r.version + 1
         from q where r.id = q.id and r.incident_id is distinct from q.incident_id)
     update deadline d set incident_id = q.incident_id from q where d.subject = 'request' and d.subject_id = q.id`,
    values: [pairs.map((p) => p.requestId), pairs.map((p) => p.incidentId)],
  });
}

/** Everything of a request row but the caller, whose sealed fields the person store opens. */
export type RequestRow = Omit<
  CityRequest,
  | 'callerName'
  | 'callerPhone'
  | 'callerAddress'
  | 'reasons'
  | 'calledAt'
  | 'promisedAt'
  | 'answeredAt'
  | 'followedAt'
> & {
  calledAt: Date;
  promisedAt: Date | null;
  answeredAt: Date | null;
  followedAt: Date | null;
  reasons: string[];
};

const columns = `r.id, r.version, r.round, r.platform, r.ticket_no as "ticketNo", r.revision, r.event_id as "eventId",
  r.incident_id as "incidentId", r.status, r.kind, r.confidential, r.title, r.body, r.called_at as "calledAt",
  r.promised_at as "promisedAt", r.urged, r.answer, r.answered_at as "answeredAt", r.answered_by as "answeredBy",
  r.result, r.solved, r.followed_at as "followedAt", r.follow_note as "followNote",
  coalesce((select json_agg(json_build_object('round', d.round, 'cause', d.cause, 'words', d.words, 'saidAt', d.said_at) order by d.id)
              from discontent d where d.request_id = r.id), '[]') as discontents,
  coalesce((select l.reasons from link l where l.event_id = r.event_id), '{}') as reasons,
  ${mattersColumn} as matters`;

/** Of the request `r` with its incident `i`: one of its incidents is within the scope; a waiting one is for city-wide eyes. */
const inSight = `(${incidentInSight('i')}
  or exists (select from request_incident s join incident n on n.id = s.incident_id
              where s.request_id = r.id and n.id is distinct from r.incident_id and ${incidentInSight('n')}))`;

export async function ofIncident(db: Db, incidentId: number): Promise<RequestRow[]> {
  const { rows } = await db.query<RequestRow>(
    `select ${columns} from request r
      where r.id in (select request_id from request_incident where incident_id = $1) order by r.called_at, r.id`,
    [incidentId],
  );
  return rows;
}

/** One request that may be seen. */
export async function byId(db: Db, id: number): Promise<RequestRow | null> {
  const { rows } = await db.query<RequestRow>(
    `select ${columns} from request r left join incident i on i.id = r.incident_id
      where r.id = $1 and ${inSight}`,
    [id],
  );
  return rows[0] ?? null;
}

/** Locks requests in order of their ids; those out of sight are not among the answer. */
export async function lock(tx: Db, ids: readonly number[]): Promise<RequestRow[]> {
  const { rows } = await tx.query<RequestRow>(
    `select ${columns} from request r left join incident i on i.id = r.incident_id
      where r.id = any ($1) and ${inSight} order by r.id for update of r`,
    [ids],
  );
  return rows;
}

/** 答复: the same words may answer several callers; each row keeps its own. */
export async function answer(
  tx: Db,
  ids: readonly number[],
  text: string,
  by: string,
  now: Date,
): Promise<void> {
  await tx.query(
    `update request set status = 'answered', answer = $2, answered_by = $3, answered_at = $4, version = version + 1 where id = any ($1)`,
    [ids, text, by, now],
  );
}

/** 回访: what the caller said. Settled, or open again in a new round for this caller alone. */
export async function follow(
  tx: Db,
  id: number,
  said: { result: string; solved: boolean | null; note: string; by: string; reopened: boolean },
  now: Date,
): Promise<void> {
  await tx.query(
    `update request set result = $2, solved = $3, follow_note = $4, followed_by = $5, followed_at = $6,
            status = case when $7 then 'open' when $2 = 'unreached' then status else 'settled' end,
            round = round + case when $7 then 1 else 0 end,
            answer = case when $7 then null else answer end,
            answered_at = case when $7 then null else answered_at end,
            version = version + 1
      where id = $1`,
    [id, said.result, said.solved, said.note, said.by, now, said.reopened],
  );
}

/** 不满意原因: a row for this call, of the round that it ends. */
export async function addDiscontent(
  tx: Db,
  { id, round }: Pick<RequestRow, 'id' | 'round'>,
  said: { result: string; solved: boolean; cause: DiscontentCause; words: string; by: string },
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into discontent (request_id, round, result, solved, cause, words, said_at, noted_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, round, said.result, said.solved, said.cause, said.words, now, said.by],
  );
}

/** How many requests an incident has, how many are answered or settled, how many still wait for the follow-up call. */
export async function tally(
  tx: Db,
  incidentId: number,
): Promise<{ all: number; answered: number; unsettled: number }> {
  const { rows } = await tx.query<{ all: number; answered: number; unsettled: number }>(
    `select count(*)::int as all, (count(*) filter (where status in ('answered', 'settled')))::int as answered,
            (count(*) filter (where status in ('open', 'answered')))::int as unsettled
       from request where id in (select request_id from request_incident where incident_id = $1)`,
    [incidentId],
  );
  return rows[0]!;
}

/** Locks the incidents of requests in order of their ids: an incident is always locked before what hangs on it. */
export async function lockTheirIncidents(tx: Db, ids: readonly number[]): Promise<void> {
  await tx.query(
    `select 1 from incident where id in (
       select s.incident_id from request r
         cross join lateral (select incident_id from request_incident where request_id = r.id offset 0) s
         left join incident i on i.id = r.incident_id where r.id = any ($1) and ${inSight})
      order by id for update`,
    [ids],
  );
}

/** The promise of a new round. */
export async function promise(tx: Db, id: number, promisedAt: Date): Promise<void> {
  await tx.query('update request set promised_at = $2 where id = $1', [id, promisedAt]);
}
