import type { Db } from './db.ts';

/** West, south, east, north in degrees, WGS 84. */
export type Box = [number, number, number, number];
/** One vector tile (Mapbox Vector Tile 2), XYZ. */
export type TileRow = { z: number; x: number; y: number; bytes: Buffer };

/** A number that every change of what the map shows raises, and whether an extract with streets is part of it. */
export async function baseMapVersion(db: Db): Promise<{ no: string; extract: boolean }> {
  const { rows } = await db.query<{ no: string; extract: boolean }>(
    `select no::text, exists (select from map_feature) as extract from base_map_version`,
  );
  return rows[0]!;
}

/** Names of the sources of features that an import brought in, for the credit of the map. */
export async function mapSources(db: Db): Promise<string[]> {
  const { rows } = await db.query<{ source: string }>('select distinct source from map_feature order by 1');
  return rows.map(({ source }) => source);
}

/**
 * Gathers everything that tiles show in a temporary table of the transaction, in Web Mercator, and answers how far
 * it reaches; null when there is nothing to draw.
 */
export async function gatherBaseMap(tx: Db): Promise<Box | null> {
  await tx.query(`create temp table drawn on commit drop as ${everything}`);
  await tx.query('create index on drawn using gist (geom)');
  await tx.query('analyze drawn');
  const { rows } = await tx.query<{ west: number | null; south: number; east: number; north: number }>(
    `select st_xmin(e) as west, st_ymin(e) as south, st_xmax(e) as east, st_ymax(e) as north
       from (select st_transform(st_setsrid(st_extent(geom)::geometry, 3857), 4326) as e from drawn) as t`,
  );
  const box = rows[0];
  return box && box.west !== null ? [box.west, box.south, box.east, box.north] : null;
}

/** Every tile of one zoom that shows something; columns `x0` to `x1` and rows `y0` to `y1` are looked at. */
export async function tilesOfZoom(
  tx: Db,
  z: number,
  range: { x0: number; x1: number; y0: number; y1: number },
): Promise<TileRow[]> {
  const { x0, x1, y0, y1 } = range;
  const { rows } = await tx.query<TileRow>(tilesSql, [z, x0, x1, y0, y1]);
  return rows;
}

// A tile is its layers one after another: that is how its format is made.
const tilesSql = `
  with tile as (
    select x, y, st_tileenvelope($1::int, x, y) as box, st_tileenvelope($1::int, x, y, margin => 0.02) as wide
      from generate_series($2::int, $3::int) as x, generate_series($4::int, $5::int) as y
  ), piece as (
    select t.x, t.y, d.layer, d.kind, d.rank, d.code, d.name, st_asmvtgeom(d.geom, t.box, 4096, 80) as geom
      from tile t join drawn d on d.geom && t.wide and $1::int between d.min_zoom and d.max_zoom
  ), layer as (
    select x, y, st_asmvt(p, p.layer, 4096, 'geom') as bytes
      from (select x, y, layer, kind, rank, code, name, geom from piece where geom is not null order by rank desc) as p
     group by x, y, p.layer
  )
  select $1::int as z, x, y, string_agg(bytes, ''::bytea) as bytes from layer group by x, y`;

/** Borders are drawn once, also where two areas share them. */
const borders = `
  select 'border' as layer, kind, 1 as rank, null as code, null as name, min_zoom, max_zoom,
         st_linemerge(st_unaryunion(st_collect(st_boundary(geom)))) as geom
    from (select kind, 0 as min_zoom, 10 as max_zoom, coalesce(outline, geom) as geom from area where kind = 'district'
          union all
          select kind, case kind when 'district' then 11 when 'town' then 10 else 12 end, 22, geom from area
         ) as a where geom is not null group by kind, min_zoom, max_zoom`;

/** Which places have a name on the map: what people steer by; a village that is only known by its township has none. */
const placeRank = `
  case when kind in ('landmark', 'scenic', 'park', 'bridge', 'station', 'hospital') and accuracy_m <= 2000 then 1
       when kind not in ('town', 'address', 'road', 'crossing') and accuracy_m <= 600 then 2 end`;

const everything = `
  select layer, kind, rank, code, name, min_zoom, max_zoom, st_transform(geom, 3857) as geom from (
    select 'land' as layer, 'district' as kind, position as rank, code, name, 0 as min_zoom, 10 as max_zoom,
           coalesce(outline, geom) as geom from area where kind = 'district'
    union all
    select 'land', 'district', position, code, name, 11, 22, st_subdivide(geom, 64) from area where kind = 'district'
    union all ${borders}
    union all
    select 'river', 'river', rank, null, name, 0, 22, st_chaikinsmoothing(geom, 2) from river
    union all
    select layer, kind, rank, null, name, min_zoom, 22, geom from map_feature
    union all
    select 'name', kind, position, code, name, case kind when 'district' then 0 else 9 end, 22, centre
      from area where kind in ('district', 'town')
    union all
    select 'name', 'river', rank, null, name, 0, 22, (
             select st_lineinterpolatepoint(part.geom, 0.5) from st_dump(river.geom) as part
              order by st_length(part.geom) desc limit 1) from river
    union all
    select 'name', 'place', rank, null, name, 11 + (rank - 1), 22, geom
      from (select name, st_pointonsurface(geom) as geom, ${placeRank} as rank from place
                  where not exists (select from facility f where f.name = place.name)) as p where rank is not null
  ) as f where geom is not null and not st_isempty(geom)`;
