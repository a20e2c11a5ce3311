import type { Cause } from '#contracts/cause.ts';
import type { Earlier, Seen } from '#contracts/burst.ts';
import type { Scene, Suggestion } from './burst-scene.ts';
import { joinedTo, linked, near } from './burst-space.ts';
import { areaReasons, nearReasons } from './burst-words.ts';
import { expectedIn, isUnusual } from './unusual.ts';

/** One place to look: a cause in a region, with what has been decided about it. */
type Look = {
  key: string;
  cause: Cause;
  scene: Scene;
  /** The incident of the cause itself. */
  known: Seen | null;
  before: Earlier | undefined;
  /** Their parent that stands already. */
  standing: Seen | null;
  /** Open, of no parent, not yet explained otherwise, and not refused by a person. */
  free: readonly Seen[];
};

const minuteMs = 60_000;
/** Effects are noticed before their cause is reported, or clocks differ. */
const earlyMs = 15 * minuteMs;
/** Again only when it has grown by half since a person said no. */
const growth = 0.5;

export const familyOf = ({ reference }: Pick<Scene, 'reference'>, cause: Cause): string =>
  reference.category.get(cause.categoryCode)?.familyCode ?? '';

/**
 * 疑似同因: what one cause did to many places. First causes that are known themselves and what happened around them, then
 * districts where unusually many of a kind came together; a matter is explained once. Pure, and the order in which the
 * matters came changes nothing.
 */
export function findBursts(scene: Scene): Suggestion[] {
  const explained = new Set<number>();
  const found: Suggestion[] = [];
  const take = (suggestion: Suggestion | null): void => {
    if (suggestion === null) return;
    found.push(suggestion);
    for (const id of suggestion.children) explained.add(id);
    if (suggestion.parentId !== null) explained.add(suggestion.parentId);
  };
  const sorted = { ...scene, seen: scene.seen.toSorted((a, b) => a.id - b.id) };
  for (const cause of scene.causes.filter(({ reach }) => reach === 'near'))
    for (const known of sorted.seen.filter((one) => isCause(sorted, cause, one)))
      // What is an effect itself becomes nobody's parent: there are two levels only.
      if (!explained.has(known.id))
        take(besideKnown(lookAt(sorted, cause, `i${known.id}`, known, explained)));
  for (const cause of scene.causes.filter(({ reach }) => reach === 'district'))
    for (const district of districtsOf(sorted.seen)) {
      const known = knownIn(sorted, cause, district, explained);
      take(inDistrict(lookAt(sorted, cause, district, known, explained), district));
    }
  return found;
}

const isCause = (scene: Scene, cause: Cause, one: Seen): boolean =>
  one.open && one.parentId === null && one.familyCode === familyOf(scene, cause);

const districtsOf = (seen: readonly Seen[]): string[] =>
  [...new Set(seen.flatMap(({ districtCode }) => districtCode ?? []))].sort();

/** The incident of a district's cause, where it has one of its own: the first that is a parent, else the first. */
function knownIn(scene: Scene, cause: Cause, district: string, explained: ReadonlySet<number>): Seen | null {
  // A cause that is told only by its own effects has no incident beside them.
  if (cause.signs.includes(familyOf(scene, cause))) return null;
  const from = scene.now.getTime() - 2 * cause.windowMinutes * minuteMs;
  const all = scene.seen.filter(
    (one) =>
      isCause(scene, cause, one) &&
      one.districtCode === district &&
      !explained.has(one.id) &&
      (one.isParent || one.at.getTime() >= from),
  );
  return all.find(({ isParent }) => isParent) ?? all[0] ?? null;
}

function lookAt(
  scene: Scene,
  cause: Cause,
  region: string,
  known: Seen | null,
  explained: ReadonlySet<number>,
): Look {
  const key = `${cause.code}/${region}`;
  const mine = scene.earlier.filter((one) => one.key === key);
  const parents = new Set(
    mine.flatMap(({ state, parentId }) => (state === 'joined' ? (parentId ?? []) : [])),
  );
  const made = scene.seen.find(({ id, open, parentId }) => parents.has(id) && open && parentId === null);
  const refused = new Set(mine.flatMap(({ state, children, leftOut }) => [...leftOut, ...(state === 'joined' ? children : [])])); // prettier-ignore
  const families = new Set([...cause.signs, ...cause.effects]);
  const free = scene.seen.filter(
    (one) =>
      families.has(one.familyCode) &&
      one.open &&
      one.parentId === null &&
      !one.isParent &&
      one.lng !== null &&
      one.id !== known?.id &&
      !explained.has(one.id) &&
      !refused.has(one.id) &&
      !scene.released.has(one.id),
  );
  const standing = known?.isParent ? known : (made ?? null);
  // Robbed of matters by another cause it must prove itself anew: had that cause come first, it would never have stood.
  const before = mine.find(
    ({ state, children }) => state === 'open' && !children.some((id) => explained.has(id)),
  );
  return { key, cause, scene, known, standing, free, before };
}

/** 起因案件 and what happened around it soon after. */
function besideKnown(look: Look): Suggestion | null {
  const { known, cause, free, before } = look;
  if (known === null || known.lng === null) return null;
  const until = known.at.getTime() + cause.windowMinutes * minuteMs;
  const children = free.filter(
    (one) =>
      before?.children.includes(one.id) ||
      (near(known, one, cause.radiusM) && isWithin(one, known.at.getTime() - earlyMs, until)),
  );
  if (children.length < floorOf(look, cause.least)) return null;
  const title = known.title;
  return suggest(look, { children, districtCode: known.districtCode, title, reasons: nearReasons(look.scene, cause, known, children) }); // prettier-ignore
}

const isWithin = ({ at }: Seen, from: number, until: number): boolean =>
  at.getTime() >= from && at.getTime() <= until;

/** What stands as a parent, or was suggested already, only grows: one more is enough. */
const floorOf = ({ standing, before }: Look, least: number): number =>
  standing !== null ? 1 : before ? 2 : least;

/** 一区多处: clusters of the signs that reach the floor and are too many for chance, and what else happened among them. */
function inDistrict(look: Look, district: string): Suggestion | null {
  const { cause, scene, free, known, before, standing } = look;
  const held = new Set(before?.children);
  const from = scene.now.getTime() - cause.windowMinutes * minuteMs;
  const here = free.filter((one) => held.has(one.id) || (one.districtCode === district && one.at.getTime() >= from)); // prettier-ignore
  const isSign = ({ familyCode }: Seen): boolean => cause.signs.includes(familyCode);
  const anchors = anchorsOf(look, from);
  const least = known === null ? cause.least : 2;
  const clusters = linked([...here.filter(isSign), ...anchors], cause.radiusM).filter(
    (cluster) => cluster.length >= least || cluster.some((one) => held.has(one.id) || anchors.includes(one)),
  );
  const core = clusters.flat().filter((one) => !anchors.includes(one));
  const usual = scene.usual(cause.signs, district);
  const expected = usual === null ? null : expectedIn(usual, cause.windowMinutes);
  const stands = known !== null || before !== undefined || standing !== null;
  if (!stands && expected !== null && !isUnusual(core.length, expected)) return null;
  const around = clusters.flat();
  const others = here.filter((one) => !isSign(one) && (held.has(one.id) || joinedTo(around, one, cause.radiusM))); // prettier-ignore
  const children = [...core, ...others].sort((a, b) => a.id - b.id);
  if (children.length < floorOf(look, 2)) return null;
  const title = (standing ?? known)?.title ?? `${scene.districtName(district)}${cause.words}`;
  const reasons = areaReasons(scene, cause, { known: standing ?? known, core, others, usual, expected });
  return suggest(look, { children, districtCode: district, title, reasons });
}

/** The children of the parent that stands: what comes among them is offered to it, while the cause is still at work. */
function anchorsOf({ standing, scene, cause }: Look, from: number): Seen[] {
  if (standing === null) return [];
  const children = scene.seen.filter(({ parentId, lng }) => parentId === standing.id && lng !== null);
  const recent = from - cause.windowMinutes * minuteMs;
  return children.some(({ at }) => at.getTime() >= recent) ? children : [];
}

/** Where it is worth knowing what is usual: the signs alone reach the floor. */
export function usualAsked({
  seen,
  causes,
}: Pick<Scene, 'seen' | 'causes'>): { families: string[]; districtCode: string }[] {
  // prettier-ignore
  return causes
    .filter(({ reach }) => reach === 'district')
    .flatMap(({ signs, least }) =>
      districtsOf(seen)
        .filter((code) => seen.filter((one) => one.districtCode === code && one.open && signs.includes(one.familyCode)).length >= least) // prettier-ignore
        .map((districtCode) => ({ families: signs, districtCode })),
    );
}

type Found = { children: readonly Seen[]; districtCode: string | null; title: string; reasons: string[] };

function suggest(look: Look, { children, districtCode, title, reasons }: Found): Suggestion | null {
  const ids = children.map(({ id }) => id);
  if (!hasGrown(look, ids)) return null;
  const { cause, known, standing, key } = look;
  const count = `（${ids.length} 处）`;
  return {
    key,
    categoryCode: cause.categoryCode,
    districtCode,
    parentId: (standing ?? known)?.id ?? null,
    name: standing ? `可归入母案：${title}${count}` : `${title}${known ? '及其影响' : ''}${count}`,
    title,
    reasons,
    children: ids,
    since: new Date(Math.min(...children.map(({ at }) => at.getTime()))),
  };
}

/** A set that a person has refused comes again only with half as many new ones. */
function hasGrown({ scene, key }: Look, ids: readonly number[]): boolean {
  return scene.earlier
    .filter((one) => one.key === key && one.state === 'dismissed')
    .every(({ children }) => {
      const fresh = ids.filter((id) => !children.includes(id)).length;
      return fresh === ids.length || fresh >= Math.max(1, children.length * growth);
    });
}
