import { expect, test } from 'vitest';
import { dangerWords, isGrave } from '#text/danger/danger.ts';
import { findPlace, makeGazetteer, withoutPlaces } from '#text/gazetteer.ts';
import { looksGarbled, normalise } from '#text/normalise.ts';

test('what a place is called says nothing of the matter there, names within names included', () => {
  const named = makeGazetteer(
    [place('端州区博物馆', '441202', 112.4, 23), place('博物馆东门', '441202', 112.4, 23)],
    new Map(),
  );
  expect(withoutPlaces(named, '端州区博物馆东门水浸')).toBe('，，，，，，，，水浸');
  expect(withoutPlaces(named, '馆里的展品')).toBe('馆里的展品');
});

test('a character that only looks like another is that other', () => {
  expect(normalise('东城巿场路囗')).toBe('东城市场路口');
});

test.each([
  ['有老人被困在车里', ['被困', '老人']],
  ['楼道有煤气味', ['煤气味']],
  ['水浸入屋，家里有小孩', ['小孩']],
  ['小孩在公园玩耍很吵', []],
  ['没有人被困', []],
  ['未着火，只是冒烟', []],
  ['路灯不亮', []],
  ['有细路跌落河', ['跌落河', '细路']],
  ['老人不见了', ['老人不见了', '老人']],
  ['井盖不见了', []],
  ['铁闸压住人', ['压住人']],
])('“%s” rings for %j', (text, words) => {
  expect(dangerWords(text)).toEqual(words);
});

test('a word that alone means danger to life is grave, a frail person alone is not', () => {
  expect(isGrave(['触电'])).toBe(true);
  expect(isGrave(['老人'])).toBe(false);
});

const place = (name: string, districtCode: string, lng: number, lat: number, accuracyM = 200) => ({
  name,
  alias: [],
  kind: 'community',
  districtCode,
  lng,
  lat,
  accuracyM,
});
const gazetteer = makeGazetteer(
  [
    place('蕉园社区', '441202', 112.45, 23.06),
    place('蕉园社区', '441204', 112.47, 22.9),
    place('西江路', '441202', 112.46, 23.05, 1500),
    place('西江路蕉园村口', '441202', 112.461, 23.052, 80),
  ],
  new Map([
    ['端州区', '441202'],
    ['端州', '441202'],
    ['高要', '441204'],
  ]),
);

test('the longest name in a text is the place', () => {
  expect(findPlace(gazetteer, '西江路蕉园村口水浸').place).toMatchObject({
    name: '西江路蕉园村口',
    accuracyM: 80,
  });
});

test('the same name twice, with no district said, is left to a person', () => {
  const found = findPlace(gazetteer, '蕉园社区水浸');
  expect(found.place).toBeNull();
  expect(found.several.map((one) => one.districtCode)).toEqual(['441202', '441204']);
});

test('a district that was said tells two places of one name apart', () => {
  expect(findPlace(gazetteer, '高要蕉园社区水浸').place).toMatchObject({ districtCode: '441204' });
});

test('where the caller works or calls from is not where the matter is', () => {
  expect(findPlace(gazetteer, '我在端州打工，高要蕉园社区的老家被浸').place).toMatchObject({
    districtCode: '441204',
  });
});

test('a text without any known name has no place, and says so', () => {
  expect(findPlace(gazetteer, '村口大榕树旁')).toEqual({ place: null, several: [], districtCode: null });
});

test('one spelling for one meaning: width, zero-width and direction marks, controls, blanks', () => {
  expect(normalise('Ａ１２\u200B\u202E 号\u0000路　口\r\n\n东')).toBe('A12 号路 口\n东');
});

test('a text is cut at 10,000 characters', () => {
  expect(normalise('水'.repeat(200_000))).toHaveLength(10_000);
});

test('words read with a wrong encoding are found out, ordinary words are not', () => {
  expect(looksGarbled('锟斤拷锟斤拷')).toBe(true);
  expect(looksGarbled('æ°´æµ¸')).toBe(true);
  expect(looksGarbled('水浸到膝头 OK？café')).toBe(false);
});

const slipped = makeGazetteer(
  [
    place('悦城镇中心小学', '441226', 111.9, 23.1),
    place('悦城镇中心卫生院', '441226', 111.92, 23.1),
    place('莫村镇人民政府', '441226', 111.95, 23.3),
    place('登云大桥', '441226', 111.97, 23.3),
  ],
  new Map(),
);
test.each([
  ['悦城镇中心小雪门口水浸', '悦城镇中心小学'],
  ['莫村振人民政府对面', '莫村镇人民政府'],
  ['登云大乔桥面裂缝', '登云大桥'],
  ['悦城镇中心中学门口', null],
  ['登云大道积水', null],
  ['悦坝镇中心小学门口', null],
  ['悦城镇中必小雪门口', null],
])('one wrong sign in what a place is: %s is %s', (said, name) => {
  expect(findPlace(slipped, said).place?.name ?? null).toBe(name);
});

const known = makeGazetteer(
  [
    place('肇庆市第五中学', '441202', 112.453, 23.046),
    place('肇庆市第一中学', '441202', 112.45, 23.05),
    place('怀集县第一中学', '441224', 112.18, 23.91),
    place('四会市华侨中学', '441284', 112.7, 23.33),
    place('怀集县人民医院', '441224', 112.19, 23.92),
  ],
  new Map([
    ['端州区', '441202'],
    ['怀集', '441224'],
  ]),
);
test.each([
  ['第五中学门口水浸', '肇庆市第五中学'],
  ['端州区第五中学门口水浸', '肇庆市第五中学'],
  ['华侨中学对面塌方', '四会市华侨中学'],
  // Another district has a school of that name, or may have one that nobody has told us of.
  ['第一中学门口水浸', null],
  ['怀集第五中学门口水浸', null],
  // What every town has.
  ['人民医院门口水浸', null],
])('a name without its town means the only one that there is: %s is %s', (said, name) => {
  expect(findPlace(known, said).place?.name ?? null).toBe(name);
});
