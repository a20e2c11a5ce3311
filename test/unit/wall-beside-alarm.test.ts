import { expect, test } from 'vitest';
import type { AlarmFacts } from '#contracts/alarm-facts.ts';
import { factsBeside, factsFor, rowOf, rowsLeft, rowsOf } from '../../client/wall/beside-alarm.ts';

const now = Date.parse('2026-06-12T18:00:00+08:00');
const bell = { words: '值班台确认后停止响铃', mute: false };
const empty: AlarmFacts = {
  incidentId: 7,
  reachM: 1_000,
  exposed: [],
  mattersNear: 0,
  children: { open: 0, all: 0 },
  crossing: null,
  responses: [],
};
const full: AlarmFacts = {
  ...empty,
  exposed: [
    { kind: 'school', count: 2, nearest: '端州中学', metres: 224, rough: false },
    { kind: 'nursing-home', count: 1, nearest: '康乐养老院', metres: 600, rough: true },
  ],
  mattersNear: 3,
  children: { open: 9, all: 12 },
  crossing: { at: '2026-06-12T10:40:00.000Z', metric: 'depth_m', lineName: '加重值', line: 0.3, unit: '米', windowMinutes: 30 }, // prettier-ignore
  responses: [
    { hazard: '防汛', name: '端州区 III 级', next: { roman: 'II', startedBy: '县三防常务副总指挥' } },
  ],
};
const wordsOf = (facts: AlarmFacts | undefined, over: Partial<Parameters<typeof factsBeside>[1]> = {}) =>
  Object.fromEntries(
    factsBeside(facts, { calls: null, bell, now, ...over }).map(({ key, words }) => [key, words]),
  );

test('beside an alarm stands when the line is reached, who lies near, what is declared and what comes next', () => {
  expect(wordsOf(full)).toEqual({
    crossing: '水深约 18:40 达加重值 0.3 m（按近 30 分钟外推，非预报）',
    exposed: '1 km 内学校 2、养老院 1（位置示意）',
    nearest: '最近端州中学约 220 m',
    response: '防汛响应 端州区 III 级，升 II 级由县三防常务副总指挥启动',
    matters: '子案 12 件，在办 9，周边另有在办 3 件',
    bell: '值班台确认后停止响铃',
  });
  expect(wordsOf(empty)).toEqual({ response: '未启动预案', bell: bell.words });
  expect(wordsOf({ ...full, reachM: null, exposed: [] })).toMatchObject({
    exposed: '地点不够精确，未列周边',
    matters: '子案 12 件，在办 9',
  });
  const [highest] = full.responses.map((one) => ({ ...one, name: '省 I 级', next: null }));
  expect(wordsOf({ ...full, responses: [highest!, ...full.responses] })['response']).toBe(
    '防汛响应 省 I 级等 2 项',
  );
});

test('a time that has come is claimed no more, and of what is not known yet nothing is said', () => {
  expect(wordsOf(full, { now: now + 3_600_000 })['crossing']).toBeUndefined();
  expect(wordsOf(undefined, { calls: '叫应 1/2' })).toEqual({ calls: '叫应 1/2', bell: bell.words });
});

test('where space lacks the least important is left out, whole; a wall that is mute says so before all else', () => {
  const facts = factsBeside(full, { calls: '叫应 1/2，待应答 端州渠网管理中心 6 分', bell, now });
  const keys = (rows: number, k = 1, list = facts) => factsFor(list, rows, k).map(({ key }) => key);
  expect(keys(0)).toEqual([]);
  expect(keys(2)).toEqual(['crossing']);
  expect(keys(4)).toEqual(['crossing', 'calls']);
  expect(keys(20)).toEqual(facts.map(({ key }) => key));
  const mute = factsBeside(full, { calls: null, bell: { ...bell, mute: true }, now });
  expect(keys(1, 1, mute)).toEqual(['bell']);
  for (let rows = 0; rows < 14; rows += 1)
    for (const k of [0.75, 1, 1.2])
      expect(rowsOf(factsFor(facts, rows, k), 14.1 / k)).toBeLessThanOrEqual(rows);
});

test('the township stands behind the words of danger where the row holds it', () => {
  expect(rowOf(['“被困”', '已等 1 分', '城西街道'], 1)).toHaveLength(3);
  expect(rowOf(['“被困”“进水”', '已等 21 分', '城西街道'], 1)).toHaveLength(2);
});

test('more alarms, a longer title and larger letters leave fewer rows, never fewer than none', () => {
  const rows = [1, 2, 3].map((alarms) => rowsLeft({ alarms, long: true, k: 1 }));
  expect(rows).toEqual(rows.toSorted((a, b) => b - a));
  expect(rows[0]).toBeGreaterThanOrEqual(4);
  expect(rowsLeft({ alarms: 1, long: false, k: 1 })).toBeGreaterThan(rows[0]!);
  expect(rowsLeft({ alarms: 1, long: true, k: 1.2 })).toBeLessThan(rows[0]!);
  expect(rowsLeft({ alarms: 3, long: true, k: 1.2 })).toBeGreaterThanOrEqual(0);
});
