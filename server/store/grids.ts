import type { Db } from '#store/db.ts';

/**
 * Degrees: sides of about 1 km where people live close together (街道, and units without townships), 3 km in the
 * country. A true 单元网格 is finer; a sketch must not look like a survey.
 */
const sides = { close: 0.01, wide: 0.03 };
/** How many 单元网格 one 责任网格 has, about: the ground that one person walks. */
const gridsPerDuty = 10;
const mark = '示意，非法定网格';
const source = '按镇街示意范围等分';

/**
 * Derives 单元网格 and 责任网格 anew from the grounds of the townships: each point of a township belongs to the nearest
 * of evenly spaced seeds, and neighbouring cells make a duty area. Codes in the manner of GB/T 30428: twelve digits of
 * 区划代码 (the community unknown: 000) and three of 序号; a duty area has Z and three digits after its township.
 * Grounds where the city brought in grids of its own get none, and no duty areas are derived beside the city's own. Call `cutParts` afterwards.
 */
export async function deriveGrids(tx: Db): Promise<void> {
  await tx.query(`delete from area where shipped and kind in ('grid', 'duty')`);
  await tx.query(
    `with ground as (
       select g.code, g.name, g.geom, g.accuracy_m,
              case when g.kind = 'district' or g.name like '%街道' then $1::float8 else $2::float8 end as side
         from area g
        where g.geom is not null
          and (g.kind = 'town' or g.kind = 'district' and not exists
                (select from area t where t.kind = 'town' and t.parent_code = g.code))
          and not exists (select from area own where own.kind = 'grid' and not own.shipped and st_intersects(own.centre, g.geom))
     ), spaced as (
       select g.code, st_centroid(s.geom) as at
         from ground g cross join lateral st_squaregrid(g.side, g.geom) s where st_covers(g.geom, st_centroid(s.geom))
     ), seed as (
       select code, at from spaced
       union all
       select code, st_pointonsurface(geom) from ground where code not in (select code from spaced)
     ), numbered as (
       select code, at, row_number() over (partition by code order by round(st_y(at)::numeric, 6) desc, st_x(at)) as no,
              st_clusterkmeans(at, ceil(of / $3::float8)::int) over (partition by code) as herd
         from (select code, at, count(*) over (partition by code) as of from seed) s
     ), net as (
       select code, (st_dump(st_voronoipolygons(st_collect(at), 0, st_expand(st_collect(at), 1)))).geom as cell
         from seed group by code having count(*) > 1
     ), cut as (
       select n.*, g.name, g.accuracy_m, min(n.no) over (partition by n.code, n.herd) as lead,
              st_multi(case when net.cell is null then g.geom
                            else st_collectionextract(st_intersection(net.cell, g.geom), 3) end) as geom
         from numbered n join ground g using (code) left join net on net.code = n.code and st_covers(net.cell, n.at)
     ), ranked as (
       select *, dense_rank() over (partition by code order by lead) as duty from cut
     ), walked as (
       insert into area (code, kind, name, position, parent_code, geom, centre, accuracy_m, mark, source, shipped)
       select code || 'Z' || lpad(duty::text, 3, '0'), 'duty', name || '第 ' || duty || ' 责任网格', duty, code,
              st_multi(st_collectionextract(st_union(geom), 3)), st_pointonsurface(st_union(geom)), accuracy_m, $4, $5, true
         from ranked
        where not exists (select from area own where own.kind = 'duty' and not own.shipped)
        group by code, duty, name, accuracy_m
       on conflict do nothing
     )
     insert into area (code, kind, name, position, parent_code, geom, centre, accuracy_m, mark, source, shipped)
     select rpad(code, 12, '0') || lpad(no::text, 3, '0'), 'grid', name || '第 ' || no || ' 单元网格', no,
            code || 'Z' || lpad(duty::text, 3, '0'), geom, st_pointonsurface(geom), accuracy_m, $4, $5, true
       from ranked
     on conflict do nothing`,
    [sides.close, sides.wide, gridsPerDuty, mark, source],
  );
}

/** Cuts every area that points are looked up in (districts, townships, grids) into small pieces, anew. */
export async function cutParts(tx: Db): Promise<void> {
  await tx.query('delete from area_part');
  await tx.query(
    `insert into area_part (code, kind, geom)
     select code, kind, st_subdivide(geom, 48) from area where geom is not null and kind <> 'duty'`,
  );
}
