import type { Reference } from '#contracts/reference.ts';
import type { ConcernCandidate } from '#domain/concern.ts';
import { decide, isVague } from '#domain/merging.ts';
import type { Scored } from '#domain/merging.ts';
import { stormAfter } from '#domain/storm.ts';
import type { Near } from '#store/merge-search.ts';
import { decideByPlace, toCandidate } from './by-place.ts';
import { isDoubted, standsAtNamesake } from './namesakes.ts';
import { apartFrom } from './one-call.ts';
import { concernedOf, decideByParty, mergesByParty } from './party.ts';
import type { Concerned } from './party.ts';
import { eventOf, mergesByPlace } from './place.ts';
import type { Attachment, Knowledge, Opening, Plan, Stood } from './plan.ts';
import { standingOf } from './standing.ts';
import { meantAs } from './understand.ts';
import type { Understood } from './understand.ts';

/** 立案还是并案: to what stands at its place, else to what stands about its party, else a person, else a matter of its own. */
export function settle(
  event: Understood,
  ix: number,
  known: Knowledge,
  result: Plan,
  reference: Reference,
): void {
  const apart = apartFrom(event, result);
  const standing = known.open.get(ix) ?? [];
  const { decision: byPlace, beside } = decideByPlace(event, standing, result.openings, reference, apart);
  if (byPlace.kind === 'attach') return attach(event, byPlace.to, standing, result, reference);
  const concerned = concernedBy(event, ix, known, result);
  const byParty = decideByParty(event, concerned, reference);
  if (byParty.kind === 'attach')
    return attachByParty(
      event,
      byParty.to,
      concerned,
      result,
      reference,
      placesIt(event, byParty.to, concerned, beside, reference),
    );
  // Asked among openings of this very batch cannot be: they have no number yet. The first report stands for itself.
  for (const asked of [byPlace, byParty])
    if (asked.kind === 'ask' && asked.among.every((one) => one.candidate.incidentId > 0))
      return void result.asked.push({ event, among: asked.among, why: asked.why });
  const near = known.closed.get(ix);
  const ended = endedMatter(
    event,
    near && apart.has(near.incidentId) ? undefined : near,
    concerned,
    reference,
  );
  if (ended && event.row.observedAt <= ended.closedAt && isLate(event) && !rings(event))
    return void result.attachments.push(lateTo(event, ended, reference));
  if (event.row.flags.includes('storm'))
    return void result.asked.push({ event, among: [], why: stormWords(event) });
  result.openings.push({
    events: [{ event, scored: null }],
    auto: !crowded(event, beside),
    recurrenceOf: ended?.incidentId ?? null,
  });
}

/** 同名地点: nothing tells the places apart, but a party that is named beside may. Whether the event joined by it. */
export function settleByParty(
  event: Understood,
  ix: number,
  known: Knowledge,
  result: Plan,
  reference: Reference,
): boolean {
  const concerned = concernedBy(event, ix, known, result).filter(
    ({ key }) => !event.several.some(({ name, alias }) => [name, ...alias].some((one) => one.includes(key))),
  );
  const decision = decideByParty(event, concerned, reference);
  if (decision.kind !== 'attach') return false;
  attachByParty(event, decision.to, concerned, result, reference);
  return true;
}

/** 同名地点: where a matter of its kind stands at one of them only, and many told of it. Whether the event joined it. */
export function settleAtNamesake(
  event: Understood,
  ix: number,
  known: Knowledge,
  result: Plan,
  reference: Reference,
): boolean {
  const apart = apartFrom(event, result);
  const open = (known.open.get(ix) ?? []).filter(({ incidentId }) => !apart.has(incidentId));
  const near = standsAtNamesake(event, open);
  if (!near) return false;
  const reason = `“${event.several[0]!.name}”有 ${event.several.length} 处同名，只有此处正有同类案件`;
  const meant = isDoubted(event, near) ? meantAs(event, near.categoryCode, reference) : event;
  result.attachments.push(joining(meant, { incidentId: near.incidentId, open: true }, reason));
  return true;
}

function concernedBy(event: Understood, ix: number, known: Knowledge, result: Plan): Concerned[] {
  if (!mergesByParty(event)) return [];
  const apart = apartFrom(event, result);
  const all = [...(known.concerned.get(ix) ?? []), ...freshOf(event, result.openings)];
  return all.filter(({ incidentId }) => !apart.has(incidentId));
}

type Ended = {
  incidentId: number;
  closedAt: Date;
  near: Near | null;
  scored: Scored<ConcernCandidate> | null;
};

/** What was closed at its place, or about its party. */
function endedMatter(
  event: Understood,
  near: Near | undefined,
  concerned: readonly Concerned[],
  reference: Reference,
): Ended | null {
  if (near?.closedAt) return { incidentId: near.incidentId, closedAt: near.closedAt, near, scored: null };
  const again = decideByParty(event, concerned, reference, true);
  const found =
    again.kind === 'attach'
      ? concerned.find((one) => one.incidentId === again.to.candidate.incidentId)
      : undefined;
  return again.kind === 'attach' && found?.closedAt
    ? { incidentId: found.incidentId, closedAt: found.closedAt, near: null, scored: again.to }
    : null;
}

function lateTo(event: Understood, { incidentId, near, scored }: Ended, reference: Reference): Attachment {
  const late = joining(event, { incidentId, open: false }, '补传来件，按发生时间归入已结案件');
  if (!near) return { ...late, scored };
  const byPlace = decide(eventOf(event), [toCandidate(near, reference, event)], event.family);
  return { ...late, scored: byPlace.kind === 'attach' ? byPlace.to : null };
}

export function joining(event: Understood, { incidentId, open }: Stood, reason: string): Attachment {
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
export function rings({ danger, row }: Understood): boolean {
  return danger.length > 0 && !row.history;
}

/** An incident too near for the net, though not the same problem by decision or time: the new one stands outside the net. */
function crowded(event: Understood, others: readonly { distanceM: number }[]): boolean {
  return others.some((other) => other.distanceM <= event.family.radiusM);
}

/** What this batch has opened about a party that the event names too. */
function freshOf(event: Understood, openings: readonly Opening[]): Concerned[] {
  const keys = new Set(event.concern!.parties.map(({ key }) => key));
  return openings.flatMap((opening, i) => {
    const said = opening.events.map((one) => one.event);
    const shares = said.some(({ concern }) => concern?.parties.some(({ key }) => keys.has(key)));
    return shares && opening.auto ? concernedOf(said, -(i + 1)).filter(({ key }) => keys.has(key)) : [];
  });
}

/** Who joins by the party what nobody placed yet tells where it is, unless another of its kind stands there. */
function placesIt(
  event: Understood,
  { candidate }: Scored<ConcernCandidate>,
  concerned: readonly Concerned[],
  beside: readonly { distanceM: number }[],
  reference: Reference,
): boolean {
  const stood = concerned.find(({ incidentId }) => incidentId === candidate.incidentId)!;
  const itsFamily = reference.category.get(stood.categoryCode)?.familyCode;
  return stood.open && stood.lng === null && itsFamily === event.family.code && mergesByPlace(event) && !crowded(event, beside); // prettier-ignore
}

function attachByParty(
  event: Understood,
  to: Scored<ConcernCandidate>,
  concerned: readonly Concerned[],
  result: Plan,
  reference: Reference,
  reanchor = false,
): void {
  const { incidentId, affinity } = to.candidate;
  const stood = concerned.find((one) => one.incidentId === incidentId)!;
  const meant = affinity === 'meant' ? meantAs(event, stood.categoryCode, reference) : event;
  if (incidentId < 0) return void result.openings[-incidentId - 1]!.events.push({ event: meant, scored: to });
  const joined = joining(meant, { incidentId, open: stood.closedAt === null }, '');
  result.attachments.push({ ...joined, scored: to, reasons: to.reasons, reanchor });
}

/**
 * The first precise report moves what stands vaguely, of whatever kindred kind it is: whoever comes next is weighed
 * against the very place. Not onto another that stands there.
 */
function movesTo(
  event: Understood,
  near: Near,
  standing: readonly Near[],
  { openings }: Plan,
  reference: Reference,
): boolean {
  const family = reference.family.get(near.family);
  if (!family || near.reanchored || !isVague(near.accuracyM, family) || isVague(event.accuracyM, family))
    return false;
  const others = [...standing, ...openings.flatMap((opening, i) => standingOf(event, opening, i) ?? [])];
  return !others.some((one) => one.incidentId !== near.incidentId && one.family === near.family && one.distanceM <= family.radiusM); // prettier-ignore
}

function attach(
  event: Understood,
  to: Scored,
  standing: readonly Near[],
  result: Plan,
  reference: Reference,
): void {
  const { incidentId, doubted, categoryCode } = to.candidate;
  const meant = doubted ? meantAs(event, categoryCode, reference) : event;
  if (incidentId < 0) return void result.openings[-incidentId - 1]!.events.push({ event: meant, scored: to });
  const near = standing.find((one) => one.incidentId === incidentId)!;
  const reanchor = movesTo(event, near, standing, result, reference);
  const joined = joining(meant, { incidentId, open: true }, '');
  result.attachments.push({ ...joined, scored: to, reasons: to.reasons, reanchor });
}
