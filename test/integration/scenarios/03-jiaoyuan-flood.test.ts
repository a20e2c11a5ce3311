import { afterAll, beforeAll, expect, test } from 'vitest';
import { answers, calls, callsBack, closes, desk, finds, inspects, reads, reports, reviews, sees, works } from '#test/support/acts.ts'; // prettier-ignore
import { callers, late, running, signals, units } from '#test/support/day-facts.ts';
import { openDay } from '#test/support/day.ts';
import type { Act, Day } from '#test/support/day.ts';

let day: Day;
beforeAll(async () => {
  day = await openDay('2026-06-12', ['rain-mugang', 'well-jiaoyuan', 'depth-jiaoyuan', 'cam-jiaoyuan']);
});
afterAll(() => day?.close());

const at = (clock: string, ...acts: Act[]) => day.at(clock, ...acts);
const drains = '441202-quwang';
/** Within thirty metres of the mouth of the village, each caller a little elsewhere. */
const mouth = (east = 0, north = 0) => ({
  address: '端州区睦岗西江路蕉园村口',
  lng: 112.432 + east * 0.00001,
  lat: 23.066 + north * 0.00001,
});
const floods = (): Promise<{ n: number }[]> =>
  day.core.rows("select count(*)::int as n from incident where family_code = 'flooding'");

test('3: rain, a well, the road, a camera, a grid worker and seven callers are one flood of one unit, and seven answers', async () => {
  await at('05:48', reads('rain-mugang', 'rain_mm_h', 42));
  await at('05:51', reads('well-jiaoyuan', 'freeboard_m', 0.28));
  await at('05:52', reads('well-jiaoyuan', 'freeboard_m', 0.24));
  const first = await day.matter('well-jiaoyuan');
  expect(first).toMatchObject({ status: 'to-sign', departmentCode: drains });
  expect(first.basis).toContain('职责清单第 3 项');
  expect(running(first)).toEqual(['签收时限 06-12 06:22', '承办时限 06-12 09:52']);

  await at('05:54', reads('depth-jiaoyuan', 'depth_m', 0.16));
  await at('05:55', reads('depth-jiaoyuan', 'depth_m', 0.18));
  await at('05:58', sees('camera', 'cam-jiaoyuan', 'waterlogging'));
  await at('06:01', calls('c1', '西江路蕉园村口成条路水浸，车过唔到', mouth(2, 2)));
  await at('06:04', calls('c2', '蕉园村口水浸到膝头，学生哥返唔到学', mouth(10, -2)));
  await at('06:05', finds('grid', 'grid', '蕉园村口路面积水约 30 厘米，已放警示牌', mouth(-2, 3)));
  await at('06:08', calls('c3', '西江路积水，公交站台都浸咗', mouth(-5, 10)));
  await at('06:12', calls('c4', '有架车死火喺水浸度，入面有老人被困', mouth(5, -5)));
  expect(await day.matter('c4')).toMatchObject({ severity: 1, danger: ['老人', '被困'] });
  await at('06:13', desk('operator', 'c4', 'confirm-danger', { note: '队员三分钟内到，先救人' }));
  await at('06:14', desk('operator', 'c1', 'co-host', { unitCode: '441202-jiaojing', note: '请封路引导' }));
  await at('06:16', works(drains, 'c1', 'sign'), works('441202-jiaojing', 'c1', 'sign'));
  await at('06:17', calls('c5', '蕉园牌坊嗰度水浸好深，冇人理', mouth(-10, 7)));
  await at('06:20', works(drains, 'c1', 'arrive'));
  await at('06:21', calls('c6', '蕉园村口隔篱我间铺门口路面积水', mouth(7, 10)));
  await at('06:25', calls('c7', '西江路仲系积水，几时抽得完', mouth(0, -6)));

  expect(await floods()).toEqual([{ n: 1 }]);
  expect(await day.incidentOf('rain-mugang')).not.toBe(first.id);
  const whole = await day.matter('c7');
  expect(whole).toMatchObject({ id: first.id, status: 'handling', requestCount: 7, danger: [] });
  expect(signals(whole)).toEqual([
    ...['05:52 well-jiaoyuan', '05:55 depth-jiaoyuan', '05:58 camera', '06:01 c1', '06:04 c2', '06:05 grid'],
    ...['06:08 c3', '06:12 c4', '06:17 c5', '06:21 c6', '06:25 c7'],
  ]);

  // The road is dry by its sensor; the matter waits for the people on the spot all the same.
  await at('08:00', reads('depth-jiaoyuan', 'depth_m', 0.0), reads('well-jiaoyuan', 'freeboard_m', 1.3));
  expect((await day.matter('c1')).status).toBe('handling');
  await at('08:03', reports('441202-jiaojing', 'c1', '已解除封路'));
  await at('08:05', reports(drains, 'c1', '两台泵车抽排完毕，清理雨水口 6 处'));
  await at('08:09', reviews('c1'));
  await at('08:12', inspects('c1'));
  await at('08:15', closes('c1', '现场无积水，交通恢复'));
  const closed = await day.matter('c1');
  expect(closed).toMatchObject({ status: 'closed', answeredCount: 0 });
  expect(units(closed)).toEqual([
    `host ${drains} done 06-12 09:52`,
    'co-host 441202-jiaojing done 06-12 10:14',
  ]);

  await at('08:20', answers('c1', '西江路蕉园村口积水已抽排完毕，08:05 恢复通行，感谢您的来电。'));
  expect(callers(await day.matter('c1'))).toEqual(
    ['06:01', '06:04', '06:08', '06:12', '06:17', '06:21', '06:25'].map(
      (called, i) => `c${i + 1} answered, promised 06-13 ${called}, answered 06-12 08:20`,
    ),
  );
  await at('09:30', callsBack('c1'));
  const over = await day.matter('c1');
  expect(over).toMatchObject({ status: 'closed', answeredCount: 7, round: 1 });
  expect(over.requests.every(({ status, answer }) => status === 'settled' && answer !== null)).toBe(true);
  expect([running(over), late(over)]).toEqual([[], []]);
});
