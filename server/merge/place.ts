import { categoryNameOf } from '#contracts/reference.ts';
import type { Reference } from '#contracts/reference.ts';
import { boxAround, distanceM } from '#domain/geo.ts';
import { decide, isVague } from '#domain/merging.ts';
import type { Candidate, Decision, MergeEvent } from '#domain/merging.ts';
import type { Near, Search } from '#store/merge-search.ts';
import type { Opening } from './plan.ts';
import { isSpoken, otherCategory } from './understand.ts';
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

/**
 * Its own family, and those as which the same problem is reported too. Who speaks of danger to life joins only his own
 * kind: flames beside a leak of steam are a fire of their own.
 */
export function familiesOf({ family, danger, severity, row }: Understood): string[] {
  const grave = danger.length > 0 || (isSpoken(row) && severity === 1);
  return grave ? [family.code] : [family.code, ...family.alsoAs];
}

/** The search around an event; the box holds every incident whose reach it may fall into. */
export function searchOf(event: Understood, ix: number): Search {
  const slackM = isVague(event.accuracyM, event.family) ? event.accuracyM : 0;
  return {
    ix,
    families: familiesOf(event),
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
  spot: event.spot,
  seenAs: event.row.source === 'camera' ? event.category.name : null,
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
  const fitting = standing.filter((near) => near.fits && fitsAkin(event, near, reference));
  const candidates = [...fitting.map((near) => toCandidate(near, reference, event)), ...fresh];
  const beside = [...standing.filter(({ family }) => family === event.family.code), ...fresh.filter(({ akin }) => !akin)]; // prettier-ignore
  return { decision: decide(eventOf(event), candidates, event.family), beside };
}

/** An opening of this batch as a candidate; its id is negative until the database gives it one. */
function fromOpening(event: Understood, opening: Opening, i: number, reference: Reference): Candidate[] {
  const first = opening.events[0]!.event;
  const akin = first.family.code !== event.family.code;
  if (!familiesOf(event).includes(first.family.code) || !first.at || !event.at || !mergesByPlace(first))
    return [];
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

/** Two kinds of report are one problem only where and while both would join their own. Hours. */
const akinHours = 6;
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
