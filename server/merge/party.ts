import { categoryNameOf } from '#contracts/reference.ts';
import type { Category, Reference } from '#contracts/reference.ts';
import { decideConcern } from '#domain/concern.ts';
import type { Affinity, ConcernCandidate } from '#domain/concern.ts';
import { distanceM } from '#domain/geo.ts';
import { partyArea } from '#domain/locks.ts';
import type { LockArea } from '#domain/locks.ts';
import { isVague } from '#domain/merging.ts';
import type { Decision } from '#domain/merging.ts';
import type { Db } from '#store/db.ts';
import * as parties from '#store/parties.ts';
import { alike, sharedWords } from '#text/alike.ts';
import type { Gist } from '#text/alike.ts';
import { partyKindNames } from '#text/party.ts';
import type { PartyKind } from '#text/party.ts';
import { saidIn } from './concern.ts';
import { isMeant } from './may-be.ts';
import { otherCategory } from './other.ts';
import { akinHours } from './place.ts';
import type { Understood } from './understand.ts';

/** The district that a matter lies in, or the issuing place of a policy; null when none was said. */
const placeOf = (event: Understood): string | null => event.districtCode ?? event.concern?.coded ?? null;

/** Whether reports about its party may be one matter with it though no point says so. */
export const mergesByParty = (event: Understood): boolean =>
  event.concern !== null && event.family.partyHours > 0;

/** One lock for each party that is named: forty callers about one wait for each other, whatever their district and family. */
export const partyAreas = (event: Understood): LockArea[] =>
  (event.concern?.parties ?? []).map(({ key }) => partyArea(key));

/** What stands about a party, with what its callers said. */
export type Concerned = parties.Found & { gists: readonly Gist[] };

/** What stands about the parties of each event, by its index; asks nothing when nobody names one. */
export async function knowConcerned(
  tx: Db,
  events: readonly Understood[],
  left: (ix: number) => boolean,
): Promise<Map<number, Concerned[]>> {
  const found = await parties.matters(
    tx,
    events.flatMap((event, ix) =>
      mergesByParty(event) && left(ix)
        ? event.concern!.parties.map(({ key }) => ({ ix, key, observedAt: event.row.observedAt, windowHours: event.family.partyHours, recurrenceHours: event.family.recurrenceHours, history: event.row.history }))
        : [],
    ),
  ); // prettier-ignore
  const said = await parties.words(tx, [...new Set(found.map((one) => one.incidentId))]);
  const gists = new Map([...said].map(([id, bodies]) => [id, bodies.map(saidIn)]));
  const concerned = new Map<number, Concerned[]>();
  for (const one of found) {
    const list = concerned.get(one.ix) ?? [];
    list.push({ ...one, gists: gists.get(one.incidentId) ?? [] });
    concerned.set(one.ix, list);
  }
  return concerned;
}

/** An opening of this batch, seen as an incident would be; its id is negative. */
export function concernedOf(opening: readonly Understood[], id: number): Concerned[] {
  const first = opening[0]!;
  const times = opening.map((event) => event.row.observedAt.getTime());
  const spoken = opening.flatMap((event) => (event.concern ? [event.concern] : []));
  const keys = new Map(
    spoken.flatMap(({ parties: list }) => list.map((party) => [party.key, party] as const)),
  );
  return [...keys.values()].map((party) => ({
    ix: -1,
    incidentId: id,
    ...party,
    main: spoken.some((one) => one.parties.some(({ key, main }) => key === party.key && main)),
    place: opening.map(placeOf).find((place) => place !== null) ?? null,
    open: true,
    auto: true,
    categoryCode: first.category.code,
    eventCount: opening.length,
    openedAt: new Date(Math.min(...times)),
    lastEventAt: new Date(Math.max(...times)),
    closedAt: null,
    accuracyM: first.accuracyM,
    lng: first.at?.lng ?? null,
    lat: first.at?.lat ?? null,
    gists: [...spoken.slice(0, 4), ...spoken.slice(4).slice(-4)].map(({ gist }) => gist),
  }));
}

/** Where an event belongs by its party: among what stands open (`closed` false), or among what was closed. */
export function decideByParty(
  event: Understood,
  standing: readonly Concerned[],
  reference: Reference,
  closed = false,
): Decision<ConcernCandidate> {
  const best = new Map<number, ConcernCandidate>();
  for (const one of standing) {
    if (one.open === closed || !fits(event, one)) continue;
    const candidate = toCandidate(event, one, reference);
    const known = best.get(one.incidentId);
    if (!known || (candidate.main && !known.main)) best.set(one.incidentId, candidate);
  }
  return decideConcern([...best.values()], event.row.history);
}

/** District, window and distance: what no likeness of words gets over. */
function fits(event: Understood, one: Concerned): boolean {
  const mine = placeOf(event);
  if (one.kind === 'policy' ? mine !== one.place : mine !== null && one.place !== null && mine !== one.place)
    return false;
  if (one.incidentId < 0 && hoursFrom(event, one) > event.family.partyHours) return false;
  if (!event.at || one.lng === null || one.lat === null) return true;
  const apart = distanceM(event.at, { lng: one.lng, lat: one.lat });
  const vague = isVague(event.accuracyM, event.family) || isVague(one.accuracyM ?? 0, event.family);
  return apart <= event.family.radiusM + (vague ? event.accuracyM + (one.accuracyM ?? 0) : 0);
}

function hoursFrom(event: Understood, { openedAt, lastEventAt }: Concerned): number {
  const at = event.row.observedAt.getTime();
  return Math.max(0, openedAt.getTime() - at, at - lastEventAt.getTime()) / 3_600_000;
}

function toCandidate(event: Understood, one: Concerned, reference: Reference): ConcernCandidate {
  const mine = event.concern!.parties.find(({ key }) => key === one.key);
  const { gist } = event.concern!;
  return {
    incidentId: one.incidentId,
    party: `同一${partyKindNames[one.kind as PartyKind] ?? '主体'}：${mine?.kind === 'compound' ? mine.key : one.name}`,
    main: one.main && mine?.main === true,
    policy: one.kind === 'policy',
    affinity: affinityWith(event, one, reference),
    categoryName: categoryNameOf(reference, one.categoryCode),
    eventCount: one.eventCount,
    alike: alike(gist, one.gists),
    shared: sharedWords(gist, one.gists),
    hours: hoursFrom(event, one),
    windowHours: event.family.partyHours,
    byPerson: !one.auto,
  };
}

/** As its words were taken, or as they may be meant too, where so many told of such a matter of the party. */
function affinityWith(event: Understood, one: Concerned, reference: Reference): Affinity {
  const read = affinityOf(event.category, one, reference);
  if (read !== 'foreign' || hoursFrom(event, one) > akinHours) return read;
  const family = reference.category.get(one.categoryCode)?.familyCode;
  const may = event.mayBe.find((each) => each.family.code === family);
  return may && isMeant(may, one.eventCount) ? 'meant' : 'foreign';
}

const speaking = 'speaking';

/** How near two categories are as matters; what nobody could name is near to nothing. */
export function affinityOf(
  mine: Category,
  one: Pick<Concerned, 'categoryCode' | 'kind'>,
  reference: Pick<Reference, 'category' | 'family'>,
): Affinity {
  const other = reference.category.get(one.categoryCode);
  if (!other || mine.code === otherCategory || other.code === otherCategory) return 'foreign';
  const kin = (family: string): string | null => reference.family.get(family)?.kin ?? null;
  // 咨询, 建议, 表扬: kinds of speaking, which no two callers share a matter by.
  if (kin(mine.familyCode) === speaking || kin(other.familyCode) === speaking) return 'foreign';
  // A shop is small: two who want a refund of one gym want the same; a compound has many quarrels of one category.
  if (mine.code === other.code)
    return reference.family.get(mine.familyCode)?.broad && one.kind !== 'shop' ? 'broad' : 'same';
  if (mine.familyCode === other.familyCode) return 'family';
  return kin(mine.familyCode) !== null && kin(mine.familyCode) === kin(other.familyCode) ? 'akin' : 'foreign';
}

/** The rows by which an incident is found from then on. */
export const partyRows = (incidentId: number, event: Understood): parties.PartyRow[] =>
  (event.concern?.parties ?? []).map((party) => ({ incidentId, ...party, place: placeOf(event) }));
