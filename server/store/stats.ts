import type { DiscontentCause } from '#contracts/request.ts';
import { figureOfCause } from '#contracts/stats.ts';
import { incidentColumns } from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import type { Db } from '#store/db.ts';

/** The start of the city day and month (Asia/Shanghai) that `now` lies in; both instants. */
const periods = `select $1::timestamptz as now,
  date_trunc('day', $1::timestamptz at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai' as day,
  date_trunc('month', $1::timestamptz at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai' as month`;

const counted = `i.status not in ('rejected', 'merged', 'handed-over', 'self-handled')`;
/** 应结案: has a unit (before that the clock is the desk's own), and fell due in the month and was not closed before it, or was closed in the month (mission.md §8). */
const due = `${counted} and i.exempt_at is null and i.unit_code is not null and i.due_at is not null
  and ((i.due_at < t.now and (i.closed_at is null or i.closed_at >= t.month)) or i.closed_at >= t.month)`;
const confirmed = `i.opened_at >= t.month and ${counted} and i.status not in ('received', 'verifying')`;

/** Matters with a caller who was not content this month, of one cause or of any. */
const discontented = (cause?: DiscontentCause): string => `i.id in (
  select r.incident_id from discontent d join request r on r.id = d.request_id
   where d.said_at >= (select month from t)${cause ? ` and d.cause = '${cause}'` : ''})`;

/** Each figure is one question about an incident; the number and the list of its cases ask the same one. */
export const figures = {
  openedToday: `i.opened_at >= t.day and i.status <> 'merged'`,
  open: 'i.open',
  overdue: 'i.open and i.due_at < t.now',
  closedToday: `i.closed_at >= t.day and i.status in ('closed', 'follow-up', 'archived', 'answered')`,
  due,
  /** 按期结案: closed by the instant that was promised. */
  closedOnTime: `${due} and i.closed_at >= t.month and i.closed_at <= i.due_at and not i.special_closed`,
  /** 特殊结案: counted apart; it stays in the denominator and is never on time (practice, rule 12). */
  specialClosed: `i.special_closed and i.closed_at >= t.month`,
  /** 免计超时: a granted appeal took it out of the figures above; it is counted here, so that none vanishes unseen. */
  exempted: 'i.exempt_at >= t.month',
  confirmed,
  /** 未诉先办: known before any caller spoke. */
  beforeTheCall: `${confirmed} and not exists (select from request_incident s join request r on r.id = s.request_id where s.incident_id = i.id and r.called_at <= i.opened_at)`,
  urgent: 'i.open and (i.severity <= 2 or i.danger_event_id is not null)',
  level1: 'i.open and i.severity = 1',
  level2: 'i.open and i.severity = 2',
  danger: 'i.open and i.danger_event_id is not null',
  /** 本月回访: a caller was heard, in whatever round. */
  calledBack: `(i.id in (select r.incident_id from request r
     where r.followed_at >= (select month from t) and r.result in ('satisfied', 'basic', 'dissatisfied')) or ${discontented()})`,
  discontent: discontented(),
  discontentHandling: discontented('handling'),
  discontentAnswer: discontented('answer'),
  discontentLate: discontented('late'),
  discontentManner: discontented('manner'),
  discontentBeyond: discontented('beyond'),
  discontentOther: discontented('other'),
  eventsToday: `exists (select from link l join event e on e.accepted_on = l.accepted_on and e.id = l.event_id
     where l.incident_id = i.id and not e.history and e.accepted_on = (t.now at time zone 'Asia/Shanghai')::date)`,
} as const;
export type FigureName = keyof typeof figures;

export type Dimension = 'district' | 'department' | 'category';
const dimensionSql: Record<Dimension, string> = {
  district: 'i.district_code',
  department: 'i.unit_code',
  category: 'i.category_code',
};

/** 回访 of the month: counted for all that is in sight together, not by rows. */
export const callFigures = ['calledBack', 'discontent', ...Object.values(figureOfCause)] as const;
type CallFigure = (typeof callFigures)[number];

export type CountName = Exclude<FigureName, 'eventsToday' | CallFigure>;
export type StatsCounts = { code: string | null } & Record<CountName, number>;
const apart: readonly FigureName[] = ['eventsToday', ...callFigures];
export const counters = (Object.keys(figures) as FigureName[]).filter(
  (name): name is CountName => !apart.includes(name),
);

const countOf = (name: FigureName): string => `(count(*) filter (where ${figures[name]}))::int as "${name}"`;

/** The matters whose callers were called back this month, and those whose callers were not content. */
export async function callsBack(db: Db, now: Date): Promise<Record<CallFigure, number>> {
  const { rows } = await db.query<Record<CallFigure, number>>(
    `with t as (${periods})
     select ${callFigures.map(countOf).join(',\n')} from incident i, t
      where ${figures.calledBack} and in_scope(i.unit_code, i.district_code)`,
    [now],
  );
  return rows[0]!;
}

/** All figures by one dimension, in one pass over the incidents that can count. Null is what has no such code. */
export async function byDimension(db: Db, by: Dimension, now: Date): Promise<StatsCounts[]> {
  const sums = counters.map(countOf).join(',\n');
  const { rows } = await db.query<StatsCounts>(
    `with t as (${periods})
     select ${dimensionSql[by]} as code, ${sums}
       from incident i, t
      where (i.open or i.closed_at >= t.month or i.opened_at >= t.month or i.due_at >= t.month or i.exempt_at >= t.month)
        and in_scope(i.unit_code, i.district_code)
      group by 1`,
    [now],
  );
  return rows;
}

/** 今日, and 昨日同时段: until the same time. The count and the list ask the same. */
const dayOf = {
  today: 'e.accepted_at >= t.day',
  yesterday: `e.accepted_at < t.day and e.accepted_at <= t.now - interval '1 day'`,
} as const;
export type Day = keyof typeof dayOf;

export type EventCounts = { code: string | null; today: number; yesterday: number };

/** Events accepted today, and yesterday until the same time, by the dimension of their incidents. */
export async function eventsBy(db: Db, by: Dimension, now: Date): Promise<EventCounts[]> {
  const { rows } = await db.query<EventCounts>(
    `with t as (${periods})
     select ${dimensionSql[by]} as code,
            (count(*) filter (where ${dayOf.today}))::int as today,
            (count(*) filter (where ${dayOf.yesterday}))::int as yesterday
       from t, event e join link l on l.event_id = e.id join incident i on i.id = l.incident_id
      where e.accepted_on >= ($1::timestamptz at time zone 'Asia/Shanghai')::date - 1 and not e.history
        and in_scope(i.unit_code, i.district_code)
      group by 1`,
    [now],
  );
  return rows;
}

export type Slice = { by: Dimension; code: string | null | undefined };
export type Page = { limit: number; offset: number };

/** The code of the row that was asked for; undefined is every row. */
const sliceArgs = ({ code }: Slice): unknown[] => [code === undefined, code ?? null];

/** One page of the cases behind one number, the most urgent first. */
export async function cases(
  db: Db,
  filter: Slice & { figure: FigureName },
  now: Date,
  { limit, offset }: Page,
): Promise<IncidentRow[]> {
  const { rows } = await db.query<IncidentRow>(
    `with t as (${periods})
     select ${incidentColumns} from incident i, t
      where ${figures[filter.figure]} and in_scope(i.unit_code, i.district_code)
        and ($2 or ${dimensionSql[filter.by]} is not distinct from $3)
      order by (i.danger_event_id is not null) desc, i.severity, i.due_at nulls last, i.id limit $4 offset $5`,
    [now, ...sliceArgs(filter), limit, offset],
  );
  return rows;
}

/** How many cases stand behind one number. */
export async function countCases(db: Db, filter: Slice & { figure: FigureName }, now: Date): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `with t as (${periods})
     select count(*)::int as n from incident i, t
      where ${figures[filter.figure]} and in_scope(i.unit_code, i.district_code)
        and ($2 or ${dimensionSql[filter.by]} is not distinct from $3)`,
    [now, ...sliceArgs(filter)],
  );
  return rows[0]!.n;
}

const eventsFrom = (by: Dimension, day: Day): string => `
  from t, event e join link l on l.event_id = e.id join incident i on i.id = l.incident_id
 where e.accepted_on >= ($1::timestamptz at time zone 'Asia/Shanghai')::date - 1 and not e.history
   and in_scope(i.unit_code, i.district_code) and ${dayOf[day]}
   and ($2 or ${dimensionSql[by]} is not distinct from $3)`;

export type EventRow = { eventId: number; at: Date; source: string; incidentId: number };

/** One page of the events behind one number, the newest first. */
export async function events(
  db: Db,
  filter: Slice & { day: Day },
  now: Date,
  { limit, offset }: Page,
): Promise<EventRow[]> {
  const { rows } = await db.query<EventRow>(
    `with t as (${periods})
     select e.id as "eventId", e.accepted_at as at, e.source, i.id as "incidentId" ${eventsFrom(filter.by, filter.day)}
      order by e.accepted_at desc, e.id desc limit $4 offset $5`,
    [now, ...sliceArgs(filter), limit, offset],
  );
  return rows;
}

/** How many events stand behind one number. */
export async function countEvents(db: Db, filter: Slice & { day: Day }, now: Date): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `with t as (${periods}) select count(*)::int as n ${eventsFrom(filter.by, filter.day)}`,
    [now, ...sliceArgs(filter)],
  );
  return rows[0]!.n;
}

export type HourCount = { code: string | null; day: 'today' | 'yesterday'; hour: number; count: number };

/** Events by district and hour of the city day, today and yesterday. */
export async function hourly(db: Db, now: Date): Promise<HourCount[]> {
  const { rows } = await db.query<HourCount>(
    `with t as (${periods})
     select i.district_code as code, case when e.accepted_at >= t.day then 'today' else 'yesterday' end as day,
            extract(hour from e.accepted_at at time zone 'Asia/Shanghai')::int as hour, count(*)::int as count
       from t, event e join link l on l.event_id = e.id join incident i on i.id = l.incident_id
      where e.accepted_on >= ($1::timestamptz at time zone 'Asia/Shanghai')::date - 1 and not e.history
        and in_scope(i.unit_code, i.district_code)
      group by 1, 2, 3`,
    [now],
  );
  return rows;
}
