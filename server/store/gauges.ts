import type { Db } from '#store/db.ts';
import { windows } from './readings.ts';

export type Station = {
  seriesNo: number;
  deviceId: string;
  name: string;
  observedAt: Date;
  value: number;
  points: { observedAt: Date; value: number }[];
};

/**
 * Stations of a metric within the caller's scope that spoke within a day, with their readings of the last `minutes`
 * before the newest: the named ones, or the `most` with the highest values.
 */
export async function stations(
  db: Db,
  {
    metric,
    deviceIds,
    minutes,
    most,
    now,
  }: { metric: string; deviceIds: readonly string[] | null; minutes: number; most: number; now: Date },
): Promise<Station[]> {
  const { rows } = await db.query<Omit<Station, 'points'>>(
    `select s.no as "seriesNo", s.device_id as "deviceId", d.name, l.observed_at as "observedAt", l.value
       from series s join sensor d using (device_id) join latest l on l.series_no = s.no
      where s.metric = $1 and ($2::text[] is null or s.device_id = any ($2)) and l.observed_at > $3::timestamptz - interval '1 day'
        and in_scope(d.department_code, d.district_code)
      order by l.value desc, s.no limit $4`,
    [metric, deviceIds, now, most],
  );
  const points = await windows(
    db,
    rows.map(({ seriesNo, observedAt }) => ({
      seriesNo,
      from: new Date(observedAt.getTime() - minutes * 60_000),
      to: observedAt,
    })),
  );
  return rows.map((row) => ({ ...row, points: points.get(row.seriesNo) ?? [] }));
}
