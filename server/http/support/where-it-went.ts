import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import type { CallAnswer } from '#contracts/call.ts';
import type { Pool } from '#store/db.ts';
import * as waiting from '#store/waiting.ts';

/** How long an answer waits for the merge to carry out what was decided. */
const patienceMs = 3_000;

/** What became of an event: asks the database every 40 ms until it is linked, asked about, or patience ends. */
export async function whereItWent(pool: Pool, eventId: number): Promise<z.output<typeof CallAnswer>> {
  for (let waited = 0; waited < patienceMs; waited += 40) {
    const incidentId = await waiting.incidentOf(pool, eventId);
    if (incidentId !== null) return { eventId, incidentId, waiting: false };
    if (await waiting.isAsked(pool, eventId)) break;
    await sleep(40);
  }
  return { eventId, incidentId: null, waiting: true };
}
