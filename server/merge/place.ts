import type { Reference } from '#contracts/reference.ts';
import { boxAround, distanceM } from '#domain/geo.ts';
import { decide, isVague } from '#domain/merging.ts';
import type { Candidate, Decision, MergeEvent } from '#domain/merging.ts';
import type { Near, Search } from '#store/merge-search.ts';
import type { Opening } from './plan.ts';
import { otherCategory } from './understand.ts';
import type { Understood } from './understand.ts';

/** Whether the machine may merge this event by place at all. */
export function mergesByPlace(event: Understood): boolean {
  return (
    event.at !== null &&
    !event.family.placeless &&
    event.category.code !== otherCategory &&
    event.row.phase !== 'end'
  );
}

/** The search around an event; the box holds every incident whose reach it may fall into. */
export function searchOf(event: Understood, ix: number): Search {
  const slackM = isVague(event.accuracyM, event.family) ? event.accuracyM : 0;
  return {
    ix,
    family: event.family.code,
    ...event.at!,
    box: boxAround(event.at!, Math.max(1, slackM)),
    radiusM: event.family.radiusM,
    slackM,
    observedAt: event.row.observedAt,
    windowHours: event.family.windowHours,
    recurrenceHours: event.family.recurrenceHours,
    assetId: event.row.assetId,
  };
}

/** What an event is compared by. */
export const eventOf = (event: Understood): MergeEvent => ({
  at: event.at,
  accuracyM: event.accuracyM,
  observedAt: event.row.observedAt,
  categoryCode: event.category.code,
  assetId: event.row.assetId,
});

/** Where an event belongs by its place, among what stands there and what this batch has opened there. */
export function decideByPlace(
  event: Understood,
  standing: readonly Near[],
  openings: readonly Opening[],
  reference: Reference,
): { decision: Decision; beside: readonly { distanceM: number }[] } {
  if (!mergesByPlace(event)) return { decision: { kind: 'open' }, beside: [] };
  const fresh = openings.flatMap((opening, i) => fromOpening(event, opening, i, reference));
  const fitting = standing.filter((near) => near.fits);
  const candidates = [...fitting.map((near) => toCandidate(near, reference)), ...fresh];
  return { decision: decide(eventOf(event), candidates, event.family), beside: [...standing, ...fresh] };
}

/** An opening of this batch as a candidate; its id is negative until the database gives it one. */
function fromOpening(event: Understood, opening: Opening, i: number, reference: Reference): Candidate[] {
  const first = opening.events[0]!.event;
  if (first.family.code !== event.family.code || !first.at || !event.at || !mergesByPlace(first)) return [];
  const d = distanceM(first.at, event.at);
  const slack =
    (isVague(event.accuracyM, event.family) ? event.accuracyM : 0) +
    (isVague(first.accuracyM, event.family) ? first.accuracyM : 0);
  const hours = Math.abs(event.row.observedAt.getTime() - first.row.observedAt.getTime()) / 3_600_000;
  if (d > event.family.radiusM + slack || hours > event.family.windowHours) return [];
  return [
    {
      incidentId: -(i + 1),
      distanceM: d,
      accuracyM: first.accuracyM,
      lastEventAt: opening.events.at(-1)!.event.row.observedAt,
      categoryCode: first.category.code,
      categoryName: reference.category.get(first.category.code)!.name,
      sameAsset:
        event.row.assetId !== null &&
        opening.events.some((one) => one.event.row.assetId === event.row.assetId),
    },
  ];
}

export function toCandidate(near: Near, reference: Reference): Candidate {
  return { ...near, categoryName: reference.category.get(near.categoryCode)?.name ?? near.categoryCode };
}
