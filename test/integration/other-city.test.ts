import { afterAll, expect, test } from 'vitest';
import { districtNames } from '#contracts/city.ts';
import { cityFolder, readCity } from '#geodata/city.ts';
import { loadGeodata } from '#geodata/load.ts';
import { makeDoors } from '#server/ingest/doors.ts';
import { loadReference } from '#store/load-reference.ts';
import { readReference } from '#store/reference.ts';
import { makeGazetteer } from '#text/gazetteer.ts';
import { mergeAll } from '#test/support/core.ts';
import { freshPool, testVault } from '#test/support/people.ts';

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
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
