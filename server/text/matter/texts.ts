import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import type { CategoryWords } from './matter.ts';
import type { Habits, Sample } from './learn.ts';

const folder = new URL('./texts/', import.meta.url);
/** Sayings around a matter, no matter themselves. */
const aroundFile = 'around.txt';

export type Samples = { samples: Sample[]; digest: string };
export type Texts = Samples & { around: Habits['around'] };

/** The texts of a folder: a line each, under the code of what it tells; `digest` changes with any of its files. */
export function readSamples(from: URL): Samples {
  const files = readdirSync(from).filter((name) => name.endsWith('.txt'));
  const bodies = files.sort().map((name) => ({ name, body: readFileSync(new URL(name, from), 'utf8') }));
  const samples = bodies
    .filter(({ name }) => name !== aroundFile)
    .flatMap(({ body }) => linesOf(body))
    .map(({ heading, line }) => ({ code: heading, text: line }));
  const digest = createHash('sha256');
  for (const { name, body } of bodies) digest.update(`${name}\n${body}`);
  return { samples, digest: digest.digest('hex') };
}

/** The texts of our own, under the codes of their categories, and what is said around a matter. */
export const readTexts = (): Texts => ({
  ...readSamples(folder),
  around: aroundOf(linesOf(readFileSync(new URL(aroundFile, folder), 'utf8'))),
});

function linesOf(body: string): { heading: string; line: string }[] {
  let heading = '';
  return body.split('\n').flatMap((one) => {
    const line = one.trim();
    if (line.startsWith('# ')) heading = line.slice(2);
    return line === '' || line.startsWith('# ') ? [] : [{ heading, line }];
  });
}

const beside = ['附近', '对面', '旁边', '门口', '这边', '那边', '往东100米', '向北走50米左右', '西侧约30米', '里面', '，']; // prettier-ignore

/** A matter is seldom told alone: who calls, where, how long already, and what is asked stand around it. */
function aroundOf(said: { heading: string; line: string }[]): Habits['around'] {
  const of = (name: string): string[] => said.filter((one) => one.heading === name).map(({ line }) => line);
  const [before, place, after] = [of('before'), of('place'), of('after')];
  return (text, chance) => {
    const one = (list: string[], share: number): string[] =>
      chance() < share ? [list[Math.floor(chance() * list.length)]!] : [];
    const where = one(place, 0.6).map((name) => `${name}${one(beside, 0.4).join('')}`);
    const told = chance() < 0.7 ? [`${where.join('')}${text}`] : [text, ...where];
    return [...one(before, 0.6), ...told, ...one(after, 0.6), ...one(after, 0.3)].join('，');
  };
}

/** The words of the categories as texts of their own, and as what a model will have learnt. */
export function wordSamples(categories: readonly CategoryWords[]): {
  samples: Sample[];
  words: Record<string, string[]>;
} {
  const meant = categories
    .filter(({ words }) => words.length > 0)
    .map(({ code, name, words }) => ({ code, words: name === undefined ? [...words] : [name, ...words] }));
  return {
    samples: meant.flatMap(({ code, words }) => words.map((text) => ({ code, text }))),
    words: Object.fromEntries(meant.map(({ code, words }) => [code, words])),
  };
}
