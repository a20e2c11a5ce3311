import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Category } from '#contracts/reference.ts';
import { cityFolder } from '#geodata/city.ts';
import { readShipped } from '#store/load-reference.ts';
import { tellMatter } from '#text/matter/matter.ts';
import { mattersIn } from '#text/matter/several.ts';
import type { Matter } from '#text/matter/several.ts';
import { modelOf } from '#text/matter/shipped.ts';
import { plainOf } from '#text/plain.ts';

const shipped = await readShipped(cityFolder('zhaoqing'));
const rows = shipped.filter(({ kind }) => kind === 'category').flatMap((file) => file.rows.map((row) => Category.parse(row))); // prettier-ignore
const categories = new Map(rows.map((row) => [row.code, row]));
const familyOf = (code: string): string | undefined => categories.get(code)?.familyCode;
const read = (said: string): Matter[] =>
  mattersIn(
    { said, plain: plainOf(said) },
    {
      tell: (part) => tellMatter(modelOf(null), categories, { title: '', text: part }),
      isSame: (one, other) => familyOf(one) === familyOf(other),
      placeIn: (words) => /天宁北路|康乐中路|紫荆雅苑/u.exec(words)?.[0] ?? null,
    },
  );
const codesOf = (said: string): string =>
  read(said)
    .map(({ code }) => code)
    .join(',') || '-';

/** One call a line behind the codes of its matters; `-` before those that only look like several. */
const calls = readFileSync(new URL('lines/several.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => ({ meant: line.slice(0, line.indexOf(' ')), text: line.slice(line.indexOf(' ') + 1) }));

test('matters that a call names apart are told apart, and what belongs to one matter is not', () => {
  const wrong = calls.filter(({ meant, text }) => codesOf(text) !== meant);
  expect(wrong.length / calls.length, wrong.map(({ text }) => text).join('\n')).toBeLessThanOrEqual(0.1);
});

test('no word of a call is lost when it is split, but how it counts its matters', () => {
  const letters = (text: string): string =>
    text.replace(/另外|还有|此外|顺便|仲有|[一二三]是|[12]、|反映三件事|[\s，。、；：]/gu, '');
  for (const { text } of calls) {
    const matters = read(text);
    if (matters.length > 0) expect(letters(matters.map((one) => one.text).join(''))).toBe(letters(text));
  }
});

test('each matter has its own words, and the place that was said once is kept for those that name none', () => {
  expect(read('我住紫荆雅苑，路灯坏了半个月。另外垃圾桶满了没人清理，臭气熏天')).toEqual([
    { code: 'street-light', text: '我住紫荆雅苑，路灯坏了半个月', address: null },
    { code: 'garbage', text: '垃圾桶满了没人清理，臭气熏天', address: '紫荆雅苑' },
  ]);
  expect(read('天宁北路路灯坏了；康乐中路垃圾桶满了没人清理；我打过三次12345了').map(({ text, address }) => [text, address])).toEqual([
    ['天宁北路路灯坏了', null],
    ['康乐中路垃圾桶满了没人清理，我打过三次12345了', null],
  ]); // prettier-ignore
});

test('a call is split as it was said, in whatever characters', () => {
  expect(read('街燈壞咗半個月。還有垃圾桶滿咗冇人清理').map(({ text }) => text)).toEqual([
    '街燈壞咗半個月',
    '垃圾桶滿咗冇人清理',
  ]);
});
