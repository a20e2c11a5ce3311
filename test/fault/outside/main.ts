import { makeClient } from './client.ts';
import { startDepartment } from './department.ts';
import type { Order, Report, Setup } from './lines.ts';
import { startPeople } from './people.ts';
import { startWall } from './wall.ts';

/**
 * The outside world as a process of its own: sources, a department's system, a wall at each server and two people. It knows the
 * contract and nothing of the program: no file of it is imported here or beside here.
 */
const setup = JSON.parse(process.argv[2] ?? '') as Setup;
const client = makeClient(setup);
const department = await startDepartment(setup);
const walls = setup.urls.map((_, n) => startWall(setup, n));
let people: ReturnType<typeof startPeople> | null = null;

const tell = (done: Report['done']): void =>
  void process.send?.({ done, unacked: client.unacked() } satisfies Report);

async function obey(order: Order): Promise<void> {
  if (order.do === 'load') {
    client.load();
    people = startPeople(setup);
  }
  if (order.do === 'hold') department.hold(order.ms);
  if (order.do === 'stop') await Promise.all([client.stop(), people?.stop()]);
  if (order.do === 'look') await Promise.all(walls.map((wall) => wall.look()));
  tell(order.do);
  if (order.do === 'end') {
    for (const wall of walls) wall.close();
    department.close();
    process.disconnect();
  }
}

process.on('message', (order: Order) => void obey(order));
// Whoever started us is gone: so are we.
process.on('disconnect', () => process.exit(0));
await client.begin();
tell('begin');
