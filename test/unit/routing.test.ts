import { expect, test } from 'vitest';
import type { Reference, Route } from '#contracts/reference.ts';
import { routeFor } from '#domain/routing.ts';
import { ruleAt } from '#domain/station.ts';
import { Threshold } from '#contracts/rules.ts';

const route = (code: string, districtCode: string | null, unitCode: string, effectiveOn: string): Route => ({
  code,
  categoryCode: 'road-flooding',
  districtCode,
  unitCode,
  basis: `职责清单第 ${code} 项`,
  effectiveOn,
  note: '',
  lng: null,
  lat: null,
  radiusM: null,
});

function refWith(...routes: Route[]): Reference {
  return { route: new Map(routes.map((one) => [one.code, one])) } as unknown as Reference;
}

const june = new Date('2026-06-12T10:00:00+08:00');

test('the item of the district comes before the city-wide one', () => {
  const ref = refWith(route('1', null, 'city', '2026-01-01'), route('2', '441202', 'quwang', '2025-01-01'));
  expect(routeFor(ref, 'road-flooding', '441202', june)).toEqual({
    unitCode: 'quwang',
    basis: '职责清单第 2 项',
  });
  expect(routeFor(ref, 'road-flooding', '441204', june)?.unitCode).toBe('city');
  expect(routeFor(ref, 'road-flooding', null, june)?.unitCode).toBe('city');
});

test('an item takes effect on its day in the city, and the newer one replaces the older', () => {
  const ref = refWith(route('1', '441202', 'old', '2020-01-01'), route('2', '441202', 'new', '2026-06-13'));
  expect(routeFor(ref, 'road-flooding', '441202', new Date('2026-06-12T23:59:59+08:00'))?.unitCode).toBe(
    'old',
  );
  expect(routeFor(ref, 'road-flooding', '441202', new Date('2026-06-13T00:00:00+08:00'))?.unitCode).toBe(
    'new',
  );
});

test('a unit that has returned the matter is not named again: the city-wide one is, then nobody', () => {
  const ref = refWith(
    route('1', null, 'city', '2026-01-01'),
    route('2', '441202', 'quwang', '2025-01-01'),
    route('3', '441202', 'former', '2020-01-01'),
  );
  const named = (...returned: string[]): string | undefined =>
    routeFor(ref, 'road-flooding', '441202', june, new Set(returned))?.unitCode;
  expect(named()).toBe('quwang');
  expect(named('quwang')).toBe('city');
  expect(named('quwang', 'city')).toBeUndefined();
});

test('nobody is named for what the list does not hold', () => {
  const ref = refWith(route('1', '441202', 'quwang', '2026-01-01'));
  expect(routeFor(ref, 'road-flooding', '441204', june)).toBeNull();
  expect(routeFor(ref, 'road-flooding', null, june)).toBeNull();
  expect(routeFor(ref, 'garbage', '441202', june)).toBeNull();
});

test('a river gauge is watched by its own warning level once that is in effect', () => {
  const site = { deviceId: 'gauge-1', name: '高要站', raise: 10, clear: 9.8, severeRaise: 12, source: '水文', effectiveOn: '2026-06-01' }; // prettier-ignore
  const rule = Threshold.parse({
    code: 'level_m', name: '水位', unit: '米', direction: 'above', raise: 50, clear: 49.8, forSeconds: 0, severity: 2,
    severeRaise: 53, categoryCode: 'river-level', min: -10, max: 200, sites: [site],
  }); // prettier-ignore
  const all = new Map([['level_m', rule]]);
  expect(ruleAt(all, 'level_m', 'gauge-1', june)).toMatchObject({ raise: 10, clear: 9.8, severeRaise: 12 });
  expect(ruleAt(all, 'level_m', 'gauge-1', new Date('2026-05-31T12:00:00+08:00'))?.raise).toBe(50);
  expect(ruleAt(all, 'level_m', 'gauge-2', june)?.raise).toBe(50);
  expect(ruleAt(all, 'depth_m', 'gauge-1', june)).toBeNull();
});

test('what was ruled for a place comes before the district’s item, within its radius and nowhere else', () => {
  const place = { lng: 112.46, lat: 23.05 };
  const ruling = { ...route('9', '441202', 'ruled', '2026-06-01'), ...place, radiusM: 100 };
  const ref = refWith(route('2', '441202', 'quwang', '2026-06-10'), ruling);
  const unit = (at: typeof place | null) =>
    routeFor(ref, 'road-flooding', '441202', june, new Set(), at)?.unitCode;
  expect(unit(place)).toBe('ruled');
  expect(unit({ ...place, lng: 112.4605 })).toBe('ruled');
  expect(unit({ ...place, lng: 112.4625 })).toBe('quwang');
  expect(unit(null)).toBe('quwang');
});
