import http from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '#flows/passwords.ts';
import { actorOfRequest } from '#server/http/support/identify.ts';
import { insertAccounts } from '#store/accounts.ts';
import { endSessions } from '#store/sessions.ts';
import { bearer, cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { actorOf, freshPool } from '#test/support/people.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;
const password = 'Kadu-Reme-4827';
const json = { 'content-type': 'application/json' };

beforeAll(async () => {
  city = await freshPool();
  app = await startApp(city.pool);
  const passwordHash = await hashPassword(password);
  const account = (username: string, role: 'operator' | 'field' | 'wall') => ({
    ...actorOf(role, role === 'field' ? { unitCode: 'x' } : {}),
    username,
    passwordHash,
    dutySeat: false,
    createdBy: 'test',
  });
  const accounts = [account('zhiban', 'operator'), account('waiye', 'field'), account('daping', 'wall')];
  await insertAccounts(city.pool, accounts, new Date());
});
afterAll(async () => {
  await app.close();
  await city.close();
});

const enter = (username: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${app.url}/api/session`, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify({ username, password }),
  });
const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
const me = (cookie: string): Promise<Response> => fetch(`${app.url}/api/session`, { headers: { cookie } });

test('signing in gives a new opaque cookie that scripts and other sites cannot use, and says who one is', async () => {
  const planted = 'chengyun=s%3Aplanted.AAAA';
  const response = await enter('zhiban', { cookie: planted });
  expect(response.status).toBe(200);
  const [session = ''] = response.headers.getSetCookie().filter((line) => line.startsWith('chengyun='));
  expect(session).toMatch(/HttpOnly/u);
  expect(session).toMatch(/SameSite=Lax/u);
  expect(session).not.toContain('planted');
  expect(decodeURIComponent(session)).toMatch(/^chengyun=s:[\w-]{43}\./u);
  const answer = (await (await me(cookiesOf(response))).json()) as Record<string, unknown>;
  expect(answer).toMatchObject({
    actor: { username: 'zhiban', roles: ['operator'] },
    mark: 'test',
    cityName: app.parts.city.name,
  });
  expect(answer['rights']).toContain('incident.read');
  expect((await me(planted)).status).toBe(401);
});

test('each sign-in rotates the session, and a signed-out cookie opens nothing', async () => {
  const first = cookiesOf(await enter('zhiban'));
  const second = cookiesOf(await enter('zhiban', { cookie: first }));
  expect(second).not.toBe(first);
  expect((await me(first)).status).toBe(401);
  const out = await fetch(`${app.url}/api/session`, { method: 'DELETE', headers: { cookie: second } });
  expect(out.status).toBe(204);
  expect((await me(second)).status).toBe(401);
});

test('a session ends when it is revoked, its account disabled, idle, or twelve hours old; a wall stays', async () => {
  const cookie = await cookieOf(city.pool, 'leader', { username: 'lingdao' });
  expect((await me(cookie)).status).toBe(200);
  await endSessions(city.pool, 'lingdao');
  expect((await me(cookie)).status).toBe(401);

  const disabled = await cookieOf(city.pool, 'leader', { username: 'lingdao' });
  await city.pool.query(`update account set disabled = true where username = 'lingdao'`);
  expect((await me(disabled)).status).toBe(401);

  const idle = await cookieOf(city.pool, 'leader', { username: 'lingdao2' });
  await city.pool.query(
    `update session set expire = now() - interval '1 second' where sess ->> 'username' = 'lingdao2'`,
  );
  expect((await me(idle)).status).toBe(401);

  const yesterday = new Date(Date.now() - 13 * 3_600_000);
  expect(
    (await me(await cookieOf(city.pool, 'leader', { username: 'lingdao3', signedInAt: yesterday }))).status,
  ).toBe(401);
  expect(
    (await me(await cookieOf(city.pool, 'wall', { username: 'daping2', signedInAt: yesterday }))).status,
  ).toBe(200);
});

test('each call prolongs the session of a page', async () => {
  const cookie = await cookieOf(city.pool, 'operator', { username: 'busy' });
  await city.pool.query(
    `update session set expire = now() + interval '1 minute' where sess ->> 'username' = 'busy'`,
  );
  await (await me(cookie)).text();
  const { rows } = await city.pool.query<{ longer: boolean }>(
    `select expire > now() + interval '14 minutes' as longer from session where sess ->> 'username' = 'busy'`,
  );
  expect(rows).toEqual([{ longer: true }]);
});

test('idle time is a quarter of an hour at the desk, half an hour in the field, and none for a wall', async () => {
  for (const [username, minutes] of [
    ['zhiban', 15],
    ['waiye', 30],
    ['daping', 525_600],
  ] as const) {
    await enter(username);
    const { rows } = await city.pool.query<{ minutes: number }>(
      `select extract(epoch from max(expire) - now())::float / 60 as minutes from session where sess ->> 'username' = $1`,
      [username],
    );
    expect(rows[0]!.minutes).toBeGreaterThan(minutes - 1);
    expect(rows[0]!.minutes).toBeLessThan(minutes + 1);
  }
});

test('a socket’s handshake is known by the same cookie or a token, and by nothing forged', async () => {
  const cookie = await cookieOf(city.pool, 'operator', { username: 'socket' });
  const ask = (headers: Record<string, string>, token?: string) =>
    actorOfRequest(
      app.parts,
      app.settings,
      Object.assign(Object.create(http.IncomingMessage.prototype) as http.IncomingMessage, { headers }),
      token,
    );
  expect((await ask({ cookie }))?.username).toBe('socket');
  expect((await ask({}, app.settings.apiToken))?.username).toBe('api-token');
  expect(await ask({ cookie: cookie.slice(0, -1) })).toBeNull();
  expect(await ask({ cookie: 'chengyun=%E0%A4%A' })).toBeNull();
  expect(await ask({ cookie }, 'wrong')).toBeNull();
});

test('an unsafe call with our cookie from another site is refused', async () => {
  const cookie = await cookieOf(city.pool, 'operator', { username: 'csrf' });
  const send = async (headers: Record<string, string>): Promise<number> =>
    (
      await fetch(`${app.url}/api/session/password`, {
        method: 'PUT',
        headers: { ...json, cookie, ...headers },
        body: '{}',
      })
    ).status;
  expect(await send({ origin: 'https://evil.example' })).toBe(403);
  expect(await send({ origin: 'null' })).toBe(403);
  expect(await send({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await send({ origin: app.url })).toBe(422);
  expect(await send({})).toBe(422);
});

test('field pages and field people are refused over plain HTTP from another machine, with the reason', async () => {
  const outside = { 'x-forwarded-for': '10.0.0.9' };
  const page = await fetch(`${app.url}/field`, { headers: outside });
  expect(page.status).toBe(403);
  expect(await page.text()).toContain('--tls');
  expect((await enter('waiye', outside)).status).toBe(403);
  expect((await enter('waiye')).status).toBe(200);
  expect((await fetch(`${app.url}/field`)).status).not.toBe(403);
});

test('behind a trusted proxy the cookie is a __Host- cookie and the field opens; without trust the header is nothing', async () => {
  const proxied = await startApp(city.pool, { proxyHops: 1, secure: true });
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '10.0.0.9' };
  const response = await fetch(`${proxied.url}/api/session`, {
    method: 'POST',
    headers: { ...json, ...forwarded },
    body: JSON.stringify({ username: 'waiye', password }),
  });
  expect(response.status).toBe(200);
  expect(response.headers.getSetCookie().join()).toMatch(/__Host-chengyun=.*Secure/u);
  expect(response.headers.get('strict-transport-security')).not.toBeNull();
  await proxied.close();
  expect((await enter('waiye', forwarded)).status).toBe(403);
});

test('two tokens never stand for each other, and a token beats a cookie', async () => {
  const cookie = await cookieOf(city.pool, 'security-admin', { username: 'beaten' });
  const get = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${app.url}/api/accounts`, { headers })).status;
  expect(await get({ cookie })).toBe(200);
  expect(await get({ cookie, ...bearer('wrong') })).toBe(401);
  expect(await get({ cookie, ...bearer(app.settings.apiToken) })).toBe(403);
});
