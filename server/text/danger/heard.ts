import { readFileSync } from 'node:fs';
import { clausesOf } from '../matter/clauses.ts';
import { softmax } from '../matter/learn.ts';
import { sumsOf, unpack } from '../matter/model.ts';
import type { Model } from '../matter/model.ts';

/** Written by `npm run train -- --shipped`, never by hand. */
export const dangerFile = new URL('./model.bin', import.meta.url);

let shipped: Model | undefined;
export const dangerModel = (): Model => (shipped ??= unpack(readFileSync(dangerFile)));

export const danger = 'danger';
/** A clause shorter than this says nothing by itself. */
const shortest = 4;
/** So many letters of what was said are shown. */
const shown = 16;

/** How likely a text tells of danger to life, 0 to 1. */
export function dangerShare(model: Model, text: string): number {
  const sums = sumsOf(model, text);
  if (!sums) return 0;
  softmax(sums);
  return sums[model.codes.indexOf(danger)]!;
}

/**
 * 险情: the clause in which people tell that life is at stake without a word for it (小孩沉底了, 叫她不应), as it was said;
 * null where the text as a whole tells of nothing like it.
 */
export function heardDanger(text: string): string | null {
  const model = dangerModel();
  // `unsure` is the share from which on a text rings.
  if (dangerShare(model, text) < model.unsure) return null;
  const told = clausesOf(text, shortest).map((words) => ({ words, share: dangerShare(model, words) }));
  const plainest = told.sort((a, b) => b.share - a.share)[0];
  return [...(plainest?.words ?? text.trim())].slice(0, shown).join('');
}
