import { afterAll, beforeAll, expect, test } from 'vitest';
import { SceneSubjects } from '#contracts/scene.ts';
import type { SceneFigures } from '#contracts/scene.ts';
import { inTransaction } from '#store/db.ts';
import { bearer, cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { testSecrets } from '#test/support/chengyun.ts';
import { freshPool } from '#test/support/people.ts';
import { askScene } from '#test/support/scenes.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;
let leader: string;
/** Of a district without anything, before there was any. */
let empty: Map<string, SceneFigures>;

/** Two late matters of one unit and one in time, with 督办单 in every state; and old people who have called for help. */
async function addTrouble(): Promise<void> {
  const sql = `
    insert into incident (no, status, category_code, family_code, severity, title, district_code, town_code, unit_code, sources,
                          opened_at, last_event_at, due_at, event_count, auto, wall, created_on)
    select 'd-' || n, 'handling', 'garbage', 'garbage', 3, '暴露垃圾', '441202', '441202001',
           case when n <= 3 then 'zq-chengguan' else 'zq-shuili' end, '{}', city_now() - interval '2 hours', city_now(),
           city_now() + case when n <= 2 then interval '-1 hour' else interval '1 hour' end, 1, false, 'point', current_date
      from generate_series(1, 4) n;
    insert into task (incident_id, round, unit_code, created_at) select id, 1, unit_code, city_now() from incident;
    insert into supervision (incident_id, task_id, kind, level, state, title, body, answer_by, drafted_at, signed_at)
    select t.incident_id, t.id, case i.no when 'd-3' then 'overdue' else 'leader' end, 1,
           case i.no when 'd-2' then 'replied' when 'd-3' then 'draft' else 'sent' end, '督办', '内容',
           case i.no when 'd-3' then null else city_now() + case i.no when 'd-1' then interval '-1 minute' else interval '1 hour' end end,
           city_now(), case i.no when 'd-3' then null else city_now() end
      from task t join incident i on i.id = t.incident_id;
    insert into incident (no, status, category_code, family_code, severity, title, address, district_code, town_code, unit_code, sources,
                          opened_at, last_event_at, event_count, auto, wall, created_on)
    select 'e-' || n, case when n = 1 then 'to-sign' else 'archived' end, 'sos-alarm', 'sos', 1, '王阿婆呼叫无应答', '幸福里 3 号 502',
           '441202', case when n <= 3 then '441202001' else '441202002' end, 'zq-minzheng',
           case when n = 2 then '{"sensor": 1}'::jsonb else '{"hotline": 1}' end,
           city_now() - interval '1 hour', city_now(), 1, false, 'never', current_date
      from generate_series(1, 5) n;
    insert into task (incident_id, round, unit_code, status, created_at, arrived_at)
    select id, 1, unit_code, 'done', opened_at, opened_at + interval '12 minutes' from incident where no = 'e-2'`;
  await inTransaction(city.pool, '*', async (tx) => void (await tx.query(sql)));
}

beforeAll(async () => {
  city = await freshPool();
  app = await startApp(city.pool);
  const district = await cookieOf(city.pool, 'leader', { districtCode: '441204', username: 'a-empty' });
  const ids = ['supervision', 'elders'];
  empty = new Map(
    await Promise.all(ids.map(async (id) => [id, await askScene(app, id, { cookie: district })] as const)),
  );
  leader = await cookieOf(city.pool, 'leader');
  await addTrouble();
});
afterAll(async () => {
  await app.close();
  await city.close();
});

test('a city that nobody has called and in which nobody owes an answer says so', () => {
  expect(empty.get('supervision')!.finding).toBe('没有单位在办的案件');
  expect(empty.get('elders')!.finding).toBe('启用以来没有收到老人求助');
  expect(empty.get('elders')!.wanting).toEqual(['SOS、跌倒、离床终端（现经热线）']);
  for (const { numbers } of empty.values()) expect(numbers.every(({ of }) => of !== '')).toBe(true);
});

test('who is late is for those who may sign a 督办单: a screen neither gets it nor hears that it is there', async () => {
  const listed = async (headers: Record<string, string>): Promise<string[]> => {
    const answer = await fetch(`${app.url}/api/wall/scenes`, { headers });
    return SceneSubjects.parse(await answer.json()).items.map(({ id }) => id);
  };
  const screen = { cookie: await cookieOf(city.pool, 'wall') };
  const refused = await fetch(`${app.url}/api/wall/scenes/supervision`, { headers: screen });
  expect(refused.status).toBe(403);
  expect(await listed(screen)).not.toContain('supervision');
  expect(await listed(bearer(testSecrets.CHENGYUN_API_TOKEN))).not.toContain('supervision');
  expect(await listed({ cookie: leader })).toContain('supervision');
});

test('the unit that has not answered in time stands first, every count with what it is counted of', async () => {
  const { finding, numbers, lists } = await askScene(app, 'supervision', { cookie: leader });
  expect(finding).toMatch(/ 1 单督办逾期未复$/);
  expect(numbers.map(({ label, value, of }) => [label, value, of])).toEqual([
    ['超时，涉 1/3 个单位', '2', '各单位在办 5 件中'],
    ['在督，待签发 1', '3', '已复 1，待复 2'],
    ['逾期未复', '1', '有期限的待复 2 单中'],
  ]);
  expect(lists.map(({ lines }) => lines.map(({ value, note, state }) => [value, note, state]))).toEqual([
    [['2/3', '在督 2 单', 'over']],
    [
      ['1/2', '逾期未复 1 单', 'over'],
      ['0/1', '待复 1 单', 'calm'],
    ],
  ]);
});

test('old people are counted where there are several; one or two are told with the others, nobody and no door by name', async () => {
  const elders = await askScene(app, 'elders', { cookie: leader });
  expect(elders.finding).toBe('1 件老人求助尚无人签收，须立即上门');
  expect(elders.numbers.slice(1).map(({ value, of }) => [value, of])).toEqual([
    ['5', '设备报警 1，来电 4'],
    ['12', '有到场记录 1/5 件'],
  ]);
  expect(elders.lists[0]!.lines.map(({ key, value }) => [key, value])).toEqual([
    ['441202001', '3'],
    ['others', '2'],
  ]);
  expect(elders.places.map(({ key }) => key)).toEqual(['441202001']);
  expect(JSON.stringify(elders)).not.toMatch(/王阿婆|幸福里|441202002/);
});
