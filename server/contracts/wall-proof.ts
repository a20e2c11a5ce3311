import { z } from 'zod';
import type { FrameRow } from './live.ts';

/**
 * The sum of a set: how many members, and their marks added up in two lanes of 32 bits. It is the same whatever order
 * they came in, and what leaves can be taken off again. It finds faults, it withstands no forger.
 */
export type SetSum = { count: number; low: number; high: number };
/** One member in both lanes, each an unsigned integer of 32 bits. */
export type Mark = { low: number; high: number };

export const emptySum = (): SetSum => ({ count: 0, low: 0, high: 0 });

/** Puts a member into the sum, or takes it off again with `times` -1. Mutates `sum`. */
export function put(sum: SetSum, { low, high }: Mark, times: 1 | -1 = 1): void {
  sum.count += times;
  sum.low = (sum.low + times * low) >>> 0;
  sum.high = (sum.high + times * high) >>> 0;
}

export const sumWords = ({ count, low, high }: SetSum): string => `${count}:${hex(low)}${hex(high)}`;
const hex = (lane: number): string => lane.toString(16).padStart(8, '0');

/** Spreads every bit of an integer over all 32. */
function spread(lane: number): number {
  let mixed = lane;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** The same words for the same value, in whatever order its keys came. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, held]) => held !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, held]) => `${key}:${canonical(held)}`).join(',')}}`;
}

/** A whole row. Whether it is overdue is left out: that is a question about the time of asking, not what the row says. */
export function rowMark({ overdue: _now, ...row }: FrameRow): Mark {
  const words = canonical(row);
  let [low, high] = [0x811c9dc5, 0x2f0b4c47];
  for (let i = 0; i < words.length; i++) {
    const letter = words.charCodeAt(i);
    low = Math.imul(low ^ letter, 0x01000193);
    high = Math.imul(high ^ letter, 0x0b4f1a2d);
  }
  return { low: spread(low), high: spread(high) };
}

/** One series: its number, the 32 bits of its float value, and its state of the wire. */
export function seriesMark(no: number, bits: number, state: number): Mark {
  const key = spread(no * 2 + state);
  return { low: spread(key ^ bits), high: spread(Math.imul(key, 0x0b4f1a2d) + bits) };
}

const Sum = z.string().regex(/^\d{1,9}:[0-9a-f]{16}$/);

/** What a wall holds and draws at one frame of the feed: the rows of its panels and of its map, the values of its sensors. */
export const WallProof = z.object({
  epoch: z.string().max(100),
  no: z.number().int().min(0),
  rows: Sum,
  drawn: Sum,
  readings: Sum,
});
export type WallProof = z.infer<typeof WallProof>;

/** 画面核对: what became of the last proof; `same` false: it was not the city's picture, and the wall was sent a new one. */
export const WallCheck = WallProof.extend({ at: z.iso.datetime({ offset: true }), same: z.boolean() });
export type WallCheck = z.infer<typeof WallCheck>;
