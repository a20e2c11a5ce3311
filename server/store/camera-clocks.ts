import type { Db } from '#store/db.ts';

export type CameraClock = { platformId: string; cameraId: string; lateHours: number; times: number };

/** What is known of the clocks of these cameras; nearly always nothing. */
export async function ofCameras(
  db: Db,
  cameras: readonly { platformId: string; cameraId: string }[],
): Promise<CameraClock[]> {
  const { rows } = await db.query<CameraClock>(
    `select platform_id as "platformId", camera_id as "cameraId", late_hours as "lateHours", times
       from camera_clock
       join (select distinct * from unnest($1::text[], $2::text[]) as q(platform_id, camera_id)) q
      using (platform_id, camera_id)`,
    [cameras.map((one) => one.platformId), cameras.map((one) => one.cameraId)],
  );
  return rows;
}

/**
 * Remembers what new alerts said of their cameras' clocks, one sight a minute: a late one counts, an ordinary one (0)
 * forgets. The cameras of one call must differ.
 */
export async function remember(
  tx: Db,
  seen: readonly { platformId: string; cameraId: string; lateHours: number }[],
  now: Date,
): Promise<void> {
  if (seen.length === 0) return;
  await tx.query(
    `with item as (select * from json_to_recordset($1::json) as r("platformId" text, "cameraId" text, "lateHours" smallint)),
     right_again as (
       delete from camera_clock c using item i
        where c.platform_id = i."platformId" and c.camera_id = i."cameraId" and i."lateHours" = 0)
     insert into camera_clock as c (platform_id, camera_id, late_hours, times, seen_at)
     select "platformId", "cameraId", "lateHours", 1, $2 from item where "lateHours" <> 0 order by 1, 2
     on conflict (platform_id, camera_id) do update set
       times = case when c.late_hours <> excluded.late_hours then 1 else least(c.times + 1, 1000) end,
       late_hours = excluded.late_hours, seen_at = excluded.seen_at
     where c.seen_at <= excluded.seen_at - interval '1 minute'`,
    [JSON.stringify(seen), now],
  );
}
