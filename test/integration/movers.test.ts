import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { decodeMovers, MoverItem } from '#contracts/movers.ts';
import type { Mover } from '#contracts/movers.ts';
import { attachLive } from '#server/live/attach.ts';
import { inSnapshot } from '#store/db.ts';
import { moversOfScope, moversSince } from '#store/movers.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { testSecrets } from '#test/support/chengyun.ts';
import { plansOf } from '#test/support/explain.ts';
import { actorOf, freshPool } from '#test/support/people.ts';
import { until, workOf } from '#test/support/test-parts.ts';

const plate = '粤H12345';
let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;
/** Two servers of one city. */
const servers: { server: http.Server; live: Awaited<ReturnType<typeof attachLive>> }[] = [];

beforeAll(async () => {
  city = await freshPool();
  app = await startApp(city.pool);
  for (let n = 0; n < 2; n += 1) {
    const server = http.createServer();
    const live = await attachLive(server, workOf(city.pool), async (_, token) =>
      actorOf('wall', token === undefined || token === 'city' ? {} : { districtCode: token }),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push({ server, live });
  }
});
afterAll(async () => {
  for (const { server, live } of servers) {
    await live.close();
    await new Promise((resolve) => server.close(resolve));
  }
  await app.close();
  await city.close();
});

type At = { id: string; lng: number; lat: number; agoS?: number; class?: string; courseDeg?: number };
async function send(kind: 'vessel' | 'vehicle', list: readonly At[]): Promise<void> {
  const positions = list.map(({ agoS = 0, ...one }) => ({
    ...one,
    observedAt: new Date(Date.now() - agoS * 1_000).toISOString(),
  }));
  const answer = await fetch(`${app.url}/api/ingest/${kind}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testSecrets.CHENGYUN_INGEST_TOKEN}`, 'content-type': 'application/json' }, // prettier-ignore
    body: JSON.stringify({ positions }),
  });
  expect(await answer.json()).toMatchObject({ accepted: list.length });
}

/** A screen that notes where each object was last, and what it was sent, letter by letter. */
function openScreen(server: number, token = 'city', view = 'wall') {
  const { port } = servers[server]!.server.address() as AddressInfo;
  const movers = new Map<number, Mover>();
  const heard: string[] = [];
  let blocks = 0;
  const note = (block?: ArrayBuffer): void => {
    if (!block) return;
    blocks += 1;
    const bytes = new Uint8Array(block).slice();
    heard.push(Buffer.from(bytes).toString('latin1'));
    for (const one of decodeMovers(bytes.buffer)) movers.set(one.no, one);
  };
  const socket = io(`http://127.0.0.1:${port}/live`, { transports: ['websocket'], forceNew: true, auth: { token } }); // prettier-ignore
  socket.on('connect', () => socket.emit('hello', { epoch: null, lastNo: 0, view }));
  let pictures = 0;
  const take = (message: { movers?: ArrayBuffer }): void => {
    heard.push(JSON.stringify(message));
    note(message.movers);
  };
  socket.on('snapshot', (message: { movers: ArrayBuffer }) => {
    pictures += 1;
    take(message);
  });
  socket.on('frame', take);
  const list = (): Mover[] => [...movers.values()].sort((a, b) => a.no - b.no);
  return { list, heard: () => heard.join(), blocks: () => blocks, pictures: () => pictures, close: () => socket.disconnect() }; // prettier-ignore
}

test("what the doors accept is in the next frame of every server, in the snapshot, and in no desk's feed", async () => {
  const [first, other, desk] = [openScreen(0), openScreen(1), openScreen(0, 'city', 'desk')];
  await until('the pictures', () => [first, other, desk].every((one) => one.pictures() > 0));
  await send('vessel', [{ id: '413000001', lng: 112.461, lat: 23.04, class: 'tanker', courseDeg: 93.4 }]);
  await send('vehicle', [{ id: plate, lng: 112.47, lat: 23.05, class: 'hazmat' }, { id: 'B', lng: 112.48, lat: 23.06 }]); // prettier-ignore
  await until('all have moved', () => first.list().length === 3 && other.list().length === 3);
  expect(first.list()).toMatchObject([
    { no: 1, class: 'tanker', lng: 112.461, lat: 23.04, courseDeg: 93.4, speedKmh: null },
    { no: 2, class: 'vehicle', lng: 112.48, lat: 23.06 },
    { no: 3, class: 'hazmat', lng: 112.47, lat: 23.05, courseDeg: null },
  ]);
  expect(other.list()).toEqual(first.list());

  // Only who has spoken comes again, and a known object draws no new number.
  const before = first.blocks();
  await send('vessel', [{ id: '413000001', lng: 112.5, lat: 23.04 }]);
  await send('vehicle', [{ id: 'C', lng: 112.49, lat: 23.07, class: 'coach' }]);
  await until('the newest', () => first.list()[0]?.lng === 112.5 && first.list().length === 4);
  expect(first.blocks() - before).toBeLessThanOrEqual(2);
  expect(first.list()[3]).toMatchObject({ no: 4, class: 'coach' });
  const late = openScreen(1);
  await until('a late picture', () => late.list().length === 4);
  expect(late.list()).toEqual(first.list());
  expect(desk.list()).toEqual([]);
  for (const one of [first, other, desk, late]) {
    expect(one.heard()).not.toContain('12345');
    one.close();
  }
});

test('who was silent too long is in no frame and no picture: a vehicle ten minutes, a vessel thirty', async () => {
  await send('vessel', [{ id: 'v-20', lng: 112.4, lat: 23.04, agoS: 20 * 60 }, { id: 'v-31', lng: 112.4, lat: 23.04, agoS: 31 * 60 }]); // prettier-ignore
  await send('vehicle', [{ id: 'c-9', lng: 112.4, lat: 23.04, agoS: 9 * 60 }, { id: 'c-11', lng: 112.4, lat: 23.04, agoS: 11 * 60 }]); // prettier-ignore
  const screen = openScreen(0);
  await until('the picture', () => screen.list().length >= 6);
  await send('vehicle', [{ id: 'B', lng: 112.481, lat: 23.06 }]);
  await until('the frame', () => screen.list().some(({ lng }) => lng === 112.481));
  expect(screen.list().map(({ no }) => no)).toEqual([1, 2, 3, 4, 5, 8]);
  screen.close();
});

test('the list names classes and numbers; of vehicles never the plate', async () => {
  const cookie = await cookieOf(city.pool, 'wall');
  const text = await (await fetch(`${app.url}/api/map/movers`, { headers: { cookie } })).text();
  const list = z.array(MoverItem).parse(JSON.parse(text));
  expect([list[0], list[2]]).toEqual([
    { no: 1, class: 'tanker', id: '413000001', name: '液货船 413000001' },
    { no: 3, class: 'hazmat', id: null, name: '危化品车 3' },
  ]);
  expect(list.map(({ no }) => no)).toEqual([1, 2, 3, 4, 5, 8]);
  expect(text).not.toContain('12345');
});

test('a screen of one district sees who is in it, from the first picture on', async () => {
  // 高要 lies to the west of 端州.
  await send('vessel', [{ id: 'far', lng: 112.2, lat: 23.0 }]);
  const [all, here] = [openScreen(0), openScreen(0, '441202')];
  await until('both pictures', () => all.list().length === 7 && here.list().length > 0);
  const far = all.list().find(({ lng }) => lng === 112.2)!;
  expect(here.list().length).toBeLessThan(7);
  expect(here.list().map(({ no }) => no)).not.toContain(far.no);
  // Who comes in is heard there after the next look at who is where.
  let step = 0;
  const comes = async (): Promise<boolean> => {
    await send('vessel', [{ id: 'far', lng: 112.201, lat: 23.0 }, { id: '413000001', lng: 112.462, lat: 23.05 + (step += 1) / 10_000 }]); // prettier-ignore
    await new Promise((resolve) => setTimeout(resolve, 300));
    return here.list().some(({ lng }) => lng === 112.462);
  };
  await until('the frame', comes, 20_000);
  expect(here.list().map(({ no }) => no)).not.toContain(far.no);
  all.close();
  here.close();
});

test('what has moved is found by its index, in proportion to it, among however many stand', async () => {
  await city.asOwner(
    `insert into mover (kind, id, no, observed_at, geom)
     select 'vehicle', 'x' || n, nextval('mover_no'), city_now(), st_setsrid(st_makepoint(112.4, 23), 4326)
       from generate_series(1, 20000) n; analyze mover`,
  );
  const { horizon } = await moversSince(city.pool, null, new Date());
  await send('vehicle', [{ id: 'x7', lng: 112.41, lat: 23.05 }]);
  await inSnapshot(city.pool, '*', async (tx) => {
    const [plan = ''] = await plansOf(tx, (db) => moversSince(db as typeof tx, horizon, new Date()), { analyze: true }); // prettier-ignore
    expect(plan).toMatch(/mover_touched/u);
    expect(plan).not.toMatch(/Seq Scan/u);
    expect(Number(/mover_touched.*?rows=\d+.*?actual time=\S+ rows=(\d+)/su.exec(plan)?.[1])).toBeLessThan(
      10,
    );
  });
  // The same of an earlier day: hundreds of thousands may stand in the table, the picture is found by its time.
  await city.asOwner("update mover set observed_at = observed_at - interval '1 day' where id like 'x%'"); // prettier-ignore
  await city.asOwner('vacuum analyze mover');
  await inSnapshot(city.pool, '*', async (tx) => {
    const plans = await plansOf(tx, async (db) => {
      await moversSince(db as typeof tx, null, new Date());
      await moversOfScope(db as typeof tx, new Date());
    });
    expect(plans).toHaveLength(2);
    for (const plan of plans) expect(plan).toMatch(/mover_heard/u);
  });
});
