import { expect, test } from 'vitest';
import type { CameraPoint } from '#contracts/wall.ts';
import { sightFeatures } from '../../client/desk/map/sights.ts';

const place = { lng: 112.46, lat: 23.05, accuracyM: null };
/** So many metres to the west of the place, looking east or away from it. */
const camera = (name: string, west: number, more: Partial<CameraPoint['sight']> = {}): CameraPoint => ({
  cameraId: name,
  name,
  kind: '路口',
  lng: place.lng - west / 102_318,
  lat: place.lat,
  sight: { headingDeg: 90, fovDeg: 60, rangeM: 100, ...more },
});
const told = (cameras: readonly CameraPoint[], accuracyM: number | null = null): unknown[] =>
  sightFeatures(cameras, { ...place, accuracyM }).features.map(({ properties }) => properties?.['label']);
const away = { headingDeg: 270 };

test('cameras that see the place come first and with their names, those near by without, others not at all', () => {
  const cameras = [camera('near', 20, away), camera('sees', 60), camera('far', 310), camera('tower', 900, { rangeM: 1_000 })]; // prettier-ignore
  expect(told(cameras)).toEqual(['sees', 'tower', '']);
});

test('a place that is only roughly known has neighbours farther off, within reason', () => {
  const cameras = [camera('a', 350, away), camera('b', 650, away)];
  expect([told(cameras), told(cameras, 100), told(cameras, 10_000)].map((list) => list.length)).toEqual([0, 1, 1]); // prettier-ignore
});

test('a crowd of cameras is twelve outlines; one that does not say what it sees has none; no place, no outline', () => {
  const crowd = Array.from({ length: 30 }, (_, i) => camera(`c${i}`, 40 + i));
  expect(told(crowd)).toEqual(crowd.slice(0, 12).map(({ name }) => name));
  expect(told([{ ...camera('untold', 10), sight: null }])).toEqual([]);
  expect(sightFeatures(crowd, null).features).toEqual([]);
});
