import type { Near, Search } from '#store/merge-search.ts';
import { otherCategory } from './other.ts';
import { akinHours, searchOf } from './place.ts';
import { hoursFrom } from './standing.ts';
import type { Understood } from './understand.ts';

/** So many must have told of a matter before a place of many namesakes is read as its place. */
const leastTold = 3;
/** Of more places than this one name says nothing. */
const mostPlaces = 6;

/** What to look for where a caller named a place of several namesakes: matters of his kind at each of them. */
export function namesakeSearches(event: Understood, ix: number): Search[] {
  const { several, category, family, danger } = event;
  const readable = category.code !== otherCategory && !family.placeless && danger.length === 0;
  if (!readable || several.length > mostPlaces) return [];
  return several.map((place) => ({
    ...searchOf({ ...event, at: place, accuracyM: place.accuracyM }, ix),
    families: [family.code],
    windowHours: akinHours,
  }));
}

/** 同名地点: the one matter of its kind that stands at any of the places of that name; null where a person must choose. */
export function standsAtNamesake(event: Understood, standing: readonly Near[]): Near | null {
  const fresh = standing.filter((near) => near.fits && hoursFrom(event, near) <= akinHours);
  const [only] = fresh;
  if (!only || fresh.some(({ incidentId }) => incidentId !== only.incidentId)) return null;
  return only.eventCount >= leastTold ? only : null;
}
