import { machine } from '#contracts/people.ts';
import type { Db } from '#store/db.ts';
import * as history from '#store/history.ts';
import * as links from '#store/links.ts';
import * as mergeQueue from '#store/merge-queue.ts';
import * as mergeWrite from '#store/merge-write.ts';
import * as parties from '#store/parties.ts';
import * as requests from '#store/requests.ts';
import { matterName } from './one-call.ts';
import { partyRows } from './party.ts';
import type { MergeParts } from './parts.ts';
import type { Opening, Plan } from './plan.ts';
import { writeAttachments } from './write-attachments.ts';
import type { Written } from './write-attachments.ts';
import { printedNo, prepare } from './write-openings.ts';
import type { Prepared } from './write-openings.ts';
import { startWork } from './start-work.ts';
import { fileRequests } from './write-requests.ts';
import type { FiledRequests } from './write-requests.ts';
import { takeNumbers } from '#store/incidents.ts';
import { linkOf, openedWords } from './words.ts';

export type Planned = { plan: Plan; now: Date; held: ReadonlySet<number> };

/** Writes a plan: requests, incidents, links, history, tasks and deliveries, all in the batch's one transaction. */
export async function write(tx: Db, parts: MergeParts, planned: Planned): Promise<void> {
  const { plan, now } = planned;
  const events = [
    ...plan.openings.flatMap((opening) => opening.events.map((one) => one.event)),
    ...plan.attachments.map((one) => one.event),
    ...plan.asked.map((one) => one.event),
  ];
  // An incident is locked before what hangs on it, as in every flow.
  await mergeWrite.lockIncidents(tx, [...new Set(plan.attachments.map((one) => one.incidentId))]);
  const joined = new Map(plan.attachments.map(({ event, incidentId }) => [event.row.eventId, incidentId]));
  const filed = await fileRequests(tx, parts, events, joined);
  const opened = await writeOpenings(tx, parts, plan.openings, filed, now);
  const attached = await writeAttachments(tx, planned, filed, parts.reference());
  await history.add(tx, machine, [...opened.lines, ...attached.lines], now);
  await mergeWrite.link(tx, [...opened.links, ...attached.links], now);
  await links.countKinds(tx, kindred(plan));
  await parties.add(tx, [
    ...opened.parties,
    ...plan.attachments.flatMap(({ incidentId, event }) => partyRows(incidentId, event)),
  ]);
  await requests.attach(tx, [...opened.asked, ...attached.asked]);
  await requests.urge(
    tx,
    plan.attachments.flatMap(({ urges, event }) =>
      urges && filed.get(event.row.eventId)?.first ? [urges] : [],
    ),
  );
  await mergeQueue.ask(
    tx,
    plan.asked.map((one) => ({ eventId: one.event.row.eventId, judged: judgedOf(one) })),
  );
  await mergeQueue.release(tx, decidedTickets(plan));
  await mergeQueue.weighAgain(tx, attached.told);
  parts.wake('change');
  parts.wake('delivery');
}

/** The incidents that reports of a kindred kind join: three of them make it one of that kind. */
const kindred = ({ attachments }: Plan): number[] => [
  ...new Set(
    attachments.flatMap(({ incidentId, event, scored }) =>
      event.family.kin !== null && scored && 'akin' in scored.candidate && scored.candidate.akin
        ? [incidentId]
        : [],
    ),
  ),
];

async function writeOpenings(
  tx: Db,
  parts: MergeParts,
  openings: readonly Opening[],
  filed: FiledRequests,
  now: Date,
): Promise<Written & { parties: parties.PartyRow[] }> {
  if (openings.length === 0) return { lines: [], links: [], asked: [], parties: [] };
  // On a connection of its own: the number row must not be held until this batch commits. Gaps are harmless.
  const { day, first } = await takeNumbers(parts.pool, now, openings.length);
  const reference = parts.reference();
  const prepared = openings.map((opening, i) =>
    prepare(opening, printedNo(day, first + i), reference, filed, now),
  );
  const ids = await mergeWrite.open(
    tx,
    prepared.map((one) => one.row),
    now,
  );
  await startWork(
    tx,
    parts,
    prepared.map((one, i) => ({ incidentId: ids[i]!, prepared: one })),
    now,
  );
  return {
    lines: prepared.map((one, i) => ({
      ...openedWords(one, reference),
      incidentId: ids[i]!,
      version: 1,
      round: 1,
    })),
    links: prepared.flatMap((one, i) => one.opening.events.map((event) => linkOf(event, ids[i]!))),
    asked: askedIn(prepared, ids, filed),
    parties: prepared.flatMap((one, i) =>
      one.opening.events.flatMap(({ event }) => partyRows(ids[i]!, event)),
    ),
  };
}

/** The requests whose incidents these are. */
function askedIn(
  prepared: readonly Prepared[],
  ids: readonly number[],
  filed: FiledRequests,
): Written['asked'] {
  return prepared.flatMap((one, i) =>
    one.opening.events.flatMap(({ event }) => {
      const request = filed.get(event.row.eventId);
      // A ticket that calls again keeps its incident, unless a person says that it belongs here.
      const moves = request && (request.incidentId === null || event.row.decision);
      return moves ? [{ requestId: request.id, incidentId: ids[i]! }] : [];
    }),
  );
}

/** The tickets of which a person has judged a call: what else was held of them goes the same way. */
const decidedTickets = ({ openings, attachments }: Plan): string[] =>
  [...openings.flatMap(({ events }) => events), ...attachments].flatMap(({ event: { ticket, row } }) =>
    ticket && row.decision ? [matterName(ticket)] : [],
  );

/** What a person is shown: the places and incidents to choose from, and what was understood. */
function judgedOf({ event, among, why }: Plan['asked'][number]): Record<string, unknown> {
  return {
    why,
    matter: event.ticket && matterName(event.ticket),
    categoryCode: event.category.code,
    severity: event.severity,
    danger: event.danger,
    title: event.title,
    lng: event.at?.lng ?? null,
    lat: event.at?.lat ?? null,
    accuracyM: event.accuracyM,
    districtCode: event.districtCode,
    places: event.several
      .slice(0, 12)
      .map(({ name, lng, lat, accuracyM, districtCode }) => ({ name, lng, lat, accuracyM, districtCode })),
    candidates: among.map(({ candidate, score, reasons }) => ({
      incidentId: candidate.incidentId,
      score,
      reasons,
    })),
  };
}
