import type { CameraPoint } from '#contracts/wall.ts';
import type { Db } from '#store/db.ts';
import { sightColumn } from '#store/registry.ts';

/** One series with its newest value, as stored; its unit is reference data. */
export type SeriesRow = {
  no: number;
  deviceId: string;
  name: string;
  kind: string;
  metric: string;
  lng: number;
  lat: number;
  value: number | null;
  observedAt: string | null;
  over: boolean;
};

const isoUtc = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The series of the caller's scope by number, each with its newest value; coordinates in degrees, WGS 84. */
export async function sensorSeries(db: Db): Promise<SeriesRow[]> {
  const { rows } = await db.query<SeriesRow>(
    `select s.no, s.device_id as "deviceId", d.name, d.kind, s.metric, st_x(d.geom) as lng, st_y(d.geom) as lat,
            l.value, ${isoUtc('l.observed_at')} as "observedAt", coalesce(l.over_since is not null, false) as over
       from series s join sensor d using (device_id) left join latest l on l.series_no = s.no
      where in_scope(d.department_code, d.district_code) order by s.no`,
  );
  return rows;
}

/** The numbers of the series of the caller's scope. */
export async function seriesOfScope(db: Db): Promise<number[]> {
  const { rows } = await db.query<{ no: number }>(
    `select s.no from series s join sensor d using (device_id) where in_scope(d.department_code, d.district_code)`,
  );
  return rows.map(({ no }) => no);
}

/** The registered cameras of the caller's scope; coordinates in degrees, WGS 84. Of private zones no sight. */
export async function cameraPoints(db: Db): Promise<CameraPoint[]> {
  const { rows } = await db.query<CameraPoint>(
    `select camera_id as "cameraId", name, kind, st_x(geom) as lng, st_y(geom) as lat, case when not masked then sight end as sight
       from (select *, ${sightColumn} from camera) c where in_scope(department_code, district_code) order by camera_id`,
  );
  return rows;
}

/** West, south, east, north of all districts in degrees, WGS 84; null while none is loaded. */
export async function cityExtent(db: Db): Promise<[number, number, number, number] | null> {
  const { rows } = await db.query<{ west: number | null; south: number; east: number; north: number }>(
    `select st_xmin(e) as west, st_ymin(e) as south, st_xmax(e) as east, st_ymax(e) as north
       from (select st_extent(geom) as e from area where kind = 'district') as t`,
  );
  const box = rows[0];
  return box && box.west !== null ? [box.west, box.south, box.east, box.north] : null;
}
