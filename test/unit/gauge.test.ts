import { expect, test } from 'vitest';
import { gaugeNow, rainNow } from '#domain/gauge.ts';
import { alertWords, trendWords } from '#domain/alert.ts';

const at = (minute: number, value: number) => ({
  observedAt: new Date(Date.UTC(2026, 5, 12) + minute * 60_000),
  value,
});
const huaiji = { warning: 50, guarantee: 53, recordHigh: 55.22 };

test('a gauge is told against its own lines: below, over, over the second, past the highest ever', () => {
  expect(gaugeNow([at(0, 49.68)], huaiji, 3)?.words).toBe('低于警戒 0.32 m');
  expect(gaugeNow([at(0, 50.59)], huaiji, 3)?.words).toBe('超警 0.59 m，距历史最高 4.63 m');
  expect(gaugeNow([at(0, 54)], huaiji, 3)?.words).toBe('超保证 1.00 m，距历史最高 1.22 m');
  expect(gaugeNow([at(0, 55.3)], huaiji, 3)?.words).toBe('超保证 2.30 m，超历史最高 0.08 m');
  expect(gaugeNow([at(0, 10.2)], { warning: 10, guarantee: null, recordHigh: null }, 3)?.words).toBe(
    '超警 0.20 m',
  );
  expect(gaugeNow([], huaiji, 3)).toBeNull();
});

test('its rise and its way to the line are those of the last hour, in whatever order the readings are given', () => {
  const points = [at(60, 49.68), at(0, 49.28), at(30, 49.48)];
  expect(gaugeNow(points, huaiji, 3)).toMatchObject({ value: 49.68, observedAt: at(60, 0).observedAt });
  const later = [at(5, 49.28), at(32, 49.48), at(60, 49.68)];
  expect(gaugeNow(later, huaiji, 3)!.risePerHour).toBeCloseTo(0.436, 2);
  expect(gaugeNow(later, huaiji, 3)!.minutesToWarning).toBeCloseTo(44, 0);
});

test('rain is told in millimetres of one and of three hours', () => {
  const steady = Array.from({ length: 37 }, (_, i) => at(i * 5, 20));
  const { mm1h, mm3h } = rainNow(steady, at(180, 0).observedAt);
  expect(mm1h).toBeCloseTo(20, 6);
  expect(mm3h).toBeCloseTo(60, 6);
});

test('an extrapolation always says that it is no forecast of the hydrological service', () => {
  const trend = { code: 'level-crossing', name: '外推到警戒', metric: 'level_m', measure: 'to-line', windowMinutes: 60, unit: '分钟', direction: 'below', raise: 60, clear: 90, severity: 2, severeRaise: 30, outcome: 'alert', categoryCode: 'river-level' } as const; // prettier-ignore
  expect(trendWords(trend, '绥江怀集站', 43.2, { value: 49.68, line: 50, unit: '米' })).toBe(
    '绥江怀集站现 49.68 米，外推 43 分钟到警戒 50.00 米，非水文预报',
  );
  expect(
    alertWords({ ...trend, name: '河道水位', unit: '米', direction: 'above', raise: 50 }, '怀集站', 50.019),
  ).toBe('怀集站河道水位 50.02 米，达到阈值 50 米');
});
