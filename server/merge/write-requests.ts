import { clockOf } from '#domain/limits.ts';
import { eraseAfter } from '#domain/retention.ts';
import type { Db } from '#store/db.ts';
import type { NewDeadline } from '#store/outgoing.ts';
import { addDeadlines, deadlineRow } from '#store/outgoing.ts';
import { insertPersons } from '#store/persons.ts';
import type { NewPerson } from '#store/persons.ts';
import * as requests from '#store/requests.ts';
import { ticketName } from './one-call.ts';
import type { MergeParts } from './parts.ts';
import { personalOf } from './sealed.ts';
import type { Ticket, Understood } from './understand.ts';

type Asked = Understood & { ticket: Ticket };
/** The requests of a batch, by event: one for each ticket, whatever its event is merged into. */
export type FiledRequests = Map<number, requests.Filed>;

/**
 * 诉求单: files the batch's tickets with their callers and their promises (law 8: on the request, never recomputed).
 * `joined`: the incident that stands already, by the event that joins it; who opens one is pointed to it later.
 */
export async function fileRequests(
  tx: Db,
  parts: MergeParts,
  events: readonly Understood[],
  joined: ReadonlyMap<number, number>,
): Promise<FiledRequests> {
  const filed: FiledRequests = new Map();
  let left = events.filter((event): event is Asked => event.ticket?.part === 1);
  // One statement must not touch a ticket twice: its revisions go in turn.
  while (left.length > 0) {
    const turn = new Map<string, Asked>();
    for (const event of left)
      if (!turn.has(ticketName(event.ticket))) turn.set(ticketName(event.ticket), event);
    const rows = await requests.file(
      tx,
      [...turn.values()].map((event) => toRequest(parts, event, joined.get(event.row.eventId) ?? null)),
    );
    for (const row of rows) filed.set(turn.get(ticketName(row))!.row.eventId, row);
    left = left.filter((event) => turn.get(ticketName(event.ticket)) !== event);
  }
  const first = events.filter((event) => filed.get(event.row.eventId)?.first);
  await insertPersons(
    tx,
    parts.vault,
    first.map((event) => personOf(parts, event, filed.get(event.row.eventId)!.id)),
  );
  await addDeadlines(
    tx,
    first.flatMap((event) => promiseOf(parts, event, filed.get(event.row.eventId)!)),
  );
  return filed;
}

function toRequest(
  parts: MergeParts,
  { row, ticket, category, title }: Asked,
  incidentId: number | null,
): requests.NewRequest {
  const clock = row.history ? null : clockOf(parts.reference(), category, 'promise', row.observedAt);
  return {
    eventId: row.eventId,
    acceptedOn: row.acceptedOn,
    incidentId,
    platform: ticket.platform,
    ticketNo: ticket.ticketNo,
    revision: ticket.revision,
    kind: ticket.kind,
    confidential: ticket.confidential,
    title,
    body: row.body,
    calledAt: row.observedAt,
    promisedAt: clock?.dueAt ?? null,
    status: row.history ? 'settled' : 'open',
  };
}

function personOf(parts: MergeParts, { row }: Understood, requestId: number): NewPerson {
  const { name: caller, phone, address } = personalOf(parts.vault, row);
  return {
    requestId,
    key: row.key,
    name: caller ?? null,
    phone: phone ?? null,
    address: address ?? null,
    eraseAfter: eraseAfter(row.observedAt),
  };
}

function promiseOf(parts: MergeParts, event: Understood, { id, incidentId }: requests.Filed): NewDeadline[] {
  if (event.row.history) return [];
  const clock = clockOf(parts.reference(), event.category, 'promise', event.row.observedAt);
  if (!clock) return [];
  const whose = { subject: 'request', subjectId: id, incidentId, kind: 'promise', stage: '', seq: 1 } as const; // prettier-ignore
  return [deadlineRow(whose, clock)];
}
