import { afterAll, beforeAll, expect, test } from 'vitest';
import { PastMark, PastMarks } from '#contracts/past.ts';
import { forgetMarks } from '#store/past-marks.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { freshPool } from '#test/support/people.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;
let desk: string;
beforeAll(async () => {
  city = await freshPool();
  app = await startApp(city.pool);
  desk = await cookieOf(city.pool, 'operator', { username: 'lin' });
});
afterAll(async () => {
  await app.close();
  await city.close();
});

const ask = (cookie: string, method: string, path: string, body?: object): Promise<Response> =>
  fetch(app.url + path, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const hourMs = 3_600_000;
const at = (hours: number): string => new Date(Date.now() + hours * hourMs).toISOString();
async function marks(cookie: string, from: string, until: string): Promise<PastMark[]> {
  const answer = await ask(
    cookie,
    'GET',
    `/api/past/marks?${new URLSearchParams({ from, until }).toString()}`,
  );
  expect(answer.status).toBe(200);
  return PastMarks.parse(await answer.json()).items;
}

test('a mark is seen by everybody who looks back on its stretch, in order of time, and holds no number of a person', async () => {
  const wall = await cookieOf(city.pool, 'wall', { username: 'screen' });
  const [late, early] = [at(-1), at(-3)];
  expect(
    (await ask(desk, 'POST', '/api/past/marks', { at: late, words: '二桥封闭，来电 13926541234' })).status,
  ).toBe(200);
  await ask(desk, 'POST', '/api/past/marks', { at: early, words: '蕉园村口第一个来电' });
  await ask(desk, 'POST', '/api/past/marks', { at: at(-30), words: '前一天' });
  const seen = await marks(wall, at(-5), at(0));
  expect(seen.map(({ at: when, words, madeName }) => [when, words, madeName])).toEqual([
    [early, '蕉园村口第一个来电', 'operator'],
    [late, '二桥封闭，来电 139****1234', 'operator'],
  ]);
});

test('what is to come cannot be marked, nor anything without words; what is taken away is gone, once, and both are audited', async () => {
  expect((await ask(desk, 'POST', '/api/past/marks', { at: at(1), words: '明天' })).status).toBe(422);
  expect((await ask(desk, 'POST', '/api/past/marks', { at: at(-1), words: '  ' })).status).toBe(422);
  const made = PastMark.parse(await (await ask(desk, 'POST', '/api/past/marks', { at: at(-50), words: '误标' })).json()); // prettier-ignore
  expect((await ask(desk, 'DELETE', `/api/past/marks/${made.id}`)).status).toBe(204);
  expect((await ask(desk, 'DELETE', `/api/past/marks/${made.id}`)).status).toBe(404);
  expect(await marks(desk, at(-51), at(-49))).toEqual([]);
  const { rows } = await city.pool.query('select action from audit where target = $1 order by seq', [`past-mark/${made.id}`]); // prettier-ignore
  expect(rows.map(({ action }) => action)).toEqual(['past.marked', 'past.unmarked']);
});

test('marks go with the past that they lead to', async () => {
  await ask(desk, 'POST', '/api/past/marks', { at: at(-91 * 24), words: '九十一天前' });
  await ask(desk, 'POST', '/api/past/marks', { at: at(-89 * 24), words: '八十九天前' });
  expect(await forgetMarks(city.pool, new Date())).toBe(1);
  const left = await marks(desk, at(-100 * 24), at(-80 * 24));
  expect(left.map(({ words }) => words)).toEqual(['八十九天前']);
});
