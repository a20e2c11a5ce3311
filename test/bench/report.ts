import os from 'node:os';
import { say } from '../../server/launch/say.mjs';

/** How far a ratio may fall below its bound before the run fails: other work on the machine moves ratios this much. */
export const slack = 0.15;

/** One figure beside its baseline: the values of each round, in rounds' order. */
export type Figure = {
  name: string;
  unit: string;
  ours: number[];
  baseline: number[];
  /** The least share of the baseline's rate. */
  bound: number;
};

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** The value below which `share` (0 to 1) of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const rounded = (value: number): string => Math.round(value).toLocaleString('en');

/** Other work on the machine shows here: a figure without it says little. */
export const load = (): string => `load ${os.loadavg()[0]!.toFixed(1)}`;

export function machine(postgres: string, redis: string): string {
  const cpu = os.cpus()[0]?.model ?? 'unknown processor';
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GB`;
  return `${cpu}, ${os.cpus().length} cores, ${memory}; Node ${process.versions.node}, PostgreSQL ${postgres}, Redis ${redis}; ${load()}`;
}

/** Prints the medians with their ratio; answers whether the ratio keeps its bound, slack included. */
export function judge({ name, unit, ours, baseline, bound }: Figure): boolean {
  const ratio = median(ours) / median(baseline);
  const kept = ratio >= bound * (1 - slack);
  const verdict = ratio >= bound ? 'kept' : kept ? 'missed, within the slack' : 'MISSED';
  say(
    `${name}: ${rounded(median(ours))} ${unit} against ${rounded(median(baseline))}, ` +
      `${ratio.toFixed(2)}x (at least ${bound}x, fails below ${(bound * (1 - slack)).toFixed(2)}x): ${verdict}; ${load()}`,
  );
  return kept;
}

/** Runs A B A B, printing every round as it ends. */
export async function alternate(
  rounds: number,
  unit: string,
  a: { name: string; run: (round: number) => Promise<number> },
  b: { name: string; run: (round: number) => Promise<number> },
): Promise<{ ours: number[]; baseline: number[] }> {
  const ours: number[] = [];
  const baseline: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    ours.push(await a.run(round));
    baseline.push(await b.run(round));
    const [mine, theirs] = [ours.at(-1)!, baseline.at(-1)!];
    say(
      `  round ${round}: ${a.name} ${rounded(mine)}, ${b.name} ${rounded(theirs)} ${unit}, ` +
        `${(mine / theirs).toFixed(2)}x; ${load()}`,
    );
  }
  return { ours, baseline };
}
