import { softmax } from './learn.ts';
import { sharesOf } from './model.ts';
import type { Model } from './model.ts';

/** A category as the city keeps it, and the words by which callers mean it. */
export type CategoryWords = { code: string; name?: string; words: readonly string[] };

export type Likely = { code: string; confidence: number };
/**
 * 判类: the category meant, or none where the machine is unsure; the three likeliest, best first, for a person. `heard` goes
 * further down: what may still be weighed against what stands at the place.
 */
export type Guess = { code: string | null; confidence: number; likely: Likely[]; heard: Likely[] };

const shown = 3;
const weighed = 8;
/** What a word of the city's own is worth beside the model: nine to one. */
const ownWord = Math.log(9);

type OwnWords = { code: string; words: string[] }[];
const ownWordsOf = new WeakMap<object, WeakMap<Model, OwnWords>>();

/** Words that the city added after the model learnt, whole categories among them: they keep their force untaught. */
function ownWords(model: Model, categories: ReadonlyMap<string, CategoryWords>): OwnWords {
  const kept = ownWordsOf.get(categories)?.get(model);
  if (kept) return kept;
  const own = [...categories.values()].flatMap(({ code, name, words }) => {
    const learnt = new Set(model.words[code]);
    // A category without words (the one of last resort) is never meant by its name.
    const meant = words.length > 0 && name !== undefined ? [name, ...words] : words;
    const added = meant.filter((word) => !learnt.has(word));
    return added.length === 0 ? [] : [{ code, words: added }];
  });
  const byModel = ownWordsOf.get(categories) ?? new WeakMap<Model, OwnWords>();
  ownWordsOf.set(categories, byModel.set(model, own));
  return own;
}

/**
 * 判类: what a text is about, of the categories that the city has. The heading counts as a text of its own beside the
 * words. Nothing readable: unsure, with nothing to offer.
 */
export function tellMatter(
  model: Model,
  categories: ReadonlyMap<string, CategoryWords>,
  { title, text }: { title: string; text: string },
): Guess {
  const words = title === '' || text.includes(title) ? text : `${title} ${text}`;
  const shares = sharesOf(model, words);
  const strength = new Map<string, number>();
  model.codes.forEach((code, index) => {
    if (shares && categories.has(code)) strength.set(code, Math.log(shares[index]! + 1e-9));
  });
  const best = strength.size === 0 ? 0 : Math.max(...strength.values());
  for (const { code, words: own } of ownWords(model, categories)) {
    const found = own.filter((word) => words.includes(word));
    if (found.length > 0) strength.set(code, best + ownWord + Math.log(found.join('').length));
  }
  const heard = ranked(strength);
  const [first] = heard;
  if (!first) return { code: null, confidence: 0, likely: [], heard: [] };
  const sure = first.confidence >= model.unsure;
  return {
    code: sure ? first.code : null,
    confidence: first.confidence,
    likely: heard.slice(0, shown),
    heard: heard.slice(0, weighed),
  };
}

function ranked(strength: ReadonlyMap<string, number>): Likely[] {
  const shares = Float64Array.from(strength.values());
  softmax(shares);
  return [...strength.keys()]
    .map((code, index) => ({ code, confidence: Math.round(shares[index]! * 1000) / 1000 }))
    .sort((a, b) => b.confidence - a.confidence);
}
