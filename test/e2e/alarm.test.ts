import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCity } from '#geodata/city.ts';
import { register } from '#server/ingest/register.ts';
import type { WatchedPage } from '#test/support/browser.ts';
import { minutesAgo, ticket } from '#test/support/core.ts';
import { startDeskCity } from '#test/support/desk-page.ts';
import type { DeskCity } from '#test/support/desk-page.ts';
import { sendTickets } from '#test/support/hotline.ts';
import { actorOf } from '#test/support/people.ts';

const sizes = [
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
  { width: 7680, height: 2160 },
];
const at = { lng: 112.462, lat: 23.052 };
let city: DeskCity;
const walls: WatchedPage[] = [];

const call = async (text: string, over: object = {}): Promise<void> => {
  const answer = await sendTickets(city.city.url, [ticket({ text, ...at, ...over }) as never]);
  expect(answer.status).toBe(202);
};

/** A school near by, a device whose water rises, and two people who were called of whom one has answered. */
async function addSurroundings(): Promise<void> {
  const { core } = city;
  const device = { id: 'd1', name: '天宁北路积水点', kind: 'water', ...at, groupCode: '', metrics: [] };
  await register(
    { pool: core.pool, wake: core.wake } as never,
    readCity('zhaoqing').bounds,
    'sensor',
    [device],
    'test',
  );
  await core.asOwner(`
    insert into place (name, kind, geom, accuracy_m, source)
    select n, k, st_point(${at.lng}, ${at.lat} + m / 111000.0, 4326), 30, 'test'
      from (values ('端州第一中学', 'school', 220), ('端州区实验小学', 'school', 700), ('市第一人民医院', 'hospital', 600),
                   ('康乐养老院', 'nursing-home', 800)) as v(n, k, m)`);
}
async function callOut(): Promise<void> {
  await city.core.asOwner(`
    set app.scope = '*';
    insert into callout (about, about_id, round, incident_id, no, title, opened_at, opened_by, opened_name)
    select 'incident', id, round, id, no, title, city_now(), 'test', '值班' from incident where danger <> '{}' limit 1
    on conflict do nothing;
    insert into called (callout_id, unit_code, post, name, state, asked_at, due_at)
    select c.id, u, p, '某', s, city_now() - interval '6 minutes', city_now() + interval '1 hour'
      from callout c, (values ('zq-center', 'lead', 'answered'), ('${city.work.unitCode}', 'contact', 'waiting')) as v(u, p, s)`);
}

beforeAll(async () => {
  city = await startDeskCity([actorOf('shift-leader'), actorOf('wall')]);
  await addSurroundings();
});
afterAll(() => city?.close());

test('beside an alarm stands what comes next, who was called, who lies near and what has been declared', async () => {
  await call('天宁北路路面水浸，小车里有人被困');
  const rising = [[24, 0.1], [18, 0.13], [12, 0.16], [6, 0.19], [2, 0.21]] as const; // prettier-ignore
  await city.core.send('sensor', rising.map(([minutes, value]) => ({ deviceId: 'd1', metric: 'depth_m', value, observedAt: minutesAgo(minutes) }))); // prettier-ignore
  for (const viewport of sizes) {
    const wall = await city.openAs('a-wall', '/healthz', {
      viewport,
      expectedError: /ERR_FAILED|404|the map does not start/u,
    });
    walls.push(wall);
    // Three walls of maps, drawn in software, would take minutes; what is tried here stands beside them.
    await wall.page.route(/wall-map/u, (route) => route.abort());
    await wall.page.goto('/wall');
    await wall.page.locator('.alarm-facts', { hasText: '加重值' }).waitFor();
  }
  await callOut();
  const [first] = walls;
  const facts = first!.page.locator('.alarm-facts');
  await facts.filter({ hasText: /叫应\s1\/2/u }).waitFor();
  expect(await facts.textContent()).toMatch(/外推，非预报/u);
});

test('where further alarms need the room the least important is left out, and nothing is cut off on any size', async () => {
  await call('电梯停电，有人被困在里面，喘不过气', { lng: 112.47, lat: 23.06 });
  await call('工地塌方，工人被埋', { lng: 112.5, lat: 23.08 });
  for (const { page } of walls) {
    await page.locator('.alarm .count', { hasText: '3' }).waitFor();
    const panel = page.locator('.panel.alarm');
    const [high, room] = await panel.evaluate((one) => [one.scrollHeight, one.clientHeight]);
    expect(high).toBeLessThanOrEqual(room! + 1);
    expect(await page.locator('.alarm-facts > span').count()).toBeGreaterThan(0);
  }
  for (const { close } of walls) await close();
});
