import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { Actor } from '#contracts/people.ts';
import type { ClientToServer, Frame, Hello, ServerToClient } from '#contracts/live.ts';
import { makePool } from '#store/db.ts';
import { readHead } from '#store/feed.ts';
import { emptyFold, foldBeat, foldFrame, foldSnapshot } from '../../client/shared/live-fold.ts';
import type { Fold } from '../../client/shared/live-fold.ts';
import { startLiveServer } from '#test/support/live-server.ts';
import type { LiveServer } from '#test/support/live-server.ts';
import { addIncident, addTask, moveIncident } from '#test/support/rows.ts';
import { freshDatabase } from '#test/support/stack.ts';
import { withClient } from '#test/support/template.ts';
import { until } from '#test/support/test-parts.ts';

const database = await freshDatabase();
const pool = makePool(database.url, 12, 'test');

/** Who holds which token now; a test may sign somebody out or give another role. */
const people = new Map<string, Actor>();
const person = (token: string, role: Actor['roles'][number], unitCode: string | null = null): void => {
  people.set(token, { username: token, name: token, roles: [role], unitCode, districtCode: null });
};
person('wall', 'wall');
person('desk', 'dispatcher');
person('clerk', 'unit-clerk', 'u1');
person('admin', 'system-admin');

const startServer = (): Promise<LiveServer> =>
  startLiveServer(pool, (token) => {
    if (token === 'while-away') throw new Error('the database is away');
    return people.get(token);
  });
const first = await startServer();
const second = await startServer();
afterAll(async () => {
  await first.close();
  await second.close();
  await pool.end();
  await database.close();
});

type Screen = {
  fold: Fold;
  nos: number[];
  frames: Frame[];
  said: string[];
  socket: Socket<ServerToClient, ClientToServer>;
  refused: () => string | null;
};
const screens: Screen[] = [];
afterEach(() => screens.splice(0).forEach(({ socket }) => socket.disconnect()));

/** A screen as the pages fold it; goes on from `known` when given. */
function openScreen(token: string, view: Hello['view'], server = first, known?: Fold): Screen {
  const socket: Socket<ServerToClient, ClientToServer> = io(`http://127.0.0.1:${server.port}/live`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { token },
  });
  const fold = known ?? emptyFold();
  let refusal: string | null = null;
  const screen: Screen = { fold, nos: [], frames: [], said: [], socket, refused: () => refusal };
  const hello = (): unknown => socket.emit('hello', { epoch: fold.epoch, lastNo: fold.no, view });
  socket.on('connect', hello);
  socket.on('connect_error', (error) => (refusal = error.message));
  socket.on('resume', ({ fromNo }) => screen.said.push(`resume ${fromNo}`));
  socket.on('snapshot', (snapshot) => {
    screen.said.push('snapshot');
    foldSnapshot(fold, snapshot);
  });
  socket.on('frame', (frame) => {
    screen.nos.push(frame.no);
    screen.frames.push(frame);
    if (foldFrame(fold, frame).ask) hello();
  });
  socket.on('beat', (beat) => {
    screen.said.push('beat');
    if (foldBeat(fold, beat).ask) hello();
  });
  socket.on('nudge', (what) => screen.said.push(`nudge ${what}`));
  socket.on('disconnect', () => screen.said.push('gone'));
  screens.push(screen);
  return screen;
}
const standing = (screen: Screen): Promise<void> => until('the picture', () => screen.fold.epoch !== null);
const ids = ({ fold }: Screen): number[] => [...fold.rows.keys()].sort((a, b) => a - b);

test('a snapshot, then every number without a gap, and beats that name the head', async () => {
  const before = await addIncident(pool);
  const screen = openScreen('desk', 'desk');
  await standing(screen);
  await until('the row from before', () => screen.fold.rows.has(before));
  const made: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    made.push(await addIncident(pool));
    await new Promise((resolve) => setTimeout(resolve, 130));
  }
  await until('all rows', () => made.every((id) => screen.fold.rows.has(id)));
  expect(screen.nos).toEqual(screen.nos.map((_, i) => screen.nos[0]! + i));
  await until('a beat', () => screen.said.includes('beat'));
  expect(screen.fold.no).toBe((await readHead(pool)).head);
});

test('who comes back goes on where it stopped, even at another server', async () => {
  const screen = openScreen('desk', 'desk');
  await standing(screen);
  screen.socket.disconnect();
  const missed = await addIncident(pool);
  await until('published', async () => (await readHead(pool)).head > screen.fold.no);
  const again = openScreen('desk', 'desk', second, screen.fold);
  await until('the missed row', () => again.fold.rows.has(missed));
  expect(again.said[0]).toMatch(/^resume/);
  expect(again.said).not.toContain('snapshot');
});

test('a number or an epoch that is not at hand gets a whole picture', async () => {
  const strange = { ...emptyFold(), epoch: 'another', no: 7 };
  const screen = openScreen('desk', 'desk', first, strange);
  await until('snapshot', () => screen.said.includes('snapshot'));
  expect(screen.fold.epoch).not.toBe('another');
});

test('a unit sees its own incidents only, and one that goes to another unit is taken away', async () => {
  const own = await addIncident(pool, { unit: 'u1' });
  const other = await addIncident(pool, { unit: 'u2' });
  const helped = await addIncident(pool, { unit: 'u2' });
  await withClient(database.url, async (owner) => {
    await owner.query("set app.scope = '*'");
    await addTask(owner, helped, 'u1');
  });
  await moveIncident(pool, helped, 'severity = 2');
  const screen = openScreen('clerk', 'field');
  await standing(screen);
  await until('own and helped', () => screen.fold.rows.has(own) && screen.fold.rows.has(helped));
  expect(ids(screen)).not.toContain(other);
  await moveIncident(pool, own, "unit_code = 'u2'");
  await until('taken away', () => !screen.fold.rows.has(own));
  await moveIncident(pool, other, "unit_code = 'u1'");
  await until('arrived', () => screen.fold.rows.has(other));
  const foreign = screen.frames
    .flatMap(({ upserts }) => upserts)
    .filter((row) => row.departmentCode !== 'u1');
  expect(foreign.every(({ id }) => id === helped)).toBe(true);
});

test('a wall never gets sensitive matters, and vague ones without a place; a desk gets both', async () => {
  const never = await addIncident(pool, { wall: 'never' });
  const town = await addIncident(pool, { wall: 'town' });
  const wall = openScreen('wall', 'wall');
  const sly = openScreen('wall', 'desk');
  const desk = openScreen('desk', 'desk');
  for (const screen of [wall, sly, desk]) {
    await standing(screen);
    await until('the vague one', () => screen.fold.rows.has(town));
  }
  for (const screen of [wall, sly]) {
    expect(screen.fold.rows.has(never)).toBe(false);
    expect(screen.fold.rows.get(town)).toMatchObject({ lng: null, lat: null, address: null });
  }
  expect(desk.fold.rows.has(never)).toBe(true);
  expect(desk.fold.rows.get(town)?.lng).not.toBeNull();
  const late = await addIncident(pool, { wall: 'never' });
  const open = await addIncident(pool);
  await until('frames came', () => wall.fold.rows.has(open) && desk.fold.rows.has(late));
  expect(JSON.stringify(wall.frames)).not.toContain(`"id":${late},`);
  expect(wall.nos).toEqual(wall.nos.map((_, i) => wall.nos[0]! + i));
});

test('a done incident leaves every picture', async () => {
  const id = await addIncident(pool, { status: 'to-close' });
  const screen = openScreen('desk', 'desk');
  await until('there', () => screen.fold.rows.has(id));
  await moveIncident(pool, id, "status = 'closed'");
  await until('left', () => !screen.fold.rows.has(id));
});

test('who is nobody, may not read the feed, or comes from another site is refused', async () => {
  const nobody = openScreen('nobody', 'desk');
  const admin = openScreen('admin', 'desk');
  const early = openScreen('while-away', 'desk');
  const said = () => [nobody, admin, early].map((screen) => screen.refused());
  await until('all refused', () => !said().includes(null));
  expect(said()).toEqual(['not-signed-in', 'not-allowed', 'unavailable']);
  const strange = io(`http://127.0.0.1:${first.port}/live`, {
    transports: ['websocket'],
    reconnection: false,
    auth: { token: 'desk' },
    extraHeaders: { origin: 'http://elsewhere.example' },
  });
  const refused = await new Promise((resolve) => {
    strange.on('connect', () => resolve(false));
    strange.on('connect_error', () => resolve(true));
  });
  strange.disconnect();
  expect(refused).toBe(true);
});

test('a right that is taken away closes the socket soon, other rows begin a new epoch', async () => {
  person('leaving', 'dispatcher');
  person('moving', 'dispatcher');
  const id = await addIncident(pool, { unit: 'u2' });
  const leaving = openScreen('leaving', 'desk');
  const moving = openScreen('moving', 'desk');
  await until('both see it', () => leaving.fold.rows.has(id) && moving.fold.rows.has(id));
  const epoch = moving.fold.epoch;
  people.delete('leaving');
  person('moving', 'unit-clerk', 'u1');
  await until('gone', () => leaving.said.includes('gone'));
  await until('another epoch', () => moving.fold.epoch !== epoch && moving.fold.epoch !== null);
  expect(moving.fold.rows.has(id)).toBe(false);
});

test('garbage, floods and oversized messages end the socket, not the server', async () => {
  const [garbage, flood, large] = ['a', 'b', 'c'].map(() => openScreen('desk', 'desk'));
  for (const screen of [garbage!, flood!, large!]) await standing(screen);
  garbage!.socket.emit('hello', { epoch: 3, view: '__proto__' } as never);
  for (let n = 0; n < 50; n += 1) flood!.socket.emit('hello', { epoch: null, lastNo: n, view: 'desk' });
  large!.socket.emit('hello', { epoch: 'x'.repeat(200_000), lastNo: 0, view: 'desk' });
  await until('all ended', () => [garbage!, flood!, large!].every(({ said }) => said.includes('gone')));
  const good = openScreen('desk', 'desk');
  await standing(good);
});

test('an inbox, a waiting event and a request nudge desk and field, at most once a second', async () => {
  const desk = openScreen('desk', 'desk');
  const wall = openScreen('wall', 'wall');
  await standing(desk);
  await standing(wall);
  const began = performance.now();
  for (let n = 0; n < 10; n += 1) {
    await pool.query(
      "insert into change (entity, entity_id, version, at) values ('inbox', 1, 1, city_now())",
    );
    await pool.query("update waiting set reason = 'ask'");
    await pool.query("update request set status = 'answered'");
  }
  await until('all three', () =>
    ['inbox', 'waiting', 'requests'].every((what) => desk.said.includes(`nudge ${what}`)),
  );
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const seconds = (performance.now() - began) / 1_000;
  expect(desk.said.filter((word) => word === 'nudge inbox').length).toBeLessThanOrEqual(2 + seconds);
  expect(wall.said.some((word) => word.startsWith('nudge'))).toBe(false);
});

test('a picture of 2,500 incidents comes in pages and is whole', async () => {
  await pool.query(
    `with i as (
       insert into incident (no, status, category_code, family_code, severity, title, opened_at, last_event_at, auto, created_on)
       select 'many-' || n, 'received', 'x', 'x', 3, '积水', city_now(), city_now(), false, current_date
         from generate_series(1, 2500) n returning id, version)
     insert into change (entity, entity_id, version, at) select 'incident', id, version, city_now() from i`,
  );
  await until('published', async () => (await pool.query('select from shown')).rowCount! >= 2_500);
  const screen = openScreen('desk', 'desk', second);
  await standing(screen);
  const { rows } = await pool.query<{ n: number }>('select count(*) as n from incident where open');
  expect(screen.fold.rows.size).toBe(rows[0]!.n);
  expect(screen.said.filter((word) => word === 'snapshot').length).toBeGreaterThan(1);
});

test('a client that does not read is taken off the frames and gets a new picture when it reads again', async () => {
  const screen = openScreen('desk', 'desk');
  await standing(screen);
  const wire = (
    screen.socket.io.engine.transport as unknown as { ws: { _socket: { pause(): void; resume(): void } } }
  ).ws._socket;
  wire.pause();
  // Far more than the kernels between the two hold.
  for (let round = 0; round < 14; round += 1) {
    const { head } = await readHead(pool);
    await pool.query(
      `with i as (update incident set version = version + 1, title = repeat('积水', 300) where no like 'many-%' returning id, version)
       insert into change (entity, entity_id, version, at) select 'incident', id, version, city_now() from i`,
    );
    await until('a frame of its own', async () => (await readHead(pool)).head > head);
  }
  const head = (await readHead(pool)).head;
  wire.resume();
  await until('a picture after the pause', () => screen.fold.no >= head && screen.fold.epoch !== null);
  const last = await addIncident(pool);
  await until('goes on', () => screen.fold.rows.has(last));
  expect(screen.said.filter((word) => word === 'snapshot').length).toBeGreaterThan(2);
});
