import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { DeviceList } from '#contracts/registry.ts';
import { CameraPoint } from '#contracts/wall.ts';
import { importFile } from '#server/cli/import/run.ts';
import type { ImportCity } from '#server/cli/import/kind.ts';
import { bearer, cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { testSecrets } from '#test/support/chengyun.ts';
import { alert, makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { fileFolder, jobOf, openTestCity } from '#test/support/import.ts';

let core: Core;
let app: TestApp;
let city: ImportCity & { close: () => Promise<void> };
const files = fileFolder();
beforeAll(async () => {
  core = await makeCore();
  app = await startApp(core.pool);
  city = await openTestCity(core.url, files.dir);
});
afterAll(async () => {
  await city.close();
  await app.close();
  await core.close();
  files.clear();
});

const headers = bearer(testSecrets.CHENGYUN_API_TOKEN);
const camera = (cameraId: string, more: object = {}): object => ({ cameraId, name: `摄像 ${cameraId}`, kind: '路口', lng: 112.46, lat: 23.05, ...more }); // prettier-ignore
async function put(...items: object[]): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${app.url}/api/registry/cameras`, {
    method: 'PUT',
    headers: { ...bearer(testSecrets.CHENGYUN_INGEST_TOKEN), 'content-type': 'application/json' },
    body: JSON.stringify({ items }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
const read = async <T>(path: string, schema: z.ZodType<T>): Promise<T> =>
  schema.parse(await (await fetch(`${app.url}${path}`, { headers })).json());
const sightOf = async (id: string) =>
  (await read('/api/map/cameras', z.array(CameraPoint))).find(({ cameraId }) => cameraId === id)?.sight;

const east = { headingDeg: 90, fovDeg: 60, rangeM: 80 };

test.each([
  [{ ...east, headingDeg: 361 }, '须为 0 至 360 之间的数（度，正北起顺时针）'],
  [{ ...east, headingDeg: -1 }, '须为 0 至 360 之间的数（度，正北起顺时针）'],
  [{ ...east, fovDeg: 0 }, '须为 1 至 360 之间的数（度）'],
  [{ ...east, rangeM: 2_001 }, '须为 1 至 2000 之间的数（米）'],
  [{ ...east, rangeM: '80' }, '须为 1 至 2000 之间的数（米）'],
  [{ headingDeg: 90 }, '朝向、视场角、可视距离须一并填写，或都不填'],
])('a sight that cannot be is refused whole and in words: %o', async (sight, words) => {
  const { status, body } = await put(camera('bad', sight));
  expect([status, body['code']]).toEqual([422, 'bad-input']);
  expect(JSON.stringify(body)).toContain(words);
  expect(await sightOf('bad')).toBeUndefined();
});

test('a sight is kept, told to map and administration, and stays where a later word says nothing of it', async () => {
  expect((await put(camera('c-east', east), camera('c-none'))).status).toBe(200);
  expect([await sightOf('c-east'), await sightOf('c-none')]).toEqual([east, null]);
  const again = await put(camera('c-east'), camera('c-none'));
  expect(again.body).toMatchObject({ registered: 2, unchanged: 2 });
  expect(await sightOf('c-east')).toEqual(east);
  await put(camera('c-east', { ...east, headingDeg: 180 }));
  const cookie = await cookieOf(core.pool, 'system-admin');
  const listed = await fetch(`${app.url}/api/registry/cameras?q=c-east`, { headers: { cookie } });
  const { items } = DeviceList.parse(await listed.json());
  expect(items.map(({ sight }) => sight)).toEqual([{ ...east, headingDeg: 180 }]);
});

test('into which private zone a camera looks is drawn on no screen', async () => {
  await put(camera('c-home', { ...east, masked: true }));
  expect(await sightOf('c-home')).toBeNull();
});

test('an alert without a point stands in the middle of what its camera sees, as far off as that reaches', async () => {
  await put(camera('c-look', east), camera('c-blind'));
  const place = (cameraId: string) =>
    core.rows<{ east: number; north: number; off: number }>(
      `select round((st_x(geom) - 112.46) * 102318)::int as east, round((st_y(geom) - 23.05) * 111195)::int as north,
              accuracy_m as off from event where asset_id = '${cameraId}'`,
    );
  await core.send('camera', [alert({ cameraId: 'c-look', lng: undefined, lat: undefined })]);
  await core.send('camera', [alert({ cameraId: 'c-blind', lng: undefined, lat: undefined })]);
  expect(await place('c-look')).toEqual([{ east: 46, north: 0, off: 47 }]);
  expect(await place('c-blind')).toEqual([{ east: 0, north: 0, off: 50 }]);
});

test('an alert that names its own point keeps it, as far off as its camera can see', async () => {
  await put(camera('c-far', { ...east, rangeM: 1_500 }));
  const at = (lng: number): unknown => alert({ cameraId: 'c-far', lng, lat: 23.05 });
  // 1,432 m and 2,046 m to the east.
  expect(await core.send('camera', [at(112.474), at(112.48)])).toMatchObject({
    accepted: 1,
    quarantined: [{ index: 1, code: 'camera-moved', message: expect.stringContaining('1700 米') as string }],
  });
});

test('a table brings sights in under their Chinese headings, and one that is half told is refused alone', async () => {
  const file = files.write('摄像.csv', '编号,名称,类型,经度,纬度,朝向,视场角,可视距离\nt-1,甲,路口,112.46,23.05,45,70,100\nt-2,乙,路口,112.47,23.05,,,\nt-3,丙,路口,112.48,23.05,45,,\n'); // prettier-ignore
  const tally = await importFile(jobOf('cameras', file), city);
  expect(tally).toMatchObject({ rows: 3, accepted: 2 });
  expect(tally.refused).toMatchObject([{ row: 4, code: 'bad-item', message: expect.stringContaining('须一并填写') as string }]); // prettier-ignore
  expect([await sightOf('t-1'), await sightOf('t-2')]).toEqual([{ headingDeg: 45, fovDeg: 70, rangeM: 100 }, null]); // prettier-ignore
});
