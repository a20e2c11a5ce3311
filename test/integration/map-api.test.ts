import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { BaseMap, CameraPoint, Figures, SensorSeries } from '#contracts/wall.ts';
import { inTransaction } from '#store/db.ts';
import { upsertCameras, upsertSensors } from '#store/registry.ts';
import { bearer, cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { testSecrets } from '#test/support/chengyun.ts';
import { freshPool } from '#test/support/people.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;
const cookies = new Map<string, string>();
const now = new Date('2026-06-12T00:00:00Z');
const device = (id: string, lng: number, metrics: string[]) => ({
  id,
  name: `监测点 ${id}`,
  kind: 'road-depth',
  lng,
  lat: 23.05,
  districtCode: null,
  departmentCode: null,
  groupCode: '',
  metrics,
});

beforeAll(async () => {
  city = await freshPool();
  app = await startApp(city.pool);
  await inTransaction(city.pool, '*', async (tx) => {
    await upsertSensors(
      tx,
      [device('d1', 112.46, ['depth_m', 'rain_mm_h']), device('d2', 112.47, ['depth_m'])],
      now,
    );
    await upsertCameras(tx, [device('c1', 112.48, [])], now);
  });
  await city.asOwner(
    `insert into latest (series_no, observed_at, value, received_at, over_since)
     select no, '2026-06-12T00:00:00Z', 0.3, now(), now() from series where device_id = 'd2'`,
  );
});
afterAll(async () => {
  await app.close();
  await city.close();
});

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${app.url}${path}`, { headers: { ...bearer(testSecrets.CHENGYUN_API_TOKEN), ...headers } });

test('the base map is the city in official order, with its credit and a box around its districts', async () => {
  const base = BaseMap.parse(await (await get('/api/map/base')).json());
  const districts = base.districts as { features: { properties: { name: string; centre: number[] } }[] };
  expect(districts.features.map(({ properties }) => properties.name)).toEqual(
    app.parts.city.districts.map(({ name }) => name),
  );
  const [west, south, east, north] = base.bounds;
  for (const { properties } of districts.features) {
    const [lng = 0, lat = 0] = properties.centre;
    expect(lng > west && lng < east && lat > south && lat < north).toBe(true);
  }
  expect(base.credit).toContain('© OpenStreetMap contributors');
});

test('a screen that has the map already gets no body', async () => {
  const first = await get('/api/map/base');
  const tag = first.headers.get('etag') ?? '';
  const again = await get('/api/map/base', { 'if-none-match': tag });
  expect([first.status, again.status, await again.text()]).toEqual([200, 304, '']);
  expect((await get('/api/map/base', { 'if-none-match': '"other"' })).status).toBe(200);
});

test('sensors come one a series, by number, with unit and newest value', async () => {
  const series = z.array(SensorSeries).parse(await (await get('/api/map/sensors')).json());
  expect(series.map(({ no }) => no)).toEqual(series.map(({ no }) => no).toSorted((a, b) => a - b));
  const facts = series.map(({ deviceId, metric, unit, value, over }) => [
    deviceId,
    metric,
    unit,
    value,
    over,
  ]);
  expect(facts).toContainEqual(['d1', 'depth_m', '米', null, false]);
  expect(facts).toContainEqual(['d2', 'depth_m', '米', 0.3, true]);
  expect(facts).toHaveLength(3);
});

test('a new reading changes the tag of the sensors', async () => {
  const tag = (await get('/api/map/sensors')).headers.get('etag') ?? '';
  await city.asOwner(`update latest set value = 0.4`);
  expect((await get('/api/map/sensors', { 'if-none-match': tag })).status).toBe(200);
});

test('cameras come with their places', async () => {
  const cameras = z.array(CameraPoint).parse(await (await get('/api/map/cameras')).json());
  expect(cameras).toEqual([
    { cameraId: 'c1', name: '监测点 c1', kind: 'road-depth', lng: 112.48, lat: 23.05, sight: null },
  ]);
});

test('a screen of one district draws and hears the sensors and cameras of that district alone', async () => {
  await inTransaction(city.pool, '*', async (tx) => {
    const there = { districtCode: '441202' };
    await upsertSensors(tx, [{ ...device('d3', 112.49, ['depth_m']), ...there }], now);
    await upsertCameras(tx, [{ ...device('c3', 112.49, []), ...there }], now);
  });
  const asked = async (path: string, districtCode: string | null) => {
    const username = `w-${districtCode}`;
    const cookie =
      cookies.get(username) ??
      (await cookieOf(city.pool, 'wall', { ...(districtCode && { districtCode }), username }));
    cookies.set(username, cookie);
    return (await (await fetch(`${app.url}${path}`, { headers: { cookie } })).json()) as unknown;
  };
  const seen = async (districtCode: string | null) => {
    const sensors = z.array(SensorSeries).parse(await asked('/api/map/sensors', districtCode));
    const cameras = z.array(CameraPoint).parse(await asked('/api/map/cameras', districtCode));
    const figures = Figures.parse(await asked('/api/wall/figures', districtCode));
    return [
      sensors
        .map(({ deviceId }) => deviceId)
        .toSorted()
        .join(),
      cameras.map(({ cameraId }) => cameraId).join(),
      figures.sensors.all,
      figures.cameras.all,
    ];
  };
  expect(await seen(null)).toEqual(['d1,d1,d2,d3', 'c1,c3', 3, 2]);
  expect(await seen('441202')).toEqual(['d3', 'c3', 1, 1]);
  expect(await seen('441203')).toEqual(['', '', 0, 0]);
});
