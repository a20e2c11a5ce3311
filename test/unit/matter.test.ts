import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Category } from '#contracts/reference.ts';
import { cityFolder } from '#geodata/city.ts';
import { readShipped } from '#store/load-reference.ts';
import { gramsIn, makeGramTable } from '#text/matter/gram-table.ts';
import { gramsOf } from '#text/matter/grams.ts';
import { learn } from '#text/matter/learn.ts';
import { tellMatter } from '#text/matter/matter.ts';
import { pack, unpack } from '#text/matter/model.ts';
import { modelOf, shippedFile } from '#text/matter/shipped.ts';
import { readTexts } from '#text/matter/texts.ts';
import { macroF1, train, versionOf } from '#text/matter/train.ts';

const shippedRows = await readShipped(cityFolder('zhaoqing'));
const rows = shippedRows
  .filter(({ kind }) => kind === 'category')
  .flatMap((file) => file.rows)
  .map((row) => Category.parse(row));
const categories = new Map(rows.map((row) => [row.code, row]));
const texts = readTexts();
const tell = (text: string, title = '') => tellMatter(modelOf(null), categories, { title, text });

test('the shipped model was learnt from exactly these texts and categories: npm run train -- --shipped', () => {
  expect(modelOf(null).version).toBe(versionOf(texts.digest, rows));
});

test('every category has texts of its own in plenty, and no text stands for a category that is none', () => {
  const counts = new Map<string, number>();
  for (const { code } of texts.samples) counts.set(code, (counts.get(code) ?? 0) + 1);
  expect([...counts.keys()].filter((code) => !categories.has(code))).toEqual([]);
  expect([...categories.keys()].filter((code) => (counts.get(code) ?? 0) < 30)).toEqual([]);
});

test('no text stands under two categories', () => {
  const codes = new Map<string, string>();
  const twice = texts.samples.filter(({ code, text }) => {
    const before = codes.get(text) ?? code;
    codes.set(text, before);
    return before !== code;
  });
  expect(twice).toEqual([]);
});

test('what nobody can read a matter from is left to a person', () => {
  for (const words of ['', '……！？', '@@@@']) expect(tell(words)).toMatchObject({ code: null, likely: [] });
  expect(tell('啊啊哦哦嗯嗯').code ?? 'other').toBe('other');
});

test('the three likeliest are offered, best first, and what is said is the first of them', () => {
  const told = tell('路灯杆漏电，摸到会麻');
  expect(told.likely).toHaveLength(3);
  expect(told.likely.map(({ confidence }) => confidence)).toEqual(
    told.likely.map(({ confidence }) => confidence).sort((a, b) => b - a),
  );
  expect(told.likely[0]).toEqual({ code: 'electric-leak', confidence: told.confidence });
});

test('a category that the city adds with its words is told at once, without training', () => {
  const own = {
    ...categories.get('bike-parking')!,
    code: 'power-bank',
    name: '共享充电宝',
    words: ['充电宝'],
  };
  const more = new Map([...categories, [own.code, own]]);
  const words = { title: '', text: '商场里的充电宝还不回去，一直在计费' };
  expect(tellMatter(modelOf(null), more, words).code).toBe('power-bank');
  expect(tellMatter(modelOf(null), categories, words).code).not.toBe('power-bank');
});

test('a word that the city adds to a category keeps its force beside the model', () => {
  const row = categories.get('rural-affairs')!;
  const more = new Map([...categories, [row.code, { ...row, words: [...row.words, '砂糖桔'] }]]);
  expect(tellMatter(modelOf(null), more, { title: '', text: '今年的砂糖桔路边没人要' }).code).toBe(
    'rural-affairs',
  );
});

test('a category that the city does not have is never told', () => {
  const fewer = new Map([...categories].filter(([code]) => code !== 'street-light'));
  const told = tellMatter(modelOf(null), fewer, { title: '', text: '路灯不亮' });
  expect(told.likely.map(({ code }) => code)).not.toContain('street-light');
});

const few = [
  ['水浸街了走不了', 'a'],
  ['马路上都是水', 'a'],
  ['水浸到膝盖', 'a'],
  ['门口积水很深', 'a'],
  ['路灯不亮好黑', 'b'],
  ['街灯坏了几天', 'b'],
  ['灯一直不亮没人修', 'b'],
  ['晚上没有灯光', 'b'],
].map(([text, code]) => ({ text: text!, code: code! }));
const small = { samples: few, around: (text: string) => text, digest: 'few' };

test('the same texts make the same bytes, and other texts another name', () => {
  const [once, again] = [train(small, []), train(small, [])];
  expect(once.bytes.equals(again.bytes)).toBe(true);
  expect(train(small, [], [{ code: 'b', text: '灯坏', weight: 3 }]).version).not.toBe(once.version);
});

test('what a city corrected moves the answer', () => {
  const own = new Map([
    ['a', { code: 'a', words: [] }],
    ['b', { code: 'b', words: [] }],
  ]);
  const said = { title: '', text: '水池的灯光秀不亮' };
  const taught = [{ code: 'a', text: said.text, weight: 3 }];
  const sureOf = (bytes: Uint8Array): number =>
    tellMatter(unpack(bytes), own, said).likely.find(({ code }) => code === 'a')!.confidence;
  expect(sureOf(train(small, [], taught).bytes)).toBeGreaterThan(sureOf(train(small, []).bytes));
});

test('a city model of another program is passed over, the shipped one judges', () => {
  expect(modelOf({ version: 'old', bytes: Buffer.from('something else') })).toBe(modelOf(null));
});

test('packed and read again a model says the same', () => {
  const habits = { epochs: 3, rate: 1, decay: 0, rareLong: 1, said: 1, around: (text: string) => text };
  const learnt = learn(few, habits);
  const about = { version: 'v', words: { a: ['水浸'] }, temperature: 1, unsure: 0.2 };
  const model = unpack(pack(learnt, about));
  expect(model).toMatchObject({ ...about, codes: ['a', 'b'] });
  const names = [...learnt.grams.keys()];
  expect(model.grams.size).toBe(names.length);
  expect(names.filter((name, place) => !gramsIn(model.grams, name).has(place))).toEqual([]);
});

test('the shipped model is small enough to be carried', () => {
  expect(readFileSync(shippedFile).length).toBeLessThan(2_000_000);
});

test.each([
  '找我女儿138****1234也行',
  '打我手机138****1234',
  '退款请打到卡号***************2333',
  '联系电话0758-****234',
])('whom to ring and where to pay is no matter: %s', (clause) => {
  expect(gramsOf(`路面积水，${clause}，快来人`)).toEqual(gramsOf('路面积水，快来人'));
});

test('whose number it is stays where it is the matter', () => {
  expect(gramsOf('收到诈骗电话138****1234')).toContain('诈骗');
});

test('grams part at whatever is no character, and numbers are one sign', () => {
  expect(gramsOf('水浸，12号')).toEqual(['水', '水浸', '浸', '0', '0号', '号']);
});

test('a text tells of the grams that the table knows, in its own order and each once', () => {
  const names = ['水', '水浸', '浸', '号', '0号', '𨋢', '困𨋢'];
  const known = [...gramsIn(makeGramTable(names), '困𨋢，水浸12号，水浸，停电')].map((place) => names[place]);
  expect(known).toEqual(['困𨋢', '𨋢', '水', '水浸', '浸', '0号', '号']);
  expect(gramsOf('困𨋢，水浸12号').filter((gram) => names.includes(gram))).toEqual(known);
  expect([...gramsIn(makeGramTable([]), '水浸')]).toEqual([]);
});

test('a rare code counts in the macro average like a frequent one', () => {
  const answers = [...Array.from({ length: 9 }, () => ({ meant: 0, told: 0 })), { meant: 1, told: 0 }];
  expect(macroF1(answers, 2)).toBeCloseTo((18 / 19 + 0) / 2, 5);
});
