import { expect } from 'vitest';
import { cityNow, inTransaction } from '#store/db.ts';
import { reconcile } from '#store/reconcile.ts';
import type { BadInput, City } from '#test/support/bad-input.ts';
import { minutesAgo } from '#test/support/core.ts';
import { latest, reading, registered } from './reading.ts';

const ndjson = 'application/x-ndjson';
const sweep = (city: City): Promise<Record<string, number>> =>
  inTransaction(city.core.pool, '*', async (tx) => reconcile(tx, await cityNow(tx)));

/** Sensors 1 to 10: who sends, and what one reading says. */
export const valueInputs: BadInput[] = [
  {
    no: 1,
    name: 'a body that breaks off answers 400; a broken line of NDJSON is kept alone',
    before: registered,
    sent: () => [
      { text: '{"readings":[{"deviceId":"s1",' },
      { text: `${JSON.stringify(reading())}\n{"deviceId":"s1","met`, type: ndjson },
    ],
    answers: [
      { status: 400, code: 'bad-body' },
      { status: 202, accepted: 1, refused: [[1, 'bad-item']] },
    ],
    effect: { readings: 1, quarantine: ['bad-item'] },
  },
  {
    no: 2,
    name: 'a device that nobody registered is kept, and rings when it insists',
    sent: () => Array.from({ length: 10 }, () => ({ items: [reading({ deviceId: 'stranger' })] })),
    answers: Array.from({ length: 10 }, () => ({ status: 422, refused: [[0, 'unknown-device']] as const })),
    effect: { readings: 0, incidents: 0, quarantine: ['unknown-device'] },
    also: async (city) => {
      expect(await sweep(city)).toMatchObject({ devices_unknown_over_10_a_minute: 1 });
      expect(await city.register('sensor', [{ id: 'stranger' }])).toBe(10);
      expect(await city.effect()).toMatchObject({ readings: 10, quarantine: [] });
    },
  },
  {
    no: 3,
    name: 'a token that is not ours answers 401 and takes nothing',
    before: registered,
    sent: () => [{ items: [reading()], token: 'x'.repeat(32) }],
    answers: [{ status: 401, code: 'not-signed-in' }],
    effect: { readings: 0, quarantine: [] },
  },
  { no: 4, name: 'a replay outside the window', leftOut: 'The doors know bearer tokens (contract §3): there is no signature with time and nonce to replay; a resend is row 5.' }, // prettier-ignore
  {
    no: 5,
    name: 'an exact resend is a duplicate and moves nothing',
    before: registered,
    sent: () => {
      const items = [reading({ value: 0.05 })];
      return [{ items }, { items }];
    },
    answers: [
      { status: 202, accepted: 1, duplicates: 0 },
      { status: 202, accepted: 0, duplicates: 1 },
    ],
    effect: { readings: 1, quarantine: [] },
  },
  {
    no: 6,
    name: 'the same key with another value is kept apart: it changes no state and sets no rule off',
    before: registered,
    sent: () => {
      const one = reading({ metric: 'displacement_mm', value: 1 });
      return [{ items: [one] }, { items: [{ ...one, value: 60 }] }];
    },
    answers: [
      { status: 202, accepted: 1 },
      { status: 422, refused: [[0, 'key-conflict']] },
    ],
    effect: { readings: 1, events: 0, incidents: 0, quarantine: ['key-conflict'] },
    also: async (city) => expect(await latest(city)).toMatchObject([{ value: 1 }]),
  },
  {
    no: 7,
    name: 'values that are no numbers are kept apart',
    before: registered,
    sent: () => [
      { items: [reading({ value: '' }), reading({ value: null })] },
      { text: JSON.stringify(reading()).replace('0.02', 'NaN'), type: ndjson },
      { text: JSON.stringify(reading()).replace('0.02', '1e999'), type: ndjson },
    ],
    answers: [
      {
        status: 422,
        refused: [
          [0, 'bad-item'],
          [1, 'bad-item'],
        ],
      },
      { status: 422, refused: [[0, 'bad-item']] },
      { status: 422, refused: [[0, 'bad-item']] },
    ],
    effect: { readings: 0, quarantine: ['bad-item'] },
  },
  {
    no: 8,
    name: 'values outside of the physical range count as faults of the device and make no incident',
    before: (city) => city.register('sensor', [{ id: 's-faulty' }]),
    sent: () => [
      {
        items: [
          reading({ deviceId: 's-faulty', value: -9999 }),
          reading({ deviceId: 's-faulty', value: 1e38 }),
        ],
      },
      { items: [reading({ deviceId: 's-invented', value: -9999 })] },
    ],
    answers: [
      {
        status: 422,
        refused: [
          [0, 'out-of-range'],
          [1, 'out-of-range'],
        ],
      },
      { status: 422, refused: [[0, 'out-of-range']] },
    ],
    effect: { readings: 0, events: 0, incidents: 0, quarantine: ['out-of-range'] },
    also: async (city) => {
      const metrics = await (await fetch(`${city.app.url}/metrics`)).text();
      expect(metrics).toContain('chengyun_device_faults_total{device="s-faulty",metric="depth_m"} 2');
      expect(metrics).not.toContain('s-invented');
    },
  },
  {
    no: 9,
    name: 'millimetres sent as metres are shown in doubt and send nobody out',
    before: registered,
    sent: () => [
      { items: [reading({ value: 210 })] },
      { items: [reading({ metric: 'displacement_mm', value: 0.03, observedAt: minutesAgo(3) })] },
      { items: [reading({ metric: 'displacement_mm', value: 30, observedAt: minutesAgo(2) })] },
    ],
    answers: [
      { status: 202, accepted: 1 },
      { status: 202, accepted: 1 },
      { status: 202, accepted: 1 },
    ],
    effect: { readings: 3, events: 1, incidents: 1, tasks: 0, flags: ['unit-doubt'] },
    also: async (city) =>
      expect(await city.core.rows('select flag from reading where value = 210')).toEqual([
        { flag: 'unit-doubt' },
      ]),
  },
  {
    no: 10,
    name: 'a clock some minutes ahead gets our time with a flag; a day ahead is kept apart',
    before: registered,
    sent: () => [
      { items: [reading({ observedAt: minutesAgo(-10) })] },
      { items: [reading({ observedAt: minutesAgo(-25 * 60) })] },
    ],
    answers: [
      { status: 202, accepted: 1 },
      { status: 422, refused: [[0, 'bad-time']] },
    ],
    effect: { readings: 1, quarantine: ['bad-time'] },
    also: async (city) =>
      expect(await city.core.rows("select flag, observed_at <= city_now() as ours from reading")).toEqual([{ flag: 'clock-ahead', ours: true }]), // prettier-ignore
  },
];
