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
