import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readCity } from '#geodata/city.ts';
import { loadGeodata } from '#geodata/load.ts';
import { packageFile } from '#geodata/package-file.ts';
import { allPlaces, areaNames, baseMap, districtAt, districtsAt, findPlaces } from '#store/areas.ts';
import { makePool } from '#store/db.ts';
import { freshDatabase } from '#test/support/stack.ts';
import { withClient } from '#test/support/template.ts';

const loaded = await freshDatabase();
const db = makePool(loaded.url);
const scratch = mkdtempSync(path.join(os.tmpdir(), 'geodata-'));
afterAll(async () => {
  await db.end();
  await loaded.close();
  rmSync(scratch, { recursive: true, force: true });
});

async function one<T>(sql: string, url = loaded.url): Promise<T> {
  const { rows } = await withClient(url, (client) => client.query(sql));
  return rows[0] as T;
}

/** Runs `work` as if nothing could be fetched: npm may not use the network and has an empty store. */
async function withoutNetwork<T>(work: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, { npm_config_offline: 'true', npm_config_cache: path.join(scratch, 'npm') });
  try {
    return await work();
  } finally {
    delete process.env['npm_config_offline'];
    delete process.env['npm_config_cache'];
    Object.assign(process.env, before);
  }
}

test('the nine units are valid, of plausible size, and do not overlap', async () => {
  const { rows } = await withClient(loaded.url, (client) =>
    client.query<{ code: string; km2: number; valid: boolean; drawn: number }>(
      `select code, st_area(geom::geography) / 1e6 as km2, st_isvalid(geom) and st_isvalid(outline) as valid,
              st_area(st_symdifference(geom, outline)) / st_area(geom) as drawn
         from area where kind = 'district' order by position`,
    ),
  );
  expect(rows.map(({ code }) => code)).toEqual(readCity('zhaoqing').districts.map(({ code }) => code));
  // 平方公里, public figures, rounded; 四会 without 高新区.
  const known = [154, 552, 2186, 2455, 3558, 2725, 2003, 1160, 98.5];
  for (const [i, row] of rows.entries()) {
    expect(row.valid, row.code).toBe(true);
    expect(row.km2 / known[i]!, row.code).toBeGreaterThan(0.9);
    expect(row.km2 / known[i]!, row.code).toBeLessThan(1.1);
    expect(row.drawn, row.code).toBeLessThan(0.02);
  }
  const { overlap } = await one<{ overlap: number }>(
    `select coalesce(sum(st_area(st_intersection(a.geom, b.geom)::geography)), 0) / 1e6 as overlap
       from area a join area b on a.code < b.code and a.kind = 'district' and b.kind = 'district'
        and st_intersects(a.geom, b.geom)`,
  );
  expect(overlap).toBeLessThan(0.5);
});

test.each([
  ['七星岩', 112.475, 23.077, '441202'],
  ['鼎湖山', 112.55, 23.175, '441203'],
  ['高要区政府', 112.456, 23.025, '441204'],
  ['金利', 112.785, 23.07, '441204'],
  ['广宁站', 112.421, 23.588, '441223'],
  ['怀集站', 112.154, 23.895, '441224'],
  ['封开江口', 111.503, 23.425, '441225'],
  ['德庆学宫', 111.782, 23.145, '441226'],
  ['四会城中', 112.7, 23.34, '441284'],
  ['大旺站', 112.807, 23.256, '441284450'],
  ['高新区管委会', 112.817, 23.308, '441284450'],
  ['广州塔', 113.324, 23.106, null],
])('%s lies in its district', async (_name, lng, lat, code) => {
  expect(await districtAt(db, lng, lat)).toBe(code);
});

test('the shift of GCJ-02 is undone exactly once: the west bank of 端州 stands where the river is', async () => {
  // Undone twice or not at all, the border would stand 300 m off in latitude, 500 m in longitude.
  const { west } = await one<{ west: number }>(
    `select st_xmin(geom) as west from area where code = '441202'`,
  );
  expect(west).toBeGreaterThan(112.3994 - 0.0058);
  expect(west).toBeLessThan(112.3994 - 0.0044);
});

test('大旺 is no part of 四会, and has no township of its own', async () => {
  const { inside, touches } = await one<{ inside: number; touches: boolean }>(
    `select st_area(st_intersection(a.geom, b.geom)) as inside, st_touches(a.geom, b.geom) or st_intersects(a.geom, b.geom) as touches
       from area a, area b where a.code = '441284' and b.code = '441284450'`,
  );
  expect(inside).toBeLessThan(1e-9);
  expect(touches).toBe(true);
  const [spot] = await districtsAt(db, [{ lng: 112.817, lat: 23.308 }]);
  expect(spot).toEqual({
    districtCode: '441284450',
    townCode: null,
    gridCode: expect.stringMatching(/^441284450/) as string,
  });
});

test('rivers run where they run', async () => {
  const { rows } = await withClient(loaded.url, (client) =>
    client.query<{ name: string; through: string[] }>(
      `select r.name, array_agg(a.code order by a.position) as through
         from river r join area a on a.kind = 'district' and st_length(st_intersection(r.geom, a.geom)) > 0.01 group by 1`,
    ),
  );
  const through = new Map(rows.map((row) => [row.name, row.through]));
  expect(through.get('绥江')).toEqual(expect.arrayContaining(['441223', '441224', '441284']));
  expect(through.get('绥江')).not.toContain('441204');
  for (const code of ['441202', '441203', '441204', '441225', '441226'])
    expect(through.get('西江')).toContain(code);
  expect(through.get('贺江')).toEqual(['441225']);
  expect(through.get('新兴江')).toEqual(['441204']);
  expect(await passedBy('西江')).toEqual(['441225', '441226', '441204', '441202', '441203']);
  expect(await passedBy('绥江')).toEqual(['441224', '441223', '441284', '441284450']);
  const { touches, joined } = await one<{ touches: boolean; joined: boolean }>(
    `select st_intersects(r.geom, a.geom) as touches, (select bool_and(st_dwithin(m.geom, w.geom, 0.001)) from river m, river w
              where w.name = case m.name when '绥江' then '北江' else '西江' end and m.name in ('绥江', '贺江', '新兴江')) as joined
       from river r, area a where r.name = '绥江' and a.code = '441204'`,
  );
  expect(touches).toBe(false);
  expect(joined, 'each tributary reaches its river').toBe(true);
});

/** The districts in which a river runs, in the order in which it first comes to them. */
async function passedBy(river: string): Promise<string[]> {
  const { rows } = await withClient(loaded.url, (client) =>
    client.query<{ lng: number; lat: number }>(
      `select st_x(p) as lng, st_y(p) as lat from river r cross join generate_series(0, 1, 0.002) with ordinality as s(at, no)
         cross join lateral st_lineinterpolatepoint(st_geometryn(r.geom, 1), s.at) as p where r.name = $1 order by s.no`,
      [river],
    ),
  );
  const codes = (await districtsAt(db, rows)).flatMap(({ districtCode }) => districtCode ?? []);
  return [...new Set(codes)];
}

test('every place drawn by hand lies in its district, as finely as it says', async () => {
  const { rows } = await withClient(loaded.url, (client) =>
    client.query<{ name: string; km: number }>(
      `select p.name, round((st_distance(p.geom::geography, a.geom::geography) / 1000)::numeric, 1)::float8 as km
         from place p join area a on a.code = p.district_code
        where p.source = '手工示意' and not st_dwithin(p.geom::geography, a.geom::geography, p.accuracy_m)`,
    ),
  );
  expect(rows).toEqual([]);
});

test('every township centre lies in its own cell, and the cells fill their district', async () => {
  const { count, astray } = await one<{ count: number; astray: number }>(
    `select count(*)::int as count, count(*) filter (where geom is null or not st_covers(geom, centre) or mark is null)::int as astray
       from area where kind = 'town'`,
  );
  expect({ count, astray }).toEqual({ count: 104, astray: 0 });
  const { worst } = await one<{ worst: number }>(
    `select max(abs(1 - t.sum / st_area(d.geom))) as worst
       from area d join (select parent_code, sum(st_area(geom)) from area where kind = 'town' group by 1) t
         on t.parent_code = d.code`,
  );
  expect(worst).toBeLessThan(1e-6);
});

test('many points are located in one question, in the order asked', async () => {
  const found = await districtsAt(db, [
    { lng: 112.475, lat: 23.077 },
    { lng: -0.12, lat: 51.5 },
    { lng: 112.178, lat: 23.918 },
  ]);
  expect(found).toEqual([
    {
      districtCode: '441202',
      townCode: expect.stringMatching(/^441202/) as string,
      gridCode: expect.stringMatching(/^441202/) as string,
    },
    { districtCode: null, townCode: null, gridCode: null },
    {
      districtCode: '441224',
      townCode: '441224001',
      gridCode: expect.stringMatching(/^441224001000/) as string,
    },
  ]);
  expect(await districtsAt(db, [])).toEqual([]);
});

test('places are found by name or alias, the finest first, and same names are kept apart by district', async () => {
  const [first] = await findPlaces(db, '二桥底', null);
  expect(first).toMatchObject({ name: '端州路二桥底', districtCode: '441202' });
  const gardens = (await findPlaces(db, '蕉园社区', null)).filter(({ name }) => name === '蕉园社区');
  expect(new Set(gardens.map(({ districtCode }) => districtCode))).toEqual(new Set(['441202', '441203']));
  expect(gardens).toHaveLength(2);
  const [garden] = await findPlaces(db, '蕉园社区', '441203');
  expect(garden?.districtCode).toBe('441203');
  const markets = (await findPlaces(db, '圩镇社区', null)).filter(({ name }) => name === '圩镇社区');
  expect(markets.length).toBeGreaterThan(10);
  expect(await findPlaces(db, '100%_\\', null)).toEqual([]);
});

test('the gazetteer holds hand-made places, townships and villages; a village with a finer place gives way', async () => {
  const places = await allPlaces(db);
  expect(places.length).toBeGreaterThan(1500);
  const shangguo = places.filter(({ name, alias }) => name === '上郭社区' || alias.includes('上郭社区'));
  expect(shangguo.map(({ accuracyM }) => accuracyM)).toEqual([900]);
  expect(places.filter(({ name }) => name.includes('监狱'))).toEqual([]);
  expect(places.find(({ name }) => name === '坑口镇')?.districtCode).toBe('441223');
});

test('the prison of the code table is no area and no place of the city', async () => {
  const names = await areaNames(db);
  expect(names.filter(({ kind }) => kind === 'district')).toHaveLength(9);
  const code = '441284' + '400';
  const { hits } = await one<{ hits: number }>(
    `select ((select count(*) from area where code like '${code}%') +
             (select count(*) from facility where code like '%${code}%' or name like '%监狱%') +
             (select count(*) from place where town_code like '${code}%' or name like '%监狱%'))::int as hits`,
  );
  expect(hits).toBe(0);
});

test('what pages must know of the map is small and whole', async () => {
  const map = await baseMap(db);
  expect(Buffer.byteLength(JSON.stringify(map))).toBeLessThan(200_000);
  const sizes = Object.values(map).map(({ features }) => features.length);
  expect(sizes.slice(0, 3)).toEqual([9, 104, 5]);
  expect(sizes[3]).toBeGreaterThanOrEqual(9);
});

const fingerprint = `select md5(string_agg(t.x, '' order by t.x)) as print from (
  select code || st_astext(coalesce(geom, centre)) || loaded_at as x from area
  union all select name || kind || coalesce(town_code, '') || st_astext(geom) || id from place) t`;

test('loading again changes nothing, and needs no network', async () => {
  const before = await one(fingerprint);
  await withoutNetwork(() => loadGeodata(loaded.url, scratch));
  expect(await one(fingerprint)).toEqual(before);
});

test('what the city brought in itself is neither replaced nor doubled by what is shipped', async () => {
  const own = await freshDatabase();
  await withClient(own.url, async (client) => {
    await client.query(`update area set shipped = false, name = '本市端州' where code = '441202'`);
    await client.query(`update place set shipped = false, accuracy_m = 1 where name = '天宁北路'`);
    await client.query(`update geodata_load set hash = 'older'`);
  });
  await loadGeodata(own.url, scratch);
  expect(await one(`select name from area where code = '441202'`, own.url)).toEqual({ name: '本市端州' });
  expect(
    await one(`select count(*)::int, min(accuracy_m) from place where name = '天宁北路'`, own.url),
  ).toEqual({
    count: 1,
    min: 1,
  });
  await own.close();
});

test('without network a new city starts with coarse borders, and the next start with network completes it', async () => {
  const fresh = await freshDatabase();
  const dataDir = path.join(scratch, 'offline');
  await withClient(fresh.url, (client) =>
    client.query('delete from geodata_load; delete from place; delete from river; delete from area'),
  );
  await withoutNetwork(() => loadGeodata(fresh.url, dataDir));
  const pool = makePool(fresh.url);
  expect(await districtAt(pool, 112.475, 23.077)).toBe('441202');
  expect(await one('select complete from geodata_load', fresh.url)).toEqual({ complete: false });
  expect(await one(`select count(*)::int from area where kind = 'district' and mark = '示意'`, fresh.url)).toEqual({ count: 9 }); // prettier-ignore
  await loadGeodata(fresh.url, dataDir);
  expect(await one('select complete from geodata_load', fresh.url)).toEqual({ complete: true });
  await withClient(fresh.url, (client) => client.query(`update geodata_load set hash = 'older'`));
  await withoutNetwork(() => loadGeodata(fresh.url, path.join(scratch, 'gone')));
  expect(await one('select hash, complete from geodata_load', fresh.url)).toEqual({
    hash: 'older',
    complete: true,
  });
  await pool.end();
  await fresh.close();
});

test('a package that is not the pinned one is refused and leaves nothing behind', async () => {
  const { villages } = readCity('zhaoqing').packages;
  const cache = path.join(scratch, 'refused');
  const wrong = { ...villages!, integrity: `sha512-${'A'.repeat(86)}==` };
  await expect(packageFile(wrong, cache)).rejects.toThrow('校验值不符');
  expect(readdirSync(path.join(cache, `${wrong.name}@${wrong.version}`))).toEqual([]);
});
