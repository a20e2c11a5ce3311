import type { Incident } from '#contracts/incident.ts';
import type { Point } from '../desk-context.ts';
import { fetchIncident } from '../incident/useIncident.ts';

/** The events that an absorb would bring; they are what a split must take out again to undo it. */
export async function eventIdsOf(incidentIds: readonly number[]): Promise<number[]> {
  const details = await Promise.all(incidentIds.map(fetchIncident));
  return details.flatMap(({ events }) => events.map(({ eventId }) => eventId));
}

/** The place of an incident, when it has one. */
export function pointOf({ lng, lat }: Pick<Incident, 'lng' | 'lat'>): Point | null {
  return lng === null || lat === null ? null : { lng, lat };
}

/** west,south,east,north around a place, for the list's `bbox`. */
export function boxAround({ lng, lat }: Point, metres: number): string {
  const north = metres / 111_320;
  const east = north / Math.cos((lat * Math.PI) / 180);
  return [lng - east, lat - north, lng + east, lat + north].map((degrees) => degrees.toFixed(6)).join(',');
}
