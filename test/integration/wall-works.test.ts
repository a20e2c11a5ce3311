import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SceneFigures } from '#contracts/scene.ts';
import { inTransaction } from '#store/db.ts';
import { putIndicators } from '#store/indicators.ts';
import { upsertSensors } from '#store/registry.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { freshPool } from '#test/support/people.ts';
import { askScene, pointOf } from '#test/support/scenes.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;
/** Before anything was there. */
let empty: Map<string, SceneFigures>;

const meter = (id: string, districtCode: string, metric = 'power_kw') => ({
  ...pointOf(id, [metric], districtCode),
  name: `台区 ${id}`,
  kind: '台区',
});

/** A fire in the woods that a camera and a caller saw, smoke at a park, a careless site, meters, and one camera. */
async function addTrouble(): Promise<void> {
  const meters = [
    meter('p1', '441202'),
    meter('p2', '441204'),
    meter('p3', '441204'),
    meter('s1', '441202', 'flow_th'),
  ];
  const matters = `
    insert into incident (no, status, category_code, family_code, severity, title, anchor, district_code, town_code, unit_code, sources,
                          opened_at, last_event_at, due_at, event_count, auto, wall, created_on)
    select no, status, code, family, severity, '标题' || no, st_setsrid(st_makepoint(lng, lat), 4326), '441202', '441202001', null,
           sources::jsonb, city_now() - interval '20 minutes', city_now(), city_now() + interval '1 hour', 1, false, 'point', current_date
      from (values ('w-1', 'handling', 'forest-fire', 'fire', 1, 112.30, 23.30, '{"camera": 1, "hotline": 2}'),
                   ('w-2', 'received', 'open-burning', 'open-burning', 3, 112.31, 23.31, '{"report": 1}'),
                   ('w-3', 'archived', 'open-burning', 'open-burning', 3, 112.31, 23.31, '{"report": 1}'),
                   ('w-4', 'received', 'site-safety', 'site-safety', 2, 112.46, 23.05, '{"camera": 1}')
           ) as r(no, status, code, family, severity, lng, lat, sources)`;
  await inTransaction(city.pool, '*', async (tx) => {
    await upsertSensors(tx, meters, new Date());
    await tx.query(matters);
  });
  await city.asOwner(`
    insert into latest (series_no, observed_at, value, received_at)
    select no, city_now() - case device_id when 'p3' then interval '3 hours' else interval '1 minute' end,
           case device_id when 'p1' then 3000 when 's1' then 42 else 1000 end, city_now() from series;
    insert into camera (camera_id, name, kind, geom, district_code, registered_at, updated_at)
    values ('cam-1', '工地', '工地', st_setsrid(st_makepoint(112.461, 23.05), 4326), '441202', city_now(), city_now())`);
}

beforeAll(async () => {
  city = await freshPool();
  app = await startApp(city.pool);
  const cookie = await cookieOf(city.pool, 'operator', { districtCode: '441202' });
  const ids = ['forest', 'plants', 'energy', 'drones', 'economy'];
  empty = new Map(
    await Promise.all(ids.map(async (id) => [id, await askScene(app, id, { cookie })] as const)),
  );
  await addTrouble();
});
afterAll(async () => {
  await app.close();
  await city.close();
});

test('a subject that no feed tells of says so, and what would have to be brought in', () => {
  const findings = Object.fromEntries([...empty].map(([id, { finding }]) => [id, finding]));
  expect(findings).toEqual({
    forest: '启用以来没有收到火情',
    plants: '没有在办的安全隐患',
    energy: '用能数据尚未接入',
    drones: '无人机尚无数据接入',
    economy: '经济指标尚未导入',
  });
  expect(empty.get('forest')!.wanting).toContain('森林火险预警');
  expect(
    empty
      .get('economy')!
      .numbers.slice(0, 2)
      .map(({ value }) => value),
  ).toEqual(['—', '—']);
  expect(empty.get('energy')!.wanting.slice(0, 3)).toEqual(['台区', '供汽测点', '全社会用电负荷']);
  for (const { numbers, wanting } of empty.values()) {
    expect(numbers.every(({ of }) => of !== '')).toBe(true);
    expect(wanting.length).toBeGreaterThan(0);
  }
});

test('a fire in the woods comes before what people burn, and says how many kinds of sources tell of it', async () => {
  const { finding, numbers, lists } = await askScene(app, 'forest');
  expect(finding).toBe('端州区森林火情在办');
  expect(numbers[0]).toMatchObject({ value: '2' });
  expect(numbers[1]).toMatchObject({ value: '1', of: '在办 2 件中' });
  expect(lists[0]!.lines.map(({ value, holder }) => [value, holder?.status])).toEqual([
    ['2 种来源', 'handling'],
    ['1 种来源', 'received'],
  ]);
  expect(lists[1]!.lines.map(({ value, note }) => [value, note])).toEqual([['3', '在办 2 件']]);
});

test('what is unsafe at works is told by kind, never by the title of a matter', async () => {
  const plants = await askScene(app, 'plants');
  expect(plants.numbers[0]).toMatchObject({ value: '1' });
  expect(plants.lists[0]!.lines.map(({ key, value }) => [key, value])).toEqual([['site-safety', '1']]);
  expect(JSON.stringify(plants)).not.toContain('标题');
});

test('the measured load is that of who speaks, with how many do', async () => {
  const { finding, numbers, lists } = await askScene(app, 'energy');
  expect(finding).toBe('监测负荷 4.0 MW，端州区最多，占 75 %');
  expect(numbers.slice(0, 2).map(({ value, of }) => [value, of])).toEqual([
    ['4.0', '实时台区 2/3 处合计'],
    ['42', '台区 s1'],
  ]);
  expect(lists[0]!.lines.map(({ value, note }) => [value, note])).toEqual([
    ['3.0', '台区 1/1 处'],
    ['1.0', '台区 1/2 处'],
  ]);
});

test('a drone would be wanted where something urgent has no camera by it', async () => {
  const { finding, numbers, lists } = await askScene(app, 'drones');
  expect(finding).toBe('无人机尚未接入；1 件紧急事件附近没有摄像，须派人到场看');
  expect(numbers[0]).toMatchObject({ value: '1', of: '紧急以上在办 2 件中' });
  expect(lists[0]!.lines.map(({ name }) => name)).toEqual([expect.stringContaining('森林火情')]);
});

test('a figure of a month stands with its period and its day of publication, grey when the next is overdue', async () => {
  const day = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  const one = { unit: '亿元', issuer: '市统计局', changePercent: null };
  const figures = [
    {
      ...one,
      name: '工业增加值',
      period: '2026-04',
      value: 1098.5,
      changePercent: -1.2,
      publishedOn: day(20),
    },
    { ...one, name: '工业增加值', period: '2026-03', value: 1000, publishedOn: day(50) },
    { ...one, name: '进出口总额', period: '2026-01', value: 55, publishedOn: day(80) },
    { ...one, name: '生产总值', period: '2026-Q1', value: 712, changePercent: 4.1, publishedOn: day(90) },
  ];
  await inTransaction(city.pool, '*', async (tx, now) => void (await putIndicators(tx, figures, now)));
  const { finding, numbers, lists, wanting } = await askScene(app, 'economy');
  expect(finding).toBe('2026 年 4 月工业增加值同比下降 1.2 %');
  expect(numbers.slice(0, 2).map(({ value, of }) => [value, of])).toEqual([
    ['3', '1 个单位发布'],
    ['1', '有同比的 2 项中'],
  ]);
  expect(lists[0]!.lines.map(({ name, value, state }) => [name, value, state])).toEqual([
    ['工业增加值', '1098.5', 'over'],
    ['进出口总额', '55', 'late'],
    ['生产总值', '712', 'calm'],
  ]);
  expect(lists[0]!.lines[0]!.note).toMatch(/^2026 年 4 月，\d\d-\d\d 发布　同比 −1\.2 %$/);
  expect(wanting).toEqual([]);
});
