import { z } from 'zod';
import { say } from '../../server/launch/say.mjs';
import { clearWork } from '#test/support/clear.ts';
import { mergeAll, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { frozenLines } from './frozen-lines.ts';

const Side = z.object({
  source: z.string(),
  event_time: z.string(),
  text: z.string(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
});
const Pair = z.object({
  id: z.string(),
  a: Side,
  b: Side,
  label: z.enum(['same', 'different']),
  relation: z.string(),
});
type Side = z.infer<typeof Side>;
type Pair = z.infer<typeof Pair>;

/** What devices send needs a device; what hangs on a closing needs people: these pairs are not played. */
const devices = new Set(['camera', 'sensor']);
const withPeople = new Set(['reopened', 'recurrence', 'revision', 'reminder', 'late']);
const isPlayed = ({ a, b, relation }: Pair): boolean =>
  !devices.has(a.source) && !devices.has(b.source) && !withPeople.has(relation);

/** Both reports as calls in their own order, the later one a minute ago. Answers whether one incident holds both. */
async function joins(core: Core, { a, b }: Pair): Promise<boolean> {
  await clearWork(core);
  const times = [a, b].map((side) => Date.parse(side.event_time));
  const shift = Date.now() - 60_000 - Math.max(...times);
  const call = (side: Side, n: number): Record<string, unknown> =>
    ticket({
      text: side.text,
      calledAt: new Date(times[n]! + shift).toISOString(),
      lng: side.lon ?? undefined,
      lat: side.lat ?? undefined,
    });
  const calls = [call(a, 0), call(b, 1)];
  if (times[0]! > times[1]!) calls.reverse();
  for (const one of calls) {
    await core.send('hotline', [one]);
    await mergeAll(core.mergeParts);
  }
  const [found] = await core.rows<{ most: number }>(
    'select coalesce(max(event_count), 0)::int as most from incident',
  );
  return found!.most === 2;
}

/** 他人所写报送对: whether the center puts two reports together as a good officer would. Printed, never a bound. */
export async function frozenPairs(core: Core): Promise<void> {
  const all = frozenLines('pairs', Pair);
  const played = all.filter(isPlayed);
  const tally = { same: 0, joined: 0, different: 0, wrong: 0 };
  for (const pair of played) {
    const joined = await joins(core, pair);
    tally[pair.label] += 1;
    if (joined) tally[pair.label === 'same' ? 'joined' : 'wrong'] += 1;
  }
  say(`  pairs: ${played.length} of ${all.length} played, as two calls`);
  say(`    the same matter: ${tally.joined} of ${tally.same} joined; different: ${tally.wrong} of ${tally.different} joined wrongly`); // prettier-ignore
}
