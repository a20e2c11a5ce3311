import { expect, test } from 'vitest';
import { CameraKind, Category, Family, Route, Unit, referenceLinks } from '#contracts/reference.ts';
import { Threshold } from '#contracts/rules.ts';
import type { ReferenceKind } from '#contracts/reference.ts';
import { cityFolder } from '#geodata/city.ts';
import { readShipped } from '#store/load-reference.ts';
import { tellMatter } from '#text/matter/matter.ts';
import { modelOf } from '#text/matter/shipped.ts';

const shipped = await readShipped(cityFolder('zhaoqing'));
const rowsOf = (kind: ReferenceKind): Record<string, unknown>[] =>
  shipped.filter((file) => file.kind === kind).flatMap((file) => file.rows);
const codesOf = (kind: ReferenceKind): string[] => rowsOf(kind).map((row) => String(row['code']));
const categories = rowsOf('category').map((row) => Category.parse(row));
const told = (text: string): string | null =>
  tellMatter(modelOf(null), new Map(categories.map((row) => [row.code, row])), { title: '', text }).code;

test('every code that a shipped row names is itself shipped', () => {
  const missing = referenceLinks.flatMap(({ kind, field, to }) =>
    rowsOf(kind)
      .flatMap((row) => [row[field]].flat().map((named) => ({ code: row['code'], named })))
      .filter(({ named }) => named !== null && !codesOf(to).includes(String(named)))
      .map(({ code, named }) => `${kind}/${String(code)}: ${field} ${String(named)}`),
  );
  expect(missing).toEqual([]);
});

test('the wire knows a rule for every metric and a kind for every camera alert of the contract', () => {
  const metrics = 'depth_m freeboard_m level_m flow_m3s rain_mm_h ch4_lel_pct pm25_ugm3 pm10_ugm3 voc_ppb leq_db temp_c pressure_mpa flow_th power_kw people_count seepage_m3d displacement_mm'; // prettier-ignore
  expect(codesOf('threshold').sort()).toEqual(metrics.split(' ').sort());
  const kinds = 'waterlogging street-vendor garbage illegal-parking smoke-fire manhole-missing road-damage crowd intrusion floating-debris kitchen-rat kitchen-no-hat helmet-missing off-post ship-off-course construction-dust'; // prettier-ignore
  // The registry adds kinds of its own to those of the contract.
  expect(codesOf('camera-kind')).toEqual(expect.arrayContaining(kinds.split(' ')));
});

test('a fault value is outside of every physical range, and every rule can both go off and clear', () => {
  for (const rule of rowsOf('threshold').map((row) => Threshold.parse(row))) {
    for (const fault of [-9999, 1e38])
      expect([rule.code, fault, fault >= rule.min && fault <= rule.max]).toEqual([rule.code, fault, false]);
    expect([rule.code, rule.clear >= rule.min && rule.clear <= rule.max]).toEqual([rule.code, true]);
  }
});

test('sensors, cameras and callers who see the same water speak of one family', () => {
  const familyOf = (code: string): string | undefined =>
    categories.find((one) => one.code === code)?.familyCode;
  const depth = rowsOf('threshold')
    .map((row) => Threshold.parse(row))
    .find((one) => one.code === 'depth_m');
  const camera = rowsOf('camera-kind').map((row) => CameraKind.parse(row)).find((one) => one.code === 'waterlogging'); // prettier-ignore
  const caller = told('水浸到膝盖啦');
  expect(
    new Set([depth?.categoryCode, camera?.categoryCode, caller].map((code) => familyOf(code ?? ''))),
  ).toEqual(new Set(['flooding']));
});

test.each([
  ['上郭社区水入屋，好快', 'house-flooding'],
  ['天光墟摆卖塞死，救护车过唔到', 'street-vendor'],
  ['蕉园村口水浸街，死火几架车', 'road-flooding'],
  ['省道泥落嚟封咗半边路', 'landslide'],
  ['大塘社区条路冇盖，有人踩空', 'manhole-missing'],
  ['蒸汽管喷白烟好大声', 'steam-leak'],
  ['工地老板拖欠工资，三个月冇出粮', 'wage-arrears'],
  ['食堂有老鼠，厨房老鼠好多', 'kitchen-rat'],
  ['金利镇好臭，刺鼻化工味', 'odour'],
  ['成栋楼冇电，停电半个钟', 'power-outage'],
  ['我哋三个人困𨋢', 'lift-trapped'],
  ['江滨堤路走鬼好多', 'street-vendor'],
  ['七星岩牌坊广场唔见咗小朋友', 'missing-person'],
  ['工地半夜施工，泵车好嘈', 'construction-noise'],
  ['条街大塞车，塞到动弹不得', 'traffic-jam'],
  ['楼下漏煤气，好大煤气味', 'gas-leak'],
  ['健身房跑路，办卡唔退钱', 'refund'],
  ['物业公司乱来，管理费又加', 'property-service'],
  ['社保点样转移，退休金几时发', 'social-insurance'],
  ['楼盘烂尾，开发商延期交楼', 'housing-delivery'],
])('“%s” is understood as %s', (text, code) => {
  expect(told(text)).toBe(code);
});

test('whoever calls about money, work or a report is never shown on the wall', () => {
  const hidden = ['wage-arrears', 'sos-alarm', 'petition', 'child-protection', 'missing-person', 'refund'];
  expect(hidden.map((code) => categories.find((one) => one.code === code)?.wall)).toEqual(
    hidden.map(() => 'never'),
  );
  const families = new Map(rowsOf('family').map((row) => [String(row['code']), Family.parse(row)]));
  const pinned = categories.filter((one) => one.placeRequired && families.get(one.familyCode)?.placeless);
  expect(pinned.map((one) => one.code)).toEqual([]);
});

test('every category but 其他 has a unit in every district, and one for a place that nobody knows', () => {
  const routes = rowsOf('route').map((row) => Route.parse(row));
  const cityWide = new Set(routes.filter((one) => one.districtCode === null).map((one) => one.categoryCode));
  expect(categories.map((one) => one.code).filter((code) => !cityWide.has(code))).toEqual(['other']);
  const units = new Map(rowsOf('unit').map((row) => [String(row['code']), Unit.parse(row)]));
  const astray = routes.filter((one) => {
    const own = units.get(one.unitCode)?.districtCode ?? null;
    return own !== null && own !== one.districtCode;
  });
  expect(astray.map((one) => one.code)).toEqual([]);
  expect([...units.values()].filter((one) => one.type === 'center').map((one) => one.code)).toEqual([
    'zq-center',
  ]);
});

test('高新区 stands as a county of its own and the prison does not stand at all', () => {
  const counties = rowsOf('unit')
    .map((row) => Unit.parse(row))
    .filter((one) => one.type === 'county');
  expect(counties).toHaveLength(9);
  expect(counties.map((one) => one.districtCode)).toContain('441284450');
  expect(JSON.stringify(shipped)).not.toContain('441284400');
});

test('the precise cameras of a family are precise enough for its radius', () => {
  const cameraAccuracyM = 50;
  const families = new Map(rowsOf('family').map((row) => [String(row['code']), Family.parse(row)]));
  const vague = rowsOf('camera-kind')
    .map((row) => CameraKind.parse(row))
    .filter((kind) => {
      const category = categories.find((one) => one.code === kind.categoryCode);
      return (families.get(category?.familyCode ?? '')?.radiusM ?? 0) / 2 < cameraAccuracyM;
    });
  expect(vague.map((kind) => kind.code)).toEqual([]);
});
