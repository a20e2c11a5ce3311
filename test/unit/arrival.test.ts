import { expect, test } from 'vitest';
import { distanceWords, isFar } from '#contracts/arrival.ts';
import { sightOf } from '../../client/desk/map/features.ts';
import { farArrival } from '../../client/desk/moves/Evidence.tsx';
import { farFrom } from '../../client/field/work/place.ts';

test('an arrival is far only beyond the errors of both positions and the size of a site', () => {
  expect(isFar(3_372, { phoneM: 0, caseM: 400 })).toBe(true);
  expect(isFar(600, { phoneM: 0, caseM: 400 })).toBe(false);
  expect(isFar(601, { phoneM: 0, caseM: 400 })).toBe(true);
  expect(isFar(601, { phoneM: 30, caseM: 400 })).toBe(false);
  expect(isFar(201, { phoneM: null, caseM: null })).toBe(true);
  expect([distanceWords(3_372), distanceWords(860.4)]).toEqual(['3.4 公里', '860 米']);
});

test('the phone asks when it stands far off, and never without a fresh fix or a place of the matter', () => {
  const matter = { lng: 112.46, lat: 23.05, locationAccuracyM: 400 };
  const at = (lat: number, age = 0) =>
    ({ state: 'known', lng: 112.46, lat, accuracyM: 0, at: 1_000_000 - age }) as const;
  expect(farFrom(matter, at(23.08), 1_000_000)).toBeCloseTo(3_336, -1);
  expect(farFrom(matter, at(23.055), 1_000_000)).toBeNull();
  expect(farFrom(matter, at(23.08, 600_000), 1_000_000)).toBeNull();
  expect(farFrom({ ...matter, lng: null }, at(23.08), 1_000_000)).toBeNull();
  expect(farFrom(matter, { state: 'refused' }, 1_000_000)).toBeNull();
});

test('a review is told of the last arrival of its own round', () => {
  const row = (round: number, move: string, farM: number | null) => ({ round, move, farM }) as never;
  expect(farArrival({ round: 1, history: [row(1, 'arrive', 3_372), row(1, 'report', null)] })).toBe(3_372);
  expect(farArrival({ round: 1, history: [row(1, 'arrive', 3_372), row(1, 'arrive', null)] })).toBeNull();
  expect(farArrival({ round: 2, history: [row(1, 'arrive', 3_372)] })).toBeNull();
});

test('the map shows the whole of what a vague place may be', () => {
  const [west, south, east, north] = sightOf([{ lng: 112.46, lat: 23.05, accuracyM: 4_500 }])!;
  expect((north - south) * 111_320).toBeCloseTo(9_000, -1);
  expect((east - west) * 111_320 * Math.cos((23.05 * Math.PI) / 180)).toBeCloseTo(9_000, -1);
  expect(sightOf([])).toBeNull();
  expect(sightOf([{ lng: 1, lat: 2 }])).toEqual([1, 2, 1, 2]);
});
