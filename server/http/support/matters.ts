import type { TriageMatter } from '#contracts/call.ts';
import type { Family, Reference } from '#contracts/reference.ts';
import { behindPlaces, findPlace, withoutPlaces } from '#text/gazetteer.ts';
import type { Gazetteer } from '#text/gazetteer.ts';
import { talk } from '#text/matter/clauses.ts';
import { tellMatter } from '#text/matter/matter.ts';
import { mattersIn } from '#text/matter/several.ts';
import { modelOf } from '#text/matter/shipped.ts';
import { findParties } from '#text/party.ts';
import { plainOf } from '#text/plain.ts';

/**
 * 一电多事: what one call names apart; kinds that are reported of one and the same thing count once. A matter whose own
 * words name no place has the address of the call, or the place that was named before.
 */
export function mattersOf(
  all: Reference,
  gazetteer: Gazetteer,
  { text, address }: { text: string; address?: string | null | undefined },
): TriageMatter[] {
  const familyOf = (code: string): Family => all.family.get(all.category.get(code)!.familyCode)!;
  const matters = mattersIn(
    { said: text, plain: plainOf(text) },
    {
      tell: (part) => {
        const told = tellMatter(modelOf(all.matterModel), all.category, {
          title: '',
          text: withoutPlaces(gazetteer, part),
        });
        return told.code !== null && talk.includes(told.code) ? { ...told, code: null } : told;
      },
      isSame: (one, other) => {
        const [a, b] = [familyOf(one), familyOf(other)];
        return a.code === b.code || a.alsoAs.includes(b.code) || b.alsoAs.includes(a.code);
      },
      placeIn: (words) => placeIn(gazetteer, plainOf(words)),
    },
  );
  return matters.map((one) => {
    const own = placeIn(gazetteer, plainOf(one.text)) !== null;
    return {
      categoryCode: one.code,
      categoryName: all.category.get(one.code)!.name,
      text: one.text,
      address: own ? null : address?.trim() || one.address,
    };
  });
}

/** The place or the party in some words, with the district that tells it from its namesakes. */
function placeIn(gazetteer: Gazetteer, words: string): string | null {
  const { place, several, districtCode } = findPlace(gazetteer, words);
  const name =
    place?.name ??
    several[0]?.name ??
    findParties('', words, (stem) => behindPlaces(gazetteer, stem))[0]?.name;
  if (!name) return null;
  // Towns lead to their district's code, too.
  const names = [...gazetteer.districts].filter(
    ([said, code]) => code === districtCode && /[区县市]$/u.test(said),
  );
  const district = names[0]?.[0] ?? '';
  return name.startsWith(district) ? name : `${district}${name}`;
}
