import { describe, expect, test } from 'vitest';
import { approaches, clearanceM, tooHigh } from '#domain/bridge.ts';
import type { Vessel } from '#domain/bridge.ts';
import { daysKnown, lately, yesterdayWords } from '#domain/records.ts';
import { isBurst } from '#domain/swell.ts';
import { findingOf, spoken } from '#server/http/support/sensed.ts';
import { customersBelow } from '#domain/heat.ts';
import { feedWords } from '../../client/shared/feeds.ts';

const bridge = { code: 'b1', lng: 112.51, lat: 23.05, clearanceM: 20 };
const vessel = (wish: Partial<Vessel>): Vessel => ({
  id: 'v1',
  lng: 112.5,
  lat: 23.05,
  speedKmh: 12,
  courseDeg: 90,
  airDraughtM: 8,
  ...wish,
});

describe('under a bridge', () => {
  test('stands less air the higher the water', () => {
    const facts = { clearanceM: 18, referenceLevelM: 12.5 };
    expect([clearanceM(facts, 5.5), clearanceM(facts, 12.5), clearanceM(facts, 14)]).toEqual([25, 18, 16.5]);
  });

  test('a vessel that makes for it has its minutes and its spare air', () => {
    const [one] = approaches([bridge], [vessel({})]);
    expect(one).toMatchObject({ vessel: 'v1', bridge: 'b1', spareM: 12 });
    expect(one!.distanceM).toBeCloseTo(1023, -1);
    expect(one!.minutes).toBeCloseTo(5.1, 1);
  });

  test('one that goes away, lies still afar or is far off is none of its business', () => {
    const away = [
      vessel({ courseDeg: 270 }),
      vessel({ speedKmh: 0 }),
      vessel({ speedKmh: null }),
      vessel({ lng: 112.4 }),
    ];
    expect(approaches([bridge], away)).toEqual([]);
  });

  test('one that lies within the core ring is, without a time', () => {
    const [still] = approaches([bridge], [vessel({ lng: 112.508, speedKmh: 0 })]);
    expect(still).toMatchObject({ minutes: null, spareM: 12 });
  });

  test('too high is who keeps less than half a metre; an unknown height or level is not judged', () => {
    const high = (airDraughtM: number | null, air: number | null = 20): boolean[] =>
      approaches([{ ...bridge, clearanceM: air }], [vessel({ airDraughtM })]).map(tooHigh);
    expect([high(19.5), high(19.6), high(25), high(null), high(25, null)]).toEqual([
      [false],
      [true],
      [true],
      [false],
      [false],
    ]);
  });
});

test('below a node hang the customers that its steam reaches, and a ring is walked once', () => {
  const node = (code: string, role: 'valve' | 'customer') => ({
    code,
    detail: { kind: 'node' as const, role },
  });
  const pipe = (from: string, to: string) => ({
    detail: { kind: 'pipe' as const, role: 'main' as const, from, to },
  });
  const nodes = [node('v1', 'valve'), node('v2', 'valve'), node('c1', 'customer'), node('c2', 'customer')];
  const pipes = [pipe('v1', 'v2'), pipe('v1', 'c1'), pipe('v2', 'c2'), pipe('v2', 'v1')];
  expect(customersBelow(nodes, pipes, 'c1')).toEqual(['c1']);
  expect(customersBelow(nodes, pipes.slice(0, 3), 'v2')).toEqual(['c2']);
  expect(customersBelow(nodes, pipes, 'v2')).toEqual(['c1', 'c2']);
});

test('a burst is three calls in the hour, and three times the hours of the week', () => {
  const bursts = [
    { hour: 2, week: 0 },
    { hour: 3, week: 0 },
    { hour: 3, week: 168 },
    { hour: 3, week: 169 },
    { hour: 30, week: 1680 },
  ];
  expect(bursts.map(isBurst)).toEqual([false, true, true, false, true]);
});

test('what is not past its line is named, and so is what a silent feed leaves unknown', () => {
  const rule = { raise: 150, direction: 'above' };
  const sensed = { rule, all: 9, live: 9, over: 0 } as Parameters<typeof findingOf>[0];
  expect(findingOf(sensed, '空气站', 'PM2.5 实时值', 'µg/m³')).toBe(
    '9 处空气站 PM2.5 实时值均未超过 150 µg/m³',
  );
  const feed = (lastAt: string | null, late = false) => ({
    source: '',
    name: '',
    lastAt,
    late,
    lateWords: '',
  });
  const spokeAt = '2026-06-12T00:00:00Z';
  expect(feedWords([feed(spokeAt), feed(spokeAt, true), feed(null)])).toBe(
    '数据源 1/2 实时（已接入 2，共 3 类）',
  );
  expect(feedWords([feed(spokeAt)])).toBe('数据源 1/1 实时');
});

test('nothing is said of days before the first record, nor compared with them', () => {
  const now = new Date('2026-06-12T08:00:00+08:00');
  const recordsOf = (since: string | null) => ({ now, since: since === null ? null : new Date(since) });
  const said = [
    null,
    '2026-06-12T06:00:00+08:00',
    '2026-06-10T06:00:00+08:00',
    '2026-05-01T06:00:00+08:00',
  ].map((since) => {
    const records = recordsOf(since);
    return [lately(records), lately(records, 7), yesterdayWords(0, records), daysKnown(records, 30)];
  });
  expect(said).toEqual([
    ['启用以来', '启用以来', '昨日尚无记录', 1],
    ['自 06-12 起', '自 06-12 起', '昨日尚无记录', 1],
    ['自 06-10 起', '自 06-10 起', '昨日同时段 0', 3],
    ['近 30 日', '近 7 日', '昨日同时段 0', 30],
  ]);
});

test('who is silent is not said to be within its line', () => {
  expect([spoken({ live: 12, all: 12 }, '处'), spoken({ live: 3, all: 12 }, '处')]).toEqual([
    '12 处',
    '有读数的 3/12 处',
  ]);
});
