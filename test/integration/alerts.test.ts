import { afterAll, beforeAll, expect, test } from 'vitest';
import { AlertList } from '#contracts/alert.ts';
import { readCity } from '#geodata/city.ts';
import { register } from '#server/ingest/register.ts';
import { bearer, cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

let core: Core;
let app: TestApp;
const device = (id: string, name: string) => ({
  id,
  name,
  kind: 'water',
  lng: 112.46,
  lat: 23.05,
  groupCode: '',
  metrics: [],
});
beforeAll(async () => {
  core = await makeCore();
  app = await startApp(core.pool);
  const devices = ['d1', 'd2', 'd3', 'd4', 'rain-1'].map((id) => device(id, `监测点 ${id}`));
  await register(
    app.parts,
    readCity('zhaoqing').bounds,
    'sensor',
    [...devices, device('level-huaiji', '绥江怀集站')],
    'test',
  );
});
afterAll(async () => {
  await app.close();
  await core.close();
});

const begin = Date.now() - 6 * 3_600_000;
/** Minutes after six hours ago. */
const minute = (n: number): string => new Date(begin + n * 60_000).toISOString();
type Step = readonly [minute: number, value: number];
const send = (deviceId: string, metric: string, steps: readonly Step[]) =>
  core.send(
    'sensor',
    steps.map(([n, value]) => ({ deviceId, metric, value, observedAt: minute(n) })),
  );
async function alertsOf(deviceId: string) {
  const answer = await fetch(`${app.url}/api/alerts?state=all&limit=500`, {
    headers: bearer(app.settings.apiToken),
  });
  const { items } = AlertList.parse(await answer.json());
  return items
    .filter((one) => one.deviceId === deviceId)
    .toSorted((a, b) => a.raisedAt.localeCompare(b.raisedAt));
}

test('a reading over its line, the latest state, the alert, the event and the change are one transaction', async () => {
  await send('d1', 'depth_m', [[0, 0.2], [2, 0.31]]); // prettier-ignore
  const rows = await core.rows<{ xid: string }>(
    `select xmin::text as xid from reading where value = 0.31 union all select xmin::text from latest where value = 0.31
     union all select xmin::text from alert where value = 0.31 union all select xmin::text from event where asset_id = 'd1'
     union all select (xid::text::bigint % 4294967296)::text from change where entity = 'alert'`,
  );
  expect(rows).toHaveLength(5);
  expect(new Set(rows.map((row) => row.xid)).size).toBe(1);
  expect(await alertsOf('d1')).toMatchObject([
    { state: 'raised', level: 1, outcome: 'event', value: 0.31, peak: 0.31, raisedAt: minute(2), version: 1 },
  ]);
});

test('it stays one alert while it stands, is cleared in event time, and a resend or late data changes nothing', async () => {
  const rise: Step[] = [[0, 0.2], [1, 0.2], [3, 0.25], [5, 0.22]]; // prettier-ignore
  await send('d2', 'depth_m', rise.slice(0, 2));
  await send('d2', 'depth_m', rise.slice(2));
  await send('d2', 'depth_m', [[20, 0.02]]);
  await send('d2', 'depth_m', rise);
  await send('d2', 'depth_m', [[7, 0.9], [9, 0.9], [11, 0.9]]); // prettier-ignore
  expect(await alertsOf('d2')).toMatchObject([
    { state: 'cleared', raisedAt: minute(1), clearedAt: minute(20), peak: 0.25, level: 2 },
  ]);
  await send('d2', 'depth_m', [[30, 0.2], [31, 0.2]]); // prettier-ignore
  expect((await alertsOf('d2')).map((one) => one.state)).toEqual(['cleared', 'raised']);
});

test('an alert-only rule raises no event', async () => {
  await send('d3', 'pm25_ugm3', [[0, 200], [11, 210]]); // prettier-ignore
  expect(await alertsOf('d3')).toMatchObject([{ outcome: 'alert', state: 'raised', unit: '微克/立方米' }]);
  expect(await core.rows("select 1 from event where asset_id = 'd3'")).toEqual([]);
});

test('a named person confirms an alert once; the audit names the person; it stands until the water falls', async () => {
  await send('d4', 'depth_m', [[0, 0.2], [2, 0.2]]); // prettier-ignore
  const [alert] = await alertsOf('d4');
  const cookie = await cookieOf(core.pool, 'operator');
  const confirm = () =>
    fetch(`${app.url}/api/alerts/${alert!.id}/confirm`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', origin: app.url },
      body: JSON.stringify({ note: '已看现场' }),
    });
  expect((await confirm()).status).toBe(204);
  expect((await confirm()).status).toBe(409);
  await send('d4', 'depth_m', [[4, 0.24]]);
  expect(await alertsOf('d4')).toMatchObject([
    { state: 'acknowledged', acknowledgedName: 'operator', peak: 0.24, version: 3 },
  ]);
  await send('d4', 'depth_m', [[6, 0]]);
  expect(await alertsOf('d4')).toMatchObject([{ state: 'cleared', acknowledgedName: 'operator' }]);
  expect((await confirm()).status).toBe(409);
  const audit = await core.rows("select 1 from audit where action = 'alert.confirm' and target = $1", [
    `alert/${alert!.id}`,
  ]);
  expect(audit).toHaveLength(1);
});

test('a river on its way to its line is told of before it gets there, and no more once it is there', async () => {
  const rate = (0.32 / 43) * 60;
  const rising = Array.from({ length: 13 }, (_, i): Step => [i * 5, 49.68 - rate * (1 - i / 12)]);
  await send('level-huaiji', 'level_m', rising);
  const [told] = await alertsOf('level-huaiji');
  expect(told).toMatchObject({ rule: 'level-crossing', outcome: 'alert', state: 'raised' });
  expect(told!.words).toBe('绥江怀集站现 49.68 米，外推 43 分钟到警戒 50.00 米，非水文预报');
  expect(await core.rows("select 1 from event where asset_id = 'level-huaiji'")).toEqual([]);
  await send('level-huaiji', 'level_m', [[102, 50.0], [107, 50.04]]); // prettier-ignore
  expect((await alertsOf('level-huaiji')).map((one) => [one.rule, one.state])).toEqual([
    ['level-crossing', 'cleared'],
    ['level_m', 'raised'],
  ]);
});

test('a step of metres is a fault of the gauge: no alert, no event', async () => {
  await send('level-huaiji', 'level_m', [[112, 46]]);
  await send('level-huaiji', 'level_m', [[117, 50.1]]);
  const open = (await alertsOf('level-huaiji')).filter((one) => one.state !== 'cleared');
  expect(open.map((one) => [one.rule, one.peak])).toEqual([['level_m', 50.04]]);
});

test('rain of an hour is summed from its readings, and cleared when the hour has dried', async () => {
  await send(
    'rain-1',
    'rain_mm_h',
    Array.from({ length: 13 }, (_, i): Step => [i * 5, 36]),
  );
  expect(await alertsOf('rain-1')).toMatchObject([{ rule: 'rain-1h', state: 'raised' }]);
  expect((await alertsOf('rain-1'))[0]!.words).toMatch(/1 小时雨量 3\d(\.\d+)? 毫米，达到 30 毫米/);
  await send(
    'rain-1',
    'rain_mm_h',
    Array.from({ length: 12 }, (_, i): Step => [65 + i * 5, 0]),
  );
  expect(await alertsOf('rain-1')).toMatchObject([{ rule: 'rain-1h', state: 'cleared' }]);
});
