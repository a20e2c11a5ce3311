import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { City, districtNames, isInBounds } from '#contracts/city.ts';
import { buildGeodata, toWgs84 } from '#geodata/build.ts';
import { cityFolder, readCity } from '#geodata/city.ts';
import { readRows, readTable } from '#geodata/csv.ts';
import { villageName } from '#geodata/village-name.ts';

const city = readCity('zhaoqing');
const data = buildGeodata(city, { districts: null, villages: null });

test('a city that does not exist, or is described wrongly, is refused with what to do', () => {
  expect(() => readCity('nowhere')).toThrow('geodata/nowhere/city.json');
  const wrong = City.safeParse({ ...city, districts: [{ code: '4412', name: '端州区', alias: [] }] });
  expect(wrong.error?.issues[0]?.message).toContain('区县代码须为');
});

test('the nine county-level units are listed in official order, 高新区 as one of its own', () => {
  expect(city.districts.map(({ code }) => code)).toEqual([
    '441202', '441203', '441204', '441223', '441224', '441225', '441226', '441284', '441284450',
  ]); // prettier-ignore
  expect(districtNames(city).get('大旺')).toBe('441284450');
  expect(districtNames(city).get('四会')).toBe('441284');
});

test('a prison that shares a code table with townships appears nowhere', () => {
  const folder = path.join(cityFolder('zhaoqing'), '..');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files.length).toBeGreaterThan(8);
  for (const { parentPath, name } of files) {
    expect(readFileSync(path.join(parentPath, name), 'utf8'), name).not.toContain('441284' + '400');
  }
});

test('without packages there is still a coarse city, marked as a sketch', () => {
  expect(data.districts.map(({ code }) => code).sort()).toEqual(
    city.districts.map(({ code }) => code).sort(),
  );
  expect(data.districts.every(({ mark }) => mark === '示意')).toBe(true);
  expect(data.towns).toHaveLength(104);
  expect(data.rivers.map(({ name }) => name)).toEqual(['西江', '绥江', '贺江', '新兴江', '北江']);
});

test('every place and township lies in the city and says how far it may be wrong', () => {
  const codes = new Set(city.districts.map(({ code }) => code));
  for (const { name, lng, lat, accuracyM } of [...data.towns, ...data.places]) {
    expect(isInBounds(city, lng, lat), name).toBe(true);
    expect(accuracyM, name).toBeGreaterThanOrEqual(300);
  }
  for (const { name, districtCode } of data.places) expect(codes, name).toContain(districtCode);
  expect(isInBounds(city, 113.3, 23.1), 'Guangzhou is not Zhaoqing').toBe(false);
  expect(isInBounds({ ...city, bounds: null }, -0.1, 51.5), 'a city without bounds takes all').toBe(true);
});

test('the places of the demo day have names in the gazetteer, and every district has some', () => {
  const names = new Set(data.places.flatMap(({ name, alias }) => [name, ...alias]));
  for (const name of [
    '西江路蕉园村口',
    '二桥底',
    '天宁北路',
    '康乐北路',
    '七星岩牌坊广场',
    '肇庆大桥',
    '江滨堤路',
    '四会大道',
    '天光墟',
    '上郭社区',
    '金一社区',
    '石林社区',
    '城南社区',
    '桂城',
    '大塘社区',
    '古水',
    '怀城大桥',
    '悦城龙母祖庙',
  ]) {
    // prettier-ignore
    const known = names.has(name) || data.towns.some(({ alias }) => alias.includes(name));
    expect(known, name).toBe(true);
  }
  expect(data.places.length).toBeGreaterThanOrEqual(500);
  for (const { code, name } of city.districts) {
    expect(data.places.filter((place) => place.districtCode === code).length, name).toBeGreaterThanOrEqual(
      25,
    );
  }
});

test('the same name, kind and district is written once', () => {
  const keys = data.places.map(({ name, kind, districtCode }) => `${name} ${kind} ${districtCode}`);
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

test('GCJ-02 is shifted by some 500 m, WGS 84 is left alone', () => {
  const square = { type: 'Polygon', coordinates: [[[112.47, 23.05], [112.48, 23.05], [112.48, 23.06], [112.47, 23.05]]] }; // prettier-ignore
  const [[[lng = 0, lat = 0] = []] = []] = toWgs84(square, 'GCJ02').coordinates as number[][][];
  const east = (112.47 - lng) * 102_400;
  const north = (23.05 - lat) * 111_000;
  expect(Math.hypot(east, north)).toBeGreaterThan(400);
  expect(Math.hypot(east, north)).toBeLessThan(800);
  expect(toWgs84(square, 'WGS84').coordinates).toEqual(square.coordinates);
});

test.each([
  ['金利镇金一社区居民委员会', '金利镇', { name: '金一社区', kind: 'community' }],
  ['上郭社区居委会', '怀城街道', { name: '上郭社区', kind: 'community' }],
  ['出头社区居委', '城西街道', { name: '出头社区', kind: 'community' }],
  ['沙尾居委会', '城中街道', { name: '沙尾社区', kind: 'community' }],
  ['街道社区管理中心龙湖居委会', '肇庆高新区', { name: '龙湖社区', kind: 'community' }],
  ['下布村委会', '城中街道', { name: '下布村', kind: 'village' }],
  ['大塘村村委会', '某镇', { name: '大塘村', kind: 'village' }],
  ['胜利村民委员会', '江口街道', { name: '胜利村', kind: 'village' }],
  ['高村村委会', '某镇', null],
  ['某工业园', '某镇', null],
])('people call %s by its short name', (official, town, expected) => {
  expect(villageName(official, town)).toEqual(expected);
});

test('quoted fields of a table keep their commas and quotes; a row of the wrong width is refused', () => {
  expect(readRows('1,"a,b","say ""so""",,z\n\n,x,\n')).toEqual([
    ['1', 'a,b', 'say "so"', '', 'z'],
    ['', 'x', ''],
  ]);
  expect(() => readTable('name,kind\n甲,乙,丙\n')).toThrow('应有 2 列');
});
