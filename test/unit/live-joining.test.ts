import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLive } from '../../client/shared/live.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

test('a page that never hears a word is joining at first, and after ten seconds says that the line is lost', async () => {
  // Nobody listens there.
  const live = openLive({ view: 'desk', url: 'http://127.0.0.1:1' });
  const link = () => [live.view().link, live.view().silentMs, live.view().asOf];
  vi.advanceTimersByTime(9_000);
  expect(link()).toEqual(['joining', 0, null]);
  vi.advanceTimersByTime(3_000);
  await expect.poll(link, { timeout: 10_000 }).toEqual(['lost', 12_000, null]);
  live.close();
});

test.each([
  ['not-allowed', 'refused'],
  ['unavailable', 'lost'],
])('a door that says %s makes the line %s', async (words, link) => {
  const server = http.createServer();
  const io = new Server(server);
  let asked = 0;
  io.of('/live').use((_socket, next) => {
    asked += 1;
    next(new Error(words));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const live = openLive({ view: 'wall', url, jitter: () => 0 });
  await expect.poll(() => asked, { timeout: 10_000 }).toBeGreaterThan(1);
  vi.advanceTimersByTime(12_000);
  await expect.poll(() => live.view().link, { timeout: 10_000 }).toBe(link);
  live.close();
  await io.close();
});
