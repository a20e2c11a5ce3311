import type { Family } from '#contracts/reference.ts';
import { boxAround } from '#domain/geo.ts';
import type { LockArea } from '#domain/locks.ts';
import { isVague, slackOf } from '#domain/merging.ts';
import type { Search } from '#store/merge-search.ts';
import { isMeant } from './may-be.ts';
import { akinHours, familiesAround, mergesByPlace, searchOf } from './place.ts';
import { hoursFrom } from './standing.ts';
import type { Standing } from './standing.ts';
import type { Understood } from './understand.ts';

/** Whether it may join, at the very place, what its words may also mean. */
export const mergesInDoubt = ({ at, mayBe, row }: Understood): boolean =>
  at !== null && mayBe.length > 0 && row.phase !== 'end';

/**
 * The cells that an event locks: two of a family within R always share one, half R around each, more where the place is
 * vague. Of two families that may be one problem each takes the cells of both.
 */
export function areasOf(event: Understood): LockArea[] {
  const { at, accuracyM, family } = event;
  const halfM = isVague(accuracyM, family) ? accuracyM + family.radiusM : family.radiusM / 2;
  const own = mergesByPlace(event)
    ? familiesAround(event).map((familyCode) => ({ familyCode, at, halfM }))
    : [];
  const doubted = mergesInDoubt(event) ? event.mayBe : [];
  return [
    ...own,
    ...doubted.map(({ family: { code, radiusM } }) => ({ familyCode: code, at, halfM: radiusM / 2 })),
  ];
}

/** What to look for around an event: all that it may also be, as far as the widest of them reaches, while it is fresh. */
export function doubtedSearches(event: Understood, ix: number): Search[] {
  if (!mergesInDoubt(event)) return [];
  const families = event.mayBe.map(({ family }) => family);
  const radii = families.map(({ radiusM }) => radiusM);
  const slackM = slackOf(event.accuracyM, { radiusM: Math.min(...radii) });
  return [
    {
      ...searchOf(event, ix),
      families: families.map(({ code }) => code),
      box: boxAround(event.at!, Math.max(1, slackM)),
      radiusM: Math.max(...radii),
      slackM,
      windowHours: akinHours,
    },
  ];
}

/** What is heard for miles, as a smell is, stands at no very place: what else it may be is looked for no farther than its own kind. */
const widestOf = (event: Understood): number => (mergesByPlace(event) ? event.family.radiusM : Infinity);

/** The family that the words may also mean and that stands there; null for one of the event's own kind, or too far. */
export function doubtOf(event: Understood, one: Standing): Family | null {
  if (!mergesInDoubt(event)) return null;
  const mayBe = event.mayBe.find(({ family }) => family.code === one.family);
  if (!mayBe || !isMeant(mayBe, one.eventCount)) return null;
  const slackM = slackOf(event.accuracyM, mayBe.family) + slackOf(one.accuracyM, mayBe.family);
  const reachM = Math.min(mayBe.family.radiusM, widestOf(event)) + slackM;
  const near = one.distanceM <= reachM && hoursFrom(event, one) <= akinHours;
  return near ? mayBe.family : null;
}
