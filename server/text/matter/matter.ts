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
const ownWord = 9;
/** A code of which the model has heard nothing is not impossible. */
const least = 1e-9;

/** What the city and a model have in common: codes with their places in the model; and words that the city added since. */
type Shared = { codes: string[]; places: number[]; own: { code: string; words: string[] }[] };
const sharedOf = new WeakMap<object, WeakMap<Model, Shared>>();

/** Words that the city added after the model learnt, whole categories among them, keep their force untaught. */
function shared(model: Model, categories: ReadonlyMap<string, CategoryWords>): Shared {
  const kept = sharedOf.get(categories)?.get(model);
  if (kept) return kept;
  const own = [...categories.values()].flatMap(({ code, name, words }) => {
    const learnt = new Set(model.words[code]);
    // A category without words (the one of last resort) is never meant by its name.
    const meant = words.length > 0 && name !== undefined ? [name, ...words] : words;
    const added = meant.filter((word) => !learnt.has(word));
    return added.length === 0 ? [] : [{ code, words: added }];
  });
  const codes = model.codes.filter((code) => categories.has(code));
  const made = { codes, places: codes.map((code) => model.codes.indexOf(code)), own };
  const byModel = sharedOf.get(categories) ?? new WeakMap<Model, Shared>();
  sharedOf.set(categories, byModel.set(model, made));
  return made;
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
  const known = shared(model, categories);
  const codes = shares ? [...known.codes] : [];
  const strength: number[] = [];
  let best = shares ? 0 : 1;
  for (let i = 0; shares && i < codes.length; i += 1) {
    const one = shares[known.places[i]!]! + least;
    if (one > best) best = one;
    strength.push(one);
  }
  for (const { code, words: own } of known.own) {
    const found = own.filter((word) => words.includes(word));
    if (found.length === 0) continue;
    const at = codes.indexOf(code);
    if (at < 0) codes.push(code);
    strength[at < 0 ? codes.length - 1 : at] = best * ownWord * found.join('').length;
  }
  const heard = likeliest(codes, strength);
  const [first] = heard;
  if (!first) return { code: null, confidence: 0, likely: [], heard: [] };
  const sure = first.confidence >= model.unsure;
  return {
    code: sure ? first.code : null,
    confidence: first.confidence,
    likely: heard.slice(0, shown),
    heard,
  };
}

/** The likeliest, best first; of equals the one that the model names first. Each clause of each call comes this way. */
function likeliest(codes: readonly string[], strength: readonly number[]): Likely[] {
  let all = 0;
  for (const one of strength) all += one;
  const found: Likely[] = [];
  let last = -1;
  for (let i = 0; i < codes.length; i += 1) {
    const share = strength[i]! / all;
    // Rounding lifts nothing above what is rounded already.
    if (share <= last) continue;
    const confidence = Math.round(share * 1000) / 1000;
    if (confidence <= last) continue;
    const before = found.findIndex((one) => one.confidence < confidence);
    found.splice(before < 0 ? found.length : before, 0, { code: codes[i]!, confidence });
    if (found.length > weighed) found.pop();
    if (found.length === weighed) last = found[weighed - 1]!.confidence;
  }
  return found;
}
