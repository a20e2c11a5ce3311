import { expect } from 'vitest';
import { here } from '#test/support/bad-input.ts';
import type { BadInput, City } from '#test/support/bad-input.ts';
import { minutesAgo } from '#test/support/core.ts';
import { quietLog } from '#test/support/test-parts.ts';
import { job as watchDevices } from '#workers/jobs/watch-devices.ts';
import { latest, reading, registered } from './reading.ts';

const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const incidents = (city: City): Promise<Record<string, unknown>[]> =>
  city.core.rows(
    'select category_code as category, unit_code as unit, event_count as events, status from incident',
  );

async function watch(city: City): Promise<void> {
  if (watchDevices.kind !== 'periodic') throw new Error('the watch runs by the clock');
  const { pool, reference, wake } = city.core;
  const stopping = new AbortController().signal;
  await watchDevices.run(
    { pool, reference, wake, log: quietLog, webhookSecret: () => '', dataDir: '', stopping },
    () => undefined,
  );
  await city.core.merge();
}

/** Sensors 11 to 20: readings in a row, in a heap, in a flood. */
export const seriesInputs: BadInput[] = [
  {
    no: 11,
    name: 'seconds instead of milliseconds, and 1970, are kept apart',
    before: registered,
    sent: () => [
      { items: [reading({ observedAt: 1_780_000_000 }), reading({ observedAt: '1970-01-01T00:00:00Z' })] },
    ],
    answers: [
      {
        status: 422,
        refused: [
          [0, 'bad-time'],
          [1, 'bad-time'],
        ],
      },
    ],
    effect: { readings: 0, quarantine: ['bad-time'] },
  },
  {
    no: 12,
    name: 'what comes eight days late is history: stored, no state, no incident',
    before: registered,
    sent: () => [
      { items: [reading({ metric: 'displacement_mm', value: 60, observedAt: minutesAgo(8 * 1440) })] },
    ],
    answers: [{ status: 202, accepted: 1 }],
    effect: { readings: 1, events: 0, incidents: 0, tasks: 0 },
    also: async (city) => expect(await latest(city)).toEqual([]),
  },
  {
    no: 13,
    name: 'numbers out of order are taken, and the gap is counted',
    before: registered,
    sent: () =>
      [
        [1, 9],
        [3, 7],
        [2, 8],
      ].map(([seq, minutes]) => ({
        items: [reading({ seq, observedAt: minutesAgo(minutes!), value: seq! / 100 })],
      })),
    answers: [
      { status: 202, accepted: 1 },
      { status: 202, accepted: 1 },
      { status: 202, accepted: 1 },
    ],
    effect: { readings: 3, quarantine: [] },
    also: async (city) => expect(await latest(city)).toMatchObject([{ value: 0.03, gaps: 1 }]),
  },
  {
    no: 14,
    name: 'flapping across the line a hundred times a minute is one event, across both lines one incident that counts',
    before: registered,
    sent: () => {
      const flap = (metric: string, low: number, high: number): unknown[] =>
        Array.from({ length: 100 }, (_, i) =>
          reading({ metric, value: i % 2 ? high : low, observedAt: Date.now() - 60_000 + i * 600 }),
        );
      return [{ items: flap('seepage_m3d', 49, 51) }, { items: flap('displacement_mm', 5, 21) }];
    },
    answers: [
      { status: 202, accepted: 100 },
      { status: 202, accepted: 100 },
    ],
    effect: { readings: 200, events: 51, incidents: 2, tasks: 2 },
    also: async (city) =>
      expect((await incidents(city)).map((row) => [row['category'], row['events']])).toEqual(
        expect.arrayContaining([
          ['dike-risk', 1],
          ['slope-slide', 50],
        ]),
      ),
  },
  {
    no: 15,
    name: 'a value that stands still for a day is a matter of the device’s owner, once; a dry gauge is none',
    before: (city) =>
      city.register('sensor', [
        { id: 's-still', departmentCode: 'zq-shuili' },
        { id: 's-dry' },
        { id: 's-orphan', lng: 112.5 },
      ]),
    sent: () => [
      {
        items: Array.from({ length: 26 }, (_, i) => minutesAgo((25 - i) * 60)).flatMap((observedAt) => [
          reading({ deviceId: 's-still', value: 0.04, observedAt }),
          reading({ deviceId: 's-dry', value: 0, observedAt }),
          reading({ deviceId: 's-orphan', value: 0.05, observedAt }),
        ]),
      },
    ],
    answers: [{ status: 202, accepted: 78 }],
    effect: { readings: 78, incidents: 0 },
    also: async (city) => {
      await watch(city);
      await watch(city);
      const found = [
        { category: 'device-fault', unit: 'zq-shuili', events: 1, status: 'to-sign' },
        { category: 'device-fault', unit: 'zq-zhengshu', events: 1, status: 'to-sign' },
      ];
      expect(await incidents(city)).toEqual(found);
      const again = reading({ deviceId: 's-still', value: 0.04, observedAt: minutesAgo(0) });
      await city.post({ items: [again] }, 'sensor');
      await watch(city);
      expect(await incidents(city)).toEqual(found);
    },
  },
  {
    no: 16,
    name: 'the registered place wins over whatever a reading says, and no device registers outside of the city',
    before: registered,
    sent: () => [
      { items: [reading({ metric: 'displacement_mm', value: 30, lng: 0, lat: 0, crs: 'gcj02' })] },
    ],
    answers: [{ status: 202, accepted: 1 }],
    effect: { readings: 1, events: 1, incidents: 1 },
    also: async (city) => {
      expect(await city.core.rows('select st_x(geom) as lng, st_y(geom) as lat from event')).toEqual([here]);
      for (const place of [
        { lng: 0, lat: 0 },
        { lng: here.lat, lat: 89 },
        { lng: 116.4, lat: 39.9 },
      ])
        await expect(city.register('sensor', [{ id: 's-lost', ...place }])).rejects.toThrow('不在本市范围内');
    },
  },
  {
    no: 17,
    name: 'one bad reading among a hundred leaves ninety-nine, and the answer names it',
    before: registered,
    sent: () => [
      { items: Array.from({ length: 100 }, (_, i) => (i === 41 ? reading({ value: 'x' }) : reading())) },
    ],
    answers: [{ status: 202, accepted: 99, refused: [[41, 'bad-item']] }],
    effect: { readings: 99, quarantine: ['bad-item'] },
  },
  {
    no: 18,
    name: 'ten megabytes, and a hundred thousand items, answer 413',
    before: registered,
    sent: () => [
      { text: `{"readings":[${' '.repeat(10_000_000)}]}` },
      { text: `[${Array.from({ length: 100_000 }, () => '{}').join()}]` },
    ],
    answers: [
      { status: 413, code: 'too-large' },
      { status: 413, code: 'too-large' },
    ],
    effect: { readings: 0, quarantine: [] },
  },
  {
    no: 19,
    name: 'nesting without end, doubled and magic keys, NUL and half characters leave the process standing',
    before: registered,
    sent: () => [
      { text: `{"readings":[{"deviceId":${deep(100_000)}}]}` },
      { text: deep(1_000_000) },
      { text: JSON.stringify({ readings: [reading()] }).replace('"value":0.02', '"value":9,"value":0.03') },
      {
        text: JSON.stringify({ readings: [reading()] }).replace(
          '"value"',
          '"__proto__":{"polluted":1},"constructor":1,"value"',
        ),
      },
      {
        text: `{"readings":[${JSON.stringify(reading({ metric: 'depth\u0000' }))},${JSON.stringify(reading())}]}`,
      },
      {
        text: `{"readings":[{"deviceId":"\\ud83d","metric":"depth_m","value":1,"observedAt":${Date.now()}}]}`,
      },
    ],
    answers: [
      { status: 422, refused: [[0, 'bad-item']] },
      { status: 422, refused: Array.from({ length: 1 }, () => [0, 'bad-item'] as const) },
      { status: 202, accepted: 1 },
      { status: 202, accepted: 1 },
      { status: 202, accepted: 1, refused: [[0, 'bad-item']] },
      { status: 422, refused: [[0, 'bad-item']] },
    ],
    effect: { readings: 3, quarantine: ['bad-item'] },
    also: async (city) => {
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      expect(await city.core.rows('select max(value) as most from reading')).toEqual([{ most: 0.03 }]);
    },
  },
  {
    no: 20,
    name: 'a flood of one device answers 429 for that one only',
    before: (city) => city.register('sensor', [{ id: 's-flood' }, { id: 's1' }]),
    sent: () => {
      const flood = (): unknown[] => Array.from({ length: 3_500 }, () => reading({ deviceId: 's-flood' }));
      return [
        { items: flood() },
        { items: flood() },
        { items: [reading({ deviceId: 's-flood' })] },
        { items: [reading(), reading({ deviceId: 's-flood' })] },
        { items: [reading()] },
      ];
    },
    answers: [
      { status: 202, accepted: 3_500 },
      { status: 429, code: 'too-many' },
      { status: 429, code: 'too-many' },
      { status: 202, accepted: 1, refused: [[1, 'quota']] },
      { status: 202, accepted: 1 },
    ],
    effect: { readings: 3_502, quarantine: [] },
  },
];
