import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { Actor } from '#contracts/people.ts';
import type { ClientToServer, LookedAt, ServerToClient } from '#contracts/live.ts';
import { makePool } from '#store/db.ts';
import { startLiveServer } from '#test/support/live-server.ts';
import type { LiveServer } from '#test/support/live-server.ts';
import { addIncident } from '#test/support/rows.ts';
import { freshDatabase } from '#test/support/stack.ts';
import { until } from '#test/support/test-parts.ts';

const database = await freshDatabase();
const pool = makePool(database.url, 12, 'test');
const people = new Map<string, Actor>();
const person = (
  username: string,
  name: string,
  role: Actor['roles'][number],
  unitCode: string | null,
): void => void people.set(username, { username, name, roles: [role], unitCode, districtCode: null });
person('lin', '林静怡', 'shift-leader', null);
person('zhang', '张三', 'dispatcher', null);
person('clerk', '所员', 'unit-clerk', 'u1');
person('wall', '大屏', 'wall', null);

const startServer = (): Promise<LiveServer> => startLiveServer(pool, (token) => people.get(token));
const first = await startServer();
const second = await startServer();
afterAll(async () => {
  await first.close();
  await second.close();
  await pool.end();
  await database.close();
});

type Window = {
  socket: Socket<ServerToClient, ClientToServer>;
  look: (incidentId: number | null, writing?: boolean) => void;
  /** Everybody else at the matter, as last told: 张三 views, 张三 writes. */
  sees: () => string[] | null;
};
const windows: Window[] = [];
afterEach(() => windows.splice(0).forEach(({ socket }) => socket.disconnect()));

async function openWindow(token: string, { port } = first): Promise<Window> {
  const socket: Socket<ServerToClient, ClientToServer> = io(`http://127.0.0.1:${port}/live`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { token },
  });
  let last: LookedAt | null = null;
  let open: number | null = null;
  socket.on('seats', (told) => (last = told));
  const window: Window = {
    socket,
    look: (incidentId, writing = false) => {
      open = incidentId;
      socket.emit('look', { incidentId, writing });
    },
    sees: () =>
      last === null || last.incidentId !== open
        ? null
        : last.seats.map(({ name, writing }) => `${name} ${writing ? 'writes' : 'views'}`),
  };
  windows.push(window);
  await new Promise<void>((resolve) => socket.on('connect', () => resolve()));
  socket.emit('hello', { epoch: null, lastNo: 0, view: 'desk' });
  return window;
}
const seesSoon = (window: Window, seats: readonly string[]): Promise<void> =>
  until(`sees ${seats.join()}`, () => JSON.stringify(window.sees()) === JSON.stringify(seats));

test.each([['one server', first], ['two servers', second]] as const)('two people on one matter see each other over %s, from opening to leaving', async (_name, other) => {
  const id = await addIncident(pool);
  const lin = await openWindow('lin');
  const zhang = await openWindow('zhang', other);
  lin.look(id);
  await seesSoon(lin, []);
  zhang.look(id);
  await seesSoon(lin, ['张三 views']);
  await seesSoon(zhang, ['林静怡 views']);
  zhang.look(id, true);
  await seesSoon(lin, ['张三 writes']);
  zhang.look(await addIncident(pool));
  await seesSoon(lin, []);
  zhang.look(id);
  await seesSoon(lin, ['张三 views']);
  // A line that breaks says nothing: the server notices.
  zhang.socket.io.engine.close();
  await seesSoon(lin, []);
}); // prettier-ignore

test('whoever comes later to another server learns of those who were there before it began', async () => {
  const id = await addIncident(pool);
  const lin = await openWindow('lin');
  lin.look(id);
  await seesSoon(lin, []);
  const third = await startServer();
  const zhang = await openWindow('zhang', third);
  zhang.look(id);
  await seesSoon(zhang, ['林静怡 views']);
  await third.close();
  await seesSoon(lin, []);
});

test('one person in two windows is nobody else, and is told once to others', async () => {
  const id = await addIncident(pool);
  const [one, two, zhang] = [
    await openWindow('lin'),
    await openWindow('lin', second),
    await openWindow('zhang'),
  ];
  one.look(id);
  two.look(id, true);
  zhang.look(id);
  await seesSoon(zhang, ['林静怡 writes']);
  await seesSoon(one, ['张三 views']);
  await seesSoon(two, ['张三 views']);
});

test('default deny: who may not see the matter neither sees who looks at it nor is seen', async () => {
  const id = await addIncident(pool);
  const mine = await addIncident(pool, { unit: 'u1' });
  const lin = await openWindow('lin');
  const clerk = await openWindow('clerk');
  const wall = await openWindow('wall');
  lin.look(id);
  await seesSoon(lin, []);
  clerk.look(id);
  wall.look(id);
  // What comes after it was heeded after it.
  lin.look(mine);
  clerk.look(mine);
  await seesSoon(clerk, ['林静怡 views']);
  clerk.look(id);
  await seesSoon(lin, []);
  expect([clerk.sees(), wall.sees()]).toEqual([null, null]);
  lin.socket.emit('look', { incidentId: 'x', writing: 1 } as never);
  lin.look(id);
  await seesSoon(lin, []);
});
