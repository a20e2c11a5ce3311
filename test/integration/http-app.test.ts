import { gzipSync } from 'node:zlib';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { mountRoutes } from '#server/http/mount.ts';
import { route } from '#server/http/route.ts';
import { answerError, trace } from '#server/http/support/answer-error.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { freshPool } from '#test/support/people.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;
const json = { 'content-type': 'application/json' };

beforeAll(async () => {
  city = await freshPool();
  app = await startApp(city.pool);
});
afterAll(async () => {
  await app.close();
  await city.close();
});

const me = (cookie: string): Promise<Response> => fetch(`${app.url}/api/session`, { headers: { cookie } });

test('every answer carries the content rules, and scripts come from this server only', async () => {
  const response = await fetch(`${app.url}/healthz`);
  const rules = response.headers.get('content-security-policy') ?? '';
  expect(rules).toContain("default-src 'none'");
  expect(rules).toMatch(/script-src 'self'(;|$)/u);
  expect(rules).toContain("worker-src 'self' blob:");
  expect(rules).toContain("frame-ancestors 'self'");
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('x-powered-by')).toBeNull();
});

test('an unknown address shows a person the pages that are theirs, and tells a program in JSON', async () => {
  const page = (cookie: string, accept = 'text/html,*/*;q=0.8'): Promise<Response> =>
    fetch(`${app.url}/nowhere/<script>`, { headers: { cookie, accept } });
  const links = async (cookie: string): Promise<string[]> => {
    const answer = await page(cookie);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('text/html');
    const text = await answer.text();
    expect(text).toContain('没有这个页面');
    expect(text).not.toContain('script');
    return [...text.matchAll(/<a href="([^"]+)"/gu)].map(([, href]) => href!);
  };
  expect(await links('')).toEqual(['/login']);
  expect(await links(await cookieOf(city.pool, 'leader', { username: 'lost-leader' }))).toEqual([
    '/stats',
    '/desk',
    '/wall',
  ]);
  expect(await links(await cookieOf(city.pool, 'auditor', { username: 'lost-auditor' }))).toEqual(['/admin']);
  for (const [path, accept] of [
    ['/nowhere', '*/*'],
    ['/api/nowhere', 'text/html'],
    ['/assets/gone-12345678.js', 'text/html'],
  ] as const) {
    const answer = await fetch(`${app.url}${path}`, { headers: { accept } });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'not-found' });
  }
  const posted = await fetch(`${app.url}/nowhere`, { method: 'POST', headers: { accept: 'text/html' } });
  expect([posted.status, ((await posted.json()) as { code: string }).code]).toEqual([404, 'not-found']);
});

test('the front door leads where the role’s work begins', async () => {
  const at = async (cookie: string) =>
    (await fetch(`${app.url}/`, { headers: { cookie }, redirect: 'manual' })).headers.get('location');
  expect(await at('')).toBe('/login');
  expect(await at(await cookieOf(city.pool, 'wall', { username: 'home-wall' }))).toBe('/wall');
  expect(await at(await cookieOf(city.pool, 'operator', { username: 'home-operator' }))).toBe('/desk');
});

test('bad bodies get the one error shape, in Chinese, with a trace number', async () => {
  const post = async (body: string | Buffer, headers: Record<string, string> = {}) => {
    const response = await fetch(`${app.url}/api/session`, {
      method: 'POST',
      headers: { ...json, ...headers },
      body: new Uint8Array(Buffer.from(body)),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const cases = [
    [await post('{"username":'), 400, 'bad-body'],
    [await post(Buffer.from([0x7b, 0xff, 0xfe, 0x7d])), 400, 'bad-body'],
    [await post('not gzip', { 'content-encoding': 'gzip' }), 400, 'bad-body'],
    [await post('{}', { 'content-encoding': 'zip' }), 400, 'bad-body'],
    [await post('{"username": 7}'), 422, 'bad-input'],
    [await post('[]'), 422, 'bad-input'],
    [await post(''), 422, 'bad-input'],
    [await post('"x"'.padEnd(1_100_000)), 413, 'too-large'],
    [await post(gzipSync('x'.repeat(3_000_000)), { 'content-encoding': 'gzip' }), 413, 'too-large'],
    [await post(`${'['.repeat(200_000)}`), 400, 'bad-body'],
  ] as const;
  for (const [{ status, body }, wanted, code] of cases) {
    expect({ status, code: body['code'] }).toEqual({ status: wanted, code });
    expect(body['message']).toMatch(/\p{Script=Han}/u);
    expect(body['traceId']).toMatch(/^[\da-f-]{36}$/u);
  }
  expect(cases[4][0].body['issues']).toEqual([
    expect.objectContaining({ path: 'username' }),
    expect.objectContaining({ path: 'password' }),
  ]);
});

test('unknown addresses, undecodable ones and other methods are refused in the same shape', async () => {
  for (const [path, status] of [
    ['/api/nothing', 404],
    ['/nothing', 404],
    ['/api/accounts/%E0%A4%A/unlock', 400],
  ] as const) {
    const response = await fetch(app.url + path, { method: path.includes('unlock') ? 'POST' : 'GET' });
    expect([path, response.status]).toEqual([path, status]);
    expect(await response.json()).toMatchObject({
      code: expect.any(String) as string,
      traceId: expect.any(String) as string,
    });
  }
});

test('what breaks inside is answered without its cause, and logged without its values', async () => {
  const broken = express().use(trace);
  const breaks = (path: string, fail: () => Promise<unknown>) =>
    route({ method: 'get', path, right: 'public', summary: 'x', handle: fail });
  const { pool } = app.parts;
  mountRoutes(
    broken,
    [
      breaks('/sql', () => pool.query('select * from no_such_table_here')),
      breaks('/data', () => pool.query(`select '13800138000x'::int`)),
      breaks('/code', () => Promise.reject(new TypeError('secret of 13800138000'))),
      breaks('/away', () => Promise.reject(Object.assign(new Error('gone'), { code: '57P01' }))),
    ],
    app.parts,
    app.settings,
  );
  broken.use(answerError(app.parts.log));
  const server = http.createServer(broken).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const get = async (path: string): Promise<[number, string]> => {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    return [response.status, await response.text()];
  };
  for (const [path, status] of [
    ['/sql', 500],
    ['/data', 422],
    ['/code', 500],
    ['/away', 503],
  ] as const) {
    const [found, text] = await get(path);
    expect([path, found]).toEqual([path, status]);
    expect(text).not.toMatch(/no_such_table|select|secret|13800138000|node_modules|\.ts/u);
  }
  server.close();
  expect(app.logged()).toContain('no_such_table_here');
  expect(app.logged()).not.toContain('13800138000');
});

test('ready says whether it can commit and hear Redis; alive does not ask', async () => {
  expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
  const deaf = await startApp(city.pool, { pingRedis: () => Promise.reject(new Error('no')) });
  expect((await fetch(`${deaf.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${deaf.url}/healthz`)).status).toBe(200);
  await deaf.close();
});

test('however many ask without signing in, the database and Redis are asked as if it were one', async () => {
  let pings = 0;
  const busy = await startApp(city.pool, { pingRedis: async () => void (pings += 1) });
  const crowd = (path: string): Promise<string[]> =>
    Promise.all(Array.from({ length: 60 }, async () => (await fetch(busy.url + path)).text()));
  const answers = (await crowd('/readyz')).map((text) => text.slice(0, 17));
  expect(new Set(answers)).toEqual(new Set(['{"status":"ready"']));
  expect(pings).toBeLessThan(30);
  expect(new Set(await crowd('/metrics')).size).toBeLessThan(30);
  await busy.close();
});

test('the measures name routes and no person', async () => {
  await me(await cookieOf(city.pool, 'operator', { username: 'zhang-canary' }));
  const read = async (): Promise<string> => (await fetch(`${app.url}/metrics`)).text();
  const counted = 'chengyun_http_seconds_count{method="get",route="/api/session",status="200"}';
  // A call is counted when its answer has left, which may be after the caller has it.
  await expect.poll(read).toContain(counted);
  expect(await read()).not.toContain('zhang-canary');
});

test('the description names every route with its right and its schemas', async () => {
  const description = (await (await fetch(`${app.url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Record<string, unknown>>>;
  };
  const sign = description.paths['/api/session']?.['post'];
  expect(JSON.stringify(sign?.['requestBody'])).toContain('"password"');
  expect(description.paths['/api/accounts/{username}']?.['put']?.['x-right']).toBe('account.edit');
});

test('the schemas of the routes speak Chinese', () => {
  expect(z.string().min(3).safeParse('a').error?.issues[0]?.message).toMatch(/\p{Script=Han}/u);
});
