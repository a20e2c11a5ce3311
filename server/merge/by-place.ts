import { categoryNameOf } from '#contracts/reference.ts';
import type { Reference } from '#contracts/reference.ts';
import { decide, slackOf } from '#domain/merging.ts';
import type { Candidate, Decision } from '#domain/merging.ts';
import type { Near } from '#store/merge-search.ts';
import { doubtOf, mergesInDoubt } from './doubt.ts';
import { akinHours, eventOf, isOwnKind, mayJoin, mergesByPlace } from './place.ts';
import type { Opening } from './plan.ts';
import { hoursFrom, standingOf } from './standing.ts';
import type { Standing } from './standing.ts';
import type { Understood } from './understand.ts';

/** Where an event belongs by its place, among what stands there and what this batch has opened there. */
export function decideByPlace(
  event: Understood,
  standing: readonly Near[],
  openings: readonly Opening[],
  reference: Reference,
  /** What it must not join, though it keeps a new one outside the net. */
  apart: ReadonlySet<number>,
): { decision: Decision; beside: readonly { distanceM: number }[] } {
  if (!mergesByPlace(event) && !mergesInDoubt(event)) return { decision: { kind: 'open' }, beside: [] };
  const opened = openings.flatMap((opening, i) => standingOf(event, opening, i) ?? []);
  const fresh = opened.flatMap((one) => candidateOf(event, one, reference));
  const fitting = standing.flatMap((near) => candidateOf(event, near, reference));
  const candidates = [...fitting, ...fresh].filter(({ incidentId }) => !apart.has(incidentId));
  const beside = [...standing.filter(({ family }) => family === event.family.code), ...fresh.filter(({ akin, doubted }) => !akin && !doubted)]; // prettier-ignore
  return { decision: decide(eventOf(event), candidates, event.family), beside };
}

/** What stands there as what the event may belong to: of its own kind, of a kindred one, or of what its words may also mean. */
function candidateOf(event: Understood, one: Standing, reference: Reference): Candidate[] {
  if (!one.fits) return [];
  const doubted = isOwnKind(event, one) ? null : doubtOf(event, one);
  if (doubted) return [{ ...toCandidate(one, reference, event), akin: false, doubted }];
  if (!mergesByPlace(event) || !mayJoin(event, one)) return [];
  return isNear(event, one, reference) ? [toCandidate(one, reference, event)] : [];
}

/** Within the radius, or as far beyond it as a vague place may be; of a kindred kind within its radius too, and for hours only. */
function isNear(event: Understood, one: Standing, reference: Reference): boolean {
  if (one.family !== event.family.code && hoursFrom(event, one) > akinHours) return false;
  const slackM = slackOf(event.accuracyM, event.family) + slackOf(one.accuracyM, event.family);
  const radiusM = Math.min(event.family.radiusM, reference.family.get(one.family)?.radiusM ?? 0);
  return one.distanceM <= radiusM + slackM;
}

export function toCandidate(one: Standing, reference: Reference, event: Understood): Candidate {
  const categoryName = categoryNameOf(reference, one.categoryCode);
  return { ...one, categoryName, akin: !isOwnKind(event, one), toldAs: one.family !== event.family.code };
}
