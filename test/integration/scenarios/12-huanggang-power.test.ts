import { afterAll, beforeAll, expect, test } from 'vitest';
import { answers, calls, closes, desk, hears, inspects, joins, reads, reports, reviews, works } from '#test/support/acts.ts'; // prettier-ignore
import { callers, late, running, signals, units } from '#test/support/day-facts.ts';
import { openDay } from '#test/support/day.ts';
import type { Act, Day } from '#test/support/day.ts';

let day: Day;
beforeAll(async () => {
  day = await openDay('2026-06-12', ['power-huanggang-1']);
});
afterAll(() => day?.close());

const at = (clock: string, ...acts: Act[]) => day.at(clock, ...acts);
const [power, grid, community] = ['power-huanggang-1', 'zq-gongdian', '441202005'];
const home = { address: '端州区黄岗街道', lng: 112.5062, lat: 23.0746, categoryCode: 'sos-alarm' };
const lift = (step = 0) => ({ address: '端州区黄岗街道', lng: 112.5041 + step * 0.00001, lat: 23.0733 });
const confirmed = (ref: string, note: string): Act => desk('operator', ref, 'confirm-danger', { note });

async function powerFails(): Promise<void> {
  await at('17:04', reads(power, 'power_kw', 240));
  await at('17:05', reads(power, 'power_kw', 0.2));
  await at('17:06', reads(power, 'power_kw', 0));
  expect(await day.matter(power)).toMatchObject({ status: 'to-sign', departmentCode: grid });
  await at('17:08', works(grid, power, 'sign'));
}

async function oldPersonCalls(): Promise<void> {
  await at('17:12', calls('sos', '独居老人一键呼叫 SOS，通话无应答', home));
  expect(await day.matter('sos')).toMatchObject({ severity: 1, departmentCode: 'zq-minzheng' });
  await at('17:13', calls('still', '同一住户无活动告警，叫唔应', home));
  const nearer = { unitCode: community, note: '请立即上门', coHosts: [{ unitCode: 'zq-120' }] };
  await at(
    '17:14',
    desk('operator', 'sos', 'recall', { reason: '就近由社区上门更快，改派黄岗街道' }),
    desk('operator', 'sos', 'dispatch', nearer),
    hears('zq-120', 'sos', { seat: '12 号', text: '救护车待命' }),
    confirmed('sos', '网格员上门，120 已出车'),
  );
  await at('17:15', works(community, 'sos', 'sign'));
}

async function liftStands(): Promise<void> {
  await at('17:16', calls('lift-1', '停电困𨋢，我同个细路喺𨋢入面', lift()));
  expect((await day.matter('lift-1')).danger).toContain('困𨋢');
  await at('17:16', desk('operator', 'lift-1', 'dispatch', { unitCode: 'zq-119', seat: '07 号' }));
  expect(await day.matter('lift-1')).toMatchObject({ status: 'handling', wall: 'town' });
  await at(
    '17:17',
    calls('lift-2', '我哋呢座停电，有人困𨋢拍门', lift(1)),
    confirmed('lift-1', '119 已在途'),
  );
  await at('17:19', calls('lift-3', '𨋢坏咗困住人，救命', lift(-1)));
  expect((await day.matter('lift-3')).danger).not.toEqual([]);
  await at('17:20', confirmed('lift-3', '与前单同一部电梯，119 已在途'));
}

test('12: a power cut is the parent of an old person’s call and of a lift; each is worked and closed by itself, the parent last', async () => {
  await powerFails();
  await oldPersonCalls();
  await liftStands();
  await at('17:22', joins('adopt', power, ['sos', 'lift-1'], '黄岗街道二号台区停电'));
  await at('17:24', works(community, 'sos', 'arrive'));
  const [mother, old, stuck] = [await day.matter(power), await day.matter('sos'), await day.matter('lift-1')];
  expect(new Set([mother.id, old.id, stuck.id]).size).toBe(3);
  expect(mother.kin.children.map(({ id }) => id)).toEqual([old.id, stuck.id]);
  expect([old.parentId, stuck.parentId]).toEqual([mother.id, mother.id]);
  expect(signals(old)).toEqual(['17:12 sos', '17:13 still']);
  expect(signals(stuck)).toEqual(['17:16 lift-1', '17:17 lift-2', '17:19 lift-3']);
  expect(old.wall).toBe('never');

  // Ten minutes without a word from the other side: the desk is told to ask.
  await at('17:27');
  expect(late(await day.matter('lift-1'))).toEqual(['移交反馈时限 06-12 17:26']);
  const rung = await day.core.rows("select recipient, body ->> 'ring' as ring from delivery where step like 'overdue-%' and incident_id = $1", [stuck.id]); // prettier-ignore
  expect(rung).toContainEqual({ recipient: 'zq-center', ring: 'true' });
  await at('17:28', hears('zq-119', 'lift-1', { text: '已到场，正在破拆' }));
  await at('17:36', hears('zq-120', 'sos', { text: '老人无碍，无需送医', back: true }));
  await at('17:37', hears('zq-119', 'lift-1', { text: '被困 2 人已救出，无受伤', back: true }));
  await at('17:50', reports(community, 'sos', '老人安全，停电误触按钮，已安抚'));
  await at('18:02', reads(power, 'power_kw', 190));
  expect((await day.matter(power)).status).toBe('handling');
  await at('18:04', reports(grid, power, '台区跳闸，已更换熔断器，18:02 复电'));
  await at('18:24', reviews('lift-1'), reviews('sos'), reviews(power));
  await at('18:32', inspects('lift-1'), inspects('sos'), inspects(power));
  await at('18:36', closes('lift-1', '人员已救出'));
  await at('18:38', closes('sos', '老人平安无事'));
  expect((await day.matter(power)).status).toBe('to-close');
  await at('18:40', closes(power, '已恢复供电'));
  await at('18:45', answers('lift-1', '电梯内人员已救出，18:02 已复电。'));
  await at('18:46', answers('sos', '已上门查看，老人平安。'));
  await ends();
});

async function ends(): Promise<void> {
  const [mother, old, stuck] = [await day.matter(power), await day.matter('sos'), await day.matter('lift-1')];
  expect(units(mother)).toEqual([`host ${grid} done 06-12 21:06`]);
  expect(units(old)).toEqual([
    'host zq-minzheng recalled 06-12 19:12',
    `host ${community} done 06-12 19:14`,
    'co-host zq-120 done 06-12 19:14',
  ]);
  expect(units(stuck)).toEqual(['host zq-119 done 06-12 19:16']);
  expect(callers(old)).toEqual([
    'sos answered, promised 06-13 17:12, answered 06-12 18:46',
    'still answered, promised 06-13 17:13, answered 06-12 18:46',
  ]);
  expect(stuck).toMatchObject({ requestCount: 3, answeredCount: 3 });
  for (const one of [mother, old, stuck]) {
    expect(one.status).toBe('closed');
    expect(running(one)).toEqual([]);
  }
}
