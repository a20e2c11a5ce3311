import { createHash } from 'node:crypto';
import { chances, learn, softmax } from './learn.ts';
import type { Habits, Sample } from './learn.ts';
import type { CategoryWords } from './matter.ts';
import { pack, sharesOf, sumsOf, unpack } from './model.ts';
import type { Model } from './model.ts';
import { wordSamples } from './texts.ts';
import type { Texts } from './texts.ts';

/** Found by cross-validation over our own texts, but for `said`: three, since six take twice as long; part of the model's name. */
export const settings = { form: 5, epochs: 5, rate: 0.5, decay: 1e-4, rareLong: 3, said: 3 };
const folds = 5;
const shownConfusions = 15;
/** Where fewer than this share of such answers is right, a person is asked. */
const worthSaying = 0.35;
/** Shorter lines are words, not calls: they are learnt, but nobody's certainty is measured on them. */
const callLength = 8;

export type Judged = {
  texts: number;
  codes: number;
  top1: number;
  top3: number;
  macroF1: number;
  /** Of the answers given: share of texts that were answered, share of them that was right. */
  answered: number;
  rightOfAnswered: number;
  /** Mean distance between the certainty said and the share that was right. */
  calibrationError: number;
  confusions: { meant: string; told: string; times: number }[];
};
export type Trained = { bytes: Buffer; version: string; judged: Judged };

/** A text that its round's model never saw. */
type Guess = { model: Model; text: string; code: string; sums: Float64Array };

/** The name of what these texts and categories make: a model of another name is not of them. */
export function versionOf(digest: string, categories: readonly CategoryWords[]): string {
  const learnt = JSON.stringify([settings, wordSamples(categories).words]);
  return createHash('sha256').update(`${digest}\n${learnt}`).digest('hex').slice(0, 16);
}

/**
 * Learns from all texts, after five rounds in which each fifth was judged by what the others taught: those rounds give
 * the figures, the temperature that makes the certainty true, and the certainty below which a person is asked.
 */
export function train(
  { samples: own, around, digest }: Texts,
  categories: readonly CategoryWords[],
  history: readonly Sample[] = [],
): Trained {
  const { samples: worded, words } = wordSamples(categories);
  const told = [...own, ...history];
  const habits: Habits = { ...settings, around };
  const { codes, guesses } = crossValidate(worded, told, habits);
  const temperature = temperatureOf(guesses);
  const shares = guesses.map(({ model, text, code }) => ({
    meant: codes.indexOf(code),
    share: spread(codes, model, sharesOf({ ...model, temperature }, text)!, 0),
  }));
  const unsure = unsureBelow(shares);
  const version = versionOf(history.length === 0 ? digest : digestWith(digest, history), categories);
  const bytes = pack(learn([...worded, ...told], habits), { version, words, temperature, unsure });
  return { bytes, version, judged: judge(shares, codes, unsure) };
}

function digestWith(digest: string, history: readonly Sample[]): string {
  return createHash('sha256')
    .update(digest)
    .update(JSON.stringify(history.map(({ code, text, weight }) => [code, text, weight])))
    .digest('hex');
}

function crossValidate(
  worded: readonly Sample[],
  told: readonly Sample[],
  habits: Habits,
): { codes: string[]; guesses: Guess[] } {
  const codes = [...new Set([...worded, ...told].map(({ code }) => code))].sort();
  const chance = chances(7);
  const fold = told.map(() => Math.floor(chance() * folds));
  const guesses: Guess[] = [];
  for (let round = 0; round < folds; round += 1) {
    const taught = told.filter((_, index) => fold[index] !== round);
    const about = { version: '', words: {}, temperature: 1, unsure: 0 };
    // Judged as shipped: packed and read again.
    const model = unpack(pack(learn([...worded, ...taught], habits), about));
    told.forEach(({ code, text: bare }, index) => {
      if (fold[index] !== round || [...bare].length < callLength) return;
      const text = habits.around(bare, chance);
      const sums = sumsOf(model, text);
      if (sums) guesses.push({ model, text, code, sums });
    });
  }
  return { codes, guesses };
}

/** What a model says of its codes, in the order of all codes. */
function spread(codes: readonly string[], model: Model, said: Float64Array, unsaid: number): Float64Array {
  const all = new Float64Array(codes.length).fill(unsaid);
  model.codes.forEach((code, at) => (all[codes.indexOf(code)] = said[at]!));
  return all;
}

/** The temperature under which the certainty said of the right answer surprises least. */
function temperatureOf(guesses: readonly Guess[]): number {
  const loss = (temperature: number): number =>
    guesses.reduce((sum, { model, code, sums }) => {
      const share = sums.map((one) => one / temperature);
      softmax(share);
      return sum - Math.log(Math.max(share[model.codes.indexOf(code)] ?? 0, 1e-12));
    }, 0);
  const tried = Array.from({ length: 26 }, (_, step) => Math.round((0.25 + step * 0.05) * 100) / 100);
  return tried.map((one) => ({ one, loss: loss(one) })).sort((a, b) => a.loss - b.loss)[0]!.one;
}

type Share = { meant: number; share: Float64Array };
const best = (share: Float64Array): number =>
  share.reduce((top, one, at) => (one > share[top]! ? at : top), 0);

/** The lowest certainty around which answers are still worth saying. */
function unsureBelow(shares: readonly Share[]): number {
  for (let low = 0.1; low < 0.6; low += 0.02) {
    const around = shares.filter(({ share }) => Math.abs(share[best(share)]! - low) < 0.05);
    const right = around.filter(({ meant, share }) => best(share) === meant).length;
    if (around.length >= 10 && right / around.length >= worthSaying) return Math.round(low * 100) / 100;
  }
  return worthSaying;
}

function judge(shares: readonly Share[], codes: readonly string[], unsure: number): Judged {
  const of = shares.length;
  const answers = shares.map(({ meant, share }) => ({ meant, told: best(share), sure: share[best(share)]! }));
  const right = answers.filter(({ meant, told }) => meant === told);
  const near = shares.filter(
    ({ meant, share }) => share.filter((one) => one > share[meant]!).length < 3,
  ).length;
  const given = answers.filter(({ sure }) => sure >= unsure);
  const wrong = new Map<string, number>();
  for (const { meant, told } of answers)
    if (meant !== told) wrong.set(`${meant} ${told}`, (wrong.get(`${meant} ${told}`) ?? 0) + 1);
  return {
    texts: of,
    codes: codes.length,
    top1: right.length / of,
    top3: near / of,
    macroF1: macroF1(answers, codes.length),
    answered: given.length / of,
    rightOfAnswered: given.filter(({ meant, told }) => meant === told).length / given.length,
    calibrationError: calibrationError(answers),
    confusions: [...wrong]
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, shownConfusions)
      .map(([pair, times]) => {
        const [meant, told] = pair.split(' ').map((at) => codes[Number(at)]!);
        return { meant: meant!, told: told!, times };
      }),
  };
}

type Answer = { meant: number; told: number; sure?: number };

/** The mean over all codes of the harmonic mean of precision and recall: a rare code counts like a frequent one. */
export function macroF1(answers: readonly Answer[], codes: number): number {
  const hits = new Float64Array(codes);
  const all = new Float64Array(codes);
  for (const { meant, told } of answers) {
    if (meant === told) hits[meant]! += 1;
    all[meant]! += 1;
    all[told]! += 1;
  }
  const met = [...all.keys()].filter((code) => all[code]! > 0);
  return met.reduce((sum, code) => sum + (2 * hits[code]!) / all[code]!, 0) / met.length;
}

function calibrationError(answers: readonly { meant: number; told: number; sure: number }[]): number {
  const bins = Array.from({ length: 10 }, () => ({ of: 0, sure: 0, right: 0 }));
  for (const { meant, told, sure } of answers) {
    const bin = bins[Math.min(9, Math.floor(sure * 10))]!;
    bin.of += 1;
    bin.sure += sure;
    if (meant === told) bin.right += 1;
  }
  return bins.reduce((sum, { sure, right }) => sum + Math.abs(sure - right), 0) / answers.length;
}
