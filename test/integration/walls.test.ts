import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Wall, WallOrder, WallReport } from '#contracts/driven-wall.ts';
import { actorOfRequest } from '#server/http/support/identify.ts';
import { attachLive } from '#server/live/attach.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { freshPool } from '#test/support/people.ts';
import { addIncident } from '#test/support/rows.ts';
import { until, workOf } from '#test/support/test-parts.ts';
import { leaveAll, openScreenAt, shows } from '#test/support/wall-screen.ts';
import type { Screen } from '#test/support/wall-screen.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;
let leader: string;
let line: Awaited<ReturnType<typeof openLine>>;

/** The live feed of one server, on a port of its own. */
async function openLine(): Promise<{ port: number; close: () => Promise<void> }> {
  const server = http.createServer();
  const live = await attachLive(server, workOf(city.pool), (req, token) =>
    actorOfRequest(app.parts, app.settings, req, token),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await live.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

beforeAll(async () => {
  city = await freshPool();
  app = await startApp(city.pool);
  leader = await cookieOf(city.pool, 'shift-leader', { username: 'lin' });
  line = await openLine();
});
afterAll(async () => {
  await line.close();
  await app.close();
  await city.close();
});

type Answer = { status: number; body: { items: Wall[]; message: string; code: string; enrolled: boolean } };
async function call(
  cookie: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer & { set: string }> {
  const answer = await fetch(app.url + path, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const set = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const text = await answer.text();
  return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Answer['body'], set };
}

async function askCode(): Promise<{ code: string; device: string }> {
  return (await call('', 'POST', '/api/wall-codes')).body as unknown as { code: string; device: string };
}

/** A screen that has been enrolled under this name, with the cookie that it was given. */
async function enrol(name: string, group: string | null = null): Promise<{ cookie: string; wall: Wall }> {
  const { code, device } = await askCode();
  const answer = await call(leader, 'POST', '/api/walls', { code, name, group });
  expect(answer.status).toBe(200);
  const claimed = await call('', 'POST', '/api/wall-codes/claim', { device });
  expect(claimed.body.enrolled).toBe(true);
  return { cookie: claimed.set, wall: answer.body.items.find((one) => one.name === name)! };
}

const wallOf = async (id: number): Promise<Wall> =>
  (await call(leader, 'GET', '/api/walls')).body.items.find((one) => one.id === id)!;

async function drive(order: WallOrder, ...targets: Wall[]): Promise<Answer> {
  const walls = await Promise.all(
    targets.map(async ({ id }) => ({ id, version: (await wallOf(id)).version })),
  );
  return call(leader, 'POST', '/api/walls/drive', { walls, order });
}

afterEach(leaveAll);

const openScreen = (cookie: string, { port } = line): Promise<Screen> => openScreenAt(port, cookie);

test('a screen becomes a wall by the code that it shows, sees what a wall sees, and nothing else', async () => {
  const { code, device } = await askCode();
  expect(code).toMatch(/^[A-HJ-NP-Z2-9]{6}$/u);
  expect((await call('', 'POST', '/api/wall-codes/claim', { device })).body).toEqual({ enrolled: false });
  expect((await call('', 'POST', '/api/wall-codes/claim', { device: 'x'.repeat(43) })).status).toBe(404);

  const wrong = await call(leader, 'POST', '/api/walls', { code: 'AAAAAA', name: '一号大屏' });
  expect([wrong.status, wrong.body.message]).toEqual([404, expect.stringContaining('按大屏上现在的登记码')]);
  const right = await call(leader, 'POST', '/api/walls', {
    code: code.toLowerCase(),
    name: '一号大屏',
    group: '大厅',
  });
  expect(right.body.items).toMatchObject([{ name: '一号大屏', group: '大厅', online: false, version: 1 }]);
  const claimed = await call('', 'POST', '/api/wall-codes/claim', { device });
  expect([claimed.body, claimed.set.length > 20]).toEqual([{ enrolled: true }, true]);
  expect((await call('', 'POST', '/api/wall-codes/claim', { device })).status).toBe(404);
  expect((await call(leader, 'POST', '/api/walls', { code, name: '又一块' })).status).toBe(404);

  const may = async (path: string) => (await call(claimed.set, 'GET', path)).status;
  expect(await may('/api/wall/figures')).toBe(200);
  for (const path of ['/api/incidents', '/api/walls', '/api/accounts'])
    expect([path, await may(path)]).toEqual([path, 403]);
  const { rows } = await city.pool.query<{ action: string; detail: object }>(
    `select action, detail from audit where action like 'wall.%'`,
  );
  expect(rows).toEqual([{ action: 'wall.enrolled', detail: { name: '一号大屏', group: '大厅' } }]);
});

test('a code lives for ten minutes and bears ten wrong tries; a name in use is refused, an offline one taken over', async () => {
  const { code, device } = await askCode();
  await city.pool.query(`update wall_code set expires_at = city_now() where account is null`);
  const late = await call(leader, 'POST', '/api/walls', { code, name: '晚到的屏' });
  expect([late.status, late.body.message]).toEqual([404, expect.stringContaining('10 分钟')]);
  expect((await call('', 'POST', '/api/wall-codes/claim', { device })).status).toBe(404);

  const guesser = await cookieOf(city.pool, 'shift-leader', { username: 'guesser' });
  const guess = () => call(guesser, 'POST', '/api/walls', { code: 'ZZZZZZ', name: '猜的' });
  const statuses = [];
  for (let n = 0; n < 11; n += 1) statuses.push((await guess()).status);
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 404), 429]);

  const { cookie, wall } = await enrol('门厅屏');
  const screen = await openScreen(cookie);
  await until('online', async () => (await wallOf(wall.id)).online);
  const other = await askCode();
  const taken = await call(leader, 'POST', '/api/walls', { code: other.code, name: '门厅屏' });
  expect([taken.status, taken.body.message]).toEqual([409, expect.stringContaining('正在线上')]);
  screen.socket.disconnect();
  await until('offline', async () => !(await wallOf(wall.id)).online);
  const moved = await call(leader, 'POST', '/api/walls', { code: other.code, name: '门厅屏' });
  expect(moved.body.items.find(({ name }) => name === '门厅屏')?.id).toBe(wall.id);
  // The screen that stood there before is signed out.
  expect((await call(cookie, 'GET', '/api/wall/figures')).status).toBe(401);
});

test('an order stands on every chosen wall, over two servers, within a second; whoever comes later is told the same', async () => {
  const [one, two] = [await enrol('甲屏', '会商室'), await enrol('乙屏', '会商室')];
  const second = await openLine();
  const [first, far] = [await openScreen(one.cookie), await openScreen(two.cookie, second)];
  await shows(first, 'begins automatic', ({ state }) => state.scene === null);
  const began = performance.now();
  expect((await drive({ kind: 'scene', scene: 'water' }, one.wall, two.wall)).status).toBe(200);
  await shows(first, 'water here', ({ state }) => state.scene === 'water');
  await shows(far, 'water there', ({ state }) => state.scene === 'water');
  expect(performance.now() - began).toBeLessThan(5_000);
  await drive({ kind: 'message', text: '请致电 13926541234', minutes: 5 }, one.wall);
  await shows(first, 'a message without a number', ({ state }) =>
    /139\*{4}1234/u.test(state.message?.text ?? ''),
  );

  await second.close();
  const third = await openLine();
  const late = await openScreen(two.cookie, third);
  await shows(late, 'the state of before', ({ state, version }) => state.scene === 'water' && version === 2);
  await third.close();
});

test('nobody overwrites: the slower one is refused with who was faster and what it was, and nothing is changed', async () => {
  const [one, two] = [await enrol('丙屏'), await enrol('丁屏')];
  const stale = [one.wall, two.wall].map(({ id, version }) => ({ id, version }));
  const zhang = await cookieOf(city.pool, 'dispatcher', { username: 'zhang' });
  const body = { walls: [stale[1]], order: { kind: 'tour', list: ['overview', 'water'], dwellS: 20 } };
  expect((await call(zhang, 'POST', '/api/walls/drive', body)).status).toBe(200);
  const slower = await call(leader, 'POST', '/api/walls/drive', {
    walls: stale,
    order: { kind: 'test-card', on: true },
  });
  expect(slower.status).toBe(409);
  expect(slower.body.message).toMatch(
    /^dispatcher已于 \d\d:\d\d 对“丁屏”轮播 overview、water，每个 20 秒，请核对后再发$/u,
  );
  expect((await wallOf(one.wall.id)).state.testCard).toBe(false);
  expect((await drive({ kind: 'back' }, two.wall)).status).toBe(200);
  expect((await wallOf(two.wall.id)).state.tour).toBeNull();
  const { rows } = await city.pool.query('select version, actor, words from wall_history where wall_id = $1 order by 1', [two.wall.id]); // prettier-ignore
  expect(rows).toEqual([
    { version: 1, actor: 'lin', words: '登记' },
    { version: 2, actor: 'zhang', words: '轮播 overview、water，每个 20 秒' },
    { version: 3, actor: 'lin', words: '撤销上一步' },
  ]);
});

test('walls look back to an instant that has been, together, and never to one that is to come', async () => {
  const { wall } = await enrol('庚屏');
  const at = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
  expect((await drive({ kind: 'past', at: at(5), speed: 60 }, wall)).status).toBe(422);
  const past = { at: at(-5), speed: 60 } as const;
  expect((await drive({ kind: 'past', ...past }, wall)).status).toBe(200);
  expect(await wallOf(wall.id)).toMatchObject({
    state: { past },
    words: expect.stringMatching(/^回看 .+，60 倍速$/u),
  });
  await drive({ kind: 'present' }, wall);
  expect((await wallOf(wall.id)).state.past).toBeNull();
});

test('a sensitive matter goes on no wall, nor does one that is over', async () => {
  const { wall } = await enrol('戊屏');
  const ids = [
    await addIncident(city.pool),
    await addIncident(city.pool, { wall: 'town' }),
    await addIncident(city.pool, { status: 'closed' }),
  ];
  const answers = [];
  for (const incidentId of [...ids, 999_999])
    answers.push((await drive({ kind: 'spotlight', incidentId }, wall)).status);
  expect(answers).toEqual([200, 403, 409, 404]);
  expect((await wallOf(wall.id)).state.spotlight).toBe(ids[0]);
});

test('a wall says what stands on it and with how many pixels; what anybody else says is not heeded', async () => {
  const { cookie, wall } = await enrol('己屏');
  const screen = await openScreen(cookie);
  const report: WallReport = {
    width: 7680,
    height: 2160,
    ratio: 1,
    canvas: { asked: [7680, 2160], drawn: [4096, 1152] },
    scenes: [{ id: 'overview', title: '总览' }],
    scene: 'overview',
    version: 1,
    interrupted: false,
  };
  screen.socket.emit('screen', report);
  await until('the report', async () => (await wallOf(wall.id)).report !== null);
  const desk = await openScreen(leader);
  desk.socket.emit('screen', { ...report, width: 1 });
  screen.socket.emit('screen', { ...report, width: 'x' } as never);
  screen.socket.emit('screen', { ...report, scene: 'water' });
  await until('the next report', async () => (await wallOf(wall.id)).report?.scene === 'water');
  expect(await wallOf(wall.id)).toMatchObject({
    online: true,
    report: { width: 7680, canvas: report.canvas },
  });
  expect(desk.told).toEqual([]);
});

test('a wall hears of its size and quiet hours; a revoked one is told at once and opens nothing any more; its name is free again', async () => {
  const { cookie, wall } = await enrol('庚屏');
  const screen = await openScreen(cookie);
  await shows(screen, 'told', ({ name }) => name === '庚屏');
  const settings = { mmPerPx: 0.63, tiles: { across: 4, down: 2 }, quiet: { from: '22:00', to: '07:00' } };
  const { version } = await wallOf(wall.id);
  const edited = await call(leader, 'PUT', `/api/walls/${wall.id}`, {
    version,
    name: '庚屏',
    group: ' ',
    settings,
  });
  expect(edited.status).toBe(200);
  await shows(screen, 'its settings', (now) => now.settings.quiet?.to === '07:00' && now.group === null);
  expect((await call(leader, 'POST', `/api/walls/${wall.id}/revoke`, {})).status).toBe(200);
  await until('told that it is no wall', () => screen.told.at(-1) === null && screen.gone());
  expect((await call(cookie, 'GET', '/api/wall/figures')).status).toBe(401);
  await expect(openScreen(cookie)).rejects.toThrow('not-signed-in');
  expect((await drive({ kind: 'automatic' }, wall).catch(() => null))?.status ?? 404).toBe(404);
  expect((await enrol('庚屏')).wall.id).not.toBe(wall.id);
});

test('a revoked wall hears that it is none also when it is found signed out before the feed has told it', async () => {
  const { cookie, wall } = await enrol('辛屏');
  const screen = await openScreen(cookie);
  await shows(screen, 'told', ({ name }) => name === '辛屏');
  const held = await city.pool.connect();
  try {
    // No frame goes out while somebody holds the head of the feed.
    await held.query('begin; select 1 from feed for update');
    expect((await call(leader, 'POST', `/api/walls/${wall.id}/revoke`, {})).status).toBe(200);
    await until('gone', screen.gone);
    expect(screen.told.at(-1)).toBeNull();
  } finally {
    await held.query('rollback');
    held.release();
  }
});
