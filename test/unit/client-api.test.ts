import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ApiError, apiGet, apiSend, onSignedOut } from '../../client/shared/api.ts';

let url = '';
const server = http.createServer((req, res) => {
  if (req.url === '/signed-out') res.writeHead(401).end('{}');
  else if (req.url === '/half') res.writeHead(200, { 'content-type': 'application/json' }).write('{"a":');
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const failureOf = async (call: Promise<unknown>): Promise<ApiError> => {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
};

test('a server that takes the call and says nothing is given up, and the words tell what to do', async () => {
  const read = await failureOf(apiGet(`${url}/silent`, z.unknown(), { patienceMs: 80 }));
  expect([read.code, read.message]).toEqual(['offline', '服务器迟迟没有回应，请稍候重试']);
  const sent = await failureOf(apiSend('POST', `${url}/silent`, { a: 1 }, null, { patienceMs: 80 }));
  expect(sent.code).toBe('offline');
  expect(sent.message).toContain('核对这一步是否已经办成');
});

test('an answer that stops half-way is a lost line, not another version of the server', async () => {
  const cut = await failureOf(apiGet(`${url}/half`, z.unknown(), { patienceMs: 80 }));
  expect(cut.code).toBe('offline');
});

test('a caller that gives up itself hears its own end', async () => {
  const gone = new AbortController();
  const call = apiGet(`${url}/silent`, z.unknown(), { signal: gone.signal });
  gone.abort();
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
});

test('a session that ended is told to the page, which may ask for the password on the spot', async () => {
  let asked = 0;
  const end = onSignedOut(() => (asked += 1));
  expect((await failureOf(apiGet(`${url}/signed-out`, z.unknown()))).status).toBe(401);
  expect(asked).toBe(1);
  await failureOf(apiGet(`${url}/signed-out`, z.unknown(), { onSignedOut: 'throw' }));
  expect(asked).toBe(1);
  end();
});
