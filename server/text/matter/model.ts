import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { gramsIn, makeGramTable } from './gram-table.ts';
import type { GramTable } from './gram-table.ts';
import { softmax } from './learn.ts';
import type { Learnt } from './learn.ts';

/** What is known of a model besides its weights. */
export type About = {
  /** Names what it was learnt from and how: another text, another name. */
  version: string;
  /** The words of each category as they were when it learnt: whatever the city added since is new to it. */
  words: Record<string, string[]>;
  /** Sums are divided by it before they become shares: measured on texts that were not learnt. */
  temperature: number;
  /** Below this share of certainty the answer is left to a person. */
  unsure: number;
};

/** 判类模型: for each gram which categories it speaks for and against. */
export type Model = About & {
  codes: string[];
  grams: GramTable;
  idf: Float64Array;
  /** Where the weights of a gram begin; one longer than the grams. */
  from: Uint32Array;
  code: Uint16Array;
  weight: Int8Array;
  /** What one step of a weight is worth. */
  step: number;
  bias: Float64Array;
};

type Head = About & { codes: string[]; grams: string; step: number; idfStep: number; bias: number[] };

const formMark = 'matter1\n';
const finest = 127;

/** Small enough to be kept and carried: weights as single bytes, those that say nothing left out. */
export function pack(learnt: Learnt, about: About): Buffer {
  const size = learnt.codes.length;
  const step = learnt.weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / finest;
  const idfStep = learnt.idf.reduce((most, idf) => Math.max(most, idf), 0) / 255;
  const counts = new Uint16Array(learnt.grams.size);
  const codes: number[] = [];
  const weights: number[] = [];
  for (let gram = 0; gram < counts.length; gram += 1)
    for (let code = 0; code < size; code += 1) {
      const weight = Math.round(learnt.weights[gram * size + code]! / step);
      if (weight === 0) continue;
      counts[gram]! += 1;
      codes.push(code);
      weights.push(weight);
    }
  const round = (value: number): number => Math.round(value * 1e6) / 1e6;
  const head: Head = {
    ...about,
    codes: learnt.codes,
    grams: [...learnt.grams.keys()].join(' '),
    step: Math.fround(step),
    idfStep: Math.fround(idfStep),
    bias: [...learnt.bias].map(round),
  };
  const text = Buffer.from(`${JSON.stringify(head)}\n`);
  const body = Buffer.concat([
    text,
    Buffer.from(Uint8Array.from(learnt.idf, (idf) => Math.round(idf / idfStep))),
    Buffer.from(counts.buffer),
    Buffer.from(Uint16Array.from(codes).buffer),
    Buffer.from(Int8Array.from(weights).buffer),
  ]);
  // The finest: a sixth smaller than the next but one, for twelve seconds of a training that takes minutes.
  const squeezed = brotliCompressSync(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 },
  });
  return Buffer.concat([Buffer.from(formMark), squeezed]);
}

/** Reads what `pack` wrote. Throws when it is something else. */
export function unpack(bytes: Uint8Array): Model {
  const mark = Buffer.from(bytes.subarray(0, formMark.length)).toString();
  if (mark !== formMark) throw new Error('not a model of this program: train it again');
  const body = brotliDecompressSync(bytes.subarray(formMark.length));
  const end = body.indexOf(10);
  const { grams, idfStep, bias, ...head } = JSON.parse(body.toString('utf8', 0, end)) as Head;
  const names = grams === '' ? [] : grams.split(' ');
  let at = end + 1;
  const take = (length: number): Uint8Array<ArrayBuffer> => {
    const part = new Uint8Array(length);
    part.set(body.subarray(at, at + length));
    at += length;
    return part;
  };
  const idf = Float64Array.from(take(names.length), (steps) => steps * idfStep);
  const counts = new Uint16Array(take(names.length * 2).buffer);
  const from = new Uint32Array(names.length + 1);
  for (let gram = 0; gram < names.length; gram += 1) from[gram + 1] = from[gram]! + counts[gram]!;
  const all = from[names.length]!;
  return {
    ...head,
    grams: makeGramTable(names),
    idf,
    from,
    code: new Uint16Array(take(all * 2).buffer),
    weight: new Int8Array(take(all).buffer),
    bias: Float64Array.from(bias),
  };
}

/** How strongly a text speaks for each code of the model; a text of strange signs says nothing: null. */
export function sumsOf(model: Model, text: string): Float64Array | null {
  // Named once: the innermost loop runs some thousand times a call, and reading calls is what merging spends most on.
  const { grams, idf, from, code, weight, bias, temperature } = model;
  const known = gramsIn(grams, text);
  if (known.size === 0) return null;
  let length = 0;
  for (const gram of known) length += idf[gram]! ** 2;
  const scale = model.step / Math.sqrt(length);
  const sums = bias.slice();
  for (const gram of known) {
    const value = idf[gram]! * scale;
    const end = from[gram + 1]!;
    for (let k = from[gram]!; k < end; k += 1) sums[code[k]!]! += weight[k]! * value;
  }
  for (let i = 0; i < sums.length; i += 1) sums[i]! /= temperature;
  return sums;
}

/** Less sure than this of a whole text, the machine listens for one plain clause in it. */
const listenBelow = 0.5;
/** A clause this sure says its matter plainly. */
const plainFrom = 0.8;
const plainShare = 0.6;
const clauseEnd = /[，。；！？、,;!?\n]+/u;
const shortestClause = 3;

/**
 * How likely each code of the model is. Much talk around a matter (who calls, how often, where they live) thins out the
 * few words that name it: where the whole is unclear, what single clauses say plainly counts for more than half.
 */
export function sharesOf(model: Model, text: string): Float64Array | null {
  const whole = sumsOf(model, text);
  if (!whole) return null;
  softmax(whole);
  if (mostOf(whole) >= listenBelow) return whole;
  const clauses = text.split(clauseEnd);
  // One clause is the whole, which is unclear.
  if (clauses.length === 1) return whole;
  const plain = clauses.flatMap((clause) => {
    const shares = [...clause.trim()].length < shortestClause ? null : sumsOf(model, clause);
    if (shares) softmax(shares);
    return shares && mostOf(shares) >= plainFrom ? [shares] : [];
  });
  if (plain.length === 0) return whole;
  return whole.map((share, code) => {
    const said = plain.reduce((sum, shares) => sum + shares[code]!, 0) / plain.length;
    return share * (1 - plainShare) + said * plainShare;
  });
}

/** The largest, without spreading a hundred shares into arguments: each clause of each call is asked for it. */
function mostOf(shares: Float64Array): number {
  let most = 0;
  for (const share of shares) if (share > most) most = share;
  return most;
}

/** Bytes that a model takes in memory. */
export const bytesOf = ({ from, code, weight, idf, grams }: Model): number =>
  [from, code, weight, idf, grams.signs, grams.slots].reduce((sum, { byteLength }) => sum + byteLength, 0);
