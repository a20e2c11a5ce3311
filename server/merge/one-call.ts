import type { Plan } from './plan.ts';
import type { Understood } from './understand.ts';
import type { FiledRequests } from './write-requests.ts';

export const ticketName = (ticket: { platform: string; ticketNo: string }): string =>
  `${ticket.platform}/${ticket.ticketNo}`;

/** The name of one matter of a ticket, of which every revision tells. */
export const matterName = (ticket: { platform: string; ticketNo: string; part: number }): string =>
  `${ticketName(ticket)}#${ticket.part}`;

/**
 * 一电多事: where the other matters of the same call stand, those of this batch among them (an opening by its negative
 * index). Whoever told them apart told two matters: the machine never makes one of them again.
 */
export function apartFrom({ ticket, beside }: Understood, { openings, attachments }: Plan): Set<number> {
  const apart = new Set(beside);
  if (!ticket) return apart;
  const isOther = (other: Understood): boolean =>
    other.ticket !== null &&
    other.ticket.part !== ticket.part &&
    ticketName(other.ticket) === ticketName(ticket);
  openings.forEach(({ events }, i) => {
    if (events.some(({ event }) => isOther(event))) apart.add(-(i + 1));
  });
  for (const { event, incidentId } of attachments) if (isOther(event)) apart.add(incidentId);
  return apart;
}

/** How many callers these events bring to one incident: who has told two matters of it is one caller. */
export function countComing(events: readonly Understood[], filed: FiledRequests): number {
  const names = events.flatMap(({ ticket, row }) => {
    const request = filed.get(row.eventId);
    const comes = ticket && (ticket.part > 1 || request?.first || request?.incidentId === null);
    return comes ? [ticketName(ticket)] : [];
  });
  return new Set(names).size;
}
