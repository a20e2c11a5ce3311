import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Category } from '#contracts/reference.ts';
import { cityFolder } from '#geodata/city.ts';
import { readShipped } from '#store/load-reference.ts';
import { dangerWords } from '#text/danger/danger.ts';
import { tellMatter } from '#text/matter/matter.ts';
import { modelOf } from '#text/matter/shipped.ts';
import { plainOf, simplify } from '#text/plain.ts';

const shipped = await readShipped(cityFolder('zhaoqing'));
const rows = shipped.filter(({ kind }) => kind === 'category').flatMap((file) => file.rows.map((row) => Category.parse(row))); // prettier-ignore
const categories = new Map(rows.map((row) => [row.code, row]));

/** One call a line behind the code of its matter: traditional characters, words of the delta, slips of the pen. */
const calls = readFileSync(new URL('lines/spoken.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => ({ code: line.slice(0, line.indexOf(' ')), text: line.slice(line.indexOf(' ') + 1) }));

test('calls in traditional characters, in words of the delta and with slips of the pen are read like plain ones', () => {
  const wrong = calls.filter(
    ({ code, text }) =>
      tellMatter(modelOf(null), categories, { title: '', text: plainOf(text) }).code !== code,
  );
  expect(1 - wrong.length / calls.length, wrong.map(({ text }) => text).join('\n')).toBeGreaterThan(0.95);
});

test.each([
  ['天寧北路電梯困人', '天宁北路电梯困人'],
  ['樓上著火，名著、顯著的著', '楼上着火，名著、显著的着'],
  ['井该不见了', '井盖不见了'],
  ['又可以看海了', '又可以积水了'],
  ['路面左塌，塌左一忽', '路面塌，塌咗一忽'],
  ['电梯因人，因住电梯', '电梯困人，困住电梯'],
])('%s is read as %s', (said, meant) => {
  expect(plainOf(said)).toBe(meant);
});

test.each([
  '古井该修了',
  '去看海了',
  '左边路灯不亮',
  '因为停水',
  '向左转不了',
  '垃圾分类',
  '因电梯故障停用',
  '电梯因人为损坏停用',
  '天然气泄漏',
  '交叉电线',
  '遇到塌方',
])('%s stays as it is', (text) => {
  expect(plainOf(text)).toBe(text);
});

test('simplifying keeps every letter at its place', () => {
  const text = calls.map((call) => call.text).join('，');
  expect(simplify(text)).toHaveLength(text.length);
});

test('danger rings in traditional characters, too', () => {
  expect(dangerWords(plainOf('樓上著火，濃煙滾滾'))).toContain('着火');
});
