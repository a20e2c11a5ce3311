import { z } from 'zod';
import { WaitingEvent } from '#contracts/desk.ts';
import type { DecideBody } from '#contracts/desk.ts';
import { unlessQuicker } from './api.ts';
import { operator } from './people.ts';
import type { People } from './people.ts';

const Waiting = z.object({ items: z.array(WaitingEvent) });
/** So long, in milliseconds of the city, a report is left to whoever watches the demonstration; then its operator decides. */
const leftToOthersMs = 10 * 60_000;

/** 研判: the likeliest of the incidents that the machine names, or else a matter of its own, at the first of the places. */
export function choose({ candidates, places, lng }: WaitingEvent): z.input<typeof DecideBody> {
  const likeliest = candidates.toSorted((a, b) => b.score - a.score)[0];
  if (likeliest) return { incidentId: likeliest.incident.id };
  const place = lng === null ? places[0] : undefined;
  if (!place) return { incidentId: null };
  return { incidentId: null, lng: place.lng, lat: place.lat, accuracyM: place.accuracyM };
}

/** Decides what has waited for a person for ten minutes at `now` (epoch milliseconds of the city); answers how many. */
export async function decideWaiting(people: People, now: number): Promise<number> {
  const { items } = Waiting.parse(await people.ask(operator, 'GET', '/api/waiting'));
  const due = items.filter(({ since }) => now - Date.parse(since) >= leftToOthersMs);
  for (const event of due)
    await people
      .ask(operator, 'POST', `/api/waiting/${event.eventId}/decide`, choose(event))
      .catch(unlessQuicker('not-found'));
  return due.length;
}
