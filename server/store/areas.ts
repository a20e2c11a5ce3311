import { numbers } from '#store/db.ts';
import type { Db } from '#store/db.ts';

/** Degrees, WGS 84. */
export type Point = { lng: number; lat: number };
export type Whereabouts = { districtCode: string | null; townCode: string | null; gridCode: string | null };
export type PlaceFound = Point & {
  name: string;
  alias: string[];
  kind: string;
  districtCode: string | null;
  townCode: string | null;
  /** How far the truth may be from the point; metres. */
  accuracyM: number;
};
export type AreaName = { code: string; name: string; kind: string; parentCode: string | null };
export type FeatureCollection = { type: 'FeatureCollection'; features: unknown[] };
/** GeoJSON (RFC 7946), WGS 84; features carry code, name, kind, rank, centre where they have them. */
export type FeatureCollections = Record<'districts' | 'towns' | 'rivers' | 'facilities', FeatureCollection>;

/** The district of a point; null outside the city, or while no districts are loaded. */
export async function districtAt(db: Db, lng: number, lat: number): Promise<string | null> {
  const [found] = await districtsAt(db, [{ lng, lat }]);
  return found?.districtCode ?? null;
}

/** District, township and 单元网格 of every point, in the order asked, by one statement. */
export async function districtsAt(db: Db, points: readonly Point[]): Promise<Whereabouts[]> {
  if (points.length === 0) return [];
  const { rows } = await db.query<Whereabouts>({
    name: 'areas-of-points',
    text: `select d.code as "districtCode", t.code as "townCode", g.code as "gridCode"
       from unnest($1::float8[], $2::float8[]) with ordinality as q(lng, lat, no)
      cross join lateral (select st_setsrid(st_makepoint(q.lng, q.lat), 4326) as geom) p
       left join lateral (select min(code) as code from area_part a
                           where a.kind = 'district' and st_intersects(a.geom, p.geom)) d on true
       left join lateral (select min(a.code) as code from area_part a join area using (code)
                           where a.kind = 'town' and area.parent_code = d.code and st_intersects(a.geom, p.geom)) t on true
       left join lateral (select code from area_part a where a.kind = 'grid' and st_intersects(a.geom, p.geom)
                           order by starts_with(code, coalesce(t.code, d.code, '')) desc, code limit 1) g on true
      order by q.no`,
    values: [numbers(points.map((point) => point.lng)), numbers(points.map((point) => point.lat))],
  });
  return rows;
}

const placeColumns = `name, alias, kind, district_code as "districtCode", town_code as "townCode",
  st_x(st_pointonsurface(geom)) as lng, st_y(st_pointonsurface(geom)) as lat, accuracy_m as "accuracyM"`;

/** Up to 20 places whose name or alias is or contains `name`, the same name first, the finest first. */
export async function findPlaces(db: Db, name: string, districtCode: string | null): Promise<PlaceFound[]> {
  const { rows } = await db.query<PlaceFound>(
    `select ${placeColumns} from place
      where ($2::text is null or district_code = $2)
        and (name like '%' || regexp_replace($1, '([\\\\%_])', '\\\\\\1', 'g') || '%' or $1 = any (alias))
      order by name = $1 desc, $1 = any (alias) desc, length(name), accuracy_m, id limit 20`,
    [name, districtCode],
  );
  return rows;
}

/** Every named place, for a gazetteer in memory. */
export async function allPlaces(db: Db): Promise<PlaceFound[]> {
  const { rows } = await db.query<PlaceFound>(`select ${placeColumns} from place order by id`);
  return rows;
}

/** Districts and townships in official order. */
export async function areaNames(db: Db): Promise<AreaName[]> {
  const { rows } = await db.query<AreaName>(
    `select code, name, kind, parent_code as "parentCode" from area where kind in ('district', 'town')
      order by kind, position, code`,
  );
  return rows;
}

/** What pages must know of the map: districts as areas, townships as points, rivers as lines, facilities; under 200 kB. */
export async function baseMap(db: Db): Promise<FeatureCollections> {
  const { rows } = await db.query<{ layer: keyof FeatureCollections; features: unknown[] }>(
    `with shape as (
       select 'districts' as layer, position as no, coalesce(outline, geom) as geom,
              jsonb_build_object('code', code, 'name', name, 'mark', mark, 'centre', ${pair('centre')}) as properties
         from area where kind = 'district'
       union all
       select 'towns', position, centre, jsonb_build_object('code', code, 'name', name, 'parentCode', parent_code, 'mark', mark)
         from area where kind = 'town'
       union all
       select 'rivers', rank, st_chaikinsmoothing(geom, 2), jsonb_build_object('name', name, 'rank', rank, 'mark', mark) from river
       union all
       select 'facilities', row_number() over (order by code)::int, geom,
              jsonb_strip_nulls(jsonb_build_object('code', code, 'name', name, 'kind', kind, 'role', detail ->> 'role', 'mark', mark))
         from facility
     )
     select layer, jsonb_agg(jsonb_build_object('type', 'Feature', 'properties', properties,
                                                'geometry', st_asgeojson(geom, 4)::jsonb) order by no) as features
       from shape group by layer`,
  );
  const layer = (name: keyof FeatureCollections): FeatureCollection => ({
    type: 'FeatureCollection',
    features: rows.find((row) => row.layer === name)?.features ?? [],
  });
  return {
    districts: layer('districts'),
    towns: layer('towns'),
    rivers: layer('rivers'),
    facilities: layer('facilities'),
  };
}

function pair(point: string): string {
  return `jsonb_build_array(round(st_x(${point})::numeric, 4), round(st_y(${point})::numeric, 4))`;
}
