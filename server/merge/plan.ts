import { boxAround, distanceM } from '#domain/geo.ts';
import { decide, isVague } from '#domain/merging.ts';
import type { Candidate, Decision, Scored } from '#domain/merging.ts';
import { stormAfter } from '#domain/storm.ts';
import type { Near, Search } from '#store/merge-search.ts';
import type { Reference } from '#contracts/reference.ts';
import { otherCategory } from './understand.ts';
import type { Understood } from './understand.ts';

type Decided = NonNullable<Understood['row']['decision']>;

/** A new incident of this batch: its events in order, the first one is the anchor. */
export type Opening = {
  events: { event: Understood; scored: Scored | null }[];
  auto: boolean;
  recurrenceOf: number | null;
};
export type Attachment = {
  event: Understood;
  incidentId: number;
  scored: Scored | null;
  reasons: string[];
  toClosed: boolean;
  reanchor: boolean;
  /** The mark under which it is only counted. */
  quietId: number | null;
};
export type Plan = {
  openings: Opening[];
  attachments: Attachment[];
  asked: { event: Understood; among: Scored[]; why: string }[];
};

/** What is known before the greedy pass: links by identity, and incidents near by place. */
export type Knowledge = {
  /** By index of the event: the incident that its own ticket, camera start, or caller belongs to, with the reason. */
  identity: Map<number, { incidentId: number; open: boolean; reason: string }>;
  /** By index: the incident that a person chose, or what stands for it now. */
  decided: Map<number, { incidentId: number; open: boolean }>;
  /** By index: the mark that lets an alarm only be counted, and the incident that was marked. */
  quiet: Map<number, { incidentId: number; open: boolean; quietId: number }>;
  open: Map<number, Near[]>;
  closed: Map<number, Near>;
};

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

/**
 * Decides a batch in order of event time, then id, so that the result does not depend on where batches were cut: attach
 * to what stands, to what this batch has just opened, ask, or open.
 */
export function plan(events: readonly Understood[], known: Knowledge, reference: Reference): Plan {
  const result: Plan = { openings: [], attachments: [], asked: [] };
  const order = events.map((event, ix) => ({ event, ix }));
  order.sort(
    (a, b) =>
      a.event.row.observedAt.getTime() - b.event.row.observedAt.getTime() ||
      a.event.row.eventId - b.event.row.eventId,
  );
  const went = new Map<string, Opening | Stood>();
  for (const { event, ix } of order) {
    const decided = event.row.decision;
    if (decided) {
      carryOut(event, decided, known, result, ix);
      continue;
    }
    const twin = went.get(sameThing(event) ?? '');
    if (twin && 'events' in twin) {
      twin.events.push({ event, scored: null });
      continue;
    }
    const before = { openings: result.openings.length, attachments: result.attachments.length };
    const own = twin ? { ...twin, reason: '同一编号的来件' } : known.identity.get(ix);
    if (own && !own.open && rings(event)) {
      const recurrenceOf = own.incidentId;
      result.openings.push({ events: [{ event, scored: null }], auto: false, recurrenceOf });
    } else if (own) {
      result.attachments.push(joining(event, own, own.reason));
    } else if (known.quiet.has(ix)) {
      const counted = known.quiet.get(ix)!;
      result.attachments.push({ ...joining(event, counted, countedWords), quietId: counted.quietId });
    } else if (event.several.length > 0) {
      result.asked.push({
        event,
        among: [],
        why: `“${event.several[0]!.name}”有 ${event.several.length} 处同名，来件未说清区县`,
      });
    } else if (!mergesByPlace(event)) {
      result.openings.push({ events: [{ event, scored: null }], auto: true, recurrenceOf: null });
    } else {
      settle(event, ix, known, result, reference);
    }
    remember(event, before, result, went);
  }
  return result;
}

/** An incident that stands, as it was found. */
type Stood = { incidentId: number; open: boolean };

const countedWords = '同一设备的同类告警已标误报，静默期内只计数、不立案';

function joining(event: Understood, { incidentId, open }: Stood, reason: string): Attachment {
  return {
    event,
    incidentId,
    scored: null,
    reasons: [reason],
    toClosed: !open,
    reanchor: false,
    quietId: null,
  };
}

/** A person has judged: attached as told, or a matter of its own that the net does not question. */
function carryOut(event: Understood, decided: Decided, known: Knowledge, result: Plan, ix: number): void {
  const own = known.decided.get(ix);
  if (decided.incidentId === null || !own)
    result.openings.push({ events: [{ event, scored: null }], auto: false, recurrenceOf: null });
  else result.attachments.push(joining(event, own, `${decided.name}判断为同一件`));
}

/** What makes two events of one batch the same matter whatever they say: one ticket, or one camera alarm. */
function sameThing(event: Understood): string | null {
  if (event.ticket) return `ticket ${event.ticket.platform}/${event.ticket.ticketNo}`;
  return event.row.source === 'camera' ? `camera ${event.row.key.replace(/\/end$/, '')}` : null;
}

function remember(
  event: Understood,
  before: { openings: number; attachments: number },
  result: Plan,
  went: Map<string, Opening | Stood>,
): void {
  const name = sameThing(event);
  if (!name) return;
  if (result.openings.length > before.openings) went.set(name, result.openings.at(-1)!);
  else if (result.attachments.length > before.attachments) {
    const { incidentId, toClosed } = result.attachments.at(-1)!;
    went.set(name, { incidentId, open: !toClosed });
  }
}

function settle(event: Understood, ix: number, known: Knowledge, result: Plan, reference: Reference): void {
  const standing = known.open.get(ix) ?? [];
  const fresh = result.openings.flatMap((opening, i) => fromOpening(event, opening, i, reference));
  const fitting = standing.filter((near) => near.fits);
  const candidates = [...fitting.map((near) => toCandidate(near, reference)), ...fresh];
  const mergeEvent = { at: event.at, accuracyM: event.accuracyM, observedAt: event.row.observedAt, categoryCode: event.category.code, assetId: event.row.assetId }; // prettier-ignore
  const decision: Decision = decide(mergeEvent, candidates, event.family);
  if (decision.kind === 'attach') return attach(event, decision.to, standing, result);
  if (decision.kind === 'ask' && decision.among.every((one) => one.candidate.incidentId > 0)) {
    return void result.asked.push({ event, among: decision.among, why: decision.why });
  }
  const closed = known.closed.get(ix);
  if (closed?.closedAt && event.row.observedAt <= closed.closedAt && isLate(event) && !rings(event)) {
    const scored = decide(mergeEvent, [toCandidate(closed, reference)], event.family);
    const one = scored.kind === 'attach' ? scored.to : null;
    const late = joining(event, { ...closed, open: false }, '补传来件，按发生时间归入已结案件');
    return void result.attachments.push({ ...late, scored: one });
  }
  if (event.row.flags.includes('storm'))
    return void result.asked.push({ event, among: [], why: stormWords(event) });
  // Asked among openings of this very batch cannot be: they have no number yet. The first report stands for itself.
  result.openings.push({
    events: [{ event, scored: null }],
    auto: !crowded(event, [...standing, ...fresh]),
    recurrenceOf: closed?.incidentId ?? null,
  });
}

/** A storm is looked through kind by kind and district by district. */
function stormWords({ row, districtCode }: Understood): string {
  return `同类告警一分钟内超过 ${stormAfter} 起，低置信度暂不立案（${districtCode ?? '区划未知'}，置信度 ${row.confidence ?? '未给出'}）`;
}

/**
 * Sent long after it happened (a source that was cut off): only then may a report disappear into what is closed. A call
 * that crossed the closing by a minute is news, and opens a recurrence.
 */
function isLate({ row }: Understood): boolean {
  return row.acceptedAt.getTime() - row.observedAt.getTime() > 30 * 60_000;
}

/** Words of danger never disappear into what is closed: nobody would hear them there (law 13). */
function rings({ danger, row }: Understood): boolean {
  return danger.length > 0 && !row.history;
}

/** An incident too near for the net, though not the same problem by decision or time: the new one stands outside the net. */
function crowded(event: Understood, others: readonly { distanceM: number }[]): boolean {
  return others.some((other) => other.distanceM <= event.family.radiusM);
}

function attach(event: Understood, to: Scored, standing: readonly Near[], result: Plan): void {
  if (to.candidate.incidentId < 0) {
    result.openings[-to.candidate.incidentId - 1]!.events.push({ event, scored: to });
    return;
  }
  const near = standing.find((one) => one.incidentId === to.candidate.incidentId)!;
  const reanchor =
    !near.reanchored && isVague(near.accuracyM, event.family) && !isVague(event.accuracyM, event.family);
  result.attachments.push({
    event,
    incidentId: near.incidentId,
    scored: to,
    reasons: to.reasons,
    toClosed: false,
    reanchor,
    quietId: null,
  });
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

function toCandidate(near: Near, reference: Reference): Candidate {
  return { ...near, categoryName: reference.category.get(near.categoryCode)?.name ?? near.categoryCode };
}
