import { say } from '../../server/launch/say.mjs';
import type { Pool } from '#store/db.ts';
import { json } from './call-to-task.ts';
import { one, pathRow, perRequest } from './path.ts';
import type { Course, Path } from './path.ts';
import { chanceOf } from './replay/random.ts';
import { kinds } from './replay/kinds.ts';
import { isPoint, readWorld } from './replay/places.ts';
import { speak } from './replay/speak.ts';

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
const send: Path['send'] = (client, first) => {
  const tickets = Array.from({ length: perRequest }, (_, i) => ticketOf(first + i));
  return client.post('/api/ingest/hotline', json, JSON.stringify({ tickets }));
};

type Filed = Record<'linked' | 'asked' | 'requests' | 'astray' | 'opened' | 'told' | 'untold', number>;

/** Every call is one request, linked once or before a person; every incident that they opened was told. Throws otherwise. */
async function checkCalls(pool: Pool, { before, sent }: Course): Promise<void> {
  const found = await one<Filed>(
    pool,
    `select (select count(*)::int from link where event_id > $1) as linked,
            (select count(*)::int from waiting where event_id > $1 and reason = 'ask') as asked,
            (select count(*)::int from request where event_id > $1) as requests,
            (select count(*)::int from request r left join link l using (event_id)
              where r.event_id > $1 and r.incident_id is distinct from l.incident_id) as astray,
            (select count(*)::int from incident where id > $2) as opened,
            (select count(distinct entity_id)::int from change where entity = 'incident' and entity_id > $2) as told,
            (select count(*)::int from incident i where id > $2 and not exists (select from history h where h.incident_id = i.id)) as untold`,
    [before.event, before.incident],
  );
  const { linked, asked, requests, astray, opened, told, untold } = found;
  say(`  truth: ${linked} of ${sent} calls linked, ${asked} before a person, ${requests} requests, ${astray} astray; ${opened} incidents opened`); // prettier-ignore
  if (linked + asked !== sent || requests !== sent || astray + untold > 0 || told !== opened)
    throw new Error(`calls were lost or doubled: ${JSON.stringify(found)}`);
}

/** What is aimed at; a call whose matter is not read opens a case of its own, the dearest way through. */
const aim = 0.15;
export const spokenPath: Path = {
  name: 'from raw text',
  send,
  seconds: { short: 10, full: 60 },
  bound: 0.06,
  check: checkCalls,
};

/** 从原话到工单: calls that are nothing but words, against the loop that is given families and points. */
export async function rawText(rounds: number, full: boolean): Promise<boolean> {
  say(
    '\nFrom raw text: calls without a pin through door, reading, merge and requests, 20,000 open incidents before',
  );
  say(`  aim: ${aim}x`);
  return pathRow(spokenPath, rounds, full);
}
