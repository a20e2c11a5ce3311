import { namesDanger } from '#text/danger/danger.ts';
import type { Near, Search } from '#store/merge-search.ts';
import { isMeant } from './may-be.ts';
import { otherCategory } from './other.ts';
import { akinHours, familiesOf, searchOf } from './place.ts';
import { hoursFrom } from './standing.ts';
import type { Understood } from './understand.ts';

/** So many must have told of a matter before a place of many namesakes is read as its place. */
const leastTold = 3;
/** Of more places than this one name says nothing. */
const mostPlaces = 6;

/** What to look for where a caller named a place of several namesakes: matters of his kind at each of them. */
export function namesakeSearches(event: Understood, ix: number): Search[] {
  const { several, danger } = event;
  if (namesDanger(danger) || several.length > mostPlaces) return [];
  const families = [...ownKinds(event), ...event.mayBe.map((one) => one.family.code)];
  if (families.length === 0) return [];
  return several.map((place) => ({
    ...searchOf({ ...event, at: place, accuracyM: place.accuracyM }, ix),
    families,
    windowHours: akinHours,
  }));
}

/** Whether its words were taken for another kind than what stands there, or for none. */
export const isDoubted = (event: Understood, { family }: Near): boolean => !ownKinds(event).includes(family);

/** What stands there is of its own kind or a kindred one, or so many told of it that its words may mean it too. */
const isOfKind = (event: Understood, near: Near): boolean =>
  !isDoubted(event, near) ||
  event.mayBe.some((one) => one.family.code === near.family && isMeant(one, near.eventCount));

const ownKinds = (event: Understood): string[] =>
  event.category.code === otherCategory || event.family.placeless ? [] : familiesOf(event);

/** 同名地点: the one matter of its kind that stands at any of the places of that name; null where a person must choose. */
export function standsAtNamesake(event: Understood, standing: readonly Near[]): Near | null {
  const fresh = standing.filter(
    (near) => near.fits && hoursFrom(event, near) <= akinHours && isOfKind(event, near),
  );
  const [only] = fresh;
  if (!only || fresh.some(({ incidentId }) => incidentId !== only.incidentId)) return null;
  return only.eventCount >= leastTold ? only : null;
}
