import type { Db } from './db.ts';
import { cutParts, deriveGrids } from './grids.ts';
import { drawOutlines } from './load-areas.ts';

/** An area that the city brings in itself; geometry a polygon of GeoJSON, WGS 84. */
export type OwnArea = {
  code: string;
  name: string;
  parentCode: string | null;
  unitCode: string | null;
  accuracyM: number;
  geometry: { type: string; coordinates: unknown };
};
/** For each area in the order given: written, there already just so, or not an area at all. */
export type AreaOutcome = 'written' | 'unchanged' | 'empty';

/**
 * Writes areas of one kind over what stands under their codes, shipped or not. Borders that cross themselves are
 * mended, and only surfaces are kept. Grids are derived anew where the city has none of its own.
 */
export async function writeOwnAreas(
  tx: Db,
  kind: 'district' | 'grid' | 'duty',
  areas: readonly OwnArea[],
): Promise<AreaOutcome[]> {
  const { rows } = await tx.query<{ no: number; outcome: AreaOutcome }>(
    `with given as (
       select i.no::int, r.*, st_multi(st_collectionextract(st_makevalid(st_setsrid(st_geomfromgeojson(r.geometry), 4326)), 3)) as geom
         from json_array_elements($1::json) with ordinality as i(body, no),
              json_to_record(i.body) as r(code text, name text, "parentCode" text, "unitCode" text, "accuracyM" int, geometry json)
     ), item as (
       select no, code, name, "unitCode", "accuracyM", geom, st_isempty(geom) or st_area(geom) = 0 as empty,
              case when not st_isempty(geom) then (st_maximuminscribedcircle(geom)).center end as centre,
              case when $2 = 'district' then null else coalesce("parentCode", (
                select min(p.code) from area_part p
                 where p.kind = 'district' and st_intersects(p.geom, st_pointonsurface(given.geom)))) end as parent
         from given
     ), judged as (
       select i.*, not i.empty and a.code is not null and not a.shipped and a.kind = $2 and a.name = i.name
                   and a.geom = i.geom and a.parent_code is not distinct from i.parent
                   and a.unit_code is not distinct from i."unitCode" and a.accuracy_m = i."accuracyM" as same
         from item i left join area a on a.code = i.code
     ), written as (
       insert into area (code, kind, name, parent_code, unit_code, geom, centre, accuracy_m, source, position, shipped)
       select code, $2, name, parent, "unitCode", geom, centre, "accuracyM", '本市导入', no, false
         from judged where not empty and not same
       on conflict (code) do update set
         kind = excluded.kind, name = excluded.name, parent_code = excluded.parent_code, unit_code = excluded.unit_code,
         geom = excluded.geom, centre = excluded.centre, accuracy_m = excluded.accuracy_m, source = excluded.source,
         mark = null, outline = null, shipped = false, loaded_at = city_now(),
         position = case when area.kind = 'district' then area.position else excluded.position end
     )
     select no, case when empty then 'empty' when same then 'unchanged' else 'written' end as outcome from judged order by no`,
    [JSON.stringify(areas), kind],
  );
  if (rows.some(({ outcome }) => outcome === 'written')) {
    if (kind === 'district') await drawOutlines(tx);
    await deriveGrids(tx);
    await cutParts(tx);
  }
  return rows.map(({ outcome }) => outcome);
}
