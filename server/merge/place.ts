import { namesDanger } from '#text/danger/danger.ts';
import { boxAround } from '#domain/geo.ts';
import { slackOf } from '#domain/merging.ts';
import type { MergeEvent } from '#domain/merging.ts';
import type { Search } from '#store/merge-search.ts';
import { otherCategory } from './other.ts';
import { isSpoken, isSurelyGrave } from './understand.ts';
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
export function familiesOf({ family, danger, category, guess, row }: Understood): string[] {
  const grave =
    namesDanger(danger) || (isSpoken(row) && (row.severity === 1 || isSurelyGrave(category, guess)));
  return grave ? [family.code] : [family.code, ...family.alsoAs];
}

/** What is looked at around an event, and locked: a kindred matter that many told of as its kind is of its kind too. */
export const familiesAround = ({ family }: Understood): string[] => [family.code, ...family.alsoAs];

type Kinds = { family: string; toldAs: readonly string[] };

/** Of its own family, or told of as that by many. */
export const isOwnKind = ({ family }: Understood, one: Kinds): boolean =>
  one.family === family.code || one.toldAs.includes(family.code);

/** Whether it may join what stands near by their kinds. */
export const mayJoin = (event: Understood, one: Kinds): boolean =>
  isOwnKind(event, one) || familiesOf(event).includes(one.family);

/** The search around an event; the box holds every incident whose reach it may fall into. */
export function searchOf(event: Understood, ix: number): Search {
  const slackM = slackOf(event.accuracyM, event.family);
  return {
    ix,
    families: familiesAround(event),
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

/** Two kinds of report are one problem only where and while both would join their own. Hours. */
export const akinHours = 6;
