import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dangerWords, isGrave } from '#text/danger.ts';
import { normalise } from '#text/normalise.ts';

/** One text a line: ! where somebody may die or be hurt now, . where not. */
const lines = readFileSync(new URL('lines/danger.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean);
const rings = (line: string): boolean => isGrave(dangerWords(normalise(line.slice(1))));

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
