/** SQL: so many registered water-level devices d0, d1, … with their series. */
export const depthSensors = (count: number): string => `
  insert into sensor (device_id, name, kind, geom, metrics, registered_at, updated_at)
    select 'd' || n, '积水 ' || n, 'depth', st_setsrid(st_makepoint(112 + n % 100 * 0.01, 23 + n / 100 * 0.01), 4326),
           '{depth_m}', now(), now()
      from generate_series(0, ${count - 1}) as n;
  insert into series (device_id, metric) select device_id, 'depth_m' from sensor;`;

/** SQL: ten thousand such devices, shared out over the districts. */
export const seriesCount = 10_000;
export const districtSensors = (districts: readonly string[]): string => `
  ${depthSensors(seriesCount)}
  update sensor set district_code = ('{${districts.join(',')}}'::text[])[1 + substr(device_id, 2)::int % ${districts.length}]`;
