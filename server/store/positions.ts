import type { Db } from '#store/db.ts';

export type NewPosition = {
  id: string;
  observed_at: string;
  lng: number;
  lat: number;
  speed_kmh: number | null;
  course_deg: number | null;
  class: string | null;
  detail: Record<string, unknown>;
};

/**
 * Stores tracks and moves the newest positions forward; a resend changes nothing. Answers the indexes that were new. A
 * number is drawn for what is new alone, so that numbers stay dense.
 */
export async function insert(
  tx: Db,
  kind: 'vessel' | 'vehicle',
  positions: readonly NewPosition[],
  now: Date,
): Promise<number[]> {
  const { rows } = await tx.query<{ index: number }>(
    `with item as materialized (
       select * from json_to_recordset($2::json) as r(index int, id text, observed_at timestamptz, lng float8, lat float8,
              speed_kmh real, course_deg real, class text, detail jsonb)),
     fresh as (
       insert into track (kind, id, observed_at, received_at, lng, lat, speed_kmh, course_deg)
       select $1, id, observed_at, $3, lng, lat, speed_kmh, course_deg from item order by id, observed_at
       on conflict do nothing returning id, observed_at),
     newest as (select distinct on (id) * from item order by id, observed_at desc),
     moved as (
       insert into mover (kind, id, no, touched, observed_at, geom, speed_kmh, course_deg, class, detail)
       select $1, id, coalesce((select no from mover m where m.kind = $1 and m.id = newest.id), nextval('mover_no')),
              pg_current_xact_id(), observed_at, st_setsrid(st_makepoint(lng, lat), 4326), speed_kmh, course_deg, class, detail
         from newest order by id
       on conflict (kind, id) do update set touched = excluded.touched, observed_at = excluded.observed_at, geom = excluded.geom,
         speed_kmh = excluded.speed_kmh, course_deg = excluded.course_deg,
         class = coalesce(excluded.class, mover.class), detail = mover.detail || excluded.detail
       where mover.observed_at < excluded.observed_at)
     select i.index from fresh f join item i on i.id = f.id and i.observed_at = f.observed_at`,
    [kind, JSON.stringify(positions.map((position, index) => ({ ...position, index }))), now],
  );
  return rows.map((row) => row.index);
}

/** Positions that are stored already with another place: the same key with another body. */
export async function conflicting(
  tx: Db,
  kind: 'vessel' | 'vehicle',
  positions: readonly NewPosition[],
): Promise<number[]> {
  const { rows } = await tx.query<{ index: number }>(
    `select i.index from json_to_recordset($2::json) as i(index int, id text, observed_at timestamptz, lng float8, lat float8)
       join track t on t.kind = $1 and t.id = i.id and t.observed_at = i.observed_at
      where abs(t.lng - i.lng) > 1e-9 or abs(t.lat - i.lat) > 1e-9`,
    [kind, JSON.stringify(positions.map((position, index) => ({ ...position, index })))],
  );
  return rows.map((row) => row.index);
}
