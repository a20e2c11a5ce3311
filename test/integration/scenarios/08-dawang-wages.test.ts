import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  answers,
  calls,
  closes,
  desk,
  inspects,
  joins,
  reports,
  reviews,
  works,
} from '#test/support/acts.ts';
import { callers, late, running, units } from '#test/support/day-facts.ts';
import { openDay } from '#test/support/day.ts';
import type { Act, Day } from '#test/support/day.ts';

let day: Day;
beforeAll(async () => {
  day = await openDay('2026-06-12');
});
afterAll(() => day?.close());

const at = (clock: string, ...acts: Act[]) => day.at(clock, ...acts);
const [labour, housing] = ['441284450-renshe', '441284450-zhujian'];
const where = { address: '肇庆高新区', kind: 'complaint' };
const said: Record<string, string> = {
  '10:20': '推演七号总包拖欠工资，做咗三个月冇出粮',
  '10:30': '地盘总包推演七号欠薪，二十几人等出粮',
  '10:40': '推演七号总包拖欠农民工工资',
  '10:50': '木工班组工资没发，总包推演七号',
  '11:00': '推演七号总包老板话冇钱，拖粮两个月',
  '11:10': '扎铁班拖欠工资，总包系推演七号',
  '11:20': '推演七号总包欠人工，讨薪冇人理',
  '11:30': '泥水班工资没发三个月，总包推演七号',
  '11:40': '推演七号总包拖欠工资，要求落实',
  '11:50': '推演七号地盘欠薪，食饭都冇钱',
  '12:00': '总包推演七号拖欠工资，请协调',
  '12:10': '推演七号欠薪，班组长都联系唔到',
};
const refs = Object.keys(said).map((_, i) => `c${i + 1}`);
/** Twelve callers, each with the promise of seven working days; the holiday lies in between. */
const everybody = (state: string): string[] => refs.map((ref) => `${ref} ${state}`);
/** Without a point, and never on the wall. */
const unpaid = { categoryCode: 'wage-arrears', lng: null, wall: 'never', districtCode: '441284450' };
const rungs = (): Promise<{ step: string }[]> =>
  day.core.rows("select distinct step from delivery where step like 'rung-%' and recipient = $1 order by 1", [
    labour,
  ]);

test('8: twelve unpaid workers without a place are one matter of two bureaus; five working days pass over the Dragon Boat holiday', async () => {
  await at('10:20', calls('c1', said['10:20']!, where));
  const first = await day.matter('c1');
  expect(first).toMatchObject({ ...unpaid, suggestion: { unitCode: labour } });
  const coHosts = [{ unitCode: housing, note: '请查工资专户' }];
  const given = { unitCode: labour, note: '当日响应', coHosts };
  await at('10:26', desk('operator', 'c1', 'dispatch', given));
  // Nothing but the party tells that the others are the same: the desk joins each as it comes.
  for (const [i, [clock, text]] of Object.entries(said).entries()) {
    if (i === 0) continue;
    await at(clock, calls(refs[i]!, text, where));
    expect(await day.matter(refs[i]!)).toMatchObject(unpaid);
    expect(await day.incidentOf(refs[i]!)).not.toBe(first.id);
    await at(clock, joins('absorb', 'c1', [refs[i]!], '同一总包、同为欠薪，处置合并，逐单答复'));
  }
  const one = await day.matter('c12');
  expect(one).toMatchObject({ id: first.id, status: 'to-sign', eventCount: 12, wall: 'never' });
  expect(callers(one)).toEqual(everybody('open, promised 06-24 17:30'));
  expect(units(one)).toEqual([
    `host ${labour} to-sign 06-22 17:30`,
    `co-host ${housing} to-sign 06-22 17:30`,
  ]);

  // 当日响应: signed for and on the spot the same afternoon.
  await at('13:10', works(labour, 'c1', 'sign'), works(housing, 'c1', 'sign'));
  await at('14:40', works(labour, 'c1', 'arrive'));
  // The ladder counts working time: nothing is said on the holiday.
  await at('2026-06-17T11:00');
  await at('2026-06-18T17:30');
  expect(await rungs()).toEqual([{ step: 'rung-50' }, { step: 'rung-75' }]);
  await at('2026-06-21T23:59');
  expect(await rungs()).toHaveLength(2);
  await at('2026-06-22T15:00');
  expect(await rungs()).toHaveLength(3);
  await at('2026-06-22T16:00', reports(housing, 'c1', '工资专户已核查'));
  await at('2026-06-22T16:10', reports(labour, 'c1', '十二名工人工资已发放到位'));
  await at('2026-06-22T16:20', reviews('c1'), inspects('c1'), closes('c1', '工资已发放，凭证齐全'));
  await at('2026-06-22T16:40', answers('c1', '您反映的拖欠工资已由总包单位发放，如有出入请再来电。'));
  const over = await day.matter('c1');
  expect(over).toMatchObject({ status: 'closed', requestCount: 12, answeredCount: 12 });
  expect(callers(over)).toEqual(everybody('answered, promised 06-24 17:30, answered 06-22 16:40'));
  expect([running(over), late(over)]).toEqual([[], []]);
  expect(await day.core.rows('select 1 from escalation')).toEqual([]);
});
