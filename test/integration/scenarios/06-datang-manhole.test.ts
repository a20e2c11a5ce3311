import { afterAll, beforeAll, expect, test } from 'vitest';
import { answers, calls, closes, desk, finds, inspects, reports, reviews, rules, sees, works } from '#test/support/acts.ts'; // prettier-ignore
import { callers, late, running, signals, units } from '#test/support/day-facts.ts';
import { openDay } from '#test/support/day.ts';
import type { Act, Day } from '#test/support/day.ts';

let day: Day;
beforeAll(async () => {
  day = await openDay('2026-06-12', ['cam-datang']);
});
afterAll(() => day?.close());

const at = (clock: string, ...acts: Act[]) => day.at(clock, ...acts);
const [housing, telecom] = ['441225-zhujian', 'zq-tongxin'];
const here = { address: '封开县江口街道大塘社区', lng: 111.5, lat: 23.429 };

test('6: the first receiver fences the hole, two units send it back, it is ruled, and closed within two hours that never stop', async () => {
  await at('08:10', finds('collector', 'collector', '大塘社区路口井盖缺失，井口敞开', here));
  const first = await day.matter('collector');
  expect(first).toMatchObject({ status: 'to-sign', departmentCode: housing });
  expect(running(first)).toEqual(['签收时限 06-12 08:25', '承办时限 06-12 10:10']);
  await at('08:13', works(housing, 'collector', 'sign'));
  await at('08:20', works(housing, 'collector', 'arrive'));
  await at('08:22', calls('call', '大塘社区冇井盖，有个阿婆踩空，好彩扶住', { ...here, lat: 23.42902 }));
  expect(await day.matter('call')).toMatchObject({ severity: 1, danger: ['踩空', '阿婆'] });
  await at('08:23', desk('operator', 'call', 'confirm-danger', { note: '已核实无人受伤，现场已围蔽' }));
  await at('08:26', sees('camera', 'cam-datang', 'manhole-missing'));
  await at('08:30', works(housing, 'call', 'return', { reason: '已先行围蔽；井盖属通信管线，请改派' }));
  expect(await day.matter('call')).toMatchObject({ status: 'to-dispatch', returnCount: 1 });
  await at('08:33', desk('operator', 'call', 'dispatch', { unitCode: telecom, note: '请核对管线权属' }));
  expect(running(await day.matter('call'))).toEqual(['签收时限 06-12 08:48', '承办时限 06-12 10:33']);
  await at('08:37', works(telecom, 'call', 'sign'));
  await at('08:45', works(telecom, 'call', 'return', { reason: '经核对非通信井，井圈无通信标识' }));

  // 首接先办: nobody waits for the ruling, and nobody sends it back a third time.
  const asked = await day.matter('call');
  expect(asked).toMatchObject({ status: 'to-sign', departmentCode: housing, returnCount: 2 });
  const again = works(housing, 'call', 'return', { reason: '仍不属本单位职责' });
  await expect(again(day)).rejects.toThrow('已提请值班长裁定');
  await at('08:50', rules('call', housing, '权属未明，首接先办，费用另行划分'));
  await at('08:53', works(housing, 'call', 'sign'));
  await at('09:10', works(housing, 'call', 'arrive'));
  await at('09:43', reports(housing, 'call', '已补装井盖并拆除围蔽'));
  await at('09:47', reviews('call'));
  await at('09:51', inspects('call'));
  await at('09:55', closes('call', '井盖已补装，核查无异动'));
  await at('10:05', answers('call', '大塘社区井盖已补装，感谢您的提醒。'));

  const over = await day.matter('call');
  expect(over.status).toBe('closed');
  expect(signals(over)).toEqual(['08:10 collector', '08:22 call', '08:26 camera']);
  // Each unit's time begins anew with it; the first one's two hours would have been enough.
  expect(units(over)).toEqual([
    `host ${housing} returned 06-12 10:10`,
    `host ${telecom} returned 06-12 10:33`,
    `host ${housing} done 06-12 10:45`,
  ]);
  expect(callers(over)).toEqual(['call answered, promised 06-13 08:22, answered 06-12 10:05']);
  expect([running(over), late(over)]).toEqual([[], []]);
});

test('6: the next cover that is missing there goes by the ruling, one farther off by the duty list', async () => {
  await at('2026-06-14T10:00', finds('next', 'collector', '大塘社区同一路口井盖缺失', here));
  const next = await day.matter('next');
  expect(next).toMatchObject({ status: 'to-sign', departmentCode: housing });
  expect(next.basis).toMatch(/^裁定 .+：权属未明，首接先办/u);
  expect(next.kin.recurrenceOf?.id).toBe(await day.incidentOf('call'));
  await at('2026-06-14T10:05', finds('far', 'collector', '路口井盖缺失', { ...here, lng: 111.51 }));
  expect((await day.matter('far')).basis).toMatch(/^职责清单第 17 项/u);
});
