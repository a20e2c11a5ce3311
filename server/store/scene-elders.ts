import type { Db } from './db.ts';
import { ofMonth } from './scene-matters.ts';

export type TownCount = {
  code: string;
  town: string;
  district: string;
  lng: number;
  lat: number;
  count: number;
};

/** How many matters of these categories came within thirty days, by township, the most first. Never a place. */
export async function townsOfMonth(db: Db, categories: readonly string[], now: Date): Promise<TownCount[]> {
  const { rows } = await db.query<TownCount>(
    `select a.code, a.name as town, d.name as district, st_x(a.centre) as lng, st_y(a.centre) as lat, count(*)::int as count
       from incident i join area a on a.code = i.town_code join area d on d.code = a.parent_code
      where ${ofMonth}
      group by 1, 2, 3, 4, 5 order by count desc, 1`,
    [categories, now],
  );
  return rows;
}

export type MonthOfHelp = {
  all: number;
  /** Those that a device has reported, and those that somebody has called for. */
  devices: number;
  calls: number;
  /** Where somebody has arrived, and the minutes until then in the middle one. */
  reached: number;
  minutes: number | null;
};

/** The matters of these categories of thirty days: who told of them, and how soon somebody stood there. */
export async function monthOfHelp(db: Db, categories: readonly string[], now: Date): Promise<MonthOfHelp> {
  const { rows } = await db.query<MonthOfHelp>(
    `with mine as (
       select i.opened_at, i.sources, (select min(t.arrived_at) from task t where t.incident_id = i.id) as arrived_at
         from incident i
        where ${ofMonth})
     select count(*)::int as all, (count(*) filter (where sources ?| array['sensor', 'camera']))::int as devices,
            (count(*) filter (where sources ? 'hotline'))::int as calls, count(arrived_at)::int as reached,
            percentile_cont(0.5) within group (order by extract(epoch from arrived_at - opened_at) / 60)
              filter (where arrived_at is not null) as minutes
       from mine`,
    [categories, now],
  );
  return rows[0]!;
}
