import type { Db } from './db.ts';

/** What only the map draws; geometry GeoJSON, WGS 84. */
export type MapFeature = {
  layer: 'road' | 'rail' | 'river' | 'water' | 'green' | 'building' | 'name';
  kind: string;
  name: string | null;
  /** 1 the most important of its layer. */
  rank: number;
  minZoom: number;
  geometry: { type: string; coordinates: unknown };
};

/** Replaces all features of a source; answers whether anything differs from what stood there. */
export async function replaceMapFeatures(
  tx: Db,
  source: string,
  features: readonly MapFeature[],
): Promise<boolean> {
  const print = async (): Promise<string | null> => {
    const { rows } = await tx.query<{ print: string | null }>(
      `select md5(string_agg(md5(concat_ws('|', layer, kind, name, rank, min_zoom, st_asbinary(geom)::text)), '' order by
                md5(concat_ws('|', layer, kind, name, rank, min_zoom, st_asbinary(geom)::text)))) as print
         from map_feature where source = $1`,
      [source],
    );
    return rows[0]!.print;
  };
  const before = await print();
  await tx.query('delete from map_feature where source = $1', [source]);
  for (let from = 0; from < features.length; from += 5_000) {
    await tx.query(
      `insert into map_feature (source, layer, kind, name, rank, min_zoom, geom)
       select $1, layer, kind, name, rank, "minZoom", g.geom
         from json_to_recordset($2::json)
              as r(layer text, kind text, name text, rank int, "minZoom" int, geometry json)
        cross join lateral (select st_makevalid(st_setsrid(st_geomfromgeojson(geometry), 4326)) as geom) g
        where not st_isempty(g.geom)`,
      [source, JSON.stringify(features.slice(from, from + 5_000))],
    );
  }
  return (await print()) !== before;
}
