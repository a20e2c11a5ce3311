import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { clearWork } from '#test/support/clear.ts';
import { alert, makeCore, mergeAll, minutesAgo, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

let core: Core;
beforeAll(async () => {
  core = await makeCore();
});
afterAll(() => core.close());
beforeEach(() => clearWork(core));

const say = async (text: string, over: Record<string, unknown> = {}): Promise<void> => {
  await core.send('hotline', [ticket({ text, lng: undefined, lat: undefined, ...over })]);
  await core.merge();
};
const sizes = async (): Promise<number[]> =>
  (await core.rows<{ n: number }>('select event_count as n from incident order by id')).map(({ n }) => n);

test('a flooded deck and a flooded underpass of one bridge are two, whatever batch they come in', async () => {
  const at = { lng: 112.512, lat: 23.052 };
  await say('肇庆大桥桥面路面积水', at);
  await say('肇庆大桥桥底积水好深', at);
  await say('大桥桥底水浸，车过不去', at);
  expect(await sizes()).toEqual([1, 2]);
});

test('illegal parking at the two ends of one bridge is two matters, though the map knows the bridge by one point', async () => {
  await say('肇庆大桥北端好多车违停');
  await say('肇庆大桥南端有车违停');
  expect(await sizes()).toEqual([1, 1]);
});

test('a blocked drain and the water over it are one matter, from eight mergers at once as well', async () => {
  const at = { lng: 112.466, lat: 23.052 };
  const words = ['路面水浸街', '雨水口堵塞去水慢'];
  for (let i = 0; i < 20; i += 1) await core.send('hotline', [ticket({ text: words[i % 2], ...at })]);
  await Promise.all(Array.from({ length: 8 }, () => mergeAll(core.mergeParts)));
  expect(await sizes()).toEqual([20]);
});

test('a plume that a camera takes for smoke joins the heat network’s matter and says so; flames open their own', async () => {
  const at = { lng: 112.46, lat: 23.06 };
  await say('热力管蒸汽泄漏，喷白烟', at);
  await core.send('camera', [alert({ kind: 'smoke-fire', lng: 112.4601, lat: 23.0601 })]);
  await core.merge();
  expect(await sizes()).toEqual([2]);
  const [link] = await core.rows<{ reasons: string[] }>('select reasons from link order by event_id desc limit 1');
  expect(link!.reasons.at(-1)).toBe('摄像识别为“烟火”，疑为误判');
  await say('有明火，烧起来了', at);
  expect(await sizes()).toEqual([2, 1]);
}); // prettier-ignore

test('what a vague call of a blocked drain has opened stands where the first precise report of the flood says', async () => {
  await say('下水道堵塞，渠道堵塞', { lng: 112.466, lat: 23.052 });
  let no = 0;
  const walk = async (lng: number): Promise<void> => {
    no += 1;
    await core.send('report', [{ reporterKind: 'collector', reportNo: `W${no}`, text: '路面水浸街', lng, lat: 23.052, observedAt: minutesAgo(1) }]); // prettier-ignore
    await core.merge();
  };
  await walk(112.4662);
  const found = 'select event_count as n, accuracy_m as m, reanchored from incident order by id';
  expect(await core.rows(found)).toEqual([{ n: 2, m: 20, reanchored: true }]);
  // 130 metres off: within the reach of the vague call, beyond that of the precise place.
  await walk(112.4675);
  expect(await sizes()).toEqual([2, 1]);
});

test('who waits for a person between two matters joins the one that many have told of by then; who waits for another goes on waiting', async () => {
  const seen = async (lng: number): Promise<void> => {
    await core.send('camera', [alert({ lng, lat: 23.052, accuracyM: 10 })]);
    await core.merge();
  };
  const waiting = async (): Promise<number> =>
    (await core.rows("select 1 from waiting where reason = 'ask'")).length;
  const [west, east, far] = [112.466, 112.4685, 112.52];
  for (const lng of [west, east, far, far + 0.0025]) await seen(lng);
  await say('路面积水', { lng: (west + east) / 2, lat: 23.052 });
  await say('路面积水', { lng: far + 0.00125, lat: 23.052 });
  expect([await sizes(), await waiting()]).toEqual([[1, 1, 1, 1], 2]);
  for (let i = 0; i < 3; i += 1) await seen(east);
  expect([await sizes(), await waiting()]).toEqual([[1, 4, 1, 1], 2]);
  await seen(east);
  expect([await sizes(), await waiting()]).toEqual([[1, 6, 1, 1], 1]);
});
