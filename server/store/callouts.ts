import type { Called, Callout, Post } from '#contracts/duty.ts';
import type { Db } from './db.ts';

type Person = { username: string; name: string };
export type NewCallout = {
  about: Callout['about'];
  aboutId: number;
  round: number;
  incidentId: number | null;
  no: string | null;
  title: string;
};

/** Opens a call-out once for each matter and round; null when there is one already. */
export async function open(tx: Db, one: NewCallout, by: Person, now: Date): Promise<number | null> {
  const { rows } = await tx.query<{ id: number }>(
    `insert into callout (about, about_id, round, incident_id, no, title, opened_at, opened_by, opened_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning id`,
    [one.about, one.aboutId, one.round, one.incidentId, one.no, one.title, now, by.username, by.name],
  );
  return rows[0]?.id ?? null;
}

export type ToCall = { dutyId: number; unitCode: string; post: Post; name: string };

/** Puts people on a call-out; whoever stands there already is not called twice. */
export async function add(
  tx: Db,
  calloutId: number,
  people: readonly ToCall[],
  due: Date,
  now: Date,
): Promise<number> {
  const { rowCount } = await tx.query(
    `insert into called (callout_id, duty_id, unit_code, post, name, asked_at, due_at)
     select $1, "dutyId", "unitCode", post, name, $3, $4
       from json_to_recordset($2::json) as p("dutyId" bigint, "unitCode" text, post text, name text)
     on conflict do nothing`,
    [calloutId, JSON.stringify(people), now, due],
  );
  return rowCount ?? 0;
}

export type CalledRow = Pick<Called, 'id' | 'dutyId' | 'post' | 'standIn' | 'name' | 'state'> & {
  calloutId: number;
  unitCode: string;
  askedAt: Date;
  dueAt: Date;
  notedAt: Date | null;
  notedName: string | null;
  standInName: string | null;
};
const columns = `p.id, p.callout_id as "calloutId", p.duty_id as "dutyId", p.unit_code as "unitCode", p.post,
  p.stand_in as "standIn", p.name, p.state, p.asked_at as "askedAt", p.due_at as "dueAt", p.noted_at as "notedAt",
  p.noted_name as "notedName",
  case when not p.stand_in then (select s.name from called s where s.callout_id = p.callout_id and s.unit_code = p.unit_code
    and s.post = p.post and s.stand_in) end as "standInName"`;

export type CalloutRow = NewCallout & {
  id: number;
  openedAt: Date;
  openedName: string;
  people: CalledRow[];
};

/** Call-outs about one thing, or opened within some days; the newest first. */
export async function list(
  db: Db,
  filter: {
    about: string | null;
    aboutId: number | null;
    from: Date | null;
    to: Date | null;
    limit: number;
  },
): Promise<CalloutRow[]> {
  const { rows } = await db.query<Omit<CalloutRow, 'people'>>(
    `select id, about, about_id as "aboutId", round, incident_id as "incidentId", no, title, opened_at as "openedAt",
            opened_name as "openedName"
       from callout where ($1::text is null or about = $1) and ($2::bigint is null or about_id = $2)
        and ($3::timestamptz is null or opened_at >= $3) and ($4::timestamptz is null or opened_at < $4)
      order by opened_at desc, id desc limit $5`,
    [filter.about, filter.aboutId, filter.from, filter.to, filter.limit],
  );
  const people = await db.query<CalledRow>(
    `select ${columns} from called p where p.callout_id = any ($1) order by p.id`,
    [rows.map(({ id }) => id)],
  );
  return rows.map((row) => ({ ...row, people: people.rows.filter((one) => one.calloutId === row.id) }));
}

/** Whose call it is, before anything is locked. */
export async function calledById(
  db: Db,
  id: number,
): Promise<{ calloutId: number; incidentId: number | null } | null> {
  const { rows } = await db.query<{ calloutId: number; incidentId: number | null }>(
    `select p.callout_id as "calloutId", c.incident_id as "incidentId" from called p join callout c on c.id = p.callout_id
      where p.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Locks one call; lock its incident first. */
export async function lockCalled(tx: Db, id: number): Promise<CalledRow | null> {
  const { rows } = await tx.query<CalledRow>(
    `select ${columns} from called p where p.id = $1 for update of p`,
    [id],
  );
  return rows[0] ?? null;
}

export async function note(
  tx: Db,
  id: number,
  state: 'answered' | 'missed',
  by: Person,
  now: Date,
): Promise<void> {
  await tx.query(
    'update called set state = $2, noted_at = $3, noted_by = $4, noted_name = $5 where id = $1',
    [id, state, now, by.username, by.name],
  );
}

/** 改叫备岗: the roster's stand-in takes the place of who did not answer; null when the roster names none. */
export async function callStandIn(tx: Db, missed: CalledRow, due: Date, now: Date): Promise<string | null> {
  const { rows } = await tx.query<{ name: string }>(
    `insert into called (callout_id, duty_id, unit_code, post, stand_in, name, asked_at, due_at)
     select $1, d.id, $3, $4, true, d.stand_in, $5, $6 from duty d where d.id = $2 and d.stand_in is not null
     on conflict do nothing returning name`,
    [missed.calloutId, missed.dutyId, missed.unitCode, missed.post, now, due],
  );
  return rows[0]?.name ?? null;
}

/** Calls that nobody answered in time, the oldest first. */
export async function unanswered(db: Db, now: Date, limit: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `select id from called where state = 'waiting' and due_at <= $1 order by due_at, id limit $2`,
    [now, limit],
  );
  return rows.map(({ id }) => id);
}

/** Open matters that must be called out (特急, or words of danger that nobody has confirmed) and have not been. */
export async function uncalled(
  db: Db,
  since: Date,
  limit: number,
): Promise<{ id: number; unitCode: string | null }[]> {
  const { rows } = await db.query<{ id: number; unitCode: string | null }>(
    `select i.id, i.unit_code as "unitCode" from incident i
      where i.open and (i.severity = 1 or i.danger_event_id is not null) and i.opened_at > $1
        and not exists (select from callout c where c.about = 'incident' and c.about_id = i.id and c.round = i.round
              and (i.unit_code is null or exists (select from called p where p.callout_id = c.id and p.unit_code = i.unit_code)))
      order by i.id limit $2`,
    [since, limit],
  );
  return rows;
}

/** The call-out that stands about a matter in its present round. */
export async function idOf(
  tx: Db,
  about: Callout['about'],
  aboutId: number,
  round: number,
): Promise<number | null> {
  const { rows } = await tx.query<{ id: number }>(
    'select id from callout where about = $1 and about_id = $2 and round = $3',
    [about, aboutId, round],
  );
  return rows[0]?.id ?? null;
}

export type DangerCallRow = {
  incidentId: number;
  unitCode: string;
  post: Post;
  answered: boolean;
  askedAt: Date;
};

/** Who was called about the matters in danger of the caller's scope: a post has answered when its person or the stand-in has. */
export async function ofDangers(db: Db): Promise<DangerCallRow[]> {
  const { rows } = await db.query<DangerCallRow>(
    `select c.incident_id as "incidentId", p.unit_code as "unitCode", p.post, bool_or(p.state = 'answered') as answered,
            min(p.asked_at) as "askedAt"
       from incident i join callout c on c.incident_id = i.id join called p on p.callout_id = c.id
      where i.open and i.danger <> '{}' and i.danger_event_id is not null and in_scope(i.unit_code, i.district_code)
      group by 1, 2, 3 order by 1, 5, 2, 3 limit 200`,
  );
  return rows;
}
