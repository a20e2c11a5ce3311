import type { Db } from './db.ts';

export type OpenMatter = {
  id: number;
  categoryCode: string;
  status: string;
  unitCode: string | null;
  town: string | null;
  district: string | null;
  openedAt: Date;
  overdue: boolean;
  /** How many kinds of sources have told of it: a camera and a caller are two. */
  kinds: number;
};

const matter = `i.id, i.category_code as "categoryCode", i.status, i.unit_code as "unitCode", t.name as town, d.name as district,
    i.opened_at as "openedAt", coalesce(i.due_at < $2, false) as overdue,
    (select count(*)::int from jsonb_object_keys(i.sources)) as kinds
  from incident i left join area t on t.code = i.town_code left join area d on d.code = i.district_code`;

/** The open matters of these categories that a wall may write, in the caller's scope, the gravest and then the oldest first. */
export async function openMatters(
  db: Db,
  categories: readonly string[],
  now: Date,
  most: number,
): Promise<OpenMatter[]> {
  const { rows } = await db.query<OpenMatter>(
    `select ${matter}
      where i.open and i.category_code = any ($1) and i.wall <> 'never' and in_scope(i.unit_code, i.district_code)
      order by i.severity, i.opened_at, i.id limit $3`,
    [categories, now, most],
  );
  return rows;
}

/** Of the incident `i`: the matters of the categories $1 that came within thirty days before $2, in the caller's scope. */
export const ofMonth = `i.opened_at > $2::timestamptz - interval '30 days' and i.opened_at <= $2 and i.status not in ('merged', 'rejected')
        and i.category_code = any ($1) and in_scope(i.unit_code, i.district_code)`;

export type DistrictCount = { district: string; count: number; open: number };

/** What came of these categories within thirty days, by district, the most first. */
export async function districtsOfMonth(
  db: Db,
  categories: readonly string[],
  now: Date,
): Promise<DistrictCount[]> {
  const { rows } = await db.query<DistrictCount>(
    `select coalesce(d.name, '未定区域') as district, count(*)::int as count, (count(*) filter (where i.open))::int as open
       from incident i left join area d on d.code = i.district_code
      where ${ofMonth}
      group by 1 order by count desc, 1`,
    [categories, now],
  );
  return rows;
}

/** The urgent open matters that a wall may place: how many, and those without a camera within `metres`. */
export async function unseenMatters(
  db: Db,
  wanted: { severity: number; metres: number; now: Date; most: number },
): Promise<{ all: number; count: number; rows: OpenMatter[] }> {
  const urgent = `i.open and i.severity <= $1 and i.wall = 'point' and i.anchor is not null and in_scope(i.unit_code, i.district_code)`;
  const farBy = (
    metres: string,
  ): string => `not exists (select from camera c where c.geom && st_expand(i.anchor, ${metres} / 90000.0)
      and st_dwithin(c.geom::geography, i.anchor::geography, ${metres}))`;
  const { rows: counts } = await db.query<{ all: number; count: number }>(
    `select count(*)::int as all, (count(*) filter (where ${farBy('$2')}))::int as count from incident i where ${urgent}`,
    [wanted.severity, wanted.metres],
  );
  const { rows } = await db.query<OpenMatter>(
    `select ${matter} where ${urgent} and ${farBy('$3')} order by i.severity, i.opened_at, i.id limit $4`,
    [wanted.severity, wanted.now, wanted.metres, wanted.most],
  );
  return { ...counts[0]!, rows };
}
