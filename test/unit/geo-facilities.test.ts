import { expect, test } from 'vitest';
import { FacilityDetail } from '#contracts/facility.ts';
import type { FacilityKind } from '#contracts/facility.ts';
import { isInBounds } from '#contracts/city.ts';
import { buildGeodata } from '#geodata/build.ts';
import { readCity } from '#geodata/city.ts';

const city = readCity('zhaoqing');
const { facilities } = buildGeodata(city, { districts: null, villages: null });

const of = <K extends FacilityKind>(kind: K) =>
  facilities.flatMap(({ detail, ...head }) =>
    detail.kind === kind ? [{ ...head, detail: detail as Extract<FacilityDetail, { kind: K }> }] : [],
  );

test('every facility lies in the city, is marked as what it is, and its code is written once', () => {
  const codes = facilities.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const { name, geometry, mark, accuracyM } of facilities) {
    for (const [lng = 0, lat = 0] of positions(geometry.coordinates))
      expect(isInBounds(city, lng, lat), name).toBe(true);
    expect(mark, name).toMatch(/示意|推演/);
    expect(accuracyM, name).toBeGreaterThanOrEqual(500);
  }
});

test('nine bridges say how high they are, above which level, and by whose word', () => {
  const bridges = of('bridge');
  expect(bridges.map(({ name }) => name)).toEqual([
    '肇庆大桥', '肇庆西江大桥', '阅江大桥', '德庆西江大桥', '封开西江大桥', '怀城大桥', '南街大桥', '四会绥江大桥', '马房大桥',
  ]); // prettier-ignore
  for (const { name, detail, source, geometry } of bridges) {
    expect(geometry.type, name).toBe('LineString');
    expect(source, name).toContain('推演');
    expect(detail.clearanceM, name).toBeGreaterThan(3);
  }
  const [zhaoqing] = bridges;
  expect(zhaoqing?.detail.ends.map(({ districtCode }) => districtCode)).toEqual(['441202', '441204']);
});

test('two values that contradict each other both stand, each with its source and date', () => {
  const warnings = of('gauge')
    .find(({ name }) => name === '西江江口站')
    ?.detail.values.filter(({ what }) => what === 'warning');
  expect(warnings?.map(({ valueM }) => valueM)).toEqual([17, 17.8]);
  expect(new Set(warnings?.map(({ source }) => source)).size).toBe(2);
  const huaiji = of('gauge').find(({ name }) => name === '绥江怀集站')?.detail.values;
  expect(huaiji).toMatchObject([
    { what: 'warning', valueM: 50 },
    { what: 'record', valueM: 55.22, at: '2025-06-18T07:05:00+08:00' },
  ]);
});

test('the heat network is one net from its source to six invented customers', () => {
  const nodes = new Map(of('node').map((node) => [node.code, node]));
  const reached = new Set(['heat-source']);
  for (const { detail, geometry } of of('pipe')) {
    expect(reached).toContain(detail.from);
    reached.add(detail.to);
    const line = geometry.coordinates as number[][];
    expect([line[0], line.at(-1)]).toEqual(
      [detail.from, detail.to].map((code) => nodes.get(code)?.geometry.coordinates),
    );
  }
  expect(reached.size).toBe(nodes.size);
  const customers = [...nodes.values()].filter(({ detail }) => detail.role === 'customer');
  expect(customers).toHaveLength(6);
  for (const { name, mark, districtCode } of customers)
    expect([name.includes('推演'), mark, districtCode]).toEqual([true, '推演', '441284450']);
});

test('a bridge without its source, or with a date that is none, is refused', () => {
  const [bridge] = of('bridge');
  const { effectiveOn: _since, ...without } = bridge!.detail;
  const whole = { ...bridge!.detail, source: bridge!.source };
  expect(FacilityDetail.safeParse(whole).success).toBe(true);
  expect(FacilityDetail.safeParse({ ...without, source: bridge!.source }).success).toBe(false);
  expect(FacilityDetail.safeParse({ ...whole, effectiveOn: '去年' }).success).toBe(false);
});

function positions(value: unknown): number[][] {
  if (!Array.isArray(value)) return [];
  return typeof value[0] === 'number' ? [value as number[]] : value.flatMap(positions);
}
