import type { IncidentDetail } from '#contracts/desk.ts';
import { doneStatuses } from '#contracts/incident.ts';

/** So few may have been misread; so many have not. */
const leastTold = 3;

export type Told = { code: string; count: number };

/** The category that reports of an open matter tell more often than its own, and how many do; null where none is. */
export function mostTold({
  status,
  categoryCode,
  events,
}: Pick<IncidentDetail, 'status' | 'categoryCode' | 'events'>): Told | null {
  if (doneStatuses.includes(status)) return null;
  const counts = new Map<string, number>();
  for (const { categoryCode: code } of events) counts.set(code, (counts.get(code) ?? 0) + 1);
  const [code, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [categoryCode, 0]);
  return count >= leastTold && count > (counts.get(categoryCode) ?? 0) ? { code, count } : null;
}
