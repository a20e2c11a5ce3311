import type { CameraSight } from '#contracts/camera-sight.ts';
import type { DeviceList, DeviceRow } from '#contracts/registry.ts';
import type { Db } from '#store/db.ts';

export type Device = {
  deviceId: string;
  name: string;
  lng: number;
  lat: number;
  districtCode: string | null;
  /** 权属单位. */
  departmentCode: string | null;
};
export type RegistryItem = {
  id: string;
  name: string;
  kind: string;
  lng: number;
  lat: number;
  districtCode: string | null;
  departmentCode: string | null;
  groupCode: string;
  metrics: string[];
  /** Sensors: facts of the station (typicalLow, typicalHigh, river …); what an item does not say stays as it was. */
  detail?: Record<string, string | number | boolean> | undefined;
  /** Cameras: pictures of a private zone are never kept. */
  masked?: boolean | undefined;
  /** Cameras: YYYY-MM-DD, the first day on which it can have seen anything. */
  installedOn?: string | undefined;
  /** Cameras: their sight, all three or none; not told stays as it was. */
  headingDeg?: number | undefined;
  fovDeg?: number | undefined;
  rangeM?: number | undefined;
};

export type SeriesKey = { no: number; deviceId: string; metric: string };

/** The series of device and metric pairs; a registered device that reports a new metric gets its series here. */
export async function seriesOf(
  tx: Db,
  pairs: readonly { deviceId: string; metric: string }[],
): Promise<SeriesKey[]> {
  const args = [pairs.map((p) => p.deviceId), pairs.map((p) => p.metric)];
  await tx.query(
    `insert into series (device_id, metric)
     select q.device_id, q.metric from unnest($1::text[], $2::text[]) as q(device_id, metric) join sensor using (device_id)
      where not exists (select from series s where s.device_id = q.device_id and s.metric = q.metric)
     on conflict do nothing`,
    args,
  );
  const { rows } = await tx.query<SeriesKey>(
    `select s.no, s.device_id as "deviceId", s.metric
       from unnest($1::text[], $2::text[]) as q(device_id, metric) join series s using (device_id, metric)`,
    args,
  );
  return rows;
}

/** Where registered devices stand. */
export async function devices(db: Db, ids: readonly string[]): Promise<Map<string, Device>> {
  const { rows } = await db.query<Device>(
    `select device_id as "deviceId", name, st_x(geom) as lng, st_y(geom) as lat, district_code as "districtCode",
            department_code as "departmentCode"
       from sensor where device_id = any ($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.deviceId, row]));
}

export type Camera = Device & { masked: boolean; installedOn: string | null; sight: CameraSight | null };

/** The sight of a row of `camera` as one object; null when it is not told. */
export const sightColumn = `case when range_m is not null then
  json_build_object('headingDeg', heading_deg, 'fovDeg', fov_deg, 'rangeM', range_m) end as sight`;

export async function cameras(db: Db, ids: readonly string[]): Promise<Map<string, Camera>> {
  const { rows } = await db.query<Camera>(
    `select camera_id as "deviceId", name, st_x(geom) as lng, st_y(geom) as lat, district_code as "districtCode",
            department_code as "departmentCode", masked, installed_on as "installedOn", ${sightColumn}
       from camera where camera_id = any ($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.deviceId, row]));
}

/**
 * Registers or updates sensors with their series, numbered contiguously within one reporting group. Answers how many
 * were new or different.
 */
export async function upsertSensors(tx: Db, items: readonly RegistryItem[], now: Date): Promise<number> {
  const { rowCount } = await tx.query(
    `with item as (select * from json_to_recordset($1::json) as r(id text, name text, kind text, lng float8, lat float8,
                     "districtCode" text, "departmentCode" text, "groupCode" text, metrics text[], detail jsonb))
     insert into sensor as s (device_id, name, kind, geom, district_code, department_code, group_code, metrics, detail,
                              registered_at, updated_at)
     select id, name, kind, st_setsrid(st_makepoint(lng, lat), 4326), "districtCode", "departmentCode", "groupCode", metrics,
            coalesce(detail, (select k.detail from sensor k where k.device_id = id), '{}'), $2, $2
       from item
     on conflict (device_id) do update set name = excluded.name, kind = excluded.kind, geom = excluded.geom,
       district_code = excluded.district_code, department_code = excluded.department_code,
       group_code = excluded.group_code, metrics = excluded.metrics, detail = excluded.detail, updated_at = excluded.updated_at
     where (s.name, s.kind, s.geom, s.district_code, s.department_code, s.group_code, s.metrics, s.detail)
           is distinct from (excluded.name, excluded.kind, excluded.geom, excluded.district_code, excluded.department_code,
                             excluded.group_code, excluded.metrics, excluded.detail)`,
    [JSON.stringify(items), now],
  );
  await tx.query(
    `insert into series (device_id, metric)
     select id, metric
       from json_to_recordset($1::json) as r(id text, "groupCode" text, metrics text[]), unnest(metrics) as metric
      where not exists (select from series s where s.device_id = id and s.metric = metric)
      order by metric, "groupCode", id
     on conflict do nothing`,
    [JSON.stringify(items)],
  );
  return rowCount ?? 0;
}

/**
 * Registers or updates cameras; what an item does not say of masking, installation and sight stays as it was. Answers
 * how many were new or different.
 */
export async function upsertCameras(tx: Db, items: readonly RegistryItem[], now: Date): Promise<number> {
  const { rowCount } = await tx.query(
    `with item as (select * from json_to_recordset($1::json) as r(id text, name text, kind text, lng float8, lat float8,
                     "districtCode" text, "departmentCode" text, masked boolean, "installedOn" date,
                     "headingDeg" float8, "fovDeg" float8, "rangeM" float8))
     insert into camera as c (camera_id, name, kind, geom, district_code, department_code, masked, installed_on,
                              heading_deg, fov_deg, range_m, registered_at, updated_at)
     select id, name, kind, st_setsrid(st_makepoint(lng, lat), 4326), "districtCode", "departmentCode",
            coalesce(masked, k.was, false), coalesce("installedOn", k.installed_on),
            coalesce("headingDeg", k.heading_deg), coalesce("fovDeg", k.fov_deg), coalesce("rangeM", k.range_m), $2, $2
       from item left join lateral (select masked as was, installed_on, heading_deg, fov_deg, range_m
                                      from camera where camera_id = id) k on true
     on conflict (camera_id) do update set name = excluded.name, kind = excluded.kind, geom = excluded.geom,
       district_code = excluded.district_code, department_code = excluded.department_code, masked = excluded.masked,
       installed_on = excluded.installed_on, heading_deg = excluded.heading_deg, fov_deg = excluded.fov_deg,
       range_m = excluded.range_m, updated_at = excluded.updated_at
     where (c.name, c.kind, c.geom, c.district_code, c.department_code, c.masked, c.installed_on,
            c.heading_deg, c.fov_deg, c.range_m)
           is distinct from (excluded.name, excluded.kind, excluded.geom, excluded.district_code, excluded.department_code,
                             excluded.masked, excluded.installed_on, excluded.heading_deg, excluded.fov_deg, excluded.range_m)`,
    [JSON.stringify(items), now],
  );
  return rowCount ?? 0;
}

const lastHeard = {
  sensor: `(select max(l.observed_at) from series s join latest l on l.series_no = s.no where s.device_id = t.device_id)`,
  camera: 'h.at',
} as const;
// One pass over a week of camera alarms, not one search for each camera.
const heard = {
  sensor: '',
  camera: `left join (select asset_id, max(accepted_at) as at from event
                       where source = 'camera' and accepted_on > ($3::timestamptz at time zone 'Asia/Shanghai')::date - 7
                       group by 1) h on h.asset_id = t.camera_id`,
} as const;

type Listed = Omit<DeviceRow, 'updatedAt' | 'lastAt'> & {
  updatedAt: Date;
  lastAt: Date | null;
  total: number;
};

/** The registry as the administration lists it, by name or number: how many fit, and the first of them. */
export async function listDevices(
  db: Db,
  kind: 'sensor' | 'camera',
  { q, limit, now }: { q: string; limit: number; now: Date },
): Promise<DeviceList> {
  const id = kind === 'sensor' ? 'device_id' : 'camera_id';
  const { rows } = await db.query<Listed>(
    `select ${id} as id, name, kind, st_x(geom) as lng, st_y(geom) as lat, district_code as "districtCode",
            department_code as "departmentCode", ${kind === 'sensor' ? 'metrics, null as sight' : `'{}'::text[] as metrics, ${sightColumn}`},
            updated_at as "updatedAt", ${lastHeard[kind]} as "lastAt", (count(*) over ())::int as total
       from ${kind} t ${heard[kind]}
      where $1 = '' or ${id} ilike '%' || $1 || '%' or name ilike '%' || $1 || '%'
      order by ${id} limit $2`,
    [q.replace(/[\\%_]/g, '\\$&'), limit, ...(kind === 'sensor' ? [] : [now])],
  );
  return {
    total: rows[0]?.total ?? 0,
    items: rows.map(({ total: _total, updatedAt, lastAt, ...row }) => ({
      ...row,
      updatedAt: updatedAt.toISOString(),
      lastAt: lastAt?.toISOString() ?? null,
    })),
  };
}

/** Which of these devices have items waiting in quarantine because they were unknown, or stood elsewhere. */
export async function withQuarantine(db: Db, ids: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select distinct device_id as id from quarantine where state = 'open' and code in ('unknown-device', 'camera-moved') and device_id = any ($1)`,
    [ids],
  );
  return rows.map((row) => row.id);
}
