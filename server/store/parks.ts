import type { Db } from './db.ts';
import { liveMinutes } from './scenes.ts';

export type ParkRow = {
  code: string;
  name: string;
  makes: string;
  chemical: boolean;
  lng: number;
  lat: number;
  /** The air of its border: the most of the stations within the reach. */
  station: string | null;
  value: number | null;
  observedAt: Date | null;
  over: boolean;
  /** Open incidents of these categories, schools and hospitals within the reach. */
  matters: number;
  schools: number;
  hospitals: number;
};

/** The parks of the caller's scope with what stands within `metres` of their border; chemical ones first. */
export async function parksNow(
  db: Db,
  wanted: { metric: string; categories: readonly string[]; metres: number; now: Date },
): Promise<ParkRow[]> {
  const near = (geom: string): string => `st_dwithin(f.geom::geography, ${geom}::geography, $3)`;
  const box = 'st_expand(f.geom, $3 / 90000.0)';
  const { rows } = await db.query<ParkRow>(
    `select f.code, f.name, f.detail ->> 'makes' as makes, f.detail ->> 'sector' = 'chemical' as chemical,
            st_x(st_centroid(f.geom)) as lng, st_y(st_centroid(f.geom)) as lat,
            v.name as station, v.value, v.observed_at as "observedAt", coalesce(v.over, false) as over,
            (select count(*)::int from incident i where i.open and i.category_code = any ($2)
                and in_scope(i.unit_code, i.district_code) and i.anchor && ${box} and ${near('i.anchor')}) as matters,
            (select count(*)::int from place p where p.kind = 'school' and p.geom && ${box} and ${near('p.geom')}) as schools,
            (select count(*)::int from place p where p.kind = 'hospital' and p.geom && ${box} and ${near('p.geom')}) as hospitals
       from facility f left join lateral (
         select d.name, l.value, l.observed_at, l.over_since is not null as over
           from series s join sensor d using (device_id) join latest l on l.series_no = s.no
          where s.metric = $1 and l.observed_at > $4::timestamptz - $5 * interval '1 minute' and ${near('d.geom')}
            and in_scope(d.department_code, d.district_code)
          order by l.value desc limit 1) v on true
      where f.kind = 'park' and in_scope(null, f.district_code)
      order by over desc, chemical desc, matters desc, f.code`,
    [wanted.metric, wanted.categories, wanted.metres, wanted.now, liveMinutes],
  );
  return rows;
}
