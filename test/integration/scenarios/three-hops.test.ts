import { afterAll, beforeAll, expect, test } from 'vitest';
import { hopSpans, hopWords } from '#contracts/hops.ts';
import { insertAccounts } from '#store/accounts.ts';
import { calls, closes, desk, inspects, reports, reviews, works } from '#test/support/acts.ts';
import { late, running, units, when } from '#test/support/day-facts.ts';
import { openDay } from '#test/support/day.ts';
import type { Act, Day } from '#test/support/day.ts';
import { actorOf } from '#test/support/people.ts';

const [county, town, grid] = ['441204-center', '441204115', 'wang-grid'];
let day: Day;
beforeAll(async () => {
  day = await openDay('2026-06-12');
  const person = { ...actorOf('field', { unitCode: town }), username: grid, name: '网格员王' };
  const account = { ...person, passwordHash: 'x', dutySeat: false, createdBy: 'test' };
  await insertAccounts(day.core.pool, [account], new Date(day.now()));
});
afterAll(() => day?.close());

const at = (clock: string, ...acts: Act[]) => day.at(clock, ...acts);
/** 每跳耗时, as the page shows it from what the API says. */
async function hops(): Promise<string[]> {
  const { openedAt, tasks } = await day.matter('call');
  return hopSpans(tasks[0]!, openedAt, Date.parse(day.now())).map(
    ({ name, ms, runs }) => `${name} ${hopWords(ms)}${runs ? '（在办）' : ''}`,
  );
}
const signatures = async (): Promise<string[]> =>
  (await day.matter('call')).tasks[0]!.hops.map(
    ({ kind, unitCode, signedAt }) => `${kind} ${unitCode} ${signedAt === null ? '' : when(signedAt)}`.trim(), // prettier-ignore
  );

test('市 → 高要区 → 金利镇 → 网格员: one task, three hops, each with its own time and signature; the total stands from the first', async () => {
  const here = { lng: 112.784, lat: 23.072, address: '高要区金利镇金一社区' };
  await at('09:00', calls('call', '工地施工噪声扰民，成日开工好嘈', here));
  await at('09:03', desk('operator', 'call', 'dispatch', { unitCode: county, note: '请金利镇核实' }));
  const total = '06-12 15:33';
  expect(units(await day.matter('call'))).toEqual([`host ${county} to-sign ${total}`]);
  await at('09:15', works(county, 'call', 'pass-on', { unitCode: town, note: '请派网格员到场' }));
  const passed = await day.matter('call');
  // Who passes it on has signed by that; who gets it has an hour of office time of its own to sign.
  expect(passed.status).toBe('handling');
  expect(running(passed)).toEqual(['签收时限 06-12 10:15', `承办时限 ${total}`]);
  expect(await hops()).toEqual(['市中心 3 分', '高要区城市运行管理分中心 12 分', '高要区金利镇人民政府 0 秒（在办）']); // prettier-ignore
  await at('09:22', works(town, 'call', 'sign'));
  await at('09:24', works(town, 'call', 'pass-on', { assignee: grid }));
  await at('09:41', works(town, 'call', 'arrive'));
  expect(running(await day.matter('call'))).toEqual([`承办时限 ${total}`]);
  await at('10:05', reports(town, 'call', '已劝停施工'));
  expect(await hops()).toEqual([
    '市中心 3 分',
    '高要区城市运行管理分中心 12 分',
    '高要区金利镇人民政府 9 分',
    '高要区金利镇人民政府 网格员王 41 分',
  ]);
  expect(await signatures()).toEqual([`pass-on ${town} 06-12 09:22`, `assign ${town} 06-12 09:24`]);
  await at('10:20', reviews('call'), inspects('call'), closes('call', '现场已停工'));
  const over = await day.matter('call');
  expect(units(over)).toEqual([`host ${town} done ${total}`]);
  expect([running(over), late(over)]).toEqual([[], []]);
  const moved = await day.core.rows("select distinct due_at from deadline where subject = 'task' and kind = 'unit'"); // prettier-ignore
  expect(moved).toHaveLength(1);
});
