import type { Db } from './db.ts';

/** A vessel that was not heard for so long is not under way. */
export const heardMinutes = 15;

export type VesselRow = {
  id: string;
  observedAt: Date;
  lng: number;
  lat: number;
  speedKmh: number | null;
  courseDeg: number | null;
  airDraughtM: number | null;
};

/** The vessels that were heard lately, those nearest to the reader's bridges first. */
export async function vesselsUnderWay(db: Db, now: Date, most: number): Promise<VesselRow[]> {
  const { rows } = await db.query<VesselRow>(
    `select m.id, m.observed_at as "observedAt", st_x(m.geom) as lng, st_y(m.geom) as lat,
            m.speed_kmh as "speedKmh", m.course_deg as "courseDeg", (m.detail ->> 'airDraughtM')::float8 as "airDraughtM"
       from mover m cross join lateral (
         select f.geom <-> m.geom as away from facility f where f.kind = 'bridge' and in_scope(null, f.district_code)
          order by 1 limit 1) b
      where m.kind = 'vessel' and m.observed_at > $1::timestamptz - $2 * interval '1 minute'
      order by b.away limit $3`,
    [now, heardMinutes, most],
  );
  return rows;
}

/** Whether any vessel was ever heard: without, the feed is not connected. */
export async function vesselsKnown(db: Db): Promise<boolean> {
  const { rows } = await db.query<{ known: boolean }>(
    `select exists (select from mover where kind = 'vessel') as known`,
  );
  return rows[0]!.known;
}
