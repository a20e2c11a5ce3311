import type { Db } from '#store/db.ts';
import { columns } from '#store/warnings.ts';
import type { WarningRow } from '#store/warnings.ts';

/** No warning and no response stands longer; what came before is not looked through. */
const longestDays = 60;

/**
 * What stood at an instant as it was known then: of each warning the version of that time, neither lifted nor expired.
 * `outline` is GeoJSON, to about 10 m; null where the area has been changed since.
 */
export async function stoodAt(db: Db, at: Date): Promise<(WarningRow & { outline: unknown })[]> {
  const { rows } = await db.query<WarningRow & { outline: unknown }>(
    `select ${columns}, case when latest.area = w.area then st_asgeojson(latest.geom, 4)::json end as outline
       from warning latest
      cross join lateral (
        select body from version
         where entity = 'warning' and entity_id = latest.id and at <= $1
           and on_day between ($1::timestamptz at time zone 'Asia/Shanghai')::date - $2::int and ($1::timestamptz at time zone 'Asia/Shanghai')::date
         order by on_day desc, version desc limit 1) known
      cross join lateral jsonb_populate_record(null::warning, known.body) w
      where latest.received_at <= $1 and latest.received_at > $1::timestamptz - make_interval(days => $2)
        and w.lifted_at is null and (w.expires_at is null or w.expires_at > $1)
      order by w.updated_at desc limit 200`,
    [at, longestDays],
  );
  return rows;
}
