import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { districtNames } from '#contracts/city.ts';
import { BaseMap } from '#contracts/wall.ts';
import { buildBaseMap } from '#geodata/base-map.ts';
import { cityFolder, readCity } from '#geodata/city.ts';
import { loadGeodata } from '#geodata/load.ts';
import { makeDoors } from '#server/ingest/doors.ts';
import { loadReference } from '#store/load-reference.ts';
import { readReference } from '#store/reference.ts';
import { makeGazetteer } from '#text/gazetteer.ts';
import { startChengyun, testSecrets } from '#test/support/chengyun.ts';
import { readGazetteer } from '#server/keep-gazetteer.ts';
import { mergeAll } from '#test/support/core.ts';
import { freshPool, testVault } from '#test/support/people.ts';
import { redisUrl } from '#test/support/stack.ts';

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'other-city-'));
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A database of another city than the template's: only what its folder holds. */
async function cityOf(name: string) {
  const { pool, url, asOwner, close } = await freshPool();
  closing.push(close);
  await asOwner(
    'delete from reference; delete from geodata_load; delete from place; delete from river; delete from area',
  );
  await loadReference(url, cityFolder(name));
  await loadGeodata(url, '/nowhere', name);
  return { pool, url, city: readCity(name), reference: await readReference(pool) };
}

test('foreign data is taken where there are neither bounds nor districts, and stands where it was seen', async () => {
  const { pool, city, reference } = await cityOf('anywhere');
  expect([city.bounds, city.districts]).toEqual([null, []]);
  // A city that says nothing of its hotline has the plain workbook of 12345.
  expect(reference.hotlinePlatform.get('12345')?.columns.map(({ heading }) => heading)).toContain('工单号');
  const shared = { pool, vault: testVault, reference: () => reference, wake: () => undefined };
  const doors = makeDoors({ ...shared, bounds: city.bounds });
  closing.unshift(doors.close);
  const item = {
    reporterKind: 'citizen',
    reportNo: 'C1',
    text: 'pothole in street, 路面坑洼',
    lng: -87.65,
    lat: 41.85,
    observedAt: new Date(Date.now() - 60_000).toISOString(),
  };
  expect(await doors.doors.get('report')!.take([item], 200)).toMatchObject({ accepted: 1, quarantined: [] });
  await mergeAll({ ...shared, gazetteer: () => makeGazetteer([], districtNames(city)) });
  const { rows } = await pool.query(
    `select round(st_x(anchor)::numeric, 2)::float8 as lng, district_code as district, status from incident`,
  );
  expect(rows).toEqual([{ lng: -87.65, district: null, status: 'received' }]);
});

const wangchao = 'test/cities/wangchao';

test('a second city is a folder of data: borders, places, units, duty list and tiles are its own', async () => {
  const { pool, city, reference } = await cityOf(wangchao);
  expect([...reference.unit.keys()].every((code) => code.startsWith('wc-'))).toBe(true);
  expect(reference.category.get('road-flooding')?.name).toBe('道路积水');
  const shared = { pool, vault: testVault, reference: () => reference, wake: () => undefined };
  const doors = makeDoors({ ...shared, bounds: city.bounds });
  closing.unshift(doors.close);
  const at = new Date(Date.now() - 60_000).toISOString();
  const tickets = [
    { platform: 'wc', ticketNo: '1', text: '灯塔路口水浸到膝盖，路面积水', calledAt: at },
    { platform: 'wc', ticketNo: '2', text: '听涛区海螺公园门口路面积水', calledAt: at },
    { platform: 'wc', ticketNo: '3', text: '七星岩路面积水', lng: 112.475, lat: 23.077, calledAt: at },
  ];
  const answer = await doors.doors.get('hotline')!.take(tickets, 500);
  expect([answer.accepted, answer.quarantined.map(({ code }) => code)]).toEqual([2, ['outside-city']]);
  const gazetteer = await readGazetteer(pool, city);
  await mergeAll({ ...shared, gazetteer: () => gazetteer });
  const { rows } = await pool.query(
    'select district_code as district, unit_code as unit from incident order by district_code',
  );
  expect(rows).toEqual([
    { district: '990102', unit: 'wc-lingang-shuiwu' },
    { district: '990103', unit: 'wc-shuiwu' },
  ]);
  expect(await buildBaseMap(pool, dataDir, city.id)).toBe(true);
});

test('such a city starts, and refuses a database that belongs to another', async () => {
  const { pool, url } = await cityOf(wangchao);
  const env = { ...testSecrets, DATABASE_URL: url, REDIS_URL: redisUrl(), DATA_DIR: dataDir };
  const prepare = async (city: string): Promise<string> => {
    const words = ['--import', 'tsx', 'server/cli/prepare.ts'];
    const ran = promisify(execFile)(process.execPath, words, { env: { ...process.env, ...env, CITY: city } });
    return (await ran.catch((error: { stdout: string }) => error)).stdout;
  };
  expect(await prepare(wangchao)).toMatch(/mark=test\n$/);
  const { rows } = await pool.query(`select unit_code as unit from account where username = 'shuiwu'`);
  expect(rows).toEqual([{ unit: 'wc-shuiwu' }]);
  expect(await prepare('zhaoqing')).toContain('该数据库属于城市 wangchao');
  const server = await startChengyun({ databaseUrl: url, redisUrl: redisUrl(), role: 'server', env: { CITY: wangchao, DATA_DIR: dataDir } }); // prettier-ignore
  closing.unshift(server.stop);
  const read = await fetch(`${server.url}/api/map/base`, {
    headers: { authorization: `Bearer ${testSecrets.CHENGYUN_API_TOKEN}` },
  });
  const base = BaseMap.parse(await read.json());
  expect([base.credit, base.tiles !== null]).toEqual(['虚构城市，全部为手工数据', true]);
}, 120_000);
