import { sourcesOf } from './score.ts';
import type { Scored, Told } from './score.ts';

/** Farther off than this a place was read wrongly, not roughly; metres. */
const wrongM = 400;
/** Told so, nobody could find the place in a report's words. */
const untold = new Set(['none', 'town', 'two']);
const shownPairs = 4;

/** What is known of one report beside its words: `told` null for a device, `why` what a person is asked. */
export type Fate = { told: Told | null; why: string | null };
export type Loss = { cause: string; pairs: number; bySources: [string, number][] };

/** What a person is asked, without the names in it. */
const asked = (why: string): string =>
  `waits: ${/同名|测试|模糊|附近有|不能确定|人工拆开|已结案|超过/u.exec(why)?.[0] ?? 'otherwise'}`;

/** The worst that happened to one report, the gravest first; null when it was read as it should be. */
function causeOf({ told, why }: Fate): { rank: number; cause: string } | null {
  if (told === null) return why === null ? null : { rank: 3, cause: asked(why) };
  const { matters, guesses, errorM, way } = told;
  if (matters.length === 0) return { rank: 0, cause: 'a further call' };
  if (guesses[0] === 'other') return { rank: 1, cause: 'matter not read' };
  if (!matters.includes(guesses[0] ?? '')) return { rank: 2, cause: 'matter read wrongly' };
  if (why !== null) return { rank: 3, cause: asked(why) };
  if (untold.has(way)) return { rank: 4, cause: 'place not told' };
  if (way === 'company') return { rank: 6, cause: 'company told' };
  if (errorM === null) return { rank: 5, cause: 'place not read' };
  return errorM > wrongM ? { rank: 7, cause: `place read over ${wrongM} m off` } : null;
}

/** 漏并原因: why pairs of one problem did not come together, the first cause of either report, by the two sources. */
export function losses(lost: readonly (readonly [Scored, Scored])[], fate: (id: string) => Fate): Loss[] {
  const counts = new Map<string, Map<string, number>>();
  for (const [a, b] of lost) {
    const found = [a, b].flatMap(({ id }) => causeOf(fate(id)) ?? []).sort((x, y) => x.rank - y.rank)[0];
    const cause = found?.cause ?? 'both read, kept apart';
    const row = counts.get(cause) ?? new Map<string, number>();
    const sources = sourcesOf(a, b);
    counts.set(cause, row.set(sources, (row.get(sources) ?? 0) + 1));
  }
  return [...counts]
    .map(([cause, row]) => ({
      cause,
      pairs: [...row.values()].reduce((sum, one) => sum + one, 0),
      bySources: [...row].sort(([, x], [, y]) => y - x).slice(0, shownPairs),
    }))
    .sort((x, y) => y.pairs - x.pairs);
}
