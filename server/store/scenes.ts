import type { Db } from './db.ts';

/** A series that was not heard for this long says nothing about now. */
export const liveMinutes = 60;

/** When the first matter of the city was opened, whoever asks; null: there was none. */
export async function recordsBegin(db: Db): Promise<Date | null> {
  const { rows } = await db.query<{ at: Date | null }>('select min(opened_at) as at from incident');
  return rows[0]!.at;
}

export type SensedCount = {
  district: string | null;
  all: number;
  live: number;
  over: number;
  newest: Date | null;
  sum: number;
};

/** The series of a metric in the caller's scope, by district: how many there are, speak, and are past their line. */
export async function countSensed(db: Db, metric: string, now: Date): Promise<SensedCount[]> {
  const { rows } = await db.query<SensedCount>(
    `select a.name as district, count(*)::int as all, (count(*) filter (where f.fresh))::int as live,
            (count(*) filter (where f.fresh and l.over_since is not null))::int as over,
            max(l.observed_at) as newest, coalesce(sum(l.value) filter (where f.fresh), 0) as sum
       from series s join sensor d using (device_id) left join latest l on l.series_no = s.no
       left join area a on a.code = d.district_code
      cross join lateral (select l.observed_at > $2::timestamptz - $3 * interval '1 minute' as fresh) f
      where s.metric = $1 and in_scope(d.department_code, d.district_code)
      group by 1`,
    [metric, now, liveMinutes],
  );
  return rows;
}

export type SensedRow = {
  deviceId: string;
  name: string;
  district: string | null;
  value: number;
  observedAt: Date;
  over: boolean;
  lng: number;
  lat: number;
  /** The open incident that this device has reported. */
  status: string | null;
  unitCode: string | null;
};

/** The series of a metric that speak, those past their line first, then the most extreme; each with who has it. */
export async function worstSensed(
  db: Db,
  wanted: { metric: string; below: boolean; categories: readonly string[]; most: number; now: Date },
): Promise<SensedRow[]> {
  const { rows } = await db.query<SensedRow>(
    `with top as (
       select s.no, s.device_id as "deviceId", d.name, a.name as district, l.value, l.observed_at as "observedAt",
              l.over_since is not null as over, st_x(d.geom) as lng, st_y(d.geom) as lat
         from series s join sensor d using (device_id) join latest l on l.series_no = s.no
         left join area a on a.code = d.district_code
        where s.metric = $1 and l.observed_at > $2::timestamptz - $3 * interval '1 minute'
          and in_scope(d.department_code, d.district_code)
        order by over desc, l.value * $4 desc, s.no limit $5)
     select top.*, i.status, i.unit_code as "unitCode"
       from top left join lateral (
         select i.status, i.unit_code from incident i
          where top.over and i.open and i.category_code = any ($6) and i.assets @> array[top."deviceId"]
            and in_scope(i.unit_code, i.district_code)
          order by i.id desc limit 1) i on true
      order by top.over desc, top.value * $4 desc, top.no`,
    [wanted.metric, wanted.now, liveMinutes, wanted.below ? -1 : 1, wanted.most, wanted.categories],
  );
  return rows;
}

export type MatterCounts = {
  open: number;
  /** Nobody has signed for it yet. */
  unsigned: number;
  overdue: number;
  today: number;
  yesterdaySameTime: number;
};

/** The incidents of these categories in the caller's scope: now, and of today against yesterday until the same time. */
export async function countMatters(db: Db, categories: readonly string[], now: Date): Promise<MatterCounts> {
  const { rows } = await db.query<MatterCounts>(
    `with t as (select date_trunc('day', $2::timestamptz at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai' as day),
     standing as (
       select count(*)::int as open, (count(*) filter (where i.due_at < $2))::int as overdue,
              (count(*) filter (where i.status in ('received', 'verifying', 'to-file', 'to-dispatch', 'to-sign')))::int as unsigned
         from incident i where i.open and i.category_code = any ($1) and in_scope(i.unit_code, i.district_code)),
     opened as (
       select (count(*) filter (where i.opened_at >= t.day))::int as today,
              (count(*) filter (where i.opened_at < t.day and i.opened_at <= $2::timestamptz - interval '1 day'))::int as "yesterdaySameTime"
         from t, incident i
        where i.opened_at >= t.day - interval '1 day' and i.status <> 'merged' and i.category_code = any ($1)
          and in_scope(i.unit_code, i.district_code))
     select * from standing, opened`,
    [categories, now],
  );
  return rows[0]!;
}

export type CategoryCount = { categoryCode: string; open: number; unsigned: number; overdue: number };

/** The open incidents of these categories in the caller's scope, by category, the most first. */
export async function openByCategory(
  db: Db,
  categories: readonly string[],
  now: Date,
): Promise<CategoryCount[]> {
  const { rows } = await db.query<CategoryCount>(
    `select i.category_code as "categoryCode", count(*)::int as open, (count(*) filter (where i.due_at < $2))::int as overdue,
            (count(*) filter (where i.status in ('received', 'verifying', 'to-file', 'to-dispatch', 'to-sign')))::int as unsigned
       from incident i where i.open and i.category_code = any ($1) and in_scope(i.unit_code, i.district_code)
      group by 1 order by open desc, 1`,
    [categories, now],
  );
  return rows;
}

export type Spot = { town: string; district: string; count: number };

/** 反复发生: townships with the most incidents of these categories in seven days that came back after a closed one. */
export async function recurringTowns(
  db: Db,
  categories: readonly string[],
  now: Date,
  most: number,
): Promise<Spot[]> {
  const { rows } = await db.query<Spot>(
    `select a.name as town, d.name as district, count(*)::int as count
       from incident i join area a on a.code = i.town_code join area d on d.code = i.district_code
      where i.opened_at > $2::timestamptz - interval '7 days' and i.recurrence_of is not null
        and i.status <> 'merged' and i.category_code = any ($1) and in_scope(i.unit_code, i.district_code)
      group by 1, 2 order by count desc, 1 limit $3`,
    [categories, now, most],
  );
  return rows;
}

export type CameraCount = { all: number; heard: number; alerts: number };

/** The cameras of the caller's scope, how many of them saw something of these categories within a day, and how often. */
export async function countCameraAlerts(
  db: Db,
  categories: readonly string[],
  now: Date,
): Promise<CameraCount> {
  const { rows } = await db.query<CameraCount>(
    `with mine as (select camera_id from camera where in_scope(department_code, district_code)),
     seen as (
       select e.asset_id from event e
        where e.source = 'camera' and e.accepted_on >= ($2::timestamptz at time zone 'Asia/Shanghai')::date - 1
          and e.accepted_at > $2::timestamptz - interval '1 day' and e.category_code = any ($1)
          and coalesce(e.phase, 'start') = 'start' and e.asset_id in (select camera_id from mine))
     select (select count(*)::int from mine) as all, count(distinct asset_id)::int as heard, count(*)::int as alerts from seen`,
    [categories, now],
  );
  return rows[0]!;
}

export type KindCount = { kind: string; all: number; live: number; newest: Date | null };

/** The sensors of the caller's scope by kind: how many are registered, and how many spoke lately. */
export async function sensorsByKind(db: Db, now: Date): Promise<KindCount[]> {
  const { rows } = await db.query<KindCount>(
    `select d.kind, count(*)::int as all, (count(*) filter (where l.newest > $1::timestamptz - $2 * interval '1 minute'))::int as live,
            max(l.newest) as newest
       from sensor d left join lateral (
         select max(l.observed_at) as newest from series s join latest l on l.series_no = s.no where s.device_id = d.device_id) l on true
      where in_scope(d.department_code, d.district_code) group by 1 order by 1`,
    [now, liveMinutes],
  );
  return rows;
}

export type FeedCount = { source: string; accepted: number; quarantined: number };

/** What every source has brought since it was connected. */
export async function feedCounts(db: Db): Promise<FeedCount[]> {
  const { rows } = await db.query<FeedCount>(
    'select source, accepted, quarantined from source_state order by source',
  );
  return rows;
}
