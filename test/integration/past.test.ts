import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PastAnswer, PastNext, PastSpan } from '#contracts/past.ts';
import type { PastMoment } from '#contracts/past.ts';
import type { Actor } from '#contracts/people.ts';
import { keepPast } from '#server/live/keep-past.ts';
import { unpackFrames, unpackPicture } from '#server/live/past.ts';
import { viewOf } from '#server/live/picture.ts';
import { readMoment } from '#server/live/read-past.ts';
import { inSnapshot, inTransaction } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import { renewEpoch } from '#store/frames.ts';
import { pastAt, pastFrom } from '#store/past.ts';
import { insert as insertPositions } from '#store/positions.ts';
import { upsertSensors } from '#store/registry.ts';
import { dropExpired, makePartitions } from '#store/upkeep.ts';
import { emptyFold, foldFrame, foldSnapshot } from '../../client/shared/live-fold.ts';
import { noMovers } from '../../client/shared/mover-fold.ts';
import { frameOf, snapshotOf } from '../../client/shared/past-fold.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { plansOf } from '#test/support/explain.ts';
import { startLiveServer } from '#test/support/live-server.ts';
import type { LiveServer } from '#test/support/live-server.ts';
import { actorOf, freshPool } from '#test/support/people.ts';
import { addIncident, moveIncident } from '#test/support/rows.ts';
import { noteMovers, noteReadings, stateHash } from '#test/support/state-hash.ts';
import type { Known } from '#test/support/state-hash.ts';
import { referenceOf, until } from '#test/support/test-parts.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
let server: LiveServer;
let app: TestApp;
const wall: Actor = actorOf('wall');
const reference = referenceOf();
/** What the wall knew after each frame, as it was told live. */
const told: { at: string; no: number; hash: string }[] = [];
const screen: Known = { fold: emptyFold(), values: new Map(), movers: noMovers() };

function watchLive(port: number): () => void {
  const socket = io(`http://127.0.0.1:${port}/live`, { transports: ['websocket'], auth: { token: 'wall' } });
  socket.on('connect', () => socket.emit('hello', { epoch: null, lastNo: 0, view: 'wall' }));
  socket.on('snapshot', (snapshot) => {
    foldSnapshot(screen.fold, snapshot);
    noteReadings(screen, snapshot.readings);
    noteMovers(screen, snapshot.movers);
  });
  socket.on('frame', (frame) => {
    foldFrame(screen.fold, frame);
    noteReadings(screen, frame.readings);
    noteMovers(screen, frame.movers);
    told.push({ at: frame.at, no: frame.no, hash: stateHash(screen) });
  });
  return () => void socket.disconnect();
}

const read = (no: number, value: number): Promise<void> =>
  city.asOwner(`insert into latest (series_no, observed_at, value, received_at) select no, now(), ${value}, now() from series
      where no = ${no} on conflict (series_no) do update set value = excluded.value`);
const move = (n: number): Promise<number[]> =>
  inTransaction(
    city.pool,
    '*',
    (tx, now) =>
    insertPositions(tx, n % 2 === 0 ? 'vessel' : 'vehicle', [{ id: `m${n % 4}`, observed_at: now.toISOString(), lng: 112.4 + n / 1_000, lat: 23, speed_kmh: n, course_deg: n, class: 'hazmat', detail: {} }], now), // prettier-ignore
  );
const moves = ["wall = 'never', title = '欠薪讨要'", "wall = 'town', title = '道路积水'", "wall = 'point', title = '道路积水'", "status = 'rejected', title = '道路积水'", "severity = 1, title = '道路积水'", "unit_code = 'u1', wall = 'point', title = '道路积水'"]; // prettier-ignore

/** A city in which something happens in every frame; its past is cut where chance has it. */
async function live(turns: number): Promise<void> {
  const ids: number[] = [];
  let moved = 0;
  for (let n = 0; n < turns; n += 1) {
    const before = told.length;
    if (n % 3 === 0 || ids.length === 0) ids.push(await addIncident(city.pool));
    else await moveIncident(city.pool, ids[moved % ids.length]!, moves[moved++ % moves.length]!);
    if (n % 4 === 1) await read(1 + (n % 2), n / 10);
    if (n % 3 === 1) await move(n);
    await until('a frame', () => told.length > before);
    if (n % 7 === 3) await keepPast(city.pool, reference, 0);
  }
}

let leave: () => void;
beforeAll(async () => {
  city = await freshPool();
  await addIncident(city.pool, { wall: 'never', title: '举报信' });
  await inTransaction(city.pool, '*', (tx) =>
    upsertSensors(
      tx,
      ['s1', 's2'].map((id, n) => ({ id, name: id, kind: 'road-depth', lng: 112.46, lat: 23.05, districtCode: n === 0 ? '441202' : '441204', departmentCode: null, groupCode: '', metrics: ['depth_m'] })), // prettier-ignore
      new Date(),
    ),
  );
  server = await startLiveServer(city.pool, () => wall);
  leave = watchLive(server.port);
  await until('the picture', () => screen.fold.epoch !== null);
  await keepPast(city.pool, reference);
  await live(45);
  app = await startApp(city.pool);
});
afterAll(async () => {
  leave();
  await app.close();
  await server.close();
  await city.close();
});

const askAs = async (cookie: string, address: string, query: Record<string, string>): Promise<Response> =>
  fetch(`${app.url}${address}?${new URLSearchParams(query).toString()}`, { headers: { cookie } });

/** The past at an instant as a page folds it: the picture, and the frames until then. */
function replay({ picture, segment }: PastMoment, at: string): Known {
  const known: Known = { fold: emptyFold(), values: new Map(), movers: noMovers() };
  const snapshot = snapshotOf(picture);
  foldSnapshot(known.fold, snapshot);
  noteReadings(known, snapshot.readings);
  noteMovers(known, snapshot.movers);
  for (const one of segment.frames) {
    if (one.at > at) break;
    const frame = frameOf(segment.epoch, one);
    expect(foldFrame(known.fold, frame).ask).toBe(false);
    noteReadings(known, frame.readings);
    noteMovers(known, frame.movers);
  }
  return known;
}
const momentAs = async (cookie: string, at: string): Promise<PastMoment> => {
  const answer = await askAs(cookie, '/api/past/moment', { at });
  expect(answer.status).toBe(200);
  return PastAnswer.parse(await answer.json()).moment!;
};

test('at every frame of a live wall the replayed state has the hash that the live one had', async () => {
  const cookie = await cookieOf(city.pool, 'wall');
  const since = PastSpan.parse(await (await askAs(cookie, '/api/past', {})).json()).first!;
  const seen = told.filter(({ at }) => at > since);
  expect(seen.length).toBeGreaterThan(40);
  expect(new Set(seen.map(({ hash }) => hash)).size).toBeGreaterThan(35);
  for (const { at, hash, no } of seen) {
    const known = replay(await momentAs(cookie, at), at);
    expect(known.fold.no).toBe(no);
    expect(stateHash(known)).toBe(hash);
  }
});

test('playing on from the first picture misses no number and ends at the live hash', async () => {
  const cookie = await cookieOf(city.pool, 'wall', { username: 'player' });
  const { first } = PastSpan.parse(await (await askAs(cookie, '/api/past', {})).json());
  const moment = await momentAs(cookie, first!);
  const known = replay(moment, '9');
  let segment = moment.segment;
  let segments = 1;
  for (; !segment.open; segments += 1) {
    const answer = await askAs(cookie, '/api/past/next', { at: segment.until, no: String(segment.lastNo) });
    segment = PastNext.parse(await answer.json()).segment!;
    for (const one of segment.frames) {
      const frame = frameOf(segment.epoch, one);
      expect(foldFrame(known.fold, frame).ask).toBe(false);
      noteReadings(known, frame.readings);
      noteMovers(known, frame.movers);
    }
  }
  expect(segments).toBeGreaterThan(4);
  expect(stateHash(known)).toBe(stateHash(screen));
});

test('a seek is one row: one statement, by the index, at whatever instant of however many days', async () => {
  const asked: string[] = [];
  const counting = {
    connect: async () => {
      const client = await city.pool.connect();
      const query = ((sql: string, args?: unknown[]) => {
        asked.push(sql);
        return client.query(sql, args);
      }) as Db['query'];
      return { query, release: (broken?: boolean) => client.release(broken) };
    },
  } as unknown as Pool;
  const middle = told[20]!.at;
  await readMoment(counting, viewOf(wall, 'wall'), new Date(middle));
  expect(asked.filter((sql) => /\bfrom\b/u.test(sql))).toHaveLength(1);

  await inSnapshot(city.pool, '*', async (tx) => {
    const plans = await plansOf(tx, async (db) => {
      await pastAt(db as Db, new Date(middle));
      await pastFrom(db as Db, new Date(middle), 0);
    }, { analyze: true }); // prettier-ignore
    expect(plans).toHaveLength(2);
    for (const plan of plans) {
      expect(plan).toMatch(/Index Scan/u);
      expect(plan).not.toMatch(/Seq Scan|Sort/u);
      // Days that do not matter are not opened.
      expect(plan.match(/actual time/gu)!.length).toBeLessThanOrEqual(4);
    }
  });
});

test('nothing that a wall must not show is written, and a district sees its own alone', async () => {
  const { rows } = await city.pool.query<{ picture: Buffer; frames: Buffer | null }>('select picture, frames from past'); // prettier-ignore
  let left = 0;
  for (const { picture, frames } of rows) {
    const kept = [...(await unpackPicture(picture)).rows.values()];
    expect(kept.filter(({ seen }) => seen.wall === 'never')).toEqual([]);
    for (const frame of frames ? await unpackFrames(frames) : []) kept.push(...frame.rows);
    expect(JSON.stringify(kept)).not.toMatch(/欠薪讨要|举报信/u);
    for (const { row, seen } of kept) {
      if (seen.wall !== 'point') expect([row.lng, row.lat, row.address]).toEqual([null, null, null]);
      left += Number(seen.wall === 'never');
    }
  }
  expect(left).toBeGreaterThan(0);
  const there = await cookieOf(city.pool, 'wall', { username: 'gaoyao', districtCode: '441204' });
  const { picture, segment } = await momentAs(there, told[30]!.at);
  expect([...picture.rows, ...segment.frames.flatMap(({ upserts }) => upserts)]).toEqual([]);
  const known = replay({ picture, segment }, '9');
  expect([...known.values.keys()]).toEqual([2]);
});

test('while nothing happens nothing is written', async () => {
  while (await keepPast(city.pool, reference, 0));
  const count = async () => (await city.pool.query<{ n: number }>('select count(*) as n from past')).rows[0]!.n; // prettier-ignore
  const before = await count();
  for (let n = 0; n < 3; n += 1) expect(await keepPast(city.pool, reference, 0)).toBe(false);
  expect(await count()).toBe(before);
});

test('what was never kept is said: before the first picture, and after an epoch was lost', async () => {
  const cookie = await cookieOf(city.pool, 'wall', { username: 'early' });
  const early = await askAs(cookie, '/api/past/moment', { at: '2020-01-01T00:00:00Z' });
  expect(await early.json()).toEqual({ moment: null });
  expect((await askAs(cookie, '/api/past/moment', { at: 'yesterday' })).status).toBe(422);
  const before = (await momentAs(cookie, new Date().toISOString())).segment;
  expect(before.open).toBe(true);
  await renewEpoch(city.pool);
  await until('a new epoch', () => keepPast(city.pool, reference));
  const moment = await momentAs(cookie, new Date(Date.parse(before.until) + 1).toISOString());
  expect(moment.segment).toMatchObject({ open: false, until: before.from, frames: [] });
  const answer = await askAs(cookie, '/api/past/next', { at: moment.segment.until, no: String(moment.segment.lastNo) }); // prettier-ignore
  const { segment, resumes } = PastNext.parse(await answer.json());
  expect(segment).toBeNull();
  expect(resumes! > before.from).toBe(true);
});

test('the past is kept 90 days and dropped by days', async () => {
  const dayMs = 86_400_000;
  const now = new Date();
  const days = [89, 92].map((back) => new Date(now.getTime() - back * dayMs));
  for (const at of days) {
    await makePartitions(city.pool, at, 1);
    await city.pool.query("insert into past (at, no, epoch, picture) values ($1, 0, 'old', 'x')", [at]);
  }
  await dropExpired(city.pool, now);
  const { rows } = await city.pool.query<{ at: Date }>("select at from past where epoch = 'old'");
  expect(rows.map(({ at }) => at)).toEqual([days[0]]);
});
