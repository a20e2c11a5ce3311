import { afterAll, beforeAll, expect, test } from 'vitest';
import { answers, calls, closes, desk, inspects, reads, reports, reviews, rules, sees, works } from '#test/support/acts.ts'; // prettier-ignore
import { callers, late, running, signals, units } from '#test/support/day-facts.ts';
import { openDay } from '#test/support/day.ts';
import type { Act, Day } from '#test/support/day.ts';

let day: Day;
beforeAll(async () => {
  day = await openDay('2026-06-12', ['noise-guicheng-1', 'cam-guicheng-site']);
});
afterAll(() => day?.close());

const at = (clock: string, ...acts: Act[]) => day.at(clock, ...acts);
const [environment, order, housing] = ['441203-shengtai', '441203-chengguan', '441203-zhujian'];
const [site, loud] = ['noise-guicheng-1', 'leq_db'];
const here = (step = 0) => ({ address: '鼎湖区桂城推演三号工地', lng: 112.5985 + step * 0.00002, lat: 23.1785, kind: 'complaint' }); // prettier-ignore

test('15: environment and city order send it back, the shift leader rules, the noise stops at 23:20; the next night goes by the ruling; four are answered on Monday', async () => {
  await at('22:03', reads(site, loud, 66));
  await at('22:10', reads(site, loud, 68));
  await at('22:13', desk('operator', site, 'dispatch', { unitCode: environment, note: '夜间噪声 68 分贝' }));
  await at('22:15', calls('c1', '桂城地盘夜间施工，吵到瞓唔着', here()));
  await at('22:18', works(environment, 'c1', 'sign'));
  await at('22:19', calls('c2', '工地半夜施工噪音，泵车一直响', here(1)));
  await at('22:22', works(environment, 'c1', 'return', { reason: '夜间施工许可由住建、城管管理' }));
  await at('22:24', desk('operator', 'c1', 'dispatch', { unitCode: order, note: '请核查夜间施工许可' }));
  await at('22:26', calls('c3', '桂城工地通宵施工，几时停', here(-1)));
  await at('22:28', works(order, 'c1', 'sign'));
  await at('22:31', sees('pump', 'cam-guicheng-site', 'pump-truck'));
  await at('22:33', works(order, 'c1', 'return', { reason: '在建项目由住建部门监管，请改派住建' }));
  expect(await day.matter('c1')).toMatchObject({ status: 'to-sign', departmentCode: environment, returnCount: 2 }); // prettier-ignore
  await at('22:36', calls('c4', '地盘好嘈，打桩打到依家', here(2)));
  await at('22:38', rules('c1', housing, '在建工地夜间施工由住建主办'));
  await at('22:41', works(housing, 'c1', 'sign'));
  await at('23:05', works(housing, 'c1', 'arrive'));
  await at('23:20', reads(site, loud, 52));
  expect((await day.matter('c1')).status).toBe('handling');
  await at('23:22', reports(housing, 'c1', '已责令停工，23:20 泵车撤离'));
  await at('23:26', reviews('c1'));
  await at('23:30', inspects('c1'));
  await at('23:35', closes('c1', '现场已停工，噪声回落'));

  const night = await day.matter('c1');
  expect(night).toMatchObject({ status: 'closed', requestCount: 4, answeredCount: 0, returnCount: 2 });
  expect(signals(night)).toEqual([`22:10 ${site}`, '22:15 c1', '22:19 c2', '22:26 c3', '22:31 pump', '22:36 c4']); // prettier-ignore
  // Four working hours: at night none of them has begun.
  expect(units(night)).toEqual([
    `host ${environment} returned 06-15 15:00`,
    `host ${order} returned 06-15 15:00`,
    `host ${environment} recalled 06-15 15:00`,
    `host ${housing} done 06-15 15:00`,
  ]);
  // An ordinary matter at night stands in the inboxes and rings nobody.
  expect(await day.core.rows("select count(*)::int as n from delivery where (body ->> 'ring')::boolean")).toEqual([{ n: 0 }]); // prettier-ignore

  // The next night's noise at this site is a new matter, which goes where the ruling says.
  await at('2026-06-13T22:03', reads(site, loud, 66));
  await at('2026-06-13T22:10', reads(site, loud, 67));
  const [newest] = await day.core.rows<{ id: number }>('select max(id)::int as id from incident');
  const again = await day.ask('operator', 'GET', `/api/incidents/${newest!.id}`);
  const basis = expect.stringMatching(/^裁定 .+：在建工地夜间施工由住建主办/u) as string;
  expect(again).toMatchObject({ status: 'received', suggestion: { unitCode: housing, basis }, kin: { recurrenceOf: { id: night.id } } }); // prettier-ignore

  await at('2026-06-15T09:00', answers('c1', '桂城推演三号工地已责令夜间停工，住建部门将加密巡查。'));
  const over = await day.matter('c1');
  expect(callers(over)).toEqual([1, 2, 3, 4].map((n) => `c${n} answered, promised 06-17 17:30, answered 06-15 09:00`)); // prettier-ignore
  expect([running(over), late(over)]).toEqual([[], []]);
});
