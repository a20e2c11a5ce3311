import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCity } from '#geodata/city.ts';
import { Refusal } from '#contracts/errors.ts';
import type { Door } from '#server/ingest/doors.ts';
import { register } from '#server/ingest/register.ts';
import type { DeviceItem } from '#server/ingest/register.ts';
import { makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

const { bounds } = readCity('zhaoqing');
let core: Core;
beforeAll(async () => {
  core = await makeCore();
});
afterAll(() => core.close());

const sensor = (id: string): DeviceItem => ({
  id,
  name: `积水 ${id}`,
  kind: 'water',
  lng: 112.462,
  lat: 23.052,
  groupCode: '',
  metrics: ['depth_m'],
});
const from = Date.now() - 1_800_000;
const reading = (deviceId: string, seq: number, value = 0.01): Record<string, unknown> => ({
  deviceId,
  metric: 'depth_m',
  value,
  observedAt: new Date(from + seq * 500).toISOString(),
  seq,
});
const open = async (): Promise<number> =>
  (await core.rows("select from quarantine where state = 'open'")).length;
const stored = (): Promise<{ device: string; n: number }[]> =>
  core.rows(
    `select s.device_id as device, count(*)::int as n from reading r join series s on s.no = r.series_no group by 1 order by 1`,
  );

test('what waited for two devices is there once they are registered, all of it, by a few transactions', async () => {
  // Together more than the quota of a device lets through a minute, if what was kept counted again.
  const each = 3_200;
  const numbers = Array.from({ length: each }, (_, seq) => seq);
  await core.send(
    'sensor',
    numbers.map((seq) => reading('w1', seq)),
  );
  // The last one is over its line; one is there twice; one of another device goes on waiting.
  await core.send('sensor', [
    ...numbers.map((seq) => reading('w2', seq, seq < each - 240 ? 0.01 : 0.2)),
    reading('w2', 0),
    reading('w3', 0),
  ]);
  expect(await open()).toBe(2 * each + 1);
  let transactions = 0;
  const count = (): void => void (transactions += 1);
  core.pool.on('acquire', count);
  const answer = await register(core, bounds, 'sensor', [sensor('w1'), sensor('w2')], 'test');
  core.pool.off('acquire', count);
  expect(answer).toEqual({ registered: 2, unchanged: 0, replayed: 2 * each });
  expect(transactions).toBeLessThan(30);
  expect(await stored()).toEqual([
    { device: 'w1', n: each },
    { device: 'w2', n: each },
  ]);
  expect(await open()).toBe(1);
  expect(await core.rows("select from event where source = 'sensor'")).toHaveLength(1);
  expect(await register(core, bounds, 'sensor', [sensor('w1')], 'test')).toMatchObject({ replayed: 0 });
});

test('what is refused again waits under its new row, and is not tried for ever', async () => {
  await core.send('sensor', [reading('w4', 1), reading('w4', 2, 99_999)]);
  await core.asOwner("update quarantine set code = 'unknown-device' where device_id = 'w4'");
  expect(await register(core, bounds, 'sensor', [sensor('w4')], 'test')).toMatchObject({ replayed: 1 });
  const rows = await core.rows("select state, code from quarantine where device_id = 'w4' order by id");
  expect(rows).toEqual([
    { state: 'replayed', code: 'unknown-device' },
    { state: 'replayed', code: 'unknown-device' },
    { state: 'open', code: 'out-of-range' },
  ]);
});

test('the database goes away in the middle: what was not taken waits on', async () => {
  await core.send('sensor', [reading('w5', 1), reading('w5', 2)]);
  const away = new Refusal('unavailable', '数据库暂时不可用');
  const door: Door = { ...core.doors.get('sensor')!, takeKept: () => Promise.reject(away) };
  const broken = { ...core, doors: new Map([...core.doors, ['sensor', door]]) };
  await expect(register(broken, bounds, 'sensor', [sensor('w5')], 'test')).rejects.toThrow(away);
  const waiting = await core.rows("select state from quarantine where device_id = 'w5'");
  expect(waiting).toEqual([{ state: 'open' }, { state: 'open' }]);
  expect(await register(core, bounds, 'sensor', [sensor('w5')], 'test')).toMatchObject({ replayed: 2 });
});
