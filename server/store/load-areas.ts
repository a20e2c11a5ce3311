import type { Db } from '#store/db.ts';
import { cutParts, deriveGrids } from '#store/grids.ts';
import { replaceFacilities } from '#store/load-facilities.ts';
import type { FacilityRow } from '#store/load-facilities.ts';

type Geometry = { type: string; coordinates: unknown };

/** A county-level unit; `cutFrom`: it lies inside that district's border and is taken out of it. */
export type DistrictRow = {
  code: string;
  name: string;
  position: number;
  geometry: Geometry;
  cutFrom: string | null;
  accuracyM: number;
  mark: string | null;
  source: string;
};
export type TownRow = {
  code: string;
  name: string;
  alias: string[];
  parentCode: string;
  lng: number;
  lat: number;
  accuracyM: number;
};
/** A place with a position of its own. */
export type PlaceRow = {
  name: string;
  kind: string;
  alias: string[];
  districtCode: string | null;
  lng: number;
  lat: number;
  accuracyM: number;
};
/** A village or community of which only the township (or district) is known. */
export type VillageRow = { name: string; kind: string; areaCode: string; source: string };
export type RiverRow = {
  name: string;
  rank: number;
  geometry: Geometry;
  accuracyM: number;
  mark: string | null;
};
/** All of a city, WGS 84. */
export type Geodata = {
  districts: DistrictRow[];
  towns: TownRow[];
  places: PlaceRow[];
  villages: VillageRow[];
  rivers: RiverRow[];
  facilities: FacilityRow[];
};

export type Loaded = { city: string; hash: string; complete: boolean };

/** What was loaded last; null in a fresh database. */
export async function loadedGeodata(db: Db): Promise<Loaded | null> {
  const { rows } = await db.query<Loaded>('select city, hash, complete from geodata_load');
  return rows[0] ?? null;
}

/** One loader at a time, until the transaction ends. */
export async function lockGeodata(tx: Db): Promise<void> {
  await tx.query("set local lock_timeout = '18s'");
  await tx.query("select pg_advisory_xact_lock(hashtext('geodata'))");
}

/** Replaces what came with the program by `data`; what the city brought in itself stays and wins. */
export async function replaceGeodata(tx: Db, data: Geodata, loaded: Loaded): Promise<void> {
  await tx.query('delete from place where shipped');
  await tx.query('delete from river where shipped');
  await tx.query('delete from area where shipped');
  await insertDistricts(tx, data.districts);
  await insertTowns(tx, data.towns);
  await drawOutlines(tx);
  await deriveGrids(tx);
  await cutParts(tx);
  await insertPlaces(tx, data);
  await tx.query(
    `insert into river (name, rank, geom, accuracy_m, mark, shipped)
     select name, rank, st_multi(st_setsrid(st_geomfromgeojson(geometry), 4326)), "accuracyM", mark, true
       from json_to_recordset($1::json) as r(name text, rank int, geometry json, "accuracyM" int, mark text)
     on conflict do nothing`,
    [JSON.stringify(data.rivers)],
  );
  await tx.query(
    `delete from place p using place own where p.shipped and not own.shipped and p.name = own.name
        and p.kind = own.kind and p.district_code is not distinct from own.district_code`,
  );
  await replaceFacilities(tx, data.facilities);
  await tx.query(
    `insert into geodata_load (city, hash, complete) values ($1, $2, $3)
     on conflict (one) do update set city = excluded.city, hash = excluded.hash, complete = excluded.complete,
       loaded_at = city_now()`,
    [loaded.city, loaded.hash, loaded.complete],
  );
}

/** Published borders cross themselves here and there (高要): they are mended, and only surfaces are kept. */
async function insertDistricts(tx: Db, districts: readonly DistrictRow[]): Promise<void> {
  const insert = `
    with item as (
      select r.*, st_multi(st_collectionextract(st_makevalid(st_setsrid(st_geomfromgeojson(geometry), 4326)), 3)) as whole
        from json_to_recordset($1::json) as r(code text, name text, position int, geometry json, "cutFrom" text,
                                              "accuracyM" int, mark text, source text)
    ), cut as (
      select i.*, case when i."cutFrom" is null then i.whole else (
          select st_multi(st_collectionextract(st_intersection(i.whole, a.geom), 3)) from area a where a.code = i."cutFrom"
        ) end as geom
        from item i
    )
    insert into area (code, kind, name, position, geom, centre, accuracy_m, mark, source, shipped)
    select code, 'district', name, position, geom, (st_maximuminscribedcircle(geom)).center, "accuracyM", mark, source, true
      from cut where geom is not null and not st_isempty(geom)
    on conflict do nothing`;
  await tx.query(insert, [JSON.stringify(districts.filter((one) => one.cutFrom === null))]);
  const inner = districts.filter((one) => one.cutFrom !== null);
  await tx.query(insert, [JSON.stringify(inner)]);
  await tx.query(
    `with hole as (
       select c.outer_code, st_union(a.geom) as geom
         from unnest($1::text[], $2::text[]) as c(code, outer_code) join area a on a.code = c.code group by 1
     ), rest as (
       select outer_code, st_multi(st_collectionextract(st_difference(a.geom, h.geom), 3)) as geom
         from hole h join area a on a.code = h.outer_code and a.shipped
     )
     update area a set geom = rest.geom, centre = (st_maximuminscribedcircle(rest.geom)).center
       from rest where a.code = rest.outer_code`,
    [inner.map((one) => one.code), inner.map((one) => one.cutFrom)],
  );
}

/** Town cells: every point of a district belongs to the nearest township centre. 示意，非法定界线. */
async function insertTowns(tx: Db, towns: readonly TownRow[]): Promise<void> {
  await tx.query(
    `insert into area (code, kind, name, position, parent_code, centre, accuracy_m, mark, source, shipped)
     select code, 'town', name, row_number() over (order by code), "parentCode", st_setsrid(st_makepoint(lng, lat), 4326),
            "accuracyM", '示意，非法定界线', '手工标注镇街中心，按最近中心划分', true
       from json_to_recordset($1::json)
            as r(code text, name text, "parentCode" text, lng float8, lat float8, "accuracyM" int)
     on conflict do nothing`,
    [JSON.stringify(towns)],
  );
  await tx.query(
    `with net as (
       select d.code as parent, d.geom as ground,
              st_voronoipolygons(st_collect(t.centre), 0, st_expand(d.geom, 0.2)) as cells
         from area d join area t on t.parent_code = d.code and t.kind = 'town'
        where d.kind = 'district' group by d.code, d.geom
     ), cell as (select parent, ground, (st_dump(cells)).geom as geom from net)
     update area t
        set geom = st_multi(st_collectionextract(st_intersection(cell.geom, cell.ground), 3))
       from cell
      where t.kind = 'town' and t.shipped and t.parent_code = cell.parent and st_covers(cell.geom, t.centre)
        and st_intersects(cell.geom, cell.ground)`,
  );
}

/** Draws the borders of districts for maps of the whole city, anew. */
export async function drawOutlines(tx: Db): Promise<void> {
  await tx.query(outlinesSql, [outlineTolerance]);
}

/** In degrees: about 80 m, below what a map of a whole city shows. */
const outlineTolerance = 0.0008;

/** Simplifies the shared lines, not each polygon, so that neighbours stay joined. */
const outlinesSql = `
  with edge as (
    select (st_dump(st_linemerge(st_unaryunion(st_collect(st_boundary(geom)))))).geom as line
      from area where kind = 'district'
  ), net as (
    select st_unaryunion(st_collect(st_simplifypreservetopology(line, $1::float8))) as lines from edge
  ), face as (
    select (st_dump(st_polygonize(lines))).geom as geom from net
  ), drawn as (
    select d.code, st_multi(st_union(f.geom)) as geom
      from face f join area d on d.kind = 'district' and st_covers(d.geom, st_pointonsurface(f.geom)) group by d.code
  )
  update area set outline = drawn.geom from drawn where area.code = drawn.code`;

/**
 * Places drawn by hand, the townships themselves, and the villages known by name, which stand at the centre of
 * their township as vaguely as that is; a village near which a hand-drawn place has its name gives way to it.
 */
async function insertPlaces(tx: Db, data: Geodata): Promise<void> {
  await tx.query(
    `with item as (
       select r.*, st_setsrid(st_makepoint(lng, lat), 4326) as geom
         from json_to_recordset($1::json) as r(name text, kind text, alias text[], "districtCode" text, lng float8,
                                               lat float8, "accuracyM" int)
     )
     insert into place (name, kind, alias, district_code, town_code, geom, accuracy_m, source, shipped)
     select i.name, i.kind, i.alias, i."districtCode", t.code, i.geom, i."accuracyM", '手工示意', true
       from item i left join area t on t.kind = 'town' and t.parent_code = i."districtCode" and st_covers(t.geom, i.geom)
     on conflict do nothing`,
    [JSON.stringify(data.places)],
  );
  await tx.query(
    `insert into place (name, kind, alias, district_code, town_code, geom, accuracy_m, source, shipped)
     select a.name, 'town', r.alias, a.parent_code, a.code, a.centre, ${reach('a')}, a.source, true
       from json_to_recordset($1::json) as r(code text, alias text[]) join area a on a.code = r.code
     on conflict do nothing`,
    [JSON.stringify(data.towns)],
  );
  await tx.query(
    `with item as (
       select v.name, v.kind, v.source, coalesce(a.parent_code, a.code) as district, a.code, a.kind as level, a.centre,
              ${reach('a')} as reach
         from json_to_recordset($1::json) as v(name text, kind text, "areaCode" text, source text)
         join area a on a.code = v."areaCode"
     )
     insert into place (name, kind, district_code, town_code, geom, accuracy_m, source, shipped)
     select i.name, i.kind, i.district, case when i.level = 'town' then i.code end, i.centre, i.reach, i.source, true
       from item i
      where not exists (select from place p where p.district_code = i.district and (p.name = i.name or i.name = any (p.alias))
                           and st_dwithin(p.geom::geography, i.centre::geography, i.reach + p.accuracy_m))
     on conflict do nothing`,
    [JSON.stringify(data.villages)],
  );
}

/** How far a point of an area may be from its centre, as far as a circle of the same size tells; metres. */
function reach(area: string): string {
  const radius = `sqrt(st_area(${area}.geom::geography) / pi())`;
  return `coalesce(greatest(${area}.accuracy_m, ${radius}), ${area}.accuracy_m)::int`;
}
