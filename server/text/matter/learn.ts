import { gramsOf } from './grams.ts';

/** One text whose matter is known; a person's correction weighs more than a silent agreement. */
export type Sample = { code: string; text: string; weight?: number };

/**
 * What was learnt: for each gram how rare it is (the root of the logarithm of its inverse frequency: without the root rare
 * grams drowned the others) and its weight for each code.
 */
export type Learnt = {
  codes: string[];
  grams: Map<string, number>;
  idf: Float64Array;
  /** grams × codes, row by row. */
  weights: Float32Array;
  bias: Float64Array;
};

export type Habits = {
  epochs: number;
  rate: number;
  decay: number;
  /** A run of three characters is kept from this many texts on. */
  rareLong: number;
  /** How often each text is learnt as it would be said among other words, beside the bare one. */
  said: number;
  /** The text as it would be said among other words. */
  around: (text: string, chance: () => number) => string;
};

/** The same numbers on every machine and run: learning is repeatable to the byte. */
export function chances(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Row = { at: Uint32Array; value: Float32Array };

/** The grams of a text that are known, weighed by rarity, the whole of length one. */
export function rowOf(learnt: Pick<Learnt, 'grams' | 'idf'>, text: string): Row {
  const at: number[] = [];
  let length = 0;
  for (const gram of gramsOf(text)) {
    const index = learnt.grams.get(gram);
    if (index === undefined) continue;
    at.push(index);
    length += learnt.idf[index]! ** 2;
  }
  const scale = length === 0 ? 0 : 1 / Math.sqrt(length);
  return { at: Uint32Array.from(at), value: Float32Array.from(at, (index) => learnt.idf[index]! * scale) };
}

export function dictionary(samples: readonly Sample[], rareLong: number): Pick<Learnt, 'grams' | 'idf'> {
  const counts = new Map<string, number>();
  for (const { text } of samples)
    for (const gram of gramsOf(text)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  const kept = [...counts].filter(([gram, count]) => [...gram].length < 3 || count >= rareLong);
  kept.sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    grams: new Map(kept.map(([gram], index) => [gram, index])),
    idf: Float64Array.from(kept, ([, count]) => Math.sqrt(Math.log(1 + samples.length / count))),
  };
}

/** Turns sums into shares of one, in place. */
export function softmax(sums: Float64Array): void {
  let top = -Infinity;
  for (const sum of sums) if (sum > top) top = sum;
  let all = 0;
  for (let i = 0; i < sums.length; i += 1) all += sums[i] = Math.exp(sums[i]! - top);
  for (let i = 0; i < sums.length; i += 1) sums[i]! /= all;
}

/** A text made ready: its row, the place of its code, what a mistake in it weighs. */
type Lesson = Row & { right: number; weigh: number };

/** The higher, the shorter the first steps of a gram: a rare one is not learnt by heart from one text. */
const firstPast = 0.1;

/**
 * Multinomial logistic regression by stochastic steps that shrink where a gram was met often (Adagrad). Every code
 * weighs about the same as a whole, however many texts it has.
 */
export function learn(samples: readonly Sample[], habits: Habits, seed = 1): Learnt {
  const chance = chances(seed);
  const codes = [...new Set(samples.map(({ code }) => code))].sort();
  const { grams, idf } = dictionary(samples, habits.rareLong);
  const lessons = lessonsOf(samples, codes, (text) => rowOf({ grams, idf }, text), habits, chance);
  const size = codes.length;
  const state = {
    weights: new Float32Array(grams.size * size),
    past: new Float32Array(grams.size * size).fill(firstPast),
    bias: new Float64Array(size),
  };
  for (let epoch = 0; epoch < habits.epochs; epoch += 1) {
    shuffle(lessons, chance);
    for (const lesson of lessons) step(state, lesson, habits);
  }
  return { codes, grams, idf, weights: state.weights, bias: state.bias };
}

function lessonsOf(
  samples: readonly Sample[],
  codes: readonly string[],
  row: (text: string) => Row,
  { around, said: times }: Habits,
  chance: () => number,
): Lesson[] {
  const codeAt = new Map(codes.map((code, index) => [code, index]));
  const perCode = new Float64Array(codes.length);
  for (const { code, weight } of samples) perCode[codeAt.get(code)!]! += weight ?? 1;
  const even = perCode.reduce((sum, one) => sum + one, 0) / codes.length;
  return samples.flatMap(({ code, text, weight }) => {
    const right = codeAt.get(code)!;
    const weigh = (weight ?? 1) * Math.min(3, Math.sqrt(even / perCode[right]!));
    const told = Array.from({ length: times }, () => around(text, chance));
    return [text, ...told].map((said) => ({ ...row(said), right, weigh }));
  });
}

type State = Pick<Learnt, 'weights' | 'bias'> & { past: Float32Array };

/** Reads one text, compares with the truth, moves every weight that had a part in it. */
function step({ weights, past, bias }: State, lesson: Lesson, { rate, decay }: Habits): void {
  const { at, value, right, weigh } = lesson;
  const size = bias.length;
  const share = Float64Array.from(bias);
  for (let k = 0; k < at.length; k += 1) {
    const from = at[k]! * size;
    const x = value[k]!;
    for (let c = 0; c < size; c += 1) share[c]! += weights[from + c]! * x;
  }
  softmax(share);
  share[right]! -= 1;
  for (let c = 0; c < size; c += 1) {
    share[c]! *= weigh;
    bias[c]! -= 0.02 * share[c]!;
  }
  for (let k = 0; k < at.length; k += 1) {
    const from = at[k]! * size;
    const x = value[k]!;
    for (let c = 0; c < size; c += 1) {
      const slope = share[c]! * x + decay * weights[from + c]!;
      past[from + c]! += slope * slope;
      weights[from + c]! -= (rate * slope) / Math.sqrt(past[from + c]!);
    }
  }
}

function shuffle(list: unknown[], chance: () => number): void {
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = Math.floor(chance() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
}
