import { Callouts } from '#contracts/duty.ts';
import { unlessQuicker } from './api.ts';
import { operator } from './people.ts';
import type { People } from './people.ts';

/** So long, in milliseconds of the city, a call is left to whoever watches the demonstration. */
const leftToOthersMs = 3 * 60_000;

/** 叫应: whoever has been called for three minutes at `now` (epoch milliseconds of the city) has answered; answers how many. */
export async function answerCalls(people: People, now: number): Promise<number> {
  const { items } = Callouts.parse(await people.ask(operator, 'GET', '/api/callouts'));
  const due = items
    .flatMap((callout) => callout.people)
    .filter(({ state, askedAt }) => state === 'waiting' && now - Date.parse(askedAt) >= leftToOthersMs);
  for (const { id } of due)
    await people
      .ask(operator, 'POST', `/api/called/${id}`, { result: 'answered' })
      // Or the time to answer had run out.
      .catch(unlessQuicker('wrong-status'));
  return due.length;
}
