import { expect, test } from 'vitest';
import type { Threshold } from '#contracts/rules.ts';
import { crossingAt, nextLine, windowOfMetric } from '#domain/crossing.ts';

const now = new Date('2026-06-12T18:00:00+08:00');
const read = (...pairs: [minutesAgo: number, value: number][]) =>
  pairs.map(([minutes, value]) => ({ observedAt: new Date(now.getTime() - minutes * 60_000), value }));
const way = { direction: 'above', windowMinutes: 30, maxPerHour: null } as const;
const told = (
  points: ReturnType<typeof read>,
  line = 1.2,
  over: Partial<Parameters<typeof crossingAt>[2]> = {},
) => crossingAt(points, line, { ...way, ...over }, now)?.toISOString() ?? null;
const rising = read([25, 0.7], [15, 0.8], [5, 0.9]);

test('water that goes on rising as it did is at the line at a time', () => {
  expect(told(rising)).toBe('2026-06-12T10:25:00.000Z');
  expect(told(read([20, 0.9], [10, 0.8], [0, 0.7]), 0.3, { direction: 'below' })).toBe(
    '2026-06-12T10:40:00.000Z',
  );
});

test.each([
  ['flat', read([25, 0.7], [15, 0.7], [5, 0.7])],
  ['falling', read([25, 0.9], [15, 0.8], [5, 0.7])],
  ['uneven', read([25, 0.7], [20, 0.9], [15, 0.7], [10, 0.95], [5, 0.75])],
  ['two readings', read([25, 0.7], [5, 0.9])],
  ['three of one moment', read([6, 0.7], [5.5, 0.71], [5, 0.72])],
  ['older than the window', read([55, 0.7], [45, 0.8], [35, 0.9])],
  ['there already', read([25, 1.1], [15, 1.2], [5, 1.3])],
  ['more than six hours', read([25, 0.7], [15, 0.705], [5, 0.71])],
  ['due before now', read([29, 0.6], [20, 0.9], [12, 1.15])],
])('nothing is claimed of what is %s', (_, points) => {
  expect(told(points)).toBeNull();
});

test('a step that no river makes begins the trend anew', () => {
  const rest: [number, number][] = [[20, 50], [10, 50.2], [0, 50.4]]; // prettier-ignore
  const jumped = read([29, 49.4], ...rest);
  expect(told(jumped, 52, { maxPerHour: 3 })).toBe(told(read(...rest), 52));
  expect(told(jumped, 52)! < told(read(...rest), 52)!).toBe(true);
  expect(told(read([20, 49], [10, 50.2], [0, 50.4]), 52, { maxPerHour: 3 })).toBeNull();
});

const depth = {
  code: 'depth_m',
  unit: '米',
  direction: 'above',
  raise: 0.15,
  clear: 0.1,
  severeRaise: 0.3,
  maxPerHour: null,
  sites: [] as Threshold['sites'],
} as Threshold;
const huaiji = { deviceId: 'g1', name: '怀集站', raise: 50, clear: 49.8, severeRaise: 53, recordHigh: 55.22, source: '县水文站', effectiveOn: '2020-01-01' }; // prettier-ignore
const level = { ...depth, code: 'level_m', raise: 40, clear: 39, severeRaise: 41, sites: [huaiji] };
const reference = { threshold: new Map([depth, level, { ...depth, code: 'freeboard_m', direction: 'below' as const, raise: 0.3, severeRaise: 0.05 }].map((one) => [one.code, one])) }; // prettier-ignore
const next = (metric: string, deviceId: string, value: number) => {
  const line = nextLine(reference, { metric, deviceId, value }, now);
  return line && [line.name, line.value];
};

test('the next line is the station’s own, else that of the metric; past the last there is none', () => {
  expect([0.1, 0.15, 0.3].map((value) => next('depth_m', 'd', value))).toEqual([['触发值', 0.15], ['加重值', 0.3], null]); // prettier-ignore
  expect([49, 51, 54, 56].map((value) => next('level_m', 'g1', value))).toEqual([
    ['警戒', 50],
    ['保证', 53],
    ['历史最高', 55.22],
    null,
  ]);
  expect([0.4, 0.2].map((value) => next('freeboard_m', 'w', value))).toEqual([['触发值', 0.3], ['加重值', 0.05]]); // prettier-ignore
  expect(next('level_m', 'without-lines', 30)).toBeNull();
  expect(next('no-rule', 'd', 1)).toBeNull();
});

test('the window is that of the metric’s own trend rule, else half an hour', () => {
  const rule = { metric: 'level_m', measure: 'to-line', windowMinutes: 60 };
  const trend = new Map([['level-crossing', rule]]) as unknown as Parameters<
    typeof windowOfMetric
  >[0]['trend'];
  expect(['level_m', 'depth_m'].map((metric) => windowOfMetric({ trend }, metric))).toEqual([60, 30]);
});
