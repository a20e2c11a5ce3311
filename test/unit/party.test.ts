import { expect, test } from 'vitest';
import { decideConcern, weighConcern } from '#domain/concern.ts';
import type { ConcernCandidate } from '#domain/concern.ts';
import { alike, gistOf, sharedWords } from '#text/alike.ts';
import { findParties } from '#text/party.ts';

const keys = (text: string, title = ''): string[] => findParties(title, text).map(({ key }) => key);

test.each([
  ['紫荆雅苑楼下有人半夜唱歌', '紫荆雅苑'],
  ['我是端州区紫荆雅苑小区的业主', '紫荆雅苑'],
  ['投诉黄岗街道紫荆雅苑社区物业', '紫荆雅苑'],
  ['保利紫荆雅苑三期电梯', '紫荆雅苑'],
  ['关于紫荆雅苑·听涛轩捆绑卖车位', '紫荆雅苑'],
  ['翠竹雅居和富康新居都没有水', '富康新居'],
  ['高要区和谐花园停电', '和谐花园'],
  ['端州区永和苑水管爆了', '永和苑'],
  ['星湖水库紫荆雅苑没电', '紫荆雅苑'],
  ['在县博物馆翠竹雅居门口', '翠竹雅居'],
  ['富康楼停电两小时', '富康楼'],
  ['就在端州区桂香里，成日跳闸', '桂香里'],
  ['恒大御景半岛的5栋', '御景半岛'],
  ['水榭花都小区没有水', '水榭花都'],
  ['宏盛建筑有限公司欠薪', '宏盛建筑'],
  ['宏盛建筑公司拖欠工资', '宏盛建筑'],
])('%s speaks of %s, however it is written', (text, key) => {
  expect(keys(text)).toContain(key);
});

test('both parts of a double name are found, so that callers who say one of them meet', () => {
  expect(keys('揽江园听涛轩不退定金')).toEqual(['揽江园', '听涛轩']);
  expect(keys('听涛轩强卖车位')).toEqual(['听涛轩']);
});

test.each([
  ['向阳路小学门口', 'school', '向阳路小学'],
  ['举报宏盛建材有限公司欠薪', 'company', '宏盛建材有限公司'],
  ['鑫隆搅拌站半夜开工', 'plant', '鑫隆搅拌站'],
  ['力健健身房关门不退卡', 'shop', '力健健身房'],
  ['城北人才公寓工地彻夜打桩', 'site', '城北人才公寓'],
])('%s: a %s by the name of %s', (text, kind, name) => {
  const found = findParties('', text);
  expect(found.some((one) => one.name.includes(name.slice(-4)) || one.key.includes(name.slice(-4)))).toBe(
    true,
  );
  if (kind !== 'site') expect(found.map((one) => one.kind)).toContain(kind);
});

test.each([
  '我们小区物业公司不作为',
  '政府应该管管',
  '公园里有人钓鱼',
  '困在电梯里',
  '整栋楼没电',
  '办公楼外墙脱落',
  '宿舍楼阁楼漏水',
  '家庭困难',
  '附近商店太吵',
  '园区没有路灯',
  '成个小区停电',
  '不知道是哪家厂排的',
  '快叫燃气公司来',
  '城市管理要加强',
])('%s names nobody', (text) => {
  expect(keys(text)).toEqual([]);
});

test('what the title names is what it is about; the rest is only mentioned', () => {
  const [first, ...rest] = findParties('紫荆雅苑噪音', '旁边的宏盛搅拌站半夜开工');
  expect(first).toMatchObject({ key: '紫荆雅苑', main: true });
  expect(rest.map(({ main }) => main)).toEqual([false]);
});

test('who reports and where he stands is no part of a name', () => {
  for (const text of [
    '地点宏图五金厂',
    '欠薪，位置在宏图五金厂',
    '巡查发现宏图五金厂欠薪',
    '报警人称宏图五金厂欠薪',
    '我喺宏图五金厂做工',
    '来电人称宏图五金厂没发工资',
  ])
    expect(keys(text)).toEqual(['宏图五金厂']);
});

test('a name begins behind the place that it is told by, unless nothing is left of it', () => {
  const behind = (stem: string): string => stem.replace(/^.*(?:东港热源|飞鹅岭)/u, '');
  const said = (text: string): string[] => findParties('', text, behind).map(({ key }) => key);
  expect(said('东港热源宏图制衣厂欠薪')).toEqual(['宏图制衣厂']);
  expect(said('宏图制衣厂欠薪')).toEqual(['宏图制衣厂']);
  expect(said('飞鹅岭花园停电')).toEqual(['飞鹅岭花园']);
});

test('one policy is one party by whatever words it is asked about', () => {
  for (const text of ['人才购房补贴什么时候发', '人才新政的补助停了', '硕士租房补贴怎样申请'])
    expect(keys(text)).toContain('政策人才补贴');
  expect(keys('育儿补贴怎样申请')).toEqual(['政策生育育儿补贴']);
});

test('texts of one matter are alike, of another are not, and the words they share can be told', () => {
  const mixer = [gistOf('', '搅拌站噪音大，粉尘飘进屋'), gistOf('', '搅拌站半夜开工，满屋粉尘')];
  expect(alike(gistOf('', '搅拌站的粉尘和噪音'), mixer)).toBeGreaterThan(0.35);
  expect(alike(gistOf('', '路面坑坑洼洼没有人修补'), mixer)).toBeLessThan(0.02);
  expect(sharedWords(gistOf('', '搅拌站又来粉尘'), mixer)).toEqual(['搅拌', '粉尘']);
});

test('a letter that is two units long is never cut in half, in a reason or in a name', () => {
  const stuck = [gistOf('', '六楼困𨋢，𨋢入面有人')];
  expect(sharedWords(gistOf('', '楼下困𨋢好耐'), stuck)).toEqual(['困𨋢']);
  expect(keys('𨋢一二三四五六七八花园').join('').isWellFormed()).toBe(true);
});

test('the county in which both are is no word that two matters share', () => {
  const dark = [gistOf('', '封开县江口中心小学整栋楼停电', ['江口中心小学'])];
  expect(alike(gistOf('', '封开县江口中心小学旁边煤气泄漏', ['江口中心小学']), dark)).toBe(0);
});

const near = (incidentId: number, over: Partial<ConcernCandidate> = {}): ConcernCandidate => ({
  incidentId, party: '同一小区：紫荆雅苑', main: true, policy: false, affinity: 'same', categoryName: '施工噪声',
  alike: 0.2, shared: ['搅拌', '粉尘'], hours: 72, windowHours: 1440, eventCount: 1, byPerson: false, ...over,
}); // prettier-ignore

test('the same party, an akin matter and like words attach, with reasons that a caller could be told', () => {
  expect(decideConcern([near(7)], false)).toMatchObject({
    kind: 'attach',
    to: {
      candidate: { incidentId: 7 },
      reasons: ['同一小区：紫荆雅苑', '同为施工噪声', '都说到“搅拌”“粉尘”', '相隔 3 天'],
    },
  });
});

test('weaker likeness is asked about, none opens; history asks nobody', () => {
  const weak = near(7, { affinity: 'broad', alike: 0.01 });
  expect(decideConcern([weak], false)).toMatchObject({
    kind: 'ask',
    among: [{ candidate: { incidentId: 7 } }],
  });
  expect(decideConcern([weak], true)).toEqual({ kind: 'open' });
  expect(decideConcern([near(7, { affinity: 'foreign', alike: 0.05 })], false)).toEqual({ kind: 'open' });
});

test('what its words may mean too counts as of its family, and a caller could be told so', () => {
  const decision = decideConcern([near(7, { affinity: 'meant', categoryName: '停电', hours: 1 })], false);
  expect(decision).toMatchObject({ kind: 'attach', to: { candidate: { incidentId: 7 } } });
  expect(decision.kind === 'attach' && decision.to.reasons[1]).toBe('所述也可能是“停电”');
});

test('two that are equally alike are one matter split in two by chance: the older goes on; split by a person, a person is asked', () => {
  expect(decideConcern([near(9), near(4)], false)).toMatchObject({
    kind: 'attach',
    to: { candidate: { incidentId: 4 } },
  });
  // What this batch has opened is the youngest, the first of it before the second.
  for (const [a, b, older] of [
    [-3, 9, 9],
    [-2, -1, -1],
  ] as const)
    expect(decideConcern([near(a), near(b)], false)).toMatchObject({
      to: { candidate: { incidentId: older } },
    });
  expect(decideConcern([near(9, { byPerson: true }), near(4)], false)).toMatchObject({ kind: 'ask' });
});

test('of two that are alike the one that many told of goes on, if hardly anybody told of the other', () => {
  const goesTo = (young: number, old: number) =>
    decideConcern([near(9, { eventCount: young }), near(4, { eventCount: old })], false);
  expect(goesTo(8, 2)).toMatchObject({ to: { candidate: { incidentId: 9 } } });
  expect(goesTo(8, 3)).toMatchObject({ to: { candidate: { incidentId: 4 } } });
  expect(goesTo(4, 1)).toMatchObject({ to: { candidate: { incidentId: 4 } } });
});

test('a party that is only mentioned proves less than one that the matter is about', () => {
  expect(weighConcern(near(1, { main: false })).score).toBeLessThan(weighConcern(near(1)).score);
});
