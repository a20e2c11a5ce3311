import type { Scored as ScoredOf } from '#domain/merging.ts';
import type { Near } from '#store/merge-search.ts';
import type { Reference } from '#contracts/reference.ts';
import type { Concerned } from './party.ts';
import { isTrial } from '#text/kind.ts';
import { joining, rings, settle, settleAtNamesake, settleByParty } from './settle.ts';
import { matterName } from './one-call.ts';
import type { Understood } from './understand.ts';

/** Where an event may belong, by place or by party. */
type Scored = ScoredOf<{ incidentId: number }>;

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
  /** The request that this call urges (催单 +1). */
  urges?: number | null;
};
export type Plan = {
  openings: Opening[];
  attachments: Attachment[];
  asked: { event: Understood; among: Scored[]; why: string }[];
};

/** Where an event belongs by identity; `further`: its caller speaks of that matter once more, in a ticket of its own. */
export type Own = {
  incidentId: number;
  open: boolean;
  reason: string;
  further?: { requestId: number };
};

/** What is known before the greedy pass: links by identity, and incidents near by place. */
export type Knowledge = {
  /** By index of the event: the incident that its own ticket, camera start, or caller belongs to, with the reason. */
  identity: Map<number, Own>;
  /** By index: the incident that a person chose, or what stands for it now. */
  decided: Map<number, { incidentId: number; open: boolean }>;
  /** By index: the mark that lets an alarm only be counted, and the incident that was marked. */
  quiet: Map<number, { incidentId: number; open: boolean; quietId: number }>;
  open: Map<number, Near[]>;
  closed: Map<number, Near>;
  /** Indexes of revisions whose ticket waits before a person. */
  held: ReadonlySet<number>;
  /** By index: what stands about the parties that the event names, and what was closed. */
  concerned: Map<number, Concerned[]>;
};

/**
 * Decides a batch in order of event time, then id, so that the result does not depend on where batches were cut: attach
 * to what stands, to what this batch has just opened, ask, or open.
 */
export function plan(events: readonly Understood[], known: Knowledge, reference: Reference): Plan {
  const result: Plan = { openings: [], attachments: [], asked: [] };
  const order = events.map((event, ix) => ({ event, ix }));
  // What a person has judged comes first: what else is of the same ticket follows it.
  order.sort(
    (a, b) =>
      Number(b.event.row.decision !== null) - Number(a.event.row.decision !== null) ||
      a.event.row.observedAt.getTime() - b.event.row.observedAt.getTime() ||
      a.event.row.eventId - b.event.row.eventId,
  );
  const went = new Map<string, Went>();
  for (const { event, ix } of order) {
    const before = countsOf(result);
    place(event, ix, went.get(sameThing(event) ?? ''), known, result, reference);
    remember(event, before, result, went);
  }
  return result;
}

/** One event goes where a person, its own kind, its ticket or what stands says. `twin`: where its like of this batch went. */
function place(
  event: Understood,
  ix: number,
  twin: Went | undefined,
  known: Knowledge,
  result: Plan,
  reference: Reference,
): void {
  if (event.row.decision) return carryOut(event, event.row.decision, known, result, ix);
  if (twin && twin !== 'asked' && 'events' in twin) return void twin.events.push({ event, scored: null });
  if ((twin === 'asked' || (!twin && known.held.has(ix))) && !rings(event))
    return void result.asked.push({ event, among: [], why: heldWords });
  if (isTrial(event.told) && !event.row.history)
    return void result.asked.push({ event, among: [], why: trialWords(event) });
  const stood = twin === 'asked' ? undefined : twin;
  const own: Own | undefined = stood ? { ...stood, reason: '同一编号的来件' } : known.identity.get(ix);
  if (own && !own.open && rings(event)) {
    const recurrenceOf = own.incidentId;
    result.openings.push({ events: [{ event, scored: null }], auto: false, recurrenceOf });
  } else if (own?.further && !own.open && !event.row.history) {
    result.asked.push(askedAgain(event, own));
  } else if (own) {
    result.attachments.push({ ...joining(event, own, own.reason), urges: own.further?.requestId ?? null });
  } else if (known.quiet.has(ix)) {
    const counted = known.quiet.get(ix)!;
    result.attachments.push({ ...joining(event, counted, countedWords), quietId: counted.quietId });
  } else if (event.several.length > 0) {
    if (
      !settleByParty(event, ix, known, result, reference) &&
      !settleAtNamesake(event, ix, known, result, reference)
    )
      result.asked.push({ event, among: [], why: namesakes(event) });
  } else {
    settle(event, ix, known, result, reference);
  }
}

/** An incident that stands, as it was found. */
export type Stood = { incidentId: number; open: boolean };

/** Where an event of this batch went: into an opening, to what stands, or before a person. */
type Went = Opening | Stood | 'asked';

const namesakes = ({ several }: Understood): string =>
  `“${several[0]!.name}”有 ${several.length} 处同名，来件未说清区县`;

const trialWords = ({ told }: Understood): string =>
  `疑似${told?.kind === 'joke' ? '玩笑' : '测试或演练'}来件（“${told?.said ?? ''}”），不自动立案、不并入真案，请人判断`;

/** Not solved, says the caller of a matter that is closed: a person reopens it for this caller, or makes a new one. */
function askedAgain(event: Understood, { incidentId, reason }: Own): Plan['asked'][number] {
  const among = [{ candidate: { incidentId }, score: 1, parts: {}, reasons: [reason] }];
  return { event, among, why: `${reason}，该案件已结案：未解决的请为此来电人重开，新问题请另立` };
}

const heldWords = '同一工单先前的来件正等人判断：判定后随其一并归入，不另立案';

const countedWords = '同一设备的同类告警已标误报，静默期内只计数、不立案';

/** A person has judged: attached as told, or a matter of its own that the net does not question. */
function carryOut(event: Understood, decided: Decided, known: Knowledge, result: Plan, ix: number): void {
  const own = known.decided.get(ix);
  if (decided.incidentId === null || !own)
    result.openings.push({ events: [{ event, scored: null }], auto: false, recurrenceOf: null });
  else result.attachments.push(joining(event, own, `${decided.name}判断为同一件`));
}

/** What makes two events of one batch the same matter whatever they say: one ticket, or one camera alarm. */
function sameThing(event: Understood): string | null {
  if (event.ticket) return `ticket ${matterName(event.ticket)}`;
  return event.row.source === 'camera' ? `camera ${event.row.key.replace(/\/end$/, '')}` : null;
}

type Counts = Record<keyof Plan, number>;

const countsOf = ({ openings, attachments, asked }: Plan): Counts => ({
  openings: openings.length,
  attachments: attachments.length,
  asked: asked.length,
});

function remember(event: Understood, before: Counts, result: Plan, went: Map<string, Went>): void {
  const name = sameThing(event);
  if (!name) return;
  if (result.openings.length > before.openings) went.set(name, result.openings.at(-1)!);
  else if (result.attachments.length > before.attachments) {
    const { incidentId, toClosed } = result.attachments.at(-1)!;
    went.set(name, { incidentId, open: !toClosed });
  } else if (event.ticket && result.asked.length > before.asked) went.set(name, 'asked');
}
