import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { PMTiles } from 'pmtiles';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BaseMap } from '#contracts/wall.ts';
import { baseMapFile, buildBaseMap } from '#geodata/base-map.ts';
import { bearer, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { testSecrets } from '#test/support/chengyun.ts';
import { freshPool } from '#test/support/people.ts';

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'basemap-'));
const file = baseMapFile(dataDir, 'zhaoqing');
const said: string[] = [];
let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;

beforeAll(async () => {
  city = await freshPool();
  app = await startApp(city.pool, {}, file);
});
afterAll(async () => {
  await app.close();
  await city.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const build = (): Promise<boolean> =>
  buildBaseMap(city.pool, dataDir, 'zhaoqing', (line) => void said.push(line));
const get = (address: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${app.url}${address}`, { headers: { ...bearer(testSecrets.CHENGYUN_API_TOKEN), ...headers } });

/** Names in one layer of the tile that holds a point. */
async function tileAt(lng: number, lat: number, z: number): Promise<VectorTile> {
  const whole = Uint8Array.from(readFileSync(file)).buffer;
  const archive = new PMTiles({
    getKey: () => file,
    getBytes: async (offset, length) => ({ data: whole.slice(offset, offset + length) }),
  });
  const side = 2 ** z;
  const angle = (lat * Math.PI) / 180;
  const x = Math.floor(((lng + 180) / 360) * side);
  const y = Math.floor(((1 - Math.log(Math.tan(angle) + 1 / Math.cos(angle)) / Math.PI) / 2) * side);
  return new VectorTile(new PbfReader(new Uint8Array((await archive.getZxy(z, x, y))!.data)));
}
const names = (tile: VectorTile, layer: string): unknown[] => {
  const found = tile.layers[layer];
  return found ? Array.from({ length: found.length }, (_, i) => found.feature(i).properties['name']) : [];
};

test('before the first build the page is told that there are no tiles, and nothing is served', async () => {
  expect(BaseMap.parse(await (await get('/api/map/base')).json()).tiles).toBeNull();
  expect((await get('/api/map/base.pmtiles')).status).toBe(404);
});

test('the archive is made of what the database holds, once, and again when that changed', async () => {
  expect([await build(), await build()]).toEqual([true, false]);
  expect(said.at(-1)).toMatch(/底图已生成：\d+ kB/);
  const wide = await tileAt(112.46, 23.06, 3);
  expect(names(wide, 'land')).toHaveLength(9);
  expect(names(wide, 'river')).toContain('西江');
  const near = await tileAt(112.475, 23.077, 12);
  expect(names(near, 'land')).toContain('端州区');
  expect(names(near, 'name').length).toBeGreaterThan(10);
  await city.asOwner(
    `insert into place (name, kind, district_code, geom, accuracy_m, source)
     values ('新开的公园', 'park', '441202', st_setsrid(st_makepoint(112.475, 23.077), 4326), 30, 'test')`,
  );
  expect(await build()).toBe(true);
  expect(names(await tileAt(112.475, 23.077, 12), 'name')).toContain('新开的公园');
});

test('tiles are served by ranges, under a tag, to whoever may read the map', async () => {
  const { tiles } = BaseMap.parse(await (await get('/api/map/base')).json());
  const part = await get(tiles!, { range: 'bytes=0-6' });
  expect([part.status, await part.text()]).toEqual([206, 'PMTiles']);
  const tag = part.headers.get('etag')!;
  expect(tag).toMatch(/^"[\w-]+"$/);
  expect(tiles).toContain(tag.slice(1, -1));
  expect((await get(tiles!, { 'if-none-match': tag, 'cache-control': 'max-age=0' })).status).toBe(304);
  expect((await get(tiles!, { range: 'bytes=999999999-' })).status).toBe(416);
  expect((await fetch(`${app.url}${tiles}`, { headers: { range: 'bytes=0-6' } })).status).toBe(401);
});

test('whose data an import brought is named on every map', async () => {
  const credit = async (): Promise<string> => BaseMap.parse(await (await get('/api/map/base')).json()).credit;
  const { city: known } = app.parts;
  const before = await credit();
  expect(before).toBe(known.credit);
  app.parts.city = { ...known, credit: '自绘' };
  await city.asOwner(
    `insert into map_feature (source, layer, kind, rank, min_zoom, geom)
     values ('osm', 'road', 'primary', 2, 9, st_setsrid(st_makeline(st_makepoint(112.4, 23.0), st_makepoint(112.5, 23.1)), 4326))`,
  );
  expect(await credit()).toContain('© OpenStreetMap contributors（ODbL）');
});
