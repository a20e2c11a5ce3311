import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Category } from '#contracts/reference.ts';
import { cityFolder } from '#geodata/city.ts';
import { readShipped } from '#store/load-reference.ts';
import { tellMatter } from '#text/matter/matter.ts';
import { mattersIn } from '#text/matter/several.ts';
import { modelOf } from '#text/matter/shipped.ts';
import { plainOf } from '#text/plain.ts';

const shipped = await readShipped(cityFolder('zhaoqing'));
const rows = shipped.filter(({ kind }) => kind === 'category').flatMap((file) => file.rows.map((row) => Category.parse(row))); // prettier-ignore
const categories = new Map(rows.map((row) => [row.code, row]));
const familyOf = (code: string): string | undefined => categories.get(code)?.familyCode;
const read = (text: string): string =>
  mattersIn(
    plainOf(text),
    (part) => tellMatter(modelOf(null), categories, { title: '', text: part }),
    (one, other) => familyOf(one) === familyOf(other),
  ).join(',') || '-';

/** One call a line behind the codes of its matters; `-` before those that only look like several. */
const calls = readFileSync(new URL('lines/several.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => ({ meant: line.slice(0, line.indexOf(' ')), text: line.slice(line.indexOf(' ') + 1) }));

test('matters that a call names apart are told apart, and what belongs to one matter is not', () => {
  const wrong = calls.filter(({ meant, text }) => read(text) !== meant);
  expect(wrong.length / calls.length, wrong.map(({ text }) => text).join('\n')).toBeLessThanOrEqual(0.1);
});
