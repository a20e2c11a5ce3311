import { categoryNameOf } from '#contracts/reference.ts';
import type { Reference } from '#contracts/reference.ts';
import { distanceM } from '#domain/geo.ts';
import { decide, isVague } from '#domain/merging.ts';
import type { Candidate, Decision } from '#domain/merging.ts';
import type { Near } from '#store/merge-search.ts';
import { doubtedNear, doubtedOpening, mergesInDoubt } from './doubt.ts';
import { akinHours, eventOf, familiesOf, mergesByPlace } from './place.ts';
import type { Opening } from './plan.ts';
import type { Understood } from './understand.ts';

/** Where an event belongs by its place, among what stands there and what this batch has opened there. */
export function decideByPlace(
  event: Understood,
  standing: readonly Near[],
  openings: readonly Opening[],
  reference: Reference,
): { decision: Decision; beside: readonly { distanceM: number }[] } {
  if (!mergesByPlace(event) && !mergesInDoubt(event)) return { decision: { kind: 'open' }, beside: [] };
  const fresh = openings.flatMap((opening, i) => [
    ...fromOpening(event, opening, i, reference),
    ...doubtedOpening(event, opening, i, reference),
  ]);
  const fitting = standing.flatMap((near) => (near.fits ? standingAs(event, near, reference) : []));
  const candidates = [...fitting, ...fresh];
  const beside = [...standing.filter(({ family }) => family === event.family.code), ...fresh.filter(({ akin, doubted }) => !akin && !doubted)]; // prettier-ignore
  return { decision: decide(eventOf(event), candidates, event.family), beside };
}

/** An opening of this batch as a candidate; its id is negative until the database gives it one. */
function fromOpening(event: Understood, opening: Opening, i: number, reference: Reference): Candidate[] {
  const first = opening.events[0]!.event;
  const akin = first.family.code !== event.family.code;
  if (!mergesByPlace(event) || !familiesOf(event).includes(first.family.code)) return [];
  if (!first.at || !event.at || !mergesByPlace(first)) return [];
  const d = distanceM(first.at, event.at);
  const slack =
    (isVague(event.accuracyM, event.family) ? event.accuracyM : 0) +
    (isVague(first.accuracyM, event.family) ? first.accuracyM : 0);
  const hours = Math.abs(event.row.observedAt.getTime() - first.row.observedAt.getTime()) / 3_600_000;
  const radiusM = Math.min(event.family.radiusM, first.family.radiusM);
  if (d > radiusM + slack || hours > Math.min(event.family.windowHours, akin ? akinHours : Infinity))
    return [];
  return [
    {
      incidentId: -(i + 1),
      distanceM: d,
      accuracyM: first.accuracyM,
      lastEventAt: opening.events.at(-1)!.event.row.observedAt,
      categoryCode: first.category.code,
      categoryName: reference.category.get(first.category.code)!.name,
      spot: [...new Set(opening.events.flatMap((one) => one.event.spot))],
      akin,
      sameAsset:
        event.row.assetId !== null &&
        opening.events.some((one) => one.event.row.assetId === event.row.assetId),
    },
  ];
}

/** An incident as what the event may belong to: one of its own kind, of a kindred one, or of what its words may also mean. */
function standingAs(event: Understood, near: Near, reference: Reference): Candidate[] {
  const doubted = doubtedNear(event, near, reference);
  if (doubted) return [doubted];
  return fitsAkin(event, near, reference) ? [toCandidate(near, reference, event)] : [];
}

function fitsAkin(event: Understood, near: Near, reference: Reference): boolean {
  if (near.family === event.family.code) return true;
  const slack = [event.accuracyM, near.accuracyM].filter((accuracyM) => isVague(accuracyM, event.family));
  const least = Math.min(event.family.radiusM, reference.family.get(near.family)?.radiusM ?? 0);
  const hours = Math.abs(event.row.observedAt.getTime() - near.lastEventAt.getTime()) / 3_600_000;
  return hours <= akinHours && near.distanceM <= least + slack.reduce((sum, one) => sum + one, 0);
}

export function toCandidate(near: Near, reference: Reference, event: Understood): Candidate {
  const categoryName = categoryNameOf(reference, near.categoryCode);
  return { ...near, categoryName, akin: near.family !== event.family.code };
}
