import { doneStatuses } from '#contracts/incident.ts';
import type { Incident } from '#contracts/incident.ts';

/** Whether the incident is still somebody's work and may be written on a wall. */
export function onWall(incident: Incident): boolean {
  return incident.wall === 'point' && !doneStatuses.includes(incident.status);
}

/** Whether it is still somebody's work and a wall may count it, be it only at its township. */
export const isCounted = ({ wall, status }: Incident): boolean =>
  wall !== 'never' && !doneStatuses.includes(status);

/** 此刻最急: danger to life first, then severity, then the running clock that ends first; without one, the older first. */
export function byUrgency(a: Incident, b: Incident): number {
  return (
    Number(b.danger.length > 0) - Number(a.danger.length > 0) ||
    a.severity - b.severity ||
    dueMs(a) - dueMs(b) ||
    a.id - b.id
  );
}

const dues = new WeakMap<Incident, number>();

/** Parsed once a row: sorting thousands of rows ten times a second must not parse dates. */
function dueMs(incident: Incident): number {
  let due = dues.get(incident);
  if (due === undefined) {
    due = incident.nextDue === null ? 8.64e15 : Date.parse(incident.nextDue.dueAt);
    dues.set(incident, due);
  }
  return due;
}

/** The incidents that the wall may write, the most urgent first. */
export function urgentFirst(rows: Iterable<Incident>): Incident[] {
  return [...rows].filter(onWall).sort(byUrgency);
}

/**
 * Words of danger that nobody has confirmed: each rings until a person confirms it (law 13). Those that a wall
 * may write come first, then the longer waiting.
 */
export function alarms(rows: Iterable<Incident>): Incident[] {
  return [...rows]
    .filter((row) => row.danger.length > 0 && row.wall !== 'never' && !doneStatuses.includes(row.status))
    .sort(
      (a, b) =>
        Number(a.wall !== 'point') - Number(b.wall !== 'point') ||
        Date.parse(a.lastEventAt) - Date.parse(b.lastEventAt) ||
        a.id - b.id,
    );
}

/** Sensitive matters are one number at their township, never a point or a title. */
export function townCounts(rows: Iterable<Incident>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    if (row.wall !== 'town' || doneStatuses.includes(row.status) || row.townCode === null) continue;
    counts.set(row.townCode, (counts.get(row.townCode) ?? 0) + 1);
  }
  return counts;
}

/** Open and overdue work of each district, for the table of wide walls. */
export function districtCounts(
  rows: Iterable<Incident>,
  now: number,
): Map<string, { open: number; overdue: number }> {
  const counts = new Map<string, { open: number; overdue: number }>();
  for (const row of rows) {
    if (row.wall === 'never' || doneStatuses.includes(row.status) || row.districtCode === null) continue;
    const count = counts.get(row.districtCode) ?? { open: 0, overdue: 0 };
    count.open += 1;
    if (row.overdue || (row.dueAt !== null && Date.parse(row.dueAt) < now)) count.overdue += 1;
    counts.set(row.districtCode, count);
  }
  return counts;
}
