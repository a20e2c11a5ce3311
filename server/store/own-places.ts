import type { Db } from './db.ts';

/** A named place that the city brings in itself; geometry GeoJSON of any kind, WGS 84. */
export type OwnPlace = {
  name: string;
  kind: string;
  alias: readonly string[];
  /** Null: where it lies tells. */
  districtCode: string | null;
  accuracyM: number;
  geometry: { type: string; coordinates: unknown };
};

type Located = { no: number; district: string | null; town: string | null; same: boolean };

/**
 * Adds places; the same name, kind and district replaces, shipped or not, and of several such in one call the last
 * stays. Answers for each whether it was written: false when it stood there just so, or a later one took its place.
 */
export async function writeOwnPlaces(tx: Db, places: readonly OwnPlace[]): Promise<boolean[]> {
  const { rows } = await tx.query<Located>(locate, [JSON.stringify(places)]);
  const last = new Map(
    rows.map((row, index) => [
      JSON.stringify([places[index]!.name, places[index]!.kind, row.district]),
      index,
    ]),
  );
  const stays = new Set(last.values());
  const written = rows.map(({ same }, index) => !same && stays.has(index));
  const changed = rows.flatMap((row, index) => (written[index] ? [{ ...places[index]!, ...row }] : []));
  if (changed.length > 0) await tx.query(replace, [JSON.stringify(changed)]);
  return written;
}

const given = `
  select i.no::int as no, r.name, r.kind, r.alias, r."accuracyM", r."districtCode", r.district, r.town,
         st_setsrid(st_geomfromgeojson(r.geometry), 4326) as geom
    from json_array_elements($1::json) with ordinality as i(body, no),
         json_to_record(i.body) as r(name text, kind text, alias text[], "districtCode" text, "accuracyM" int, district text,
                                     town text, geometry json)`;

const locate = `
  with given as (${given}), placed as (
    select g.no, g.name, g.kind, g.alias, g."accuracyM", g.geom, d.code as district, t.code as town
      from given g
     cross join lateral (select st_pointonsurface(g.geom) as at) p
      left join lateral (select coalesce(g."districtCode", (select min(a.code) from area_part a
                         where a.kind = 'district' and st_intersects(a.geom, p.at))) as code) d on true
      left join lateral (select min(a.code) as code from area_part a join area using (code)
                         where a.kind = 'town' and area.parent_code = d.code and st_intersects(a.geom, p.at)) t on true
  )
  select i.no, i.district, i.town, exists (
           select from place p where p.name = i.name and p.kind = i.kind and p.district_code is not distinct from i.district
              and p.town_code is not distinct from i.town and not p.shipped and p.alias = i.alias
              and p.accuracy_m = i."accuracyM" and st_equals(p.geom, i.geom)) as same
    from placed i order by i.no`;

const replace = `
  with given as (${given}), gone as (
    delete from place p using given g
     where p.name = g.name and p.kind = g.kind and p.district_code is not distinct from g.district returning p.id
  )
  insert into place (name, kind, alias, district_code, town_code, geom, accuracy_m, source, shipped)
  select name, kind, alias, district, town, geom, "accuracyM", '本市导入', false
    from given where (select count(*) from gone) >= 0`;
