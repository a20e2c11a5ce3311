import type { Reference } from '#contracts/reference.ts';
import { boxAround } from '#domain/geo.ts';
import { clockOf } from '#domain/limits.ts';
import { isVague, slackOf } from '#domain/merging.ts';
import { routeFor } from '#domain/routing.ts';
import * as incidents from '#store/incidents.ts';
import type { NewIncident } from '#store/merge-write.ts';
import { countComing } from './one-call.ts';
import type { Opening } from './plan.ts';
import { toldAs } from './standing.ts';
import type { FiledRequests } from './write-requests.ts';
import type { Understood } from './understand.ts';

/** An opening with what it will be: its row, and the unit that it goes to at once when its category files itself. */
export type Prepared = { opening: Opening; row: NewIncident; unitCode: string | null; basis: string | null };

/** Half-size of the net as a share of R: overlap then implies a distance below 0.99 R (rule 4). */
const netShare = 0.35;

/** Builds the rows of new incidents; numbers are taken by the caller. */
export function prepare(
  opening: Opening,
  no: string,
  reference: Reference,
  filed: FiledRequests,
  now: Date,
): Prepared {
  const first = opening.events[0]!.event;
  const all = opening.events.map((one) => one.event);
  const kind = kindOf(all);
  const route = kind === 'live' ? autoRoute(first, reference, now) : null;
  const danger = kind === 'live' ? all.filter((event) => event.danger.length > 0) : [];
  const times = all.map((event) => event.row.observedAt.getTime());
  const lastEventAt = new Date(Math.max(...times));
  const due = kind === 'live' ? clockOf(reference, first.category, route ? 'unit' : 'dispatch', now) : null;
  const row: NewIncident = {
    no,
    status: kind === 'live' ? (route ? 'to-sign' : 'received') : kind === 'history' ? 'archived' : kind,
    categoryCode: first.category.code,
    familyCode: first.family.code,
    severity: Math.min(...all.map((event) => event.severity)),
    title: first.title,
    ...placeOf(first),
    address: first.row.address ?? first.placeName,
    districtCode: first.districtCode,
    townCode: first.townCode,
    gridCode: first.gridCode,
    unitCode: route?.unitCode ?? null,
    basis: route?.basis ?? null,
    openedAt: new Date(Math.min(...times)),
    lastEventAt,
    dueAt: due?.dueAt ?? null,
    closedAt: kind === 'live' ? null : lastEventAt,
    eventCount: all.length,
    sources: countSources(all),
    requestCount: countComing(all, filed),
    assets: assetsOf(all),
    danger: [...new Set(danger.flatMap((event) => event.danger))],
    dangerEventId: danger.at(-1)?.row.eventId ?? null,
    auto: opening.auto,
    wall: first.category.wall,
    recurrenceOf: opening.recurrenceOf,
    spot: [...new Set(all.flatMap((event) => event.spot))],
    toldAs: toldAs(opening.events),
    quiet: kind === 'history',
  };
  return { opening, row, unitCode: route?.unitCode ?? null, basis: route?.basis ?? null };
}

/** 历史来件 make no work; an end without its start leaves a closed record; what a collector fixed himself is done. */
function kindOf(events: readonly Understood[]): 'live' | 'history' | 'closed' | 'self-handled' {
  if (events.every((event) => event.row.history)) return 'history';
  if (endedFirst(events)) return 'closed';
  return events.every((event) => event.row.flags.includes('self-handled')) ? 'self-handled' : 'live';
}

/** One camera alarm whose end came before its start: over when it was heard of, however the batches were cut. */
function endedFirst(events: readonly Understood[]): boolean {
  const [first] = [...events].sort((a, b) => a.row.eventId - b.row.eventId);
  const alarm = first!.row.key.replace(/\/end$/, '');
  return first!.row.phase === 'end' && events.every(({ row }) => row.key.replace(/\/end$/, '') === alarm);
}

/** Told from words with less certainty than this, a matter waits for a person before it is anybody's work. */
const sureEnough = 0.35;

/** Filed and dispatched by rule: the category says so, the place is good enough, and the duty list names the unit. */
function autoRoute(
  first: Understood,
  reference: Reference,
  now: Date,
): { unitCode: string; basis: string } | null {
  if (first.talk) return null;
  const doubtful =
    (first.guess !== null && first.guess.confidence < sureEnough) ||
    ['low-confidence', 'unit-doubt'].some((flag) => first.row.flags.includes(flag));
  if (!first.category.autoFile || !first.at || doubtful || isVague(first.accuracyM, { radiusM: 600 }))
    return null;
  // A device that stands still is the matter of whoever owns it.
  const owner = reference.unit.get(String(first.row.detail['ownerCode'] ?? ''));
  if (owner) return { unitCode: owner.code, basis: `设备登记的权属单位：${owner.name}` };
  return routeFor(reference, first.category.code, first.districtCode, now, new Set(), first.at);
}

function placeOf(first: Understood): Pick<NewIncident, 'lng' | 'lat' | 'accuracyM' | 'net' | 'reach'> {
  if (!first.at) return { lng: null, lat: null, accuracyM: null, net: null, reach: null };
  return { ...first.at, accuracyM: first.accuracyM, ...boxesOf(first) };
}

/** The net around the anchor and the reach in which reports belong to it. */
export function boxesOf(event: Understood): { net: number[] | null; reach: number[] } {
  const { radiusM, placeless } = event.family;
  const slack = slackOf(event.accuracyM, event.family);
  const merges = !placeless && event.category.code !== 'other' && event.row.phase !== 'end';
  return {
    net: merges ? boxAround(event.at!, radiusM * netShare) : null,
    reach: boxAround(event.at!, radiusM + slack),
  };
}

/** The devices that reported, each once. */
export function assetsOf(events: readonly Understood[]): string[] {
  return [...new Set(events.flatMap(({ row }) => (row.assetId === null ? [] : [row.assetId])))];
}

export function countSources(events: readonly Understood[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { row } of events) counts[row.source] = (counts[row.source] ?? 0) + 1;
  return counts;
}

export const printedNo = incidents.printedNo;
