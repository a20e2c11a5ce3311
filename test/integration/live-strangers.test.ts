import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Manager, io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachLive } from '#server/live/attach.ts';
import { freshPool } from '#test/support/people.ts';
import { until, workOf } from '#test/support/test-parts.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
let server: http.Server;
let live: Awaited<ReturnType<typeof attachLive>>;
let address: string;

/** A server at which nobody is anybody. */
beforeAll(async () => {
  city = await freshPool();
  server = http.createServer();
  live = await attachLive(server, workOf(city.pool), () => Promise.resolve(null));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await live.close();
  await new Promise((resolve) => server.close(resolve));
  await city.close();
});

const options = { transports: ['websocket'], forceNew: true, reconnection: false, autoConnect: false };

/** An open connection that has joined nothing yet. */
async function openConnection(): Promise<{ send: (packet: string) => void; closed: () => boolean }> {
  const manager = new Manager(address, options);
  let closed = false;
  manager.on('close', () => (closed = true));
  await new Promise<void>((open) => manager.open(() => open()));
  return { send: (packet) => void manager.engine.send(packet), closed: () => closed };
}

test('nobody gets into the main namespace', async () => {
  const main = io(address, options);
  const answer = new Promise((resolve) => {
    main.on('connect', () => resolve('in'));
    main.on('connect_error', (error) => resolve(error.message));
  });
  main.connect();
  expect(await answer).toBe('not-allowed');
  main.disconnect();
});

test('a connection that knocks without end is closed, and so is one that stays without coming in', async () => {
  const [knocking, silent] = [await openConnection(), await openConnection()];
  const began = performance.now();
  for (let n = 0; n < 500; n += 1) knocking.send('0/live,');
  await until('the one that knocks is closed', knocking.closed);
  expect(performance.now() - began).toBeLessThan(5_000);
  await until('the one that says nothing is closed', silent.closed, 30_000);
});
