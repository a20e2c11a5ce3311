import { expect, test } from 'vitest';
import fc from 'fast-check';
import { hideText, maskAddress, maskKnown, maskName, maskPhone, maskText } from '#text/mask.ts';

test.each([
  ['我的手机13800138000，请回电', '我的手机138****8000，请回电'],
  ['电话138 0013 8000或+86 139-0013-9000', '电话138****8000或+86 139****9000'],
  ['请拨１３８００１３８０００', '请拨１３８****８０００'],
  ['号码一三八零零一三八零零零，谢谢', '号码一三八****八零零零，谢谢'],
  ['1.13800138000是我的', '1.138****8000是我的'],
  ['座机0758-2831234', '座机0758-****234'],
  ['打(0758)2831234找我', '打(0758)****234找我'],
  ['电话：2831234', '电话：****234'],
  ['身份证441202199001011234', '身份证441202************'],
  ['身份证44120219900101123X', '身份证441202************'],
  ['卡号6222 0000 1111 2222 333', '卡号***************2333'],
  ['身份证 441202 19900101 1234', '身份证 441202************'],
  ['住在星湖名城3栋502房', '住在星湖名城*栋*房'],
  ['星湖名城3幢2单元1203室漏水', '星湖名城*幢*单元*室漏水'],
  ['星湖名城A座1203有人高空抛物', '星湖名城*座*有人高空抛物'],
  ['家住岗坪村12号，没水', '家住岗坪村*号，没水'],
  ['我叫张三丰，住在路口', '我叫张**，住在路口'],
  ['我叫张三住在路口', '我叫张*住在路口'],
  ['姓名：欧阳娜娜 电话', '姓名：欧阳** 电话'],
  ['联系人李小明13800138000', '联系人李**138****8000'],
  ['我叫张三丰，张三丰本人在场', '我叫张**，张**本人在场'],
  ['回电+852 9371 6284', '回电+852 ****6284'],
  ['回电0085393716284', '回电00853****6284'],
  ['回电+886 912 345 678', '回电+886 ****5 678'],
])('%s is shown as %s', (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test.each([
  '信安五路与端州大道交叉口积水约30厘米',
  '西江北路28号门前有3个井盖缺失',
  '影响120户居民，已停水3天，涉及3栋楼',
  '我是业主，反映物业乱收费1200元',
  '联系人张先生，投诉人陈女士',
  '坐标112.4651234567，23.0512345',
  '工单2026-0612-0031，2026年6月12日10时30分',
  '致电12345，桥上有3座桥墩开裂，3楼平台有烟',
  '业主反映和平路路灯不亮',
])('what a crew needs stays as it is: %s', (text) => {
  expect(maskText(text)).toBe(text);
});

const digit = fc.integer({ min: 0, max: 9 });
const phone = fc
  .tuple(fc.integer({ min: 3, max: 9 }), fc.array(digit, { minLength: 9, maxLength: 9 }))
  .map(([second, rest]) => `1${second}${rest.join('')}`);
const words = fc.array(
  fc.constantFrom('路口', '积水', '，', '。', ' ', 'A座', '3', '3栋', '我叫', '张三', '住在', '\n', '电话'),
  { maxLength: 8 },
);

test('no mobile number survives, whatever stands around it and however it is spaced', () => {
  fc.assert(
    fc.property(words, phone, fc.constantFrom('', ' ', '-'), words, (before, number, gap, after) => {
      const written = [number.slice(0, 3), number.slice(3, 7), number.slice(7)].join(gap);
      const masked = maskText(`${before.join('')}${written}${after.join('')}`).replaceAll(/[- ]/gu, '');
      expect(masked).not.toContain(number);
      expect(masked).not.toMatch(/1[3-9]\d{9}/u);
    }),
    { numRuns: 3_000 },
  );
});

test('masking twice is masking once', () => {
  const led = maskText('我叫路口我叫路口13000000000');
  expect(maskText(led)).toBe(led);
  fc.assert(
    fc.property(words, phone, words, (before, number, after) => {
      const once = maskText(`${before.join('')}${number}${after.join('')}`);
      expect(maskText(once)).toBe(once);
    }),
    { numRuns: 2_000 },
  );
});

test('any text is masked without an error and in time that grows with its length only', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => typeof maskText(text) === 'string'),
  );
  const started = process.cpuUsage();
  for (const piece of ['1', '3栋', '一', '我叫张', '3-', '住在', '(0']) maskText(piece.repeat(20_000));
  expect(process.cpuUsage(started).user / 1_000).toBeLessThan(3_000);
});

test.each([
  ['张三', '张*'],
  ['张三丰', '张**'],
  ['欧阳娜娜', '欧阳**'],
  ['张先生', '张先生'],
  ['', ''],
])('the name %s is shown as %s', (name, masked) => {
  expect(maskName(name)).toBe(masked);
});

test.each([
  ['13800138000', '138****8000'],
  ['+86 138 0013 8000', '138****8000'],
  ['0758-2831234', '********234'],
  ['12345', '****'],
])('the phone %s is shown as %s', (number, masked) => {
  expect(maskPhone(number)).toBe(masked);
});

test.each([
  ['端州区星湖名城3栋2单元502房', '端州区星湖名城*栋*单元*房'],
  ['岗坪村三巷12号', '岗坪村三巷*号'],
  ['西江北路28号', '西江北路28号'],
])('the address %s is shown as %s', (address, masked) => {
  expect(maskAddress(address)).toBe(masked);
});

test.each([
  ['陈大文反映积水，陈大文在等', { name: '陈大文' }, '陈**反映积水，陈**在等'],
  ['高山路积水，高山在等', { name: '高山' }, '高山路积水，高*在等'],
  ['王先生反映积水', { name: '王先生' }, '王先生反映积水'],
  ['打2831234或0758 2831234', { phone: '0758-2831234' }, '打****234或********234'],
  ['打9371 6284', { phone: '+852 93716284' }, '打*****284'],
  ['打139-7765-4321', { phone: '0758-2831234/13977654321' }, '打139****4321'],
  ['岗坪村三巷138号门前', { address: '岗坪村三巷138号' }, '岗坪村三巷*号门前'],
  ['积水', { name: null, phone: '12345', address: '' }, '积水'],
])('%s, of a person who is known, is shown as %s', (text, known, masked) => {
  expect(maskKnown(text, known)).toBe(masked);
});

test('of somebody who asked for confidentiality neither surname nor last digits stay', () => {
  const text = '莘若琳举报，举报人莘若琳，手机13977654321，我是张女士，座机0758-6173942';
  const hidden = hideText(maskKnown(text, { name: '莘若琳', phone: '13977654321' }, true));
  expect(hidden).toBe('***举报，举报人***，手机***，我是***，座机0758-***');
});

test.each([
  ['我舅父何永强在家', '我舅父何**在家'],
  ['上次是黎永强接的电话', '上次是黎**接的电话'],
  ['保安关志明知道这件事', '保安关**知道这件事'],
])('relatives, and whoever took a call: “%s”', (text, shown) => {
  expect(maskText(text)).toBe(shown);
});
