import { afterAll, beforeAll, expect, test } from 'vitest';
import { Role } from '#contracts/people.ts';
import { allRoutes } from '#server/app.ts';
import { noRight } from '#server/http/support/guard.ts';
import { bearer, cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { freshPool } from '#test/support/people.ts';
import { allowed, rolesOf } from './route-matrix.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;
const routes: string[] = [];
const readable = new Set<string>();

beforeAll(async () => {
  city = await freshPool();
  app = await startApp(city.pool);
  for (const { method, path, right } of await allRoutes(app.settings)) {
    routes.push(`${method} ${path}`);
    if (right.endsWith('.read')) readable.add(`${method} ${path}`);
  }
});
afterAll(async () => {
  await app.close();
  await city.close();
});

/** What the guard says to a call with an empty body: 'in', 'no right' or 'nobody'. */
async function knock(route: string, headers: Record<string, string>): Promise<string> {
  const [method = '', path = ''] = route.split(' ');
  const address = path.replaceAll(/:\w+/gu, '999999');
  const hasBody = method !== 'get' && method !== 'delete';
  const response = await fetch(app.url + address, {
    method: method.toUpperCase(),
    headers: { 'content-type': 'application/json', ...headers },
    ...(hasBody ? { body: '{}' } : {}),
  });
  const text = await response.text();
  expect(response.status, `${route} broke: ${text}`).not.toBe(500);
  if (response.status === 403 && (text.includes(noRight) || text.includes('不能用于数据接入')))
    return 'no right';
  // A wrong name or password answers 401 too, but only from within.
  return response.status === 401 && !text.includes('账号或口令') ? 'nobody' : 'in';
}

test('every route is in the table, and the table has no other', () => {
  expect(routes.toSorted()).toEqual(Object.keys(allowed).toSorted());
});

test.each(Role.options)('%s gets in where the table says so, and nowhere else', async (role) => {
  const differences: string[] = [];
  for (const route of routes) {
    const entry = allowed[route];
    if (entry === undefined || entry === 'ingest') continue;
    const place = role === 'field' || role === 'unit-clerk' ? { unitCode: 'quwang' } : {};
    // A session for each call: one of them signs out.
    const found = await knock(route, { cookie: await cookieOf(city.pool, role, place) });
    const wanted = rolesOf(entry).includes(role) ? 'in' : 'no right';
    if (found !== wanted) differences.push(`${route}: ${found}, not ${wanted}`);
  }
  expect(differences).toEqual([]);
});

test('without a session only the public routes answer, and a door wants its token', async () => {
  for (const route of routes) {
    const open = allowed[route] === 'public';
    expect(await knock(route, {}), route).toBe(open ? 'in' : 'nobody');
    expect(await knock(route, bearer('not-the-right-token')), route).toBe(open ? 'in' : 'nobody');
  }
});

test('the reading token gets in where an operator reads, and never changes anything', async () => {
  for (const route of routes) {
    const entry = allowed[route];
    if (entry === undefined || entry === 'public' || route.includes('/api/session')) continue;
    const found = await knock(route, bearer(app.settings.apiToken));
    expect(`${route}: ${found}`).toBe(
      `${route}: ${readable.has(route) && rolesOf(entry).includes('operator') ? 'in' : 'no right'}`,
    );
    if (found === 'in') expect(route).toMatch(/^get /u);
  }
});

test('the token of the doors opens doors and registries, and reads nothing', async () => {
  for (const route of routes) {
    const entry = allowed[route];
    if (entry === 'public') continue;
    const open = entry === 'ingest' || route.startsWith('put /api/registry/');
    expect(await knock(route, bearer(app.settings.ingestToken)), route).toBe(open ? 'in' : 'no right');
  }
});

test('a form where JSON is wanted is refused in words, before anything reads it', async () => {
  const form = new FormData();
  form.set('name', 'x');
  for (const { method, path, body, right } of await allRoutes(app.settings)) {
    if (body === undefined || right === 'ingest') continue;
    const role = rolesOf(allowed[`${method} ${path}`]!)[0]!;
    const cookie = await cookieOf(city.pool, role, role === 'unit-clerk' ? { unitCode: 'quwang' } : {});
    const address = app.url + path.replaceAll(/:\w+/gu, '1');
    const answer = await fetch(address, { method: method.toUpperCase(), headers: { cookie }, body: form });
    expect([path, answer.status, await answer.json()]).toMatchObject([path, 400, { code: 'bad-body' }]);
  }
});
