import { distanceM } from '#domain/geo.ts';
import { kindFrom } from '#store/links.ts';
import type { Near } from '#store/merge-search.ts';
import type { Opening } from './plan.ts';
import { mergesByPlace } from './place.ts';
import type { Understood } from './understand.ts';

/** What stands near an event: an incident, or what this batch has opened (its id is negative until the database gives one). */
export type Standing = Pick<
  Near,
  'incidentId' | 'distanceM' | 'accuracyM' | 'lastEventAt' | 'categoryCode' | 'family' | 'toldAs' | 'spot' | 'sameAsset' | 'eventCount' | 'fits'
>; // prettier-ignore

/** Hours between an event and the last that was told of a matter, either way. */
export const hoursFrom = ({ row }: Understood, { lastEventAt }: Pick<Standing, 'lastEventAt'>): number =>
  Math.abs(row.observedAt.getTime() - lastEventAt.getTime()) / 3_600_000;

/** The kinds of its kin, beside that of the first, as which many of these tell of it (`countKinds`, before they are linked). */
export function toldAs(events: Opening['events']): string[] {
  const { code: own, kin } = events[0]!.event.family;
  if (kin === null || events.length <= kindFrom) return [];
  const akin = events.map(({ event }) => event.family).filter((family) => family.code !== own && family.kin === kin); // prettier-ignore
  const codes = akin.map(({ code }) => code);
  return [...new Set(codes)].filter((code) => codes.filter((other) => other === code).length >= kindFrom);
}

/** An opening of this batch as it stands to an event; null where the two have no points to compare. */
export function standingOf(event: Understood, { events }: Opening, i: number): Standing | null {
  const first = events[0]!.event;
  if (!first.at || !event.at || !mergesByPlace(first)) return null;
  const { assetId } = event.row;
  const lastEventAt = events.at(-1)!.event.row.observedAt;
  return {
    incidentId: -(i + 1),
    distanceM: distanceM(first.at, event.at),
    accuracyM: first.accuracyM,
    lastEventAt,
    categoryCode: first.category.code,
    family: first.family.code,
    toldAs: toldAs(events),
    spot: [...new Set(events.flatMap((one) => one.event.spot))],
    sameAsset: assetId !== null && events.some((one) => one.event.row.assetId === assetId),
    eventCount: events.length,
    fits: hoursFrom(event, { lastEventAt }) <= event.family.windowHours,
  };
}
