import sharp from 'sharp';
import { expect } from 'vitest';
import type { BadInput, City } from '#test/support/bad-input.ts';
import { alert } from '#test/support/core.ts';
import { startPictureServer } from '#test/support/picture-server.ts';
import type { PictureServer } from '#test/support/picture-server.ts';
import { bomb } from '#test/support/png-bomb.ts';
import { cleanPhotos } from '#workers/photo/clean-photos.ts';
import { fetchBytes } from '#workers/snapshot/fetch-bytes.ts';
import { fetchDueSnapshots } from '#workers/snapshot/fetch-due.ts';
import { approvedBy } from '#workers/snapshot/reach.ts';

const jpeg = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#336699' } })
  .jpeg()
  .toBuffer();
const pictures: PictureServer = await startPictureServer(jpeg);
export const closePictures = pictures.close;

const stopping = new AbortController().signal;
const approve = (city: City, ...hosts: string[]): Promise<unknown> =>
  city.core.pool.query("insert into snapshot_host select unnest($1::text[]), 'test', city_now()", [hosts]);
const fetchDue = (city: City): Promise<number> => fetchDueSnapshots({ pool: city.core.pool, stopping });
const fetches = (city: City): Promise<Record<string, unknown>[]> =>
  city.core.rows('select state, tries, note from snapshot_fetch order by event_id');
const photos = (city: City): Promise<Record<string, unknown>[]> => city.core.rows('select state from photo');
const one = { status: 202, accepted: 1 };

/** Camera alerts 6 to 11: the alert is always kept, whatever its picture is. */
export const pictureInputs: BadInput[] = [
  {
    no: 6,
    name: 'a dead picture address is tried six times with growing pauses and given up; the alert has its task',
    before: (city) => approve(city, '127.0.0.1'),
    sent: () => [{ items: [alert({ snapshotUrl: pictures.url('/gone') })] }],
    answers: [one],
    effect: { events: 1, incidents: 1, tasks: 1, photos: 0 },
    also: async (city) => {
      const pauses: number[] = [];
      const before = pictures.asked.length;
      while ((await fetchDue(city)) > 0) {
        const [row] = await city.core.rows<{ seconds: number }>(
          'select extract(epoch from not_before - city_now())::float8 as seconds from snapshot_fetch',
        );
        pauses.push(row!.seconds);
        expect(await fetchDue(city)).toBe(0);
        await city.core.pool.query("update snapshot_fetch set not_before = '-infinity'");
      }
      expect(pictures.asked.slice(before)).toEqual(Array.from({ length: 6 }, () => '/gone'));
      expect(await fetches(city)).toEqual([{ state: 'dead', tries: 6, note: '对方答复 404' }]);
      expect(pauses.slice(0, 5)).toEqual([...pauses.slice(0, 5)].sort((a, b) => a - b));
      expect(pauses[4]).toBeGreaterThan(100 * pauses[0]!);
    },
  },
  {
    no: 7,
    name: 'a picture address of the inside is refused, also behind an approved name; the alerts are kept',
    before: (city) => approve(city, 'localhost', '169.254.169.254', '[::ffff:7f00:1]', 'pictures.example'),
    sent: () => [
      {
        items: [
          'http://169.254.169.254/latest/meta-data/',
          `http://localhost:${pictures.host.split(':')[1]}/good`,
          pictures.url('/good'),
          `http://${(127 * 2 ** 24 + 1).toString()}:${pictures.host.split(':')[1]}/good`,
          'http://[::ffff:127.0.0.1]/good',
          'http://10.0.0.7/good.jpg',
          'gopher://pictures.example/1',
          'file:///etc/passwd',
          'http://user:word@pictures.example/1.jpg',
          'no address at all',
        ].map((snapshotUrl) => alert({ snapshotUrl })),
      },
    ],
    answers: [{ status: 202, accepted: 10 }],
    effect: { events: 10, incidents: 1, tasks: 1, photos: 0 },
    also: async (city) => {
      const before = pictures.asked.length;
      await fetchDue(city);
      expect((await fetches(city)).map((row) => row['state'])).toEqual(
        Array.from({ length: 10 }, () => 'refused'),
      );
      expect(pictures.asked).toHaveLength(before);
    },
  },
  {
    no: 8,
    name: 'a picture without end is cut at 5 MB, a slow one at its time; an ordinary one arrives once and is cleaned',
    before: (city) => approve(city, pictures.host, '127.0.0.1'),
    sent: () => [
      {
        items: [
          alert({ snapshotUrl: pictures.url('/endless') }),
          alert({ snapshotUrl: pictures.url('/good') }),
        ],
      },
    ],
    answers: [{ status: 202, accepted: 2 }],
    effect: { events: 2, incidents: 1, tasks: 1 },
    also: async (city) => {
      await fetchDue(city);
      expect(await fetches(city)).toEqual([
        { state: 'dead', tries: 1, note: '图片超过 5 MB' },
        { state: 'done', tries: 1, note: null },
      ]);
      await cleanPhotos(city.core.pool);
      expect(await photos(city)).toEqual([{ state: 'clean' }]);
      const approved = approvedBy(['127.0.0.1'], 'test');
      const slow = await fetchBytes(pictures.url('/drip'), approved, { ms: 300, bytes: 1_000_000, stopping });
      expect(slow).toEqual({ kind: 'again', reason: '0.3 秒内未取完' });
      const sent = await fetchBytes(pictures.url('/redirect'), approved, {
        ms: 5_000,
        bytes: 1_000_000,
        stopping,
      });
      expect(sent.kind).toBe('dead');
    },
  },
  {
    no: 9,
    name: 'a sign-in page called jpg is found to be no picture; the alert is kept',
    before: (city) => approve(city, '127.0.0.1'),
    sent: () => [
      { items: [alert({ snapshotUrl: pictures.url('/html') })] },
      { items: [alert({ snapshotBase64: Buffer.from('<html>404</html>').toString('base64') })] },
    ],
    answers: [one, one],
    effect: { events: 2, incidents: 1, tasks: 1, photos: 1 },
    also: async (city) => {
      await fetchDue(city);
      await cleanPhotos(city.core.pool);
      expect(await photos(city)).toEqual([{ state: 'bad' }, { state: 'bad' }]);
    },
  },
  {
    no: 10,
    name: 'a decompression bomb is found bad in a process of its own',
    sent: () => [{ items: [alert({ snapshotBase64: bomb(30_000).toString('base64') })] }],
    answers: [one],
    effect: { events: 1, incidents: 1, tasks: 1, photos: 1 },
    also: async (city) => {
      await cleanPhotos(city.core.pool);
      expect(await photos(city)).toEqual([{ state: 'bad' }]);
    },
  },
  {
    no: 11,
    name: 'broken base64 costs the picture, not the alert',
    sent: () => [{ items: [alert({ snapshotBase64: '%%%not base64%%%' })] }],
    answers: [one],
    effect: { events: 1, incidents: 1, tasks: 1, photos: 0, flags: ['bad-photo', 'unregistered'] },
  },
];
