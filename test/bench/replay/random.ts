/** Chance that is the same in every run of a seed. */
export type Chance = {
  /** 0 to 1. */
  next: () => number;
  /** Whole, from 0 to below `n`. */
  below: (n: number) => number;
  between: (from: number, to: number) => number;
  /** True in this share of cases. */
  is: (share: number) => boolean;
  pick: <T>(list: readonly T[]) => T;
  /** Normal about 0 with this deviation, never more than three of them. */
  around: (deviation: number) => number;
  /** What waits a mean time waits this long. */
  wait: (mean: number) => number;
};

/** Mulberry32. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    between: (from, to) => from + next() * (to - from),
    is: (share) => next() < share,
    pick: (list) => list[below(list.length)]!,
    around: (deviation) => {
      const bell = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return Math.max(-3, Math.min(3, bell)) * deviation;
    },
    wait: (mean) => -Math.log(1 - next()) * mean,
  };
}
