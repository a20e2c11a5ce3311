import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

let core: Core;
let app: TestApp;
let cookies: Record<'desk' | 'field', string>;
let taskId: number;
let incidentId: number;
let eventId: number;

beforeAll(async () => {
  core = await makeCore();
  app = await startApp(core.pool);
  await core.send('hotline', [ticket()]);
  await core.merge();
  await core.send('hotline', [ticket({ text: '蕉园社区水浸', lng: undefined, lat: undefined })]);
  await core.merge();
  [{ id: incidentId }] = (await core.rows<{ id: number }>('select id from incident')) as [{ id: number }];
  [{ id: eventId }] = (await core.rows<{ id: number }>('select event_id as id from waiting')) as [
    { id: number },
  ];
  [{ id: taskId }] = (await core.rows<{ id: number }>('select id from task')) as [{ id: number }];
  cookies = {
    desk: await cookieOf(core.pool, 'operator'),
    field: await cookieOf(core.pool, 'field', { unitCode: '441202-quwang' }),
  };
});
afterAll(async () => {
  await app.close();
  await core.close();
});

async function send(who: 'desk' | 'field', path: string, body: object): Promise<[number, string]> {
  const answer = await fetch(app.url + path, {
    method: 'POST',
    headers: { cookie: cookies[who], 'content-type': 'application/json' },
    body: JSON.stringify({ actionId: randomUUID(), version: 1, ...body }),
    signal: AbortSignal.timeout(5_000),
  });
  const { message } = (await answer.json()) as { message?: string };
  return [answer.status, message ?? ''];
}

const everywhere = (): ['desk' | 'field', string, object][] => [
  ['desk', `/api/incidents/${incidentId}/correct`, { reason: '核对现场位置' }],
  ['desk', `/api/waiting/${eventId}/decide`, { incidentId: null }],
  ['desk', '/api/triage', { text: '路面水浸' }],
  ['desk', '/api/calls', { text: '路面水浸' }],
];

test('a place that is none on earth is refused wherever a person may name one, and stops nobody', async () => {
  for (const [who, path, body] of everywhere())
    for (const place of [
      { lng: 1e17, lat: 23 },
      { lng: -1e300, lat: 23 },
      { lng: 112, lat: 1e308 },
    ])
      expect([path, ...(await send(who, path, { ...body, ...place }))]).toEqual([
        path,
        422,
        expect.stringMatching(/[经纬]度/u),
      ]);
  const vague = { incidentId: null, lng: 112.46, lat: 23.05, accuracyM: 1e300 };
  expect(await send('desk', `/api/waiting/${eventId}/decide`, vague)).toMatchObject([
    422,
    expect.any(String),
  ]);
});

test('nobody moves a matter out of the city, where no district would see it', async () => {
  for (const [who, path, body] of everywhere().slice(0, 2))
    expect(await send(who, path, { ...body, lng: 0, lat: 0 })).toEqual([
      422,
      expect.stringContaining('本市范围'),
    ]);
  expect(await core.rows('select district_code as district from incident')).toEqual([{ district: '441202' }]);
  expect(await core.rows('select reason from waiting')).toEqual([{ reason: 'ask' }]);
});

test('nobody puts a list without an end into one matter: its locks would hold up the merge', async () => {
  const incidentIds = Array.from({ length: 101 }, (_, i) => 1_000 + i);
  const absorb = { reason: '并案', incidentIds };
  expect(await send('desk', `/api/incidents/${incidentId}/absorb`, absorb)).toMatchObject([
    422,
    expect.any(String),
  ]);
  const split = { reason: '拆分', eventIds: Array.from({ length: 5_001 }, (_, i) => i) };
  expect(await send('desk', `/api/incidents/${incidentId}/split`, split)).toMatchObject([
    422,
    expect.any(String),
  ]);
});

test('a phone that believes itself nowhere on earth is heard all the same', async () => {
  const nowhere = { lng: 1e17, lat: 23 };
  const steps: [string, object][] = [
    [`/api/tasks/${taskId}/sign`, nowhere],
    [`/api/tasks/${taskId}/arrive`, { ...nowhere, version: 2 }],
    ['/api/field/reports', { ...nowhere, text: '路灯不亮', observedAt: new Date().toISOString() }],
  ];
  for (const [path, body] of steps) expect([path, (await send('field', path, body))[0]]).toEqual([path, 200]);
  const [line] = await core.rows<{ words: string }>("select words from history where move = 'arrive'");
  expect(line!.words).toContain('未取得定位');
});
