import { categoryNameOf } from '#contracts/reference.ts';
import type { Reference } from '#contracts/reference.ts';
import { boxAround, distanceM } from '#domain/geo.ts';
import type { LockArea } from '#domain/locks.ts';
import { isVague } from '#domain/merging.ts';
import type { Candidate } from '#domain/merging.ts';
import type { Near, Search } from '#store/merge-search.ts';
import { isMeant } from './may-be.ts';
import { akinHours, familiesOf, mergesByPlace, searchOf } from './place.ts';
import type { Opening } from './plan.ts';
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
  const own = mergesByPlace(event) ? familiesOf(event).map((familyCode) => ({ familyCode, at, halfM })) : [];
  const doubted = mergesInDoubt(event) ? event.mayBe : [];
  return [
    ...own,
    ...doubted.map(({ family: { code, radiusM } }) => ({ familyCode: code, at, halfM: radiusM / 2 })),
  ];
}

/** What to look for around an event: each family that it may also be, within its radius and while it is fresh. */
export function doubtedSearches(event: Understood, ix: number): Search[] {
  if (!mergesInDoubt(event)) return [];
  return event.mayBe.map(({ family: { code, radiusM } }) => ({
    ...searchOf(event, ix),
    families: [code],
    box: boxAround(event.at!, 1),
    radiusM,
    slackM: 0,
    windowHours: akinHours,
  }));
}

/** An incident as what the words may also mean; null for one of the event's own kind, or too far. */
export function doubtedNear(event: Understood, near: Near, reference: Reference): Candidate | null {
  const mayBe = event.mayBe.find(({ family }) => family.code === near.family);
  if (!mayBe || !isMeant(mayBe, near.eventCount)) return null;
  const doubted = mayBe.family;
  const hours = Math.abs(event.row.observedAt.getTime() - near.lastEventAt.getTime()) / 3_600_000;
  if (near.distanceM > doubted.radiusM || hours > akinHours) return null;
  return { ...near, categoryName: categoryNameOf(reference, near.categoryCode), doubted };
}

/** The same for what this batch has opened; its id is negative until the database gives it one. */
export function doubtedOpening(
  event: Understood,
  { events }: Opening,
  i: number,
  reference: Reference,
): Candidate[] {
  const first = events[0]!.event;
  const mayBe = event.mayBe.find(({ family }) => family.code === first.family.code);
  if (!mayBe || !isMeant(mayBe, events.length)) return [];
  if (!event.at || !first.at || !mergesByPlace(first)) return [];
  const doubted = mayBe.family;
  const hours = Math.abs(event.row.observedAt.getTime() - first.row.observedAt.getTime()) / 3_600_000;
  const apartM = distanceM(first.at, event.at);
  if (apartM > doubted.radiusM || hours > akinHours) return [];
  return [
    {
      incidentId: -(i + 1),
      distanceM: apartM,
      accuracyM: first.accuracyM,
      lastEventAt: events.at(-1)!.event.row.observedAt,
      categoryCode: first.category.code,
      categoryName: categoryNameOf(reference, first.category.code),
      spot: [...new Set(events.flatMap((one) => one.event.spot))],
      sameAsset: false,
      doubted,
    },
  ];
}
