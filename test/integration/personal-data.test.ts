import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Role } from '#contracts/people.ts';
import { hashPassword } from '#flows/passwords.ts';
import { insertAccounts } from '#store/accounts.ts';
import { leaksIn, people, words } from '#test/support/canaries.ts';
import { startChengyun, testSecrets } from '#test/support/chengyun.ts';
import type { Chengyun } from '#test/support/chengyun.ts';
import { ticket } from '#test/support/core.ts';
import { actorOf, freshPool } from '#test/support/people.ts';
import { redisUrl, uniquePrefix } from '#test/support/stack.ts';
import { dumpDatabase, dumpRedis, listenToRedis, openEar } from '#test/support/surfaces.ts';
import type { Ear } from '#test/support/surfaces.ts';
import { until } from '#test/support/test-parts.ts';
import { openToldCity, tellAll, tellBadly } from '#test/support/told-city.ts';
import type { ToldCity } from '#test/support/told-city.ts';
import { workThrough } from '#test/support/worked-matter.ts';
import type { WorkedMatter } from '#test/support/worked-matter.ts';

const password = 'Kadu-Reme-4827';
const queue = uniquePrefix();
const redis = new Redis(redisUrl());
let city: Awaited<ReturnType<typeof freshPool>>;
let chengyun: Chengyun;
let told: ToldCity;
let matter: WorkedMatter;
let toRedis: Awaited<ReturnType<typeof listenToRedis>>;
let redisOnTheWay = '';
const ears = new Map<string, Ear>();

beforeAll(async () => {
  city = await freshPool();
  toRedis = await listenToRedis();
  chengyun = await startChengyun({
    databaseUrl: city.url,
    redisUrl: redisUrl(),
    env: { CHENGYUN_QUEUE: queue, CHENGYUN_LOG: 'debug' },
  });
  told = await openToldCity(city, chengyun.url);
  const views = [['wall', 'wall'], ['operator', 'desk'], ['field', 'field'], ['leader', 'stats']] as const; // prettier-ignore
  for (const [role, view] of views) ears.set(role, openEar(chengyun.url, told.cookies.get(role)!, view));
  // Whoever listens late hears of what is closed by then no more.
  await until('everybody listens', () =>
    [...ears.values()].every((ear) => /"frame"|"snapshot"/u.test(ear.heard())),
  );
  await tellAll(told);
  await tellBadly(told);
  matter = await workThrough(city, chengyun.url, told);
  redisOnTheWay = await dumpRedis(redis);
});
afterAll(async () => {
  for (const ear of ears.values()) ear.close();
  await toRedis.close();
  await redis.quit();
  await chengyun.stop();
  await city.close();
});

const logs = (): string => chengyun.log('server') + chengyun.log('workers');
const look = async (path: string): Promise<string> => (await fetch(chengyun.url + path)).text();

test('everything was told, merged, worked and answered, so that there is something to leak', async () => {
  const dump = await dumpDatabase(city.url);
  expect(dump).toContain('139****4321');
  expect(dump).toContain('欧阳**');
  const { rows } = await city.pool.query<{ source: string; n: number }>(
    'select source, count(*)::int as n from event group by source order by source',
  );
  expect(rows).toEqual([{ source: 'hotline', n: 6 }, { source: 'report', n: 2 }]); // prettier-ignore
  const kept = await city.pool.query<{ n: number }>('select count(*)::int as n from quarantine');
  expect(kept.rows[0]!.n).toBeGreaterThanOrEqual(11);
  expect(matter.requestIds).toHaveLength(2);
});

test('no table of the database holds a readable name, number, card or home, in any shape', async () => {
  expect(leaksIn(await dumpDatabase(city.url))).toEqual([]);
});

test('Redis never hears of a person, neither on the way nor afterwards', async () => {
  expect(toRedis.heard()).toContain(queue);
  expect(leaksIn(toRedis.heard())).toEqual([]);
  expect(leaksIn(redisOnTheWay + (await dumpRedis(redis)))).toEqual([]);
});

test('what wall, desk, unit and leader are sent live holds nobody', async () => {
  await until('all heard the flood', () => [...ears.values()].every((ear) => ear.heard().includes('路面水浸') || ear.heard().includes('"road-flooding"'))); // prettier-ignore
  for (const [role, ear] of ears) {
    expect(ear.heard(), role).toMatch(/"frame"|"snapshot"/u);
    expect(leaksIn(ear.heard()), role).toEqual([]);
  }
});

/** What an address wants to be asked with. */
const asked: Record<string, string> = {
  '/api/stats': '?by=department',
  '/api/callouts/ledger': '?from=2020-01-01&to=2099-01-01&format=csv',
  '/api/stats/cases': '?by=district&figure=open',
  '/api/stats/events': '?by=category&day=today',
  '/api/quarantine': '?limit=200',
  '/api/incidents': '?order=urgent',
  // What walls were told from the start of this city until now.
  '/api/past/moment': '?at=2099-01-01T00:00:00Z',
  '/api/past/next': '?at=2020-01-01T00:00:00Z&no=0',
  '/api/past/marks': '?from=2020-01-01T00:00:00Z&until=2099-01-01T00:00:00Z',
  '/api/past/warnings': `?at=${new Date().toISOString()}`,
};

/** Every address that can be read, with every number that stands for something. */
async function readableAddresses(): Promise<string[]> {
  const { paths } = JSON.parse(await look('/openapi.json')) as { paths: Record<string, object> };
  const quarantined = await city.pool.query<{ id: number }>('select id from quarantine order by id');
  const numbers: Record<string, readonly (number | string)[]> = {
    incidents: (await city.pool.query<{ id: number }>('select id from incident')).rows.map(({ id }) => id),
    requests: (await city.pool.query<{ id: number }>('select id from request')).rows.map(({ id }) => id),
    tasks: [matter.taskId],
    quarantine: quarantined.rows.map(({ id }) => id),
    bulletins: (await city.pool.query<{ id: number }>('select id from bulletin')).rows.map(({ id }) => id),
    'day-briefs': (await city.pool.query<{ day: string }>('select day from day_brief')).rows.map(
      ({ day }) => day,
    ),
    photos: [],
    reference: ['category', 'unit'],
  };
  return Object.entries(paths).flatMap(([path, methods]) => {
    // The map's tiles are made by the launcher; this city has none, and they hold places only.
    if (!('get' in methods) || path === '/api/map/base.pmtiles') return [];
    const kind = path.split('/')[2] ?? '';
    if (!path.includes('{')) return [path + (asked[path] ?? '')];
    return (numbers[kind] ?? []).map((number) => path.replace(/\{\w+\}/u, String(number)));
  });
}

test('whatever role reads whatever address: callers are masked, and waiting and quarantine too', async () => {
  const addresses = await readableAddresses();
  expect(addresses.length).toBeGreaterThan(35);
  const read = new Set<string>();
  expect(leaksIn(told.answers.map(({ text }) => text).join('\n'))).toEqual([]);
  for (const role of Role.options) {
    const answers = await Promise.all(addresses.map((path) => told.ask(role, 'GET', path)));
    answers.forEach(({ status }, i) => status === 200 && read.add(addresses[i]!));
    expect(leaksIn(answers.map(({ text }) => text).join('\n')), role).toEqual([]);
  }
  expect(addresses.filter((path) => !read.has(path))).toEqual([]);
});

test('a search by a name or a number neither answers with it nor writes it down', async () => {
  for (const q of [people.ordinary.name, people.ordinary.phone, people.abroad.address]) {
    const { status, text } = await told.ask('operator', 'GET', `/api/incidents?q=${encodeURIComponent(q)}`);
    expect([status, leaksIn(text)]).toEqual([200, []]);
    for (const role of ['operator', 'field'] as const) {
      const found = await told.ask(role, 'POST', '/api/search', { q: q.slice(0, 100) });
      expect([found.status, leaksIn(found.text)]).toEqual([200, []]);
    }
  }
  expect(leaksIn(logs())).toEqual([]);
  expect(leaksIn(await dumpDatabase(city.url))).toEqual([]);
});

/** Bad calls to every address that can be written to, with somebody in path, query and body. */
async function callBadly(): Promise<string> {
  const { paths } = JSON.parse(await look('/openapi.json')) as { paths: Record<string, object> };
  const bodies = [`{"text":"${words.called}`, { ...people.ordinary, reason: 1, text: { 说: words.called }, version: words.called }]; // prettier-ignore
  const query = `?limit=${words.title}&q=${words.called}&bbox=${words.title}&from=${words.title}`;
  const texts: string[] = [];
  for (const [path, methods] of Object.entries(paths)) {
    const address = path.replace(/\{\w+\}/u, encodeURIComponent(words.title)) + encodeURI(query);
    const calls = Object.keys(methods).flatMap((method) =>
      (method === 'get' ? [undefined] : bodies).map((body) => ({ method: method.toUpperCase(), body })),
    );
    const roles = ['operator', 'field', 'system-admin', 'security-admin'] as const;
    const answers = await Promise.all(
      calls
        .filter(({ method }) => path !== '/api/session' || method === 'POST')
        .flatMap(({ method, body }) => roles.map((role) => told.ask(role, method, address, body))),
    );
    texts.push(...answers.map(({ text }) => text));
  }
  return texts.join('\n');
}

test('errors hold nobody: bad calls to every address, a table that is gone, a row that cannot be written', async () => {
  expect(leaksIn(await callBadly())).toEqual([]);
  await city.asOwner('alter table request rename to request_gone');
  const { status, text } = await told.ask('operator', 'GET', `/api/incidents/${matter.incidentId}`);
  await city.asOwner('alter table request_gone rename to request');
  expect([status, leaksIn(text)]).toEqual([500, []]);
  await city.asOwner('alter table request add constraint none_more check (false) not valid');
  const calls = [ticket({ callerName: people.secret.name, callerPhone: people.secret.phone, text: words.secret, title: `${people.secret.name}举报` })]; // prettier-ignore
  await told.door('hotline', JSON.stringify({ tickets: calls }));
  await until('the merge failed and set it apart', async () => (await city.pool.query("select 1 from quarantine where event_id is not null")).rowCount === 1); // prettier-ignore
  await city.asOwner('alter table request drop constraint none_more');
  expect(logs()).toContain('request failed');
  expect(leaksIn(logs())).toEqual([]);
  expect(leaksIn(await dumpDatabase(city.url))).toEqual([]);
});

test('measures and description hold nobody', async () => {
  expect(leaksIn((await look('/metrics')) + (await look('/openapi.json')))).toEqual([]);
});

test('only the answer to a reveal says who it is, and afterwards nothing else does either', async () => {
  const seen = [];
  const known = [people.ordinary, people.abroad];
  for (const [i, id] of matter.requestIds.entries()) {
    const reason = `核对${known[i]!.name}${known[i]!.phone}的地址`;
    const { status, text } = await told.ask('shift-leader', 'POST', `/api/requests/${id}/reveal`, { reason });
    expect(status).toBe(200);
    seen.push(JSON.parse(text) as unknown);
  }
  expect(seen).toEqual(known);
  expect((await city.pool.query("select 1 from audit where action = 'person.reveal'")).rowCount).toBe(2);
  expect(leaksIn(await dumpDatabase(city.url))).toEqual([]);
  expect(leaksIn(logs() + toRedis.heard())).toEqual([]);
});

test('no token, key or password stands in logs, measures, errors, Redis or live frames', async () => {
  const account = { ...actorOf('operator'), username: 'mima', passwordHash: await hashPassword(password), dutySeat: false, createdBy: 'test' }; // prettier-ignore
  await insertAccounts(city.pool, [account], new Date());
  const wrong = [{ username: password, password }, { username: 'mima', password: `${password}x` }, { username: [password], password: {} }]; // prettier-ignore
  for (const body of wrong) await told.ask('operator', 'POST', '/api/session', body);
  expect((await told.ask('operator', 'POST', '/api/session', { username: 'mima', password })).status).toBe(
    200,
  );
  const headers = { authorization: `Bearer ${testSecrets.CHENGYUN_API_TOKEN}x` };
  const refused = await (await fetch(`${chengyun.url}/api/incidents`, { headers })).text();
  const secrets = [...Object.values(testSecrets), password, new URL(city.url).password].filter(Boolean);
  const said = [logs(), refused, await look('/metrics'), await look('/openapi.json'), toRedis.heard()];
  const heard = [...ears.values()].map((ear) => ear.heard());
  const all = [...said, ...heard, ...told.answers.map(({ text }) => text)].join('\n');
  expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
});
