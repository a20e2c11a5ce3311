import type { DayFigure, DayText } from '#contracts/day-brief.ts';
import type { Severity } from '#contracts/incident.ts';
import type { Db } from './db.ts';

type Person = { username: string; name: string };
export type Window = { from: Date; to: Date; now: Date };

/** What happened in the window, by incident ids, so that a number opens its cases long after. */
export type DayCounts = {
  events: { count: number; ids: number[] };
  opened: number[];
  danger: number[];
  dangerOpen: number;
  requests: { count: number; answered: number; ids: number[] };
  closed: number[];
  due: number[];
  dueOnTime: number;
  open: number;
  overdue: number[];
  reported: number[];
};

const counted = `i.status not in ('rejected', 'merged', 'handed-over', 'self-handled')`;
const ids = (where: string): string =>
  `(select coalesce(array_agg(i.id order by i.id), '{}') from incident i, t where ${where})`;
const number = (where: string): string => `(select count(*)::int from incident i, t where ${where})`;
const fellDue = `${counted} and i.unit_code is not null and i.due_at >= t.from_at and i.due_at < least(t.to_at, t.now)`;

/** Everything of one night and day. The caller's transaction must see all rows. */
export async function count(db: Db, { from, to, now }: Window): Promise<DayCounts> {
  const { rows } = await db.query<DayCounts>(
    `with t as (select $1::timestamptz as from_at, $2::timestamptz as to_at, $3::timestamptz as now),
     came as (
       select l.incident_id from t, event e join link l on l.event_id = e.id and l.accepted_on = e.accepted_on
        where e.accepted_on >= ($1::timestamptz at time zone 'Asia/Shanghai')::date and not e.history
          and e.accepted_at >= t.from_at and e.accepted_at < t.to_at),
     called as (
       select r.incident_id, r.status from request r, t where r.called_at >= t.from_at and r.called_at < t.to_at)
     select json_build_object('count', (select count(*)::int from came),
              'ids', (select coalesce(json_agg(distinct incident_id), '[]') from came)) as events,
            ${ids(`i.opened_at >= t.from_at and i.opened_at < t.to_at and i.status <> 'merged'`)} as opened,
            ${ids(`i.opened_at >= t.from_at and i.opened_at < t.to_at and i.danger <> '{}' and i.status <> 'merged'`)} as danger,
            ${number(`i.opened_at >= t.from_at and i.opened_at < t.to_at and i.danger <> '{}' and i.danger_event_id is not null and i.status <> 'merged'`)} as "dangerOpen",
            json_build_object('count', (select count(*)::int from called),
              'answered', (select count(*)::int from called where status in ('answered', 'settled')),
              'ids', (select coalesce(json_agg(distinct incident_id), '[]') from called where incident_id is not null)) as requests,
            ${ids(`i.closed_at >= t.from_at and i.closed_at < t.to_at and i.status in ('closed', 'follow-up', 'archived', 'answered')`)} as closed,
            ${ids(fellDue)} as due,
            ${number(`${fellDue} and i.closed_at <= i.due_at`)} as "dueOnTime",
            ${number('i.open')} as open,
            ${ids('i.open and i.due_at < t.now')} as overdue,
            (select coalesce(array_agg(distinct b.incident_id), '{}') from bulletin b, t
              where b.signed_at >= t.from_at and b.signed_at < t.to_at) as reported`,
    [from, to, now],
  );
  return rows[0]!;
}

export type DayMatter = {
  no: string;
  title: string;
  categoryCode: string;
  severity: Severity;
  district: string | null;
  town: string | null;
  wall: 'point' | 'town' | 'never';
  unitCode: string | null;
  status: string;
  openedAt: Date;
  closedAt: Date | null;
  dueAt: Date | null;
  danger: string[];
  requests: number;
};
const matter = `select i.no, i.title, i.category_code as "categoryCode", i.severity, d.name as district, w.name as town, i.wall,
    i.unit_code as "unitCode", i.status, i.opened_at as "openedAt", i.closed_at as "closedAt", i.due_at as "dueAt", i.danger,
    i.request_count as requests
  from incident i left join area d on d.code = i.district_code left join area w on w.code = i.town_code`;

/** The gravest matters of the window and what still stands of before; the gravest first. */
export async function important(db: Db, { from, to }: Window, limit: number): Promise<DayMatter[]> {
  const { rows } = await db.query<DayMatter>(
    `${matter} where i.status <> 'merged' and (i.severity <= 2 or i.danger <> '{}')
        and ((i.opened_at >= $1 and i.opened_at < $2) or i.open)
      order by (i.danger_event_id is not null) desc, i.severity, i.opened_at desc limit $3`,
    [from, to, limit],
  );
  return rows;
}

/** What is late, the longest first. */
export async function late(db: Db, { now }: Window, limit: number): Promise<DayMatter[]> {
  const { rows } = await db.query<DayMatter>(
    `${matter} where i.open and i.due_at < $1 order by i.due_at, i.id limit $2`,
    [now, limit],
  );
  return rows;
}

export type DayBriefRow = {
  day: string;
  version: number;
  from: Date;
  to: Date;
  asOf: Date;
  figures: DayFigure[];
  text: DayText;
  editedAt: Date | null;
  editedName: string | null;
  state: 'draft' | 'signed';
  signedAt: Date | null;
  signedName: string | null;
};
const columns = `day, version, from_at as "from", to_at as "to", as_of as "asOf", figures, text, edited_at as "editedAt",
  edited_name as "editedName", state, signed_at as "signedAt", signed_name as "signedName"`;

export async function byDay(db: Db, day: string): Promise<DayBriefRow | null> {
  const { rows } = await db.query<DayBriefRow>(`select ${columns} from day_brief where day = $1`, [day]);
  return rows[0] ?? null;
}

/** The newest first. */
export async function days(db: Db, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ day: string }>('select day from day_brief order by day desc limit $1', [
    limit,
  ]);
  return rows.map(({ day }) => day);
}

/** Locks a brief until the transaction ends. */
export async function lock(tx: Db, day: string): Promise<DayBriefRow | null> {
  const { rows } = await tx.query<DayBriefRow>(`select ${columns} from day_brief where day = $1 for update`, [
    day,
  ]);
  return rows[0] ?? null;
}

/** Writes the figures; words that a person has edited stay, and a signed brief is left alone. Answers whether it wrote. */
export async function put(
  tx: Db,
  brief: Pick<DayBriefRow, 'day' | 'from' | 'to' | 'asOf' | 'figures' | 'text'>,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into day_brief as b (day, from_at, to_at, as_of, figures, text) values ($1, $2, $3, $4, $5, $6)
     on conflict (day) do update set as_of = excluded.as_of, figures = excluded.figures, version = b.version + 1,
       text = case when b.edited_at is null then excluded.text else b.text end
      where b.state = 'draft' and b.as_of < excluded.as_of`,
    [brief.day, brief.from, brief.to, brief.asOf, JSON.stringify(brief.figures), JSON.stringify(brief.text)],
  );
  return rowCount === 1;
}

export async function edit(tx: Db, day: string, text: DayText, by: Person, now: Date): Promise<DayBriefRow> {
  const { rows } = await tx.query<DayBriefRow>(
    `update day_brief set text = $2, edited_at = $3, edited_by = $4, edited_name = $5, version = version + 1
      where day = $1 returning ${columns}`,
    [day, JSON.stringify(text), now, by.username, by.name],
  );
  return rows[0]!;
}

export async function sign(tx: Db, day: string, by: Person, now: Date): Promise<DayBriefRow> {
  const { rows } = await tx.query<DayBriefRow>(
    `update day_brief set state = 'signed', signed_at = $2, signed_by = $3, signed_name = $4, version = version + 1
      where day = $1 returning ${columns}`,
    [day, now, by.username, by.name],
  );
  return rows[0]!;
}
