import type { Category, Family, Reference } from '#contracts/reference.ts';
import type { Guess, Likely } from '#text/matter/matter.ts';
import { otherCategory } from './other.ts';

/** What a matter that stands at the very place is worth beside the words alone: ten to one. */
const standingIsWorth = 10;
/** 咨询, 建议: kinds of speaking; what the words are about stands behind them. */
const speaking = 'speaking';

/**
 * 两可的事项: families of what the words may mean too, where a matter of that kind stands at the very place. Forty people
 * tell of one flood in forty ways, and some of them so that the words alone name something else or nothing; whoever
 * hears them knows what stands there. Who speaks of danger to life is only ever taken for something as grave.
 */
export function mayBeOf(
  guess: Guess | null,
  category: Category,
  grave: boolean,
  reference: Pick<Reference, 'category' | 'family'>,
): Family[] {
  const families = new Map<string, Family>();
  const own = reference.family.get(category.familyCode);
  const about = (guess?.heard ?? []).flatMap((one) => subjectOf(one, reference));
  const least = Math.max(0, ...about.map(({ confidence }) => confidence)) / standingIsWorth;
  for (const { confidence, family, severity } of about) {
    if (confidence < least || family.placeless || family.code === category.familyCode) continue;
    if (grave ? severity > 1 : own?.alsoAs.includes(family.code)) continue;
    families.set(family.code, family);
  }
  return [...families.values()];
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
