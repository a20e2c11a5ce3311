import type { Category, Family, Reference } from '#contracts/reference.ts';
import { plainIn } from '#text/matter/clauses.ts';
import type { Guess, Likely } from '#text/matter/matter.ts';
import { otherCategory } from './other.ts';

/** What each report of a matter that stands at the very place is worth beside the words alone: ten to one. */
const reportIsWorth = 10;
/** However many told of it: what words say plainly stays what they say. */
const mostWorth = 50;
/** 咨询, 建议: kinds of speaking; what the words are about stands behind them. */
const speaking = 'speaking';

/** A family that the words may also mean; `share`: how likely beside the likeliest. */
export type MayBe = { family: Family; share: number };

/** Whether so many reports at the very place outweigh the words. */
export const isMeant = ({ share }: MayBe, reports: number): boolean =>
  share * Math.min(mostWorth, reportIsWorth * reports) >= 1;

/**
 * 两可的事项: families of what the words may mean too, where a matter of that kind stands at the very place. Forty people
 * tell of one flood in forty ways, and some of them so that the words alone name something else or nothing; whoever
 * hears them knows what stands there, and the surer the more have told of it. `severity`: how grave the words are by
 * themselves (4: not at all); danger is only ever taken for something as grave.
 */
export function mayBeOf(
  guess: Guess | null,
  clauses: readonly Guess[],
  category: Category,
  severity: number,
  reference: Pick<Reference, 'category' | 'family'>,
): MayBe[] {
  const found = new Map<string, MayBe>();
  const own = reference.family.get(category.familyCode);
  const about = (guess?.heard ?? []).flatMap((one) => subjectOf(one, reference));
  const likeliest = Math.max(1e-9, ...about.map(({ confidence }) => confidence));
  const inClauses = plainIn(clauses)
    .flatMap((one) => subjectOf(one, reference))
    .map((one) => ({ ...one, confidence: one.confidence * likeliest }));
  const all = [...about, ...inClauses].sort((a, b) => b.confidence - a.confidence);
  for (const { confidence, family, severity: its } of all) {
    if (family.placeless || family.code === category.familyCode || its > severity) continue;
    // Whoever tells of danger is not looked for among the kindred; here the graver of them are.
    const kindred = own?.alsoAs.includes(family.code) ?? false;
    const share = kindred ? 1 : confidence / likeliest;
    if (kindred ? severity > 1 : share * mostWorth < 1) continue;
    if (!found.has(family.code)) found.set(family.code, { family, share });
  }
  return [...found.values()];
}

type Subject = { confidence: number; family: Family; severity: number };

function subjectOf(
  { code, confidence }: Likely,
  { category, family }: Pick<Reference, 'category' | 'family'>,
): Subject[] {
  const one = category.get(code);
  const its = one && family.get(one.familyCode);
  if (!its || code === otherCategory || its.kin === speaking) return [];
  return [{ confidence, family: its, severity: one.severity }];
}
