import { expect } from 'vitest';
import { replay } from '#server/ingest/replay.ts';
import { inTransaction, cityNow } from '#store/db.ts';
import { reconcile } from '#store/reconcile.ts';
import { here } from '#test/support/bad-input.ts';
import type { BadInput, City } from '#test/support/bad-input.ts';
import { alert, minutesAgo } from '#test/support/core.ts';

const incidents = (city: City): Promise<Record<string, unknown>[]> =>
  city.core.rows('select status, event_count as events from incident order by id');
/** The second alert of a minute says nothing about a clock; the test lets the minute pass. */
const aMinutePasses = (city: City): Promise<void> =>
  city.core.asOwner("update camera_clock set seen_at = seen_at - interval '2 minutes'");
const eightHoursLate = 8 * 60;

/** Camera alerts 1 to 5 and 12 to 20: what an alert says, and what its camera is. */
export const alertInputs: BadInput[] = [
  {
    no: 1,
    name: 'an alert without a number gets one from what it saw, and its resend is a duplicate even with a clock ahead',
    sent: () => {
      const { alarmId: _, ...bare } = alert({ observedAt: minutesAgo(-60) });
      return [{ items: [bare] }, { items: [bare] }];
    },
    answers: [
      { status: 202, accepted: 1 },
      { status: 202, accepted: 0, duplicates: 1 },
    ],
    effect: { events: 1, incidents: 1, flags: ['clock-ahead', 'no-alarm-id', 'unregistered'] },
  },
  {
    no: 2,
    name: 'one scene reported each second for a minute is one incident that counts sixty, with one task',
    sent: () =>
      Array.from({ length: 60 }, (_, i) => ({
        items: [alert({ observedAt: Date.now() - (60 - i) * 1000 })],
      })),
    answers: Array.from({ length: 60 }, () => ({ status: 202, accepted: 1 })),
    effect: { events: 60, incidents: 1, tasks: 1 },
    also: async (city) => expect(await incidents(city)).toMatchObject([{ events: 60 }]),
  },
  {
    no: 3,
    name: 'a kind that nobody registered is kept apart, and named',
    sent: () => [{ items: [alert({ kind: 'flying-saucer-v2' })] }],
    answers: [{ status: 422, refused: [[0, 'unknown-kind']], says: 'flying-saucer-v2' }],
    effect: { events: 0, quarantine: ['unknown-kind'] },
  },
  {
    no: 4,
    name: 'a confidence of 1.7, −1 or “高” is kept apart',
    sent: () => [{ items: [1.7, -1, '高'].map((confidence) => alert({ confidence })) }],
    answers: [
      {
        status: 422,
        refused: [
          [0, 'bad-item'],
          [1, 'bad-item'],
          [2, 'bad-item'],
        ],
      },
    ],
    effect: { events: 0, quarantine: ['bad-item'] },
  },
  {
    no: 5,
    name: 'an alert below the confidence of its kind is stored and sends nobody out',
    sent: () => [{ items: [alert({ confidence: 0.3 })] }],
    answers: [{ status: 202, accepted: 1 }],
    effect: { events: 1, incidents: 1, tasks: 0, flags: ['low-confidence', 'unregistered'] },
    also: async (city) => expect(await incidents(city)).toMatchObject([{ status: 'received' }]),
  },
  {
    no: 12,
    name: 'a box outside of the picture, negative or of no size is kept apart',
    sent: () => [
      {
        items: [
          [0.9, 0.1, 0.2, 0.2],
          [-0.1, 0, 0.2, 0.2],
          [0, 0, 0, 0.2],
          [0.1, 0.1, 0.2, 0.9],
        ].map((box) => alert({ box })),
      },
    ],
    answers: [
      {
        status: 202,
        accepted: 1,
        refused: [
          [0, 'bad-item'],
          [1, 'bad-item'],
          [2, 'bad-item'],
        ],
      },
    ],
    effect: { events: 1, quarantine: ['bad-item'] },
  },
  {
    no: 13,
    name: 'an unknown camera without a place waits for its registration, one that moved for its correction',
    before: (city) => city.register('camera', [{ id: 'k-moved' }]),
    sent: () => [
      { items: [alert({ cameraId: 'k-new', lng: undefined, lat: undefined })] },
      { items: [alert({ cameraId: 'k-moved', lat: here.lat + 0.0027 })] },
      { items: [alert({ cameraId: 'k-moved', lat: here.lat + 0.0005 })] },
      { items: [alert({ cameraId: 'k-other' })] },
    ],
    answers: [
      { status: 422, refused: [[0, 'unknown-device']] },
      { status: 422, refused: [[0, 'camera-moved']] },
      { status: 202, accepted: 1 },
      { status: 202, accepted: 1 },
    ],
    effect: {
      events: 2,
      incidents: 1,
      quarantine: ['camera-moved', 'unknown-device'],
      flags: ['unregistered'],
    },
    also: async (city) => {
      const sweep = await inTransaction(city.core.pool, '*', async (tx) => reconcile(tx, await cityNow(tx)));
      expect(sweep).toMatchObject({ cameras_moved: 1 });
      const moved = { id: 'k-moved', lat: here.lat + 0.0027 };
      expect(await city.register('camera', [{ id: 'k-new' }, moved])).toBe(2);
      expect(await city.effect()).toMatchObject({ events: 4, quarantine: [] });
      await city.core.merge();
    },
  },
  {
    no: 14,
    name: 'a clock eight hours ahead gets our time; eight hours late three times is learned, and put right from then on',
    sent: () => [{ items: [alert({ cameraId: 'k-fast', observedAt: minutesAgo(-eightHoursLate) })] }],
    answers: [{ status: 202, accepted: 1 }],
    effect: { events: 1, incidents: 1, tasks: 1, flags: ['clock-ahead', 'unregistered'] },
    also: async (city) => {
      const late = (): unknown => alert({ cameraId: 'k-late', observedAt: minutesAgo(eightHoursLate) });
      for (let i = 0; i < 4; i += 1) {
        await city.post({ items: [late()] }, 'camera');
        await aMinutePasses(city);
      }
      const rows = await city.core.rows(
        `select flags @> '{clock-doubt}' as doubt, flags @> '{clock-offset}' as learned,
                round(extract(epoch from accepted_at - observed_at) / 3600)::int as late
           from event where asset_id = 'k-late' order by id`,
      );
      const doubted = { doubt: true, learned: false, late: 8 };
      expect(rows).toEqual([doubted, doubted, doubted, { doubt: false, learned: true, late: 0 }]);
      await city.post({ items: [alert({ cameraId: 'k-late' })] }, 'camera');
      expect(await city.core.rows('select 1 from camera_clock')).toEqual([]);
      await city.core.merge();
    },
  },
  {
    no: 15,
    name: 'an alert from before its camera was installed is kept apart',
    before: (city) =>
      city.register('camera', [{ id: 'k-young', installedOn: minutesAgo(1440).slice(0, 10) }]),
    sent: () => [
      {
        items: [
          alert({ cameraId: 'k-young', observedAt: minutesAgo(4 * 1440) }),
          alert({ cameraId: 'k-young' }),
        ],
      },
    ],
    answers: [{ status: 202, accepted: 1, refused: [[0, 'before-install']] }],
    effect: { events: 1, quarantine: ['before-install'] },
  },
  {
    no: 16,
    name: 'the picture of a private zone is dropped, counted in the audit, and the alert kept',
    before: (city) => city.register('camera', [{ id: 'k-masked', masked: true }]),
    sent: () => [
      {
        items: [
          alert({ cameraId: 'k-masked', snapshotBase64: Buffer.from('picture').toString('base64') }),
          alert({ cameraId: 'k-masked', snapshotUrl: 'http://pictures.example/1.jpg' }),
          alert({ cameraId: 'k-masked' }),
        ],
      },
    ],
    answers: [{ status: 202, accepted: 3 }],
    effect: { events: 3, incidents: 1, tasks: 1, photos: 0, flags: ['masked'] },
    also: async (city) => {
      expect(await city.core.rows('select 1 from snapshot_fetch')).toEqual([]);
      expect(await city.core.rows("select target, detail from audit where action = 'camera.masked'")).toEqual(
        [{ target: 'camera/k-masked', detail: { pictures: 2 } }],
      );
    },
  },
  {
    no: 17,
    name: 'five hundred cameras that see dust in the rain open a hundred incidents; the doubtful rest waits for a person',
    sent: () => [
      {
        items: Array.from({ length: 500 }, (_, i) =>
          alert({
            cameraId: `storm-${i}`,
            kind: 'construction-dust',
            confidence: i < 499 ? 0.75 : 0.99,
            lng: 111.5 + (i % 25) * 0.04,
            lat: 22.9 + Math.floor(i / 25) * 0.04,
          }),
        ),
      },
    ],
    answers: [{ status: 202, accepted: 500 }],
    effect: { events: 500, incidents: 101, asked: 399, flags: ['storm', 'unregistered'] },
    also: async (city) => {
      const [row] = await city.core.rows<{ why: string }>(
        "select judged ->> 'why' as why from waiting limit 1",
      );
      expect(row!.why).toContain('一分钟内超过 100 起');
    },
  },
  {
    no: 18,
    name: 'an end without its start is kept as a closed record',
    sent: () => [{ items: [alert({ phase: 'end' })] }],
    answers: [{ status: 202, accepted: 1 }],
    effect: { events: 1, incidents: 1, tasks: 0 },
    also: async (city) => expect(await incidents(city)).toEqual([{ status: 'closed', events: 1 }]),
  },
  {
    no: 19,
    name: 'an end that arrives before its start leaves one closed record of both',
    sent: () => {
      const start = alert({ observedAt: minutesAgo(5) });
      return [{ items: [{ ...start, phase: 'end', observedAt: minutesAgo(2) }] }, { items: [start] }];
    },
    answers: [
      { status: 202, accepted: 1 },
      { status: 202, accepted: 1 },
    ],
    effect: { events: 2, incidents: 1, tasks: 0 },
    also: async (city) => expect(await incidents(city)).toEqual([{ status: 'closed', events: 2 }]),
  },
  {
    no: 20,
    name: 'a vendor that renames a field is kept apart and seen in the metrics; others go on; a replay waits for the fix',
    sent: () => {
      const renamed = Array.from({ length: 19 }, () => {
        const { cameraId, ...rest } = alert({ platformId: 'vendor-b' });
        return { ...rest, camera_id: cameraId };
      });
      return [{ items: [...renamed, alert()] }];
    },
    answers: [
      { status: 202, accepted: 1, refused: Array.from({ length: 19 }, (_, i) => [i, 'bad-item'] as const) },
    ],
    effect: { events: 1, incidents: 1, quarantine: ['bad-item'] },
    also: async (city) => {
      const metrics = await (await fetch(`${city.app.url}/metrics`)).text();
      const share = Number(/chengyun_ingest_refused_share\{source="camera"\} ([\d.e-]+)/.exec(metrics)?.[1]);
      expect(share).toBeGreaterThan(0.01);
      const [row] = await city.core.rows<{ id: number }>('select min(id) as id from quarantine');
      expect(await replay(city.app.parts, { id: row!.id }, 'test')).toEqual({ accepted: 0, refused: 1 });
      expect(await city.core.rows("select 1 from quarantine where state = 'open'")).toHaveLength(19);
    },
  },
];
