import { afterAll, beforeAll, expect, test } from 'vitest';
import gcoord from 'gcoord';
import { baseMapFile } from '#geodata/base-map.ts';
import { preview } from '#server/cli/import/preview.ts';
import { importFile } from '#server/cli/import/run.ts';
import type { ImportCity } from '#server/cli/import/kind.ts';
import type { Tally } from '#server/cli/import/tally.ts';
import { districtAt, findPlaces } from '#store/areas.ts';
import { makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { fileFolder, jobOf, openTestCity } from '#test/support/import.ts';
import { existsSync } from 'node:fs';

let core: Core;
let city: ImportCity & { close: () => Promise<void> };
const files = fileFolder();
beforeAll(async () => {
  core = await makeCore();
  city = await openTestCity(core.url, files.dir);
});
afterAll(async () => {
  await city.close();
  await core.close();
  files.clear();
});

const bring = (kind: string, name: string, content: string, mapping = {}): Promise<Tally> =>
  importFile(jobOf(kind, files.write(name, content), mapping), city);
const collection = (...features: [properties: object, geometry: object | null][]): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: features.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry })),
  });
const square = (lng: number, lat: number, side = 0.01): { type: string; coordinates: number[][][] } => ({
  type: 'Polygon',
  coordinates: [[[lng, lat], [lng + side, lat], [lng + side, lat + side], [lng, lat + side], [lng, lat]]],
}); // prettier-ignore

test('places from a table in GCJ-02 stand in WGS 84, replace what has their name, and a second run changes nothing', async () => {
  const [lng, lat] = gcoord.transform([112.466, 23.052], gcoord.WGS84, gcoord.GCJ02);
  const table = `name,kind,alias,districtCode,lng,lat,accuracyM\n天宁北路,road,天宁路北段|天宁北,441202,${lng},${lat},10\n新设小学,school,,441202003,112.45,23.052,30\n`;
  expect(await bring('gazetteer', 'p.csv', table, { crs: 'gcj02' })).toMatchObject({ rows: 2, accepted: 2 });
  const found = (await findPlaces(core.pool, '天宁北路', '441202')).filter(({ name }) => name === '天宁北路');
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ accuracyM: 10, alias: ['天宁路北段', '天宁北'] });
  expect(Math.abs(found[0]!.lng - 112.466)).toBeLessThan(0.00002);
  expect(await bring('gazetteer', 'p.csv', table, { crs: 'gcj02' })).toMatchObject({
    accepted: 0,
    duplicates: 2,
    refused: [],
  });
});

test('standard addresses become places as fine as a house', async () => {
  const table =
    '标准地址,经度,纬度,区划代码\n端州区天宁北路 1 号,112.4661,23.0521,441202\n怀集县某路 2 号,0,0,441224\n';
  const tally = await bring('addresses', 'a.csv', table);
  expect(tally.accepted).toBe(1);
  expect(tally.refused).toMatchObject([{ row: 3, code: 'outside-city' }]);
  const [place] = await findPlaces(core.pool, '端州区天宁北路 1 号', null);
  expect(place).toMatchObject({ kind: 'address', accuracyM: 20, districtCode: '441202' });
});

test('grids are mended, located and refused one by one with the reason; nothing shipped comes back over them', async () => {
  const bow = { type: 'Polygon', coordinates: [[[112.45, 23.05], [112.46, 23.06], [112.46, 23.05], [112.45, 23.06], [112.45, 23.05]]] }; // prettier-ignore
  const file = collection(
    [{ code: 'G1', name: '一号网格' }, square(112.44, 23.06)],
    [{ code: 'G2', name: '蝴蝶结' }, bow],
    [{ code: 'G3', name: '点' }, { type: 'Point', coordinates: [112.45, 23.05] }],
    [{ code: 'G4', name: '反了' }, { type: 'Polygon', coordinates: [[[23.05, 112.45], [23.06, 112.45], [23.06, 112.46], [23.05, 112.45]]] }],
    [{ code: 'G1', name: '又一个' }, square(112.47, 23.06)],
    [{ code: 'G5', name: '没有图形' }, null],
  ); // prettier-ignore
  const lines = await preview(jobOf('grids', files.write('g.geojson', file)), city);
  expect(lines.join('\n')).toContain('bad-geometry');
  expect(await core.rows(`select from area where code = 'G1'`)).toHaveLength(0);
  const tally = await bring('grids', 'g.geojson', file);
  expect([tally.accepted, tally.refused.map(({ row, code }) => `${row} ${code}`).sort()]).toEqual([
    2,
    ['3 bad-geometry', '4 bad-geometry', '5 twice', '6 bad-geometry'],
  ]);
  const rows = await core.rows<{ code: string; valid: boolean; parent: string; shipped: boolean }>(
    `select code, st_isvalid(geom) as valid, parent_code as parent, shipped from area where code like 'G%' order by 1`,
  );
  expect(rows).toEqual([
    { code: 'G1', valid: true, parent: '441202', shipped: false },
    { code: 'G2', valid: true, parent: '441202', shipped: false },
  ]);
  expect(await bring('grids', 'g.geojson', file)).toMatchObject({ accepted: 0, duplicates: 2 });
  expect(existsSync(baseMapFile(files.dir, 'zhaoqing'))).toBe(true);
}, 120_000);

test('duty areas name the unit that answers, and a district takes the border that the city gives it', async () => {
  const duties = collection(
    [{ code: 'D1', name: '城西片', unitCode: '441202-quwang' }, square(112.44, 23.05)],
    [{ code: 'D2', name: '城东片', unitCode: 'nobody' }, square(112.46, 23.05)],
  );
  const tally = await bring('duty-areas', 'd.geojson', duties);
  expect([tally.accepted, tally.refused[0]?.code]).toEqual([1, 'unknown-unit']);
  expect(await core.rows(`select unit_code as unit from area where code = 'D1'`)).toEqual([
    { unit: '441202-quwang' },
  ]);
  const border = collection(
    [{ code: '441202', name: '端州区' }, square(112.4, 23.0, 0.2)],
    [{ code: '999999', name: '外区' }, square(112.4, 23.0)],
  );
  const borders = await bring('districts', 'b.geojson', border);
  expect([borders.accepted, borders.refused[0]?.code]).toEqual([1, 'unknown-district']);
  expect(await districtAt(core.pool, 112.599, 23.001)).toBe('441202');
}, 120_000);

test('an extract of OpenStreetMap becomes roads, waters and buildings of the map, once', async () => {
  const xml = `<?xml version="1.0"?><osm version="0.6" generator="test">
  <node id="1" lat="23.05" lon="112.45" version="1"/><node id="2" lat="23.06" lon="112.46" version="1"/>
  <node id="3" lat="23.06" lon="112.45" version="1"/><node id="4" lat="23.051" lon="112.451" version="1"><tag k="shop" v="tea"/></node>
  <way id="10" version="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/><tag k="name" v="试验大道"/></way>
  <way id="11" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/><tag k="natural" v="water"/></way>
  <way id="12" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/><tag k="building" v="yes"/></way>
  <way id="13" version="1"><nd ref="2"/><nd ref="3"/><tag k="highway" v="proposed"/></way></osm>`;
  expect(await bring('osm', 'x.osm', xml)).toMatchObject({ rows: 3, accepted: 3, refused: [] });
  const rows = await core.rows('select layer, kind, name from map_feature order by layer');
  expect(rows).toEqual([
    { layer: 'building', kind: 'building', name: null },
    { layer: 'road', kind: 'primary', name: '试验大道' },
    { layer: 'water', kind: 'water', name: null },
  ]);
  expect(await bring('osm', 'x.osm', xml)).toMatchObject({ accepted: 0, duplicates: 3 });
  await expect(bring('osm', 'bad.osm', 'no xml')).rejects.toThrow('OSM 文件无法读取');
}, 240_000);
