import { expect, test } from 'vitest';
import { distanceM } from '#domain/geo.ts';
import { findPlace, makeGazetteer } from '#text/gazetteer.ts';
import { moved, offsetIn } from '#text/offset.ts';

test.each([
  ['对面往东50米有个坑', 90, 50],
  ['以北约两百米', 0, 200],
  ['西南侧 1.5公里', 225, 1_500],
  ['门口向西走一百二十米处', 270, 120],
  ['对面 30 米', null, 30],
  ['往南500M', 180, 500],
])('“%s” behind a name is %j degrees and %d metres', (behind, bearing, metres) => {
  expect(offsetIn(behind)).toEqual({ bearing, metres });
});

test.each([
  '积水深50厘米',
  '有500米长的路段没有灯',
  '占地 50平方米',
  '往东几十米',
  '往东 30公里',
  '往东走就到',
  '50米方',
])('“%s” says no distance from the place', (behind) => {
  expect(offsetIn(behind)).toBeNull();
});

test('a point moves as far and in the direction that was said, and is known as well as people judge distances', () => {
  const from = { lng: 112.47, lat: 23.05, accuracyM: 40 };
  const to = moved(from, { bearing: 135, metres: 300 });
  expect(distanceM(from, to)).toBeCloseTo(300, 0);
  expect([to.lng > from.lng, to.lat < from.lat, to.accuracyM]).toEqual([true, true, 108]);
  expect(moved(from, { bearing: null, metres: 300 })).toEqual({ ...from, accuracyM: 303 });
});

const place = (name: string, lng: number, lat: number, accuracyM: number) =>
  ({ name, alias: [], kind: 'landmark', districtCode: '441202', lng, lat, accuracyM }) as const;
const gazetteer = makeGazetteer(
  [
    place('星湖大道延长段', 112.47, 23.06, 1_500),
    place('牌坊', 112.475, 23.062, 60),
    place('体育馆', 112.6, 23.2, 60),
  ],
  new Map(),
);

test('a landmark on the road that was named is the place, one elsewhere is not, whatever its name is long', () => {
  expect(findPlace(gazetteer, '星湖大道延长段牌坊附近积水').place?.name).toBe('牌坊');
  expect(findPlace(gazetteer, '从体育馆过来，星湖大道延长段积水').place?.name).toBe('星湖大道延长段');
});

test('the distance counts from the place that was chosen, not from the road before it', () => {
  const { place: found } = findPlace(gazetteer, '星湖大道延长段牌坊对面往东 50 米有坑');
  expect(found!.lng).toBeGreaterThan(112.475);
  expect(distanceM(found!, { lng: 112.475, lat: 23.062 })).toBeCloseTo(50, 0);
  expect(found!.accuracyM).toBe(62);
});
