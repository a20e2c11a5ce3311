import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#contracts/people.ts';
import { attachLive } from '#server/live/attach.ts';
import { decodeReadings, makeDifference } from '#server/live/readings.ts';
import { inTransaction } from '#store/db.ts';
import { latestSince } from '#store/feed.ts';
import { insert } from '#store/readings.ts';
import { upsertSensors } from '#store/registry.ts';
import { freshPool } from '#test/support/people.ts';
import { until, workOf } from '#test/support/test-parts.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
const server = http.createServer();
let live: Awaited<ReturnType<typeof attachLive>>;

const wallOf = (districtCode: string | null): Actor => ({
  username: `wall-${districtCode}`,
  name: '大屏',
  roles: ['wall'],
  unitCode: null,
  districtCode,
});

beforeAll(async () => {
  city = await freshPool();
  live = await attachLive(server, workOf(city.pool), async (_, token) =>
    wallOf(token === 'city' ? null : (token ?? null)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await live.close();
  await new Promise((resolve) => server.close(resolve));
  await city.close();
});

const register = (id: string, districtCode: string): Promise<unknown> =>
  inTransaction(city.pool, '*', (tx) =>
    upsertSensors(
      tx,
      [{ id, name: id, kind: 'road-depth', lng: 112.46, lat: 23.05, districtCode, departmentCode: null, groupCode: '', metrics: ['depth_m'] }], // prettier-ignore
      new Date(),
    ),
  );
const read = (value: number): Promise<void> =>
  city.asOwner(
    `insert into latest (series_no, observed_at, value, received_at) select no, now(), ${value}, now() from series
       on conflict (series_no) do update set value = excluded.value`,
  );

/** A wall that notes the newest value of each series, by number. */
function openWall(token: string) {
  const values = new Map<number, number>();
  const note = (block?: ArrayBuffer | Uint8Array): void => {
    if (block === undefined) return;
    const bytes = new Uint8Array(block as ArrayBuffer).slice();
    for (const { no, value } of decodeReadings(bytes.buffer)) values.set(no, value);
  };
  const socket = io(`http://127.0.0.1:${(server.address() as AddressInfo).port}/live`, {
    transports: ['websocket'],
    forceNew: true,
    auth: { token },
  });
  let nos = 0;
  socket.on('connect', () => socket.emit('hello', { epoch: null, lastNo: 0, view: 'wall' }));
  socket.on('snapshot', ({ readings }: { readings: ArrayBuffer }) => note(readings));
  socket.on('frame', ({ readings }: { readings?: ArrayBuffer }) => {
    nos += 1;
    note(readings);
  });
  return { values, frames: () => nos, close: () => socket.disconnect() };
}

test('readings reach the screens of their own district alone, from the first picture on', async () => {
  await register('here', '441202');
  await register('there', '441203');
  await read(0.25);
  const [all, here] = [openWall('city'), openWall('441202')];
  const known = (wall: typeof all): string => [...wall.values].map(([no, value]) => `${no}=${value}`).join();
  await until('both pictures', () => known(all) === '1=0.25,2=0.25' && known(here) === '1=0.25');

  await read(0.5);
  await until('both frames', () => known(all) === '1=0.5,2=0.5' && known(here) === '1=0.5');

  // A sensor that moves to the district is heard there, after the next look at the registry.
  await register('there', '441202');
  let value = 1;
  await until(
    'the moved sensor',
    async () => {
      await read((value += 1));
      await new Promise((resolve) => setTimeout(resolve, 300));
      return here.values.has(2);
    },
    20_000,
  );
  all.close();
  here.close();
}, 60_000);

test('a value that has been away between two looks of the publisher is told again; one that stays is not', async () => {
  await register('swinging', '441202');
  const { rows } = await city.pool.query<{ no: number }>(
    `select no from series where device_id = 'swinging'`,
  );
  const { no } = rows[0]!;
  const report = (second: number, value: number): Promise<unknown> =>
    inTransaction(city.pool, '*', (tx) =>
      insert(
        tx,
        { seriesNo: [no], observedMs: [Date.now() + second * 1000], seq: [second], value: [value], flag: [null] }, // prettier-ignore
        [],
        new Date(),
      ),
    );
  const changed = makeDifference();
  const look = async (): Promise<number[]> =>
    changed((await latestSince(city.pool, null)).values)
      .filter((one) => one.no === no)
      .map(({ value }) => value);
  await report(1, 0.5);
  expect(await look()).toEqual([0.5]);
  await report(2, 0.5);
  await report(3, 0.5);
  expect(await look()).toEqual([]);
  await report(4, 0.75);
  await report(5, 0.5);
  expect(await look()).toEqual([0.5]);
});
