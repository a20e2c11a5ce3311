import { z } from 'zod';
import { FacilityDetail, FacilityHead } from '#contracts/facility.ts';
import type { FacilityKind } from '#contracts/facility.ts';
import type { Db } from '#store/db.ts';

const Facility = FacilityHead.extend({
  detail: FacilityDetail,
  geometry: z.object({ type: z.string(), coordinates: z.array(z.unknown()) }),
});
/** One facility with the facts of its kind; geometry in WGS 84. */
export type Facility = z.infer<typeof Facility>;

/** All facilities of a kind by code. Throws when a row's facts are not those of its kind. */
export async function facilitiesOf(db: Db, kind: FacilityKind): Promise<Facility[]> {
  const { rows } = await db.query(
    `select code, name, district_code as "districtCode", accuracy_m as "accuracyM", mark, detail,
            st_asgeojson(geom, 6)::jsonb as geometry
       from facility where kind = $1 order by code`,
    [kind],
  );
  return z.array(Facility).parse(rows);
}

/** For every point the code of the nearest facility of a kind, or null when none is within `metres`. */
export async function nearestOf(
  db: Db,
  kind: FacilityKind,
  points: readonly { lng: number; lat: number }[],
  metres: number,
): Promise<(string | null)[]> {
  const { rows } = await db.query<{ code: string | null }>(
    `select f.code from json_to_recordset($2::json) as p(no int, lng float8, lat float8)
       left join lateral (
         select code from facility
          where kind = $1 and st_dwithin(geom::geography, st_point(p.lng, p.lat, 4326)::geography, $3)
          order by geom <-> st_point(p.lng, p.lat, 4326) limit 1) f on true
      order by p.no`,
    [kind, JSON.stringify(points.map(({ lng, lat }, no) => ({ no, lng, lat }))), metres],
  );
  return rows.map(({ code }) => code);
}
