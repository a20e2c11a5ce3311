import { afterAll, beforeAll, expect, test } from 'vitest';
import { SceneSubjects } from '#contracts/scene.ts';
import type { SceneFigures } from '#contracts/scene.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import { upsertSensors } from '#store/registry.ts';
import { bearer, cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { standClock } from '#test/support/city-clock.ts';
import { testSecrets } from '#test/support/chengyun.ts';
import { freshPool } from '#test/support/people.ts';
import { askScene, pointOf } from '#test/support/scenes.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
/** Before any sensor is registered, and after. */
let empty: Map<string, SceneFigures>;
let app: TestApp;

async function subjects(): Promise<SceneSubjects['items']> {
  const answer = await fetch(`${app.url}/api/wall/scenes`, {
    headers: bearer(testSecrets.CHENGYUN_API_TOKEN),
  });
  return SceneSubjects.parse(await answer.json()).items;
}

/** What is wrong in this city: a flooded road that somebody has, one that nobody has, and a vessel too high. */
async function addTrouble(): Promise<void> {
  const devices = [
    pointOf('d1', ['depth_m']),
    pointOf('d2', ['depth_m']),
    pointOf('d3', ['depth_m'], '441204'),
    pointOf('level-gaoyao', ['level_m'], '441204'),
    pointOf('cold-1', ['temp_c']),
  ];
  await inTransaction(
    city.pool,
    '*',
    async (tx) => void (await upsertSensors(tx, devices, await cityNow(tx))),
  );
  await city.asOwner(`
    insert into latest (series_no, observed_at, value, received_at, over_since)
    select no, city_now() - case device_id when 'd3' then interval '3 hours' else interval '1 minute' end,
           case device_id when 'd1' then 0.2 when 'd2' then 0.4 when 'level-gaoyao' then 12.5 else 9 end, city_now(),
           case when device_id in ('d1', 'd2', 'cold-1') then city_now() end from series;
    insert into mover (kind, id, observed_at, geom, speed_kmh, course_deg, class, detail)
    values ('vessel', '413999009', city_now(), st_setsrid(st_makepoint(112.5, 23.06), 4326), 12, 140, 'cargo', '{"airDraughtM": 21.5}');
    insert into incident (no, status, category_code, family_code, severity, title, assets, district_code, town_code, unit_code,
                          opened_at, last_event_at, due_at, event_count, auto, created_on)
    values ('s-1', 'handling', 'road-flooding', 'flooding', 2, '道路积水', '{d1}', '441202', '441202001', null,
            city_now(), city_now(), city_now() + interval '1 hour', 1, false, current_date),
           ('s-2', 'received', 'wage-arrears', 'labour', 2, '欠薪', '{}', '441202', '441202001', null,
            city_now(), city_now(), null, 1, false, current_date);
    insert into request (event_id, accepted_on, platform, ticket_no, revision, incident_id, kind, title, body, called_at, promised_at, status, answered_at)
    select n, current_date, 'zq', 't' || n, 1, i.id, 'help', '敏感标题', '敏感内容', city_now() - interval '10 minutes',
           city_now() + interval '1 day', case when n = 1 then 'answered' else 'open' end, case when n = 1 then city_now() end
      from generate_series(1, 6) n join incident i on i.no = case when n <= 4 then 's-1' else 's-2' end`);
}

beforeAll(async () => {
  city = await freshPool();
  // In the middle of a day: what was told ten minutes ago is of today.
  await standClock(city, '2026-06-11T09:00');
  app = await startApp(city.pool);
  // Answers are kept for some seconds, apart for every scope: the empty city is seen by an operator of a district.
  const cookie = await cookieOf(city.pool, 'operator', { districtCode: '441202' });
  const ids = (await subjects()).map(({ id }) => id);
  empty = new Map(
    await Promise.all(ids.map(async (id) => [id, await askScene(app, id, { cookie })] as const)),
  );
  await addTrouble();
});
afterAll(async () => {
  await app.close();
  await city.close();
});

test('a scene without data says so, and never a number that looks like calm', () => {
  const findings = Object.fromEntries([...empty].map(([id, { finding }]) => [id, finding]));
  expect(findings).toMatchObject({
    water: '积水点尚未接入',
    air: '空气站尚未接入',
    food: '冷柜没有读数',
    assets: '尚未接入任何数据',
    bridges: '9 座桥的水位站均未接入，净空无从计算',
  });
  expect(empty.get('bridges')!.wanting).toEqual(['船舶 AIS']);
  for (const { numbers } of empty.values()) expect(numbers.every(({ of }) => of !== '')).toBe(true);
});

test('a scene names the categories of its families, so that what a city adds belongs to it', async () => {
  const water = (await subjects()).find(({ id }) => id === 'water');
  expect(water?.categories).toContain('house-flooding');
  expect(water?.categories).not.toContain('noise');
});

test('standing water: the deepest first, with who has it, or that nobody has; the silent point counts as silent', async () => {
  const water = await askScene(app, 'water');
  expect(water.finding).toBe('端州区 2 处积水超过 0.15 m');
  const lines = water.lists[0]!.lines.map(({ name, value, note, holder, state }) => [name, value, note, holder?.status, state]); // prettier-ignore
  expect(lines).toEqual([
    ['测点 d2', '0.40', '端州区 尚无在办事件', undefined, 'over'],
    ['测点 d1', '0.20', '', 'handling', 'over'],
  ]);
  expect(water.sources[0]).toBe('积水点 2/3');
  expect(water.numbers[2]).toMatchObject({ value: '1', of: '今日事件 1，昨日尚无记录' });
});

test('a vessel too high for its bridge stands first, with the metres that are missing and the minutes that are left', async () => {
  const bridges = await askScene(app, 'bridges');
  expect(bridges.finding).toMatch(/^船舶过高：肇庆大桥净空不足 3\.5 m，\d+ 分钟到桥$/);
  const over = bridges.places.filter(({ state }) => state === 'over').map(({ kind, name }) => [kind, name]);
  expect(over).toEqual([
    ['site', '肇庆大桥'],
    ['vessel', '船舶 413999009'],
  ]);
  const [list] = bridges.lists;
  const air = list!.lines.filter(({ state }) => state === 'calm').map(({ value }) => Number(value));
  expect(air).toEqual(air.toSorted((a, b) => a - b));
  expect([list!.lines[0]!.name, list!.lines.at(-1)!.state]).toEqual(['肇庆大桥', 'late']);
  const unknown = list!.lines.find(({ name }) => name === '怀城大桥');
  expect(unknown).toMatchObject({ value: '水位未接入', state: 'late' });
});

test('callers: bursts and hot matters by name, sensitive ones as a number, and nothing of what was said', async () => {
  const voices = await askScene(app, 'hotline');
  expect(voices.finding).toBe('端州区道路积水突增，近 1 小时 4 件');
  expect(voices.numbers.map(({ value, of }) => [value, of])).toEqual([
    ['6', '待答复 5，昨日尚无记录'],
    ['100.0', '1 / 应办结 1'],
    ['0.2', '目标 −10 %，上月 0 件'],
  ]);
  expect(voices.lists[1]!.lines.map(({ name, value }) => [name, value])).toEqual([
    ['道路积水', '4'],
    ['不上屏的诉求', '2'],
  ]);
  expect(JSON.stringify(voices)).not.toMatch(/敏感标题|敏感内容|欠薪|拖欠工资/);
});

test('whose kitchen is warm is not told: by district only', async () => {
  const food = await askScene(app, 'food');
  expect(food.finding).toBe('端州区 1 台冷柜超过 8 ℃');
  expect(JSON.stringify(food)).not.toContain('cold-1');
});

test('an operator of a district sees the figures of the district', async () => {
  const cookie = await cookieOf(city.pool, 'operator', { districtCode: '441204', username: 'a-gaoyao' });
  const water = await askScene(app, 'water', { cookie });
  expect(water.finding).toBe('积水点近 60 分钟没有读数');
  expect(water.numbers[2]).toMatchObject({ value: '0' });
});
