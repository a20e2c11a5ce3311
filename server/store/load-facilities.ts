import type { FacilityDetail, FacilityHead } from '#contracts/facility.ts';
import type { Db } from '#store/db.ts';

/** A bridge, gauge, park, pipe or node; geometry in WGS 84. */
export type FacilityRow = FacilityHead & {
  geometry: { type: string; coordinates: unknown };
  source: string;
  detail: FacilityDetail;
};

/** Replaces the facilities that came with the program; one that the city brought in under the same code stays. */
export async function replaceFacilities(tx: Db, rows: readonly FacilityRow[]): Promise<void> {
  await tx.query('delete from facility where shipped');
  await tx.query(
    `insert into facility (code, kind, name, district_code, geom, accuracy_m, detail, mark, source, shipped)
     select code, detail ->> 'kind', name, "districtCode", st_setsrid(st_geomfromgeojson(geometry), 4326), "accuracyM",
            detail, mark, source, true
       from json_to_recordset($1::json) as r(code text, name text, "districtCode" text, geometry json, "accuracyM" int,
                                             detail jsonb, mark text, source text)
     on conflict do nothing`,
    [JSON.stringify(rows)],
  );
}
