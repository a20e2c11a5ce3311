import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { maskText } from '#text/mask.ts';
import { normalise } from '#text/normalise.ts';

type Line = { text: string; pieces: string[]; around: RegExp };

const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');

/** One text a line, its personal pieces within 【】; a line without them holds nobody. */
const linesOf = (file: string): Line[] =>
  readFileSync(new URL(`lines/${file}`, import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const parts = line.split(/[【】]/u).map((part, i) => (i % 2 === 0 ? part : normalise(part)));
      const whole = parts.map((part, i) =>
        i % 2 === 0 ? literal(normalise(part)).replaceAll(' ', ' ?') : '.+?',
      );
      return {
        text: normalise(line.replaceAll(/[【】]/gu, '')),
        pieces: parts.filter((_, i) => i % 2 === 1),
        around: new RegExp(`^ ?${whole.join(' ?')} ?$`, 'su'),
      };
    });

test.each([
  ['personal.txt', 0.94, 0.02],
  ['callers.txt', 0.96, 0.02],
])(
  'in %s at least %d of the personal pieces go, and at most %d of the lines lose anything else',
  (file, recall, harm) => {
    const lines = linesOf(file);
    const missed = lines.flatMap(({ text, pieces }) => {
      const masked = maskText(text);
      return pieces.filter((piece) => masked.includes(piece)).map((piece) => `${piece} in ${text}`);
    });
    const harmed = lines.filter(({ text, around }) => !around.test(maskText(text))).map(({ text }) => text);
    const all = lines.flatMap(({ pieces }) => pieces).length;
    console.log(
      `${file}: ${all - missed.length} of ${all} masked; ${harmed.length} of ${lines.length} lines harmed`,
    );
    expect(1 - missed.length / all, missed.join('\n')).toBeGreaterThanOrEqual(recall);
    expect(harmed.length / lines.length, harmed.join('\n')).toBeLessThanOrEqual(harm);
  },
);
