import type { Incident } from '#contracts/incident.ts';
import type { WaitingEvent } from '#contracts/desk.ts';

/** One line of the queue: an incident, or an event that waits for a person's judgement. */
export type QueueItem =
  | { kind: 'incident'; key: string; incident: Incident }
  | { kind: 'waiting'; key: string; event: WaitingEvent };

const never = Number.MAX_SAFE_INTEGER;
/** A waiting event without danger stands below what is urgent and above the ordinary. */
const waitingRank = 2.5;

/** Unconfirmed danger first, then severity, then the running clock that ends first, then the oldest. */
export function byUrgency(a: QueueItem, b: QueueItem): number {
  const [x, y] = [rank(a), rank(b)];
  return x.danger - y.danger || x.level - y.level || x.due - y.due || x.since - y.since;
}

/** The newest first. */
export function byNewest(a: QueueItem, b: QueueItem): number {
  return rank(b).since - rank(a).since;
}

/** Whether the item rings until somebody confirms it (law 13). */
export function rings(item: QueueItem): boolean {
  return (item.kind === 'incident' ? item.incident.danger : item.event.danger).length > 0;
}

function rank(item: QueueItem): { danger: number; level: number; due: number; since: number } {
  const danger = rings(item) ? 0 : 1;
  if (item.kind === 'waiting')
    return { danger, level: danger === 0 ? 1 : waitingRank, due: never, since: Date.parse(item.event.since) };
  const { severity, nextDue, openedAt } = item.incident;
  return {
    danger,
    level: severity,
    due: nextDue === null ? never : Date.parse(nextDue.dueAt),
    since: Date.parse(openedAt),
  };
}
