import { expect, test } from 'vitest';
import { footprint, placeInSight, sees } from '#contracts/camera-sight.ts';
import type { CameraSight } from '#contracts/camera-sight.ts';
import { distanceM, metresPerDegree } from '#contracts/arrival.ts';
import type { LngLat } from '#contracts/arrival.ts';

const camera: LngLat = { lng: 112.46, lat: 23.05 };
const asPoint = ([lng, lat]: readonly [number, number]): LngLat => ({ lng, lat });
/** Metres east and north of the camera, by another way than the code under test goes. */
const beside = (east: number, north: number): LngLat => ({
  lng: camera.lng + east / (metresPerDegree * Math.cos((camera.lat * Math.PI) / 180)),
  lat: camera.lat + north / metresPerDegree,
});
const sights: CameraSight[] = [
  [0, 60, 80],
  [350, 40, 1_000],
  [90, 90, 60],
  [225, 110, 2_000],
  [180, 180, 50],
  [10, 300, 200],
  [0, 360, 120],
  [360, 1, 1],
].map(([headingDeg = 0, fovDeg = 0, rangeM = 0]) => ({ headingDeg, fovDeg, rangeM }));

test.each(sights)(
  '$headingDeg° $fovDeg° $rangeM m: a closed ring, its arc as far off as the range',
  (sight) => {
    const ring = footprint(camera, sight);
    expect(ring[0]).toEqual(ring.at(-1));
    const away = ring.map((at) => distanceM(camera, asPoint(at)));
    const near = away.filter((metres) => metres < sight.rangeM / 2);
    expect(near).toEqual(sight.fovDeg === 360 ? [] : [0, 0]);
    for (const metres of away.filter((one) => one > 0)) expect(metres / sight.rangeM).toBeCloseTo(1, 2);
    const twice = ring
    .slice(1)
    .reduce((sum, [x, y], i) => sum + (ring[i]![0] - camera.lng) * (y - camera.lat) - (x - camera.lng) * (ring[i]![1] - camera.lat), 0); // prettier-ignore
    expect(twice).toBeGreaterThan(0);
  },
);

test('a camera that looks east has in sight what lies east of it, near enough and not too far aside', () => {
  const sight = { headingDeg: 90, fovDeg: 60, rangeM: 100 };
  const seen = (east: number, north: number): boolean => sees(camera, sight, beside(east, north));
  expect([seen(99, 0), seen(101, 0), seen(-10, 0), seen(0, 10), seen(0, 0)]).toEqual([true, false, false, false, true]); // prettier-ignore
  expect([seen(50, 28), seen(50, 30), seen(50, -28), seen(50, -30)]).toEqual([true, false, true, false]);
});

test('north lies between 350 and 10 degrees', () => {
  const sight = { headingDeg: 350, fovDeg: 40, rangeM: 100 };
  expect(sees(camera, sight, beside(8, 50))).toBe(true);
  expect(sees(camera, sight, beside(10, 50))).toBe(false);
  expect(sees(camera, { ...sight, headingDeg: 0, fovDeg: 360 }, beside(-30, -30))).toBe(true);
});

test.each(sights)(
  '$headingDeg° $fovDeg° $rangeM m: nothing in sight is farther from its place than told',
  (sight) => {
    const place = placeInSight(camera, sight);
    const away = footprint(camera, sight).map((at) => distanceM(place, asPoint(at)));
    const most = Math.max(...away, sight.fovDeg >= 180 ? 0 : distanceM(place, camera));
    expect(most).toBeLessThan(place.accuracyM * 1.001);
    // And no circle that is much smaller would do.
    expect(most).toBeGreaterThan((place.accuracyM - 1) * 0.99);
  },
);
