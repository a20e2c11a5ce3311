import { expect, test } from 'vitest';
import type { CameraPoint } from '#contracts/wall.ts';
import { sightedOf } from '../../client/shared/map/sighted.ts';
import { watching } from '../../client/wall/footprints.ts';
import type { MapView } from '../../client/wall/footprints.ts';

const east = { headingDeg: 90, fovDeg: 60, rangeM: 200 };
const camera = (cameraId: string, more: Partial<CameraPoint> = {}): CameraPoint => ({
  cameraId,
  name: cameraId,
  kind: '路口',
  lng: 112.46,
  lat: 23.05,
  sight: east,
  ...more,
});
/** 51 m and 5.1 km to the east of it. */
const near = { lng: 112.4605, lat: 23.05, danger: [] };
const far = { lng: 112.51, lat: 23.05, danger: [] };
const city = { west: 112, south: 22.5, east: 113, north: 23.5 };
const at = (zoom: number): MapView => ({ ...city, zoom });
const ids = (shown: ReturnType<typeof watching>): string[] =>
  shown.map((one) => `${one.camera.cameraId}${one.hasMatter ? '!' : ''}`);
const cameras = sightedOf([
  camera('sees'),
  camera('looks-away', { sight: { ...east, headingDeg: 270 } }),
  camera('untold', { sight: null }),
]);

test('on a map of streets every camera has its outline, those that see a matter on top', () => {
  expect(ids(watching(cameras, [near], at(14)))).toEqual(['looks-away', 'sees!']);
});

test('on a map of one place only those that see a matter have one, however many matters are more urgent', () => {
  expect(ids(watching(cameras, [far, far, far, far, near], at(13.5)))).toEqual(['sees!']);
});

test('on a wider map only what rings or is most urgent is asked about, and nothing too small to be seen is drawn', () => {
  const watchtower = sightedOf([camera('tower', { sight: { ...east, rangeM: 2_000 } })]);
  const shown = (zoom: number, ...matters: Parameters<typeof watching>[1]): string[] =>
    ids(watching([...watchtower, ...cameras], matters, at(zoom)));
  expect(shown(11, near)).toEqual(['tower!']);
  expect(shown(11, far, far, far, near)).toEqual([]);
  expect(shown(11, far, far, far, { ...near, danger: ['fire'] })).toEqual(['tower!']);
  expect(shown(8, near)).toEqual([]);
});

test('what is not on the map is left out, but what reaches into it is not', () => {
  const box = (west: number): MapView => ({ ...at(15), west, east: west + 0.01 });
  expect(ids(watching(cameras, [], box(112.4609)))).toEqual(['sees', 'looks-away']);
  expect(ids(watching(cameras, [], box(112.4625)))).toEqual([]);
});

test('a matter without a place lies in nobody’s sight', () => {
  const nowhere = { lng: null, lat: null, danger: ['fire'] };
  expect(ids(watching(cameras, [nowhere], at(14)))).toEqual(['sees', 'looks-away']);
});
