import { ofMonth } from './scene-matters.ts';
import type { Db } from './db.ts';

export type Cell = { count: number; corners: number[] };
export type Cells = { all: number; placed: number; cells: Cell[] };

/** The edge of a hexagon in metres of the Mercator projection: about nine square kilometres in the city. */
const edge = 2_000;
/** A place known less well than this says nothing about a hexagon. */
const worstAccuracyM = 1_500;

const callers = `select i.anchor, i.accuracy_m, i.wall = 'point' and not r.confidential as open
  from request r left join incident i on i.id = r.incident_id
 where r.called_at > $1::timestamptz - interval '30 days' and r.called_at <= $1 and r.status <> 'withdrawn'
   and in_scope(i.unit_code, i.district_code)`;
const matters = `select i.anchor, i.accuracy_m, i.wall = 'point' as open from incident i where ${ofMonth}`;

/** Where callers' matters of thirty days lie, in the caller's scope. */
export const callersByCell = (db: Db, now: Date, least: number): Promise<Cells> =>
  byCell(db, callers, '$2', [now, least]);

/** Where the matters of these categories of thirty days lie, in the caller's scope. */
export const mattersByCell = (
  db: Db,
  categories: readonly string[],
  now: Date,
  least: number,
): Promise<Cells> => byCell(db, matters, '$3', [categories, now, least]);

/** In hexagons of PostGIS; corners in WGS 84, to about 10 m. Places are put together to 100 m first: a city has fewer of those. */
async function byCell(db: Db, from: string, least: string, args: readonly unknown[]): Promise<Cells> {
  const { rows } = await db.query<Cells>(
    `with one as materialized (${from}),
     spot as (
       select st_snaptogrid(st_transform(anchor, 3857), 100) as at, count(*) as n from one
        where open and anchor is not null and coalesce(accuracy_m, 0) <= ${worstAccuracyM} group by 1),
     cell as (
       select h.geom, sum(n)::int as count
         from spot cross join lateral (
           select g.i, g.j, g.geom from st_hexagongrid(${edge}, spot.at) g where st_intersects(g.geom, spot.at)
            order by 1, 2 limit 1) h
        group by h.i, h.j, h.geom having sum(n) >= ${least}
        order by h.i, h.j)
     select (select count(*)::int from one) as all, (select coalesce(sum(n), 0)::int from spot) as placed,
            coalesce((select json_agg(json_build_object('count', count, 'corners', (
              select json_agg(round(v::numeric, 4) order by d.path[2], k)
                from st_dumppoints(st_transform(geom, 4326)) d
               cross join lateral (values (1, st_x(d.geom)), (2, st_y(d.geom))) c(k, v)
               where d.path[2] <= 6))) from cell), '[]') as cells`,
    [...args],
  );
  return rows[0]!;
}
