import { countedUnder, mayBeQuieted } from '#domain/false-alarm.ts';
import type { Alarm } from '#domain/false-alarm.ts';
import type { Db } from '#store/db.ts';
import type { Vault } from '#store/vault.ts';
import * as falseAlarms from '#store/false-alarms.ts';
import { keyHash } from '#store/key-hash.ts';
import * as mergeSearch from '#store/merge-search.ts';
import type { Near } from '#store/merge-search.ts';
import * as requests from '#store/requests.ts';
import * as several from '#store/several.ts';
import { doubtedSearches } from './doubt.ts';
import { namesakeSearches } from './namesakes.ts';
import { knowConcerned } from './party.ts';
import { mayJoin, mergesByPlace, searchOf } from './place.ts';
import type { Knowledge } from './plan.ts';
import { byFurtherCall } from './further.ts';
import { ticketName } from './one-call.ts';
import { phoneIndexOf } from './sealed.ts';
import { otherCategory } from './other.ts';
import type { Ticket, Understood } from './understand.ts';

/** Everything that the plan must know, read after the locks were taken: what earlier holders committed is seen. */
export async function know(tx: Db, vault: Vault, events: readonly Understood[]): Promise<Knowledge> {
  await knowBeside(tx, events);
  const tickets = await knowTickets(tx, events);
  const identity = await knowIdentity(tx, vault, events, tickets);
  const quiet = await knowQuiet(tx, events);
  const left = (ix: number): boolean => !identity.has(ix) && !quiet.has(ix);
  const searches = events.flatMap((event, ix) =>
    mergesByPlace(event) && left(ix) ? [searchOf(event, ix)] : [],
  );
  const doubted = events.flatMap((event, ix) => (left(ix) ? doubtedSearches(event, ix) : []));
  const namesakes = events.flatMap((event, ix) => (left(ix) ? namesakeSearches(event, ix) : []));
  const open = new Map<number, Near[]>();
  for (const near of await mergeSearch.openNear(tx, [...searches, ...doubted, ...namesakes])) {
    const list = open.get(near.ix);
    if (list) list.push(near);
    else open.set(near.ix, [near]);
  }
  const alone = searches
    .filter(({ ix }) => !open.get(ix)?.some((near) => near.fits && mayJoin(events[ix]!, near)))
    .map((search) => ({ ...search, families: search.families.slice(0, 1) }));
  const closed = new Map((await mergeSearch.closedNear(tx, alone)).map((near) => [near.ix, near]));
  const concerned = await knowConcerned(tx, events, left);
  const held = new Set(
    tickets.flatMap(({ ix, filed }) =>
      filed.asked && filed.eventId !== events[ix]!.row.eventId ? [ix] : [],
    ),
  );
  return { identity, held, quiet, decided: await knowDecisions(tx, events), open, closed, concerned };
}

/** Where the other matters of each call stand. */
async function knowBeside(tx: Db, events: readonly Understood[]): Promise<void> {
  const tickets = events.flatMap(({ ticket, row }, ix) =>
    ticket ? [{ ix, eventId: row.eventId, ...ticket }] : [],
  );
  const found = await several.besides(tx, tickets);
  for (const { ix, incidentId } of found) events[ix]!.beside = new Set([...events[ix]!.beside, incidentId]);
}

const alarmOf = ({ row, category }: Understood): Alarm => ({
  source: row.source,
  assetId: row.assetId,
  kind: row.alarmKind,
  safety: category.safety,
  phase: row.phase,
  history: row.history,
  observedAt: row.observedAt,
});

/** 误报静默: the alarms that are only counted. Most batches have none that could be, and ask nothing. */
async function knowQuiet(tx: Db, events: readonly Understood[]): Promise<Knowledge['quiet']> {
  const alarms = events.map(alarmOf);
  const possible = alarms.filter(mayBeQuieted);
  if (possible.length === 0) return new Map();
  const earliest = new Date(Math.min(...possible.map(({ observedAt }) => observedAt.getTime())));
  const standing = await falseAlarms.standing(tx, possible, earliest);
  return new Map(
    alarms.flatMap((alarm, ix) => {
      const under = countedUnder(alarm, standing);
      return under
        ? [[ix, { incidentId: under.incidentId, open: under.open, quietId: under.id }] as const]
        : [];
    }),
  );
}

async function knowDecisions(tx: Db, events: readonly Understood[]): Promise<Knowledge['decided']> {
  const chosen = events.flatMap((event, ix) =>
    event.row.decision?.incidentId ? [{ ix, id: event.row.decision.incidentId }] : [],
  );
  const standing = await mergeSearch.standingFor(
    tx,
    chosen.map((one) => one.id),
  );
  return new Map(
    chosen.flatMap(({ ix, id }) => {
      const now = standing.get(id);
      return now ? [[ix, { incidentId: now.id, open: now.open }] as const] : [];
    }),
  );
}

type Own = { ix: number; incidentId: number; reason: string; further?: { requestId: number } };

/** Links by identity, stronger than any place: the same ticket, a camera's start and end, the same caller's placeless matter. */
async function knowIdentity(
  tx: Db,
  vault: Vault,
  events: readonly Understood[],
  tickets: readonly Known[],
): Promise<Knowledge['identity']> {
  const found: Own[] = [
    ...byTicket(tickets),
    ...(await byPhase(tx, events)),
    ...(await byFurtherCall(tx, vault, events)),
    ...(await byCaller(tx, vault, events)),
  ];
  const standing = await mergeSearch.standingFor(tx, [...new Set(found.map((one) => one.incidentId))]);
  const identity: Knowledge['identity'] = new Map();
  for (const { ix, incidentId, reason, further } of found) {
    const now = standing.get(incidentId);
    if (now && !identity.has(ix))
      identity.set(ix, { incidentId: now.id, open: now.open, reason, ...(further ? { further } : {}) });
  }
  return identity;
}

type Known = { ix: number; ticket: Ticket; filed: requests.Ticketed };

/** The events whose ticket has been filed before, with its request. */
async function knowTickets(tx: Db, events: readonly Understood[]): Promise<Known[]> {
  const tickets = events.flatMap(({ ticket }, ix) => (ticket?.part === 1 ? [{ ix, ticket }] : []));
  const filed = await requests.ofTickets(
    tx,
    tickets.map(({ ticket }) => ticket),
  );
  const byName = new Map(filed.map((one) => [ticketName(one), one]));
  return tickets.flatMap(({ ix, ticket }) => {
    const known = byName.get(ticketName(ticket));
    return known ? [{ ix, ticket, filed: known }] : [];
  });
}

const byTicket = (tickets: readonly Known[]): Own[] =>
  tickets.flatMap(({ ix, ticket, filed }) =>
    filed.incidentId === null
      ? []
      : [{ ix, incidentId: filed.incidentId, reason: ticketWords(ticket.revision, filed.revision) }],
  );

/** What a further revision is to the one that stands: the next, one that came late, or one after a hole. */
function ticketWords(revision: number, standing: number): string {
  if (revision < standing) return `同一工单第 ${revision} 次来件，晚于第 ${standing} 次到达，仅存档`;
  const missing = revision - standing - 1;
  return `同一工单第 ${revision} 次来件${missing > 0 ? `，其间 ${missing} 次未收到` : ''}`;
}

/** An end belongs to its start's incident; a start that comes after its end belongs to the record that the end left. */
async function byPhase(tx: Db, events: readonly Understood[]): Promise<Own[]> {
  const pairs = events.flatMap((event, ix) => {
    if (event.row.source !== 'camera') return [];
    const other = event.row.phase === 'end' ? event.row.key.replace(/\/end$/, '') : `${event.row.key}/end`;
    return [
      {
        ix,
        source: 'camera',
        keyHash: keyHash(other),
        reason: event.row.phase === 'end' ? '同一告警的结束' : '同一告警的开始（晚到）',
      },
    ];
  });
  const linked = await mergeSearch.linkedByKey(tx, pairs);
  return pairs.flatMap(({ ix, keyHash: hash, reason }) => {
    const incidentId = linked.get(hash);
    return incidentId ? [{ ix, incidentId, reason }] : [];
  });
}

async function byCaller(tx: Db, vault: Vault, events: readonly Understood[]): Promise<Own[]> {
  const callers = events.flatMap((event, ix) => {
    if (
      event.row.source !== 'hotline' ||
      event.at !== null ||
      event.ticket?.confidential ||
      event.category.code === otherCategory
    )
      return [];
    const phoneIndex = phoneIndexOf(vault, event.row);
    if (!phoneIndex) return [];
    const since = new Date(event.row.observedAt.getTime() - event.family.windowHours * 3_600_000);
    return [{ ix, family: event.family.code, phoneIndex, since }];
  });
  const found = await mergeSearch.openOfCallers(tx, callers);
  return found.map(({ ix, incidentId }) => ({ ix, incidentId, reason: '同一来电人的同类诉求' }));
}
