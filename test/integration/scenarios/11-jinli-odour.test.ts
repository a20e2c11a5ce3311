import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  answers,
  calls,
  closes,
  desk,
  inspects,
  reads,
  reports,
  reviews,
  works,
} from '#test/support/acts.ts';
import { callers, late, running, signals, units } from '#test/support/day-facts.ts';
import { openDay } from '#test/support/day.ts';
import type { Act, Day } from '#test/support/day.ts';

let day: Day;
beforeAll(async () => {
  day = await openDay('2026-06-12', ['voc-jinli-1']);
});
afterAll(() => day?.close());

const at = (clock: string, ...acts: Act[]) => day.at(clock, ...acts);
const [environment, emergency, town] = ['441204-shengtai', '441204-yingji', '441204115'];
const from = (community: string, lng: number, lat: number) => ({ address: `高要区金利镇${community}社区`, lng, lat, kind: 'complaint' }); // prettier-ignore
const odours = (): Promise<{ n: number }[]> =>
  day.core.rows("select count(*)::int as n from incident where family_code = 'odour'");

test('11: the air of an industrial park and five callers of three communities, kilometres apart, are one matter; five are answered', async () => {
  await at('15:00', reads('voc-jinli-1', 'voc_ppb', 340));
  await at('15:05', reads('voc-jinli-1', 'voc_ppb', 400));
  const first = await day.matter('voc-jinli-1');
  expect(first).toMatchObject({ status: 'received', suggestion: { unitCode: environment } });
  const coHosts = [{ unitCode: emergency, note: '请核查危化品' }, { unitCode: town, note: '请园区企业自查' }]; // prettier-ignore
  const given = { unitCode: environment, note: '东南风，请到园区边界排查', coHosts };
  await at('15:10', desk('operator', 'voc-jinli-1', 'dispatch', given));
  await at('15:15', works(environment, 'voc-jinli-1', 'sign'));
  await at('15:18', calls('c1', '金一社区好臭，有股胶味', from('金一', 112.784, 23.072)));
  await at('15:20', works(emergency, 'c1', 'sign'), works(town, 'c1', 'sign'));
  await at('15:26', calls('c2', '石林社区闻到刺鼻化工味', from('石林', 112.77, 23.08)));
  await at('15:33', calls('c3', '城南社区臭气熏天，窗都唔敢开', from('城南', 112.78, 23.062)));
  await at('15:40', works(environment, 'c1', 'arrive'));
  await at('15:41', calls('c4', '金一社区仲系有股味，好难闻', from('金一', 112.7845, 23.0725)));
  await at('15:50', calls('c5', '石林呢边异味好大', from('石林', 112.7705, 23.0795)));
  expect(await odours()).toEqual([{ n: 1 }]);
  const whole = await day.matter('c5');
  expect(signals(whole)).toEqual(['15:05 voc-jinli-1', '15:18 c1', '15:26 c2', '15:33 c3', '15:41 c4', '15:50 c5']); // prettier-ignore
  // Four working hours from 15:10 on Friday: what is left after the office closes runs on Monday.
  expect(running(whole)).toEqual(['承办时限 06-15 10:10', '协办时限 06-15 10:10', '协办时限 06-15 10:10']);

  await at('17:00', reports(town, 'c1', '园区 4 家企业已自查'), reports(emergency, 'c1', '危化品储存正常'));
  await at('19:00', reads('voc-jinli-1', 'voc_ppb', 150));
  expect((await day.matter('c1')).status).toBe('handling');
  await at('19:05', reports(environment, 'c1', '园区推演二厂废气设施故障，已停产检修，19:00 指标回落'));
  await at('19:12', reviews('c1'));
  await at('19:18', inspects('c1'));
  await at('19:25', closes('c1', '指标回落，执法另案办理'));
  await at(
    '19:35',
    answers('c1', '金利镇异味系企业设施故障所致，已停产检修，19:00 指标回落，执法另案办理。'),
  );
  const over = await day.matter('c1');
  expect(over).toMatchObject({ status: 'closed', requestCount: 5, answeredCount: 5 });
  expect(units(over)).toEqual([
    `host ${environment} done 06-15 10:10`,
    `co-host ${emergency} done 06-15 10:10`,
    `co-host ${town} done 06-15 10:10`,
  ]);
  expect(callers(over)).toEqual([1, 2, 3, 4, 5].map((n) => `c${n} answered, promised 06-16 17:30, answered 06-12 19:35`)); // prettier-ignore
  expect([running(over), late(over)]).toEqual([[], []]);
});
