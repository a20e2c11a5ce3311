import { say } from '../../server/launch/say.mjs';
import { bareTables, runBareLoop } from './bare-loop.ts';
import { json, perRequest, push } from './call-to-task.ts';
import type { Send } from './call-to-task.ts';
import { openCity } from './city.ts';
import { oldIncidents } from './groups.ts';
import { chanceOf } from './replay/random.ts';
import { kinds } from './replay/kinds.ts';
import { isPoint, readWorld } from './replay/places.ts';
import { speak } from './replay/speak.ts';
import { alternate, judge } from './report.ts';

const world = readWorld();
const points = world.places.filter(isPoint);
const spoken = kinds.filter(({ at }) => at === undefined);

/** The nth call: nothing but words, ten in a row about one matter at one place. */
function ticketOf(n: number): Record<string, unknown> {
  const group = Math.floor(n / 10);
  const [chance, about] = [chanceOf(n + 1), chanceOf(group * 7_919 + 3)];
  const place = about.pick(points);
  const where = `${world.districts.get(place.district)}${place.name}往${about.pick([...'东南西北'])}${50 + about.below(20) * 10}米`;
  const text = speak(chance, about.pick(spoken), 'hotline', where, '');
  return { platform: 'raw', ticketNo: `R${n}`, text, calledAt: new Date().toISOString(), callerName: '李先生', callerPhone: `139${String(n).padStart(8, '0')}`, kind: 'report' }; // prettier-ignore
}

/** Calls without a pin: place, matter and urgency are read from the words. */
export const sendWords: Send = (client, first) => {
  const tickets = Array.from({ length: perRequest }, (_, i) => ticketOf(first + i));
  return client.post('/api/ingest/hotline', json, JSON.stringify({ tickets }));
};

/** What is aimed at, and what it does now: a call whose matter is not read opens a case of its own, the dearest way through. */
const [aim, bound] = [0.15, 0.06];

/** 从原话到工单: calls that are nothing but words, against the loop that is given families and points. */
export async function rawText(rounds: number, full: boolean): Promise<boolean> {
  say(
    '\nFrom raw text: calls without a pin through door, reading, merge and requests, 20,000 open incidents before',
  );
  const bareEvents = full ? 100_000 : 60_000;
  const city = await openCity('all', `${oldIncidents(20_000)}; ${bareTables}`);
  const next = { report: 0 };
  try {
    await push(city, next, 2, sendWords);
    await runBareLoop(city.databaseUrl, 0, 2_000);
    const figures = await alternate(
      rounds,
      'events/s',
      { name: 'chengyun', run: () => push(city, next, full ? 60 : 10, sendWords) },
      {
        name: 'bare loop',
        run: (round) => runBareLoop(city.databaseUrl, 2_000 + (round - 1) * bareEvents, bareEvents),
      },
    );
    say(`  aim: ${aim}x`);
    return judge({ name: 'from raw text', unit: 'events/s', ...figures, bound });
  } finally {
    await city.close();
  }
}
