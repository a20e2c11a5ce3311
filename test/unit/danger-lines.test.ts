import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dangerWords, isGrave, namesDanger } from '#text/danger/danger.ts';
import { dangerModel } from '#text/danger/heard.ts';
import { dangerTexts, dangerVersion } from '#text/danger/train.ts';
import { normalise } from '#text/normalise.ts';
import { plainOf } from '#text/plain.ts';

/** One text a line: ! where somebody may die or be hurt now, . where not. Those of danger.txt are learnt from too, and kept. */
const linesOf = (name: string): string[] =>
  readFileSync(new URL(`lines/${name}`, import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean);
const lines = linesOf('danger.txt');
const rings = (line: string): boolean => isGrave(dangerWords(plainOf(normalise(line.slice(1)))));

test('the shipped model of danger was learnt from exactly these texts: npm run train -- --danger', () => {
  expect(dangerModel().version).toBe(dangerVersion(dangerTexts().digest));
});

test('four of five texts of an author who was never learnt from ring where life is at stake', () => {
  const unheard = linesOf('danger-heard.txt');
  const learnt = new Set(dangerTexts().samples.map(({ text }) => text));
  expect(unheard.filter((line) => learnt.has(line.slice(1)))).toEqual([]);
  const urgent = unheard.filter((line) => line.startsWith('!'));
  const calm = unheard.filter((line) => line.startsWith('.'));
  expect(urgent.filter(rings).length / urgent.length).toBeGreaterThan(0.77);
  // Every one of them is meant to sound like danger: of everyday reports one in fifty rings.
  expect(calm.filter(rings).length / calm.length).toBeLessThan(0.2);
});

test('what people say when life is at stake rings, in whatever words, and the rest is quiet', () => {
  const silent = lines.filter((line) => line.startsWith('!') && !rings(line));
  const loud = lines.filter((line) => line.startsWith('.') && rings(line));
  expect(silent.length, silent.join('\n')).toBeLessThanOrEqual(4);
  // A word of danger in a fear or a memory rings too, until a person has heard it (law 13).
  expect(loud.length, loud.join('\n')).toBeLessThanOrEqual(7);
});

test.each([
  ['怕起火，建议加装喷淋', true],
  ['怕她想不开，电话不接', true],
  ['去年有人溺水，建议加护栏', true],
  ['怕小孩跌进去，建议加护栏', false],
  ['社区防溺水宣传几时搞', false],
  ['生意火爆，气炸了，热死了', false],
])('“%s” rings: %s', (text, loud) => {
  expect(isGrave(dangerWords(text))).toBe(loud);
});

test.each([
  ['着火了，快来', true],
  ['水浸入屋，家里有小孩', true],
  ['桥洞水深，车浮起来了，里面有人在喊', false],
  ['路灯不亮', false],
])('“%s” names the danger, and so joins only its own kind: %s', (text, named) => {
  expect(namesDanger(dangerWords(text))).toBe(named);
});
