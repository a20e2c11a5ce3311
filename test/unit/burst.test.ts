import { describe, expect, test } from 'vitest';
import { findBursts } from '#domain/burst.ts';
import type { Earlier, Seen } from '#contracts/burst.ts';
import { expectedIn, isUnusual, tail } from '#domain/unusual.ts';
import { chance } from '#server/cli/simulate/random.ts';
import { matter, minute, scene } from '#test/support/burst-scene.ts';

/** 二桥底, 天宁北路, 康乐北路. */
const places = [[112.508, 23.061], [112.466, 23.052], [112.456, 23.053]] as const; // prettier-ignore
const flood = (n: number, wish: Partial<Seen> = {}): Seen[] =>
  Array.from({ length: n }, (_, i) => {
    const [lng, lat] = places[i % 3]!;
    return matter({ lng: lng + Math.floor(i / 3) * 0.004, lat, at: minute(10 + i), ...wish });
  });
const openOf = (children: readonly Seen[], key = 'heavy-rain/441202'): Earlier => ({ key, state: 'open', children: children.map(({ id }) => id), leftOut: [], parentId: null }); // prettier-ignore

describe('what one storm does to many places', () => {
  test('three flooded places of one district within minutes are proposed as one storm, with the figures that speak for it', () => {
    const seen = flood(3);
    const [found, ...more] = findBursts(scene(seen));
    expect(more).toEqual([]);
    expect(found).toMatchObject({ key: 'heavy-rain/441202', categoryCode: 'heavy-rain', parentId: null, name: '端州区短时强降雨积水（3 处）', children: seen.map(({ id }) => id), since: minute(10) }); // prettier-ignore
    expect(found!.reasons).toEqual([
      '近 2 小时 内涝积水 3 处',
      '平日同时段不足 0.1 处（近 28 天共 4 处），偶然至此的可能不足十万分之一',
      '06:10 至 06:12 先后发生，最远两处相距 5.4 公里',
      '因果表“短时强降雨”：相邻不超过 5.0 公里',
    ]);
  });

  test('two are none, three far apart are none, and what stands in another district is counted there', () => {
    expect(findBursts(scene(flood(2)))).toEqual([]);
    expect(findBursts(scene(flood(3).map((one, i) => ({ ...one, lng: 112.3 + i * 0.1 }))))).toEqual([]);
    expect(findBursts(scene([...flood(2), ...flood(1, { districtCode: '441204' })]))).toEqual([]);
  });

  test('what is usual there at this hour is no burst', () => {
    const often = { usual: () => ({ count: 300, days: 28, sameHours: 80 }) };
    expect(findBursts(scene(flood(4), often))).toEqual([]);
    expect(findBursts(scene(flood(12), often))).toHaveLength(1);
  });

  test('a new city without a month behind it goes by the number alone, and says so', () => {
    const [found] = findBursts(scene(flood(3), { usual: () => ({ count: 0, days: 2, sameHours: 0 }) }));
    expect(found!.reasons).toContain('平日资料不足 7 天，只按处数研判');
  });

  test('trees and signals among the water belong to it, those of the next valley do not', () => {
    const tree = matter({ familyCode: 'tree-fallen', lng: 112.47, at: minute(15) });
    const far = matter({ familyCode: 'signal-fault', lng: 112.7, at: minute(15) });
    const [found] = findBursts(scene([...flood(3), tree, far]));
    expect(found!.children).toContain(tree.id);
    expect(found!.children).not.toContain(far.id);
    expect(found!.reasons).toContain('其间另有 树木倒伏 1 处');
  });

  test('where somebody has reported the rain already, that matter is the parent', () => {
    const rain = matter({ familyCode: 'rain', title: '端州城区短时强降雨', at: minute(8) });
    const [found] = findBursts(scene([...flood(3), rain]));
    expect(found).toMatchObject({ parentId: rain.id, name: '端州城区短时强降雨及其影响（3 处）' });
  });
});

describe('a suggestion', () => {
  test('grows with what comes, and stays while its matters are open, whatever the window', () => {
    const first = flood(3);
    const later = matter({ lng: 112.47, at: minute(170) });
    const [grown] = findBursts(scene([...first, later], { earlier: [openOf(first)], now: minute(200) }));
    expect(grown!.children).toEqual([...first, later].map(({ id }) => id));
    const closed = first.map((one) => ({ ...one, open: false }));
    expect(findBursts(scene([...closed, later], { earlier: [openOf(first)], now: minute(200) }))).toEqual([]);
  });

  test('that a person has refused comes again only when it has grown by half', () => {
    const seen = flood(4);
    const earlier = [{ ...openOf(seen), state: 'dismissed' as const }];
    const [more1, more2] = [matter({ at: minute(16) }), matter({ lng: 112.463, at: minute(17) })];
    expect(findBursts(scene(seen, { earlier }))).toEqual([]);
    expect(findBursts(scene([...seen, more1], { earlier }))).toEqual([]);
    expect(findBursts(scene([...seen, more1, more2], { earlier }))[0]!.children).toHaveLength(6);
  });

  test('never names again what a person left out of it or took out of a parent', () => {
    const seen = flood(5);
    const rain = matter({ familyCode: 'rain', isParent: true, title: '端州区短时强降雨积水' });
    const held = seen.slice(0, 3).map((one) => ({ ...one, parentId: rain.id }));
    const joined = { ...openOf(held), state: 'joined' as const, leftOut: [seen[3]!.id], parentId: rain.id };
    const all = [rain, ...held, ...seen.slice(3)];
    expect(findBursts(scene(all, { earlier: [joined] })).map(({ children }) => children)).toEqual([
      [seen[4]!.id],
    ]);
    expect(findBursts(scene(all, { earlier: [joined], released: new Set([seen[4]!.id]) }))).toEqual([]);
  });
});

test('one more in the water of a parent that stands is offered to it, and none days later', () => {
  const parent = matter({ familyCode: 'rain', isParent: true, title: '端州区短时强降雨积水' });
  const held = flood(3, { parentId: parent.id });
  const next = matter({ lng: 112.47, at: minute(100) });
  const [found] = findBursts(scene([parent, ...held, next], { now: minute(110) }));
  expect(found).toMatchObject({ parentId: parent.id, children: [next.id], name: '可归入母案：端州区短时强降雨积水（1 处）' }); // prettier-ignore
  const nextDay = { ...next, at: minute(24 * 60) };
  expect(findBursts(scene([parent, ...held, nextDay], { now: minute(24 * 60 + 10) }))).toEqual([]);
});

describe('what a known cause does around it', () => {
  const power = matter({
    familyCode: 'power',
    title: '黄岗二号台区停电',
    lng: 112.505,
    lat: 23.074,
    at: minute(0),
  });
  const old = matter({ familyCode: 'sos', lng: 112.5062, lat: 23.0746, at: minute(6) });
  const lift = matter({ familyCode: 'lift', lng: 112.5041, lat: 23.0733, at: minute(10) });

  test('a call for help and a lift soon after a power cut are its effects', () => {
    const [found] = findBursts(scene([power, old, lift]));
    expect(found).toMatchObject({ key: `power-outage/i${power.id}`, parentId: power.id, children: [old.id, lift.id], name: '黄岗二号台区停电及其影响（2 处）' }); // prettier-ignore
    expect(found!.reasons[0]).toMatch(
      /^06:00 黄岗二号台区停电（.*）之后 3 小时内、1\.5 公里内：电梯故障 1 处、老人求助 1 处$/,
    );
  });

  test('not those before it, far from it, of another kind, or hours later', () => {
    const other = [
      { ...lift, at: minute(-40) },
      { ...lift, lng: 112.6 },
      { ...lift, familyCode: 'garbage' },
      { ...lift, at: minute(200) },
    ];
    for (const one of other) expect(findBursts(scene([power, old, one], { now: minute(210) }))).toEqual([]);
  });

  test('a matter is explained once, by the nearer cause, and an effect is nobody’s parent', () => {
    const pipe = matter({ familyCode: 'pipe-burst', title: '供水管爆裂', at: minute(5) });
    const found = findBursts(scene([...flood(4), pipe]));
    const named = found.flatMap(({ children }) => children);
    expect(new Set(named).size).toBe(named.length);
    const collapse = matter({
      familyCode: 'road-collapse',
      title: '路面塌陷',
      lng: 112.5051,
      lat: 23.0741,
      at: minute(-5),
    });
    const lines = matter({ familyCode: 'telecom', lng: 112.5052, lat: 23.0742, at: minute(3) });
    const parents = findBursts(scene([collapse, power, old, lift, lines]));
    for (const { parentId } of parents)
      expect(parents.flatMap(({ children }) => children)).not.toContain(parentId);
  });
});

test('four calm weeks with rush hours, jams every evening and a power cut now and then propose nothing', () => {
  const perDay = { flooding: 0.15, 'drain-blocked': 4, 'traffic-jam': 8, 'street-light': 12, power: 0.5, 'water-supply': 2, telecom: 1.5, 'tree-fallen': 1, 'device-fault': 3, 'water-quality': 0.3 }; // prettier-ignore
  const luck = chance(7);
  const rush = (hour: number): number => ((hour >= 7 && hour < 9) || (hour >= 17 && hour < 19) ? 3 : 0.64);
  const life: Seen[] = [];
  for (let at = -28 * 24; at < 28 * 24; at += 0.25)
    for (const [familyCode, rate] of Object.entries(perDay))
      if (luck.next() < (rate * rush((((at + 6) % 24) + 24) % 24)) / 96)
        life.push(matter({ familyCode, at: minute(at * 60), lng: luck.between(112.38, 112.56), lat: luck.between(22.98, 23.12) })); // prettier-ignore
  const found = [];
  for (let day = 0; day < 28; day += 1)
    for (let hour = 0; hour < 24; hour += 0.5) {
      const now = minute((day * 24 + hour) * 60);
      const since = (hours: number) => life.filter(({ at }) => at <= now && at.getTime() > now.getTime() - hours * 3_600_000); // prettier-ignore
      const usual = (codes: readonly string[]) => {
        const past = since(29 * 24).filter(({ familyCode, at }) => codes.includes(familyCode) && at.getTime() < now.getTime() - 86_400_000); // prettier-ignore
        const hourOf = (at: Date): number => at.getUTCHours();
        return { count: past.length, days: 28, sameHours: past.filter(({ at }) => (hourOf(at) - hourOf(now) + 25) % 24 <= 2).length }; // prettier-ignore
      };
      found.push(...findBursts(scene(since(4), { now, usual })));
    }
  expect(found.map(({ name, reasons }) => [name, ...reasons])).toEqual([]);
});

test('the tail of a Poisson number is exact where it matters', () => {
  expect(tail(0, 3)).toBe(1);
  expect(tail(1, 0.5)).toBeCloseTo(1 - Math.exp(-0.5), 12);
  expect(tail(3, 0.012)).toBeCloseTo(2.854e-7, 9);
  expect(tail(40, 5) / 8.55e-23).toBeCloseTo(1, 3);
  expect(expectedIn({ count: 0, days: 6, sameHours: 0 }, 120)).toBeNull();
  // A rush hour counts against itself: 84 in the three hours of 28 days are one an hour.
  expect(expectedIn({ count: 84, days: 28, sameHours: 84 }, 120)).toBeCloseTo(2.01, 2);
  expect(isUnusual(2, 2.01)).toBe(false);
});

test('matters that another cause explains no longer hold up the case that named them before', () => {
  const floods = [23, 23, 23.006, 23.006, 23.006].map((lat) => matter({ at: minute(0), lng: 112.4, lat }));
  const storm = findBursts(scene(floods, { now: minute(90) }));
  expect(storm.map(({ key }) => key)).toEqual(['heavy-rain/441202']);
  const burst = matter({ familyCode: 'pipe-burst', at: minute(0), lng: 112.4, lat: 23.018 });
  const after = findBursts(scene([...floods, burst], { earlier: [openOf(floods)], now: minute(90) }));
  expect(after.map(({ key }) => key)).toEqual([`pipe-burst/i${burst.id}`]);
});
