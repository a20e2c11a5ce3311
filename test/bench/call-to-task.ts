import { say } from '../../server/launch/say.mjs';
import type { Pool } from '#store/db.ts';
import { itemOf, reportAt } from './groups.ts';
import { clients, one, pathRow, perRequest } from './path.ts';
import type { Course, Path } from './path.ts';
import type { Client } from './post.ts';

export const json = 'application/json';

async function send(client: Client, first: number): Promise<void> {
  const reports = Array.from({ length: perRequest }, (_, i) => reportAt(first + i));
  const items = (spoken: boolean): unknown[] =>
    reports.filter((report) => report.spoken === spoken).map(itemOf);
  await client.post('/api/ingest/camera', json, JSON.stringify({ alerts: items(false) }));
  await client.post('/api/ingest/hotline', json, JSON.stringify({ tickets: items(true) }));
}

type Truth = Record<
  'links' | 'groups' | 'incidents' | 'pairs' | 'tasks' | 'deliveries' | 'changes' | 'histories' | 'requests',
  number
>;

/** Every group is one incident and every incident one group; all that belongs to them is there. Throws otherwise. */
async function checkTruth(pool: Pool, { before, sent }: Course): Promise<void> {
  const found = await one<Truth>(
    pool,
    `with told as (
       select split_part(split_part(e.key, '/', 2), '-', 1)::int as problem, l.incident_id
         from link l join event e on e.accepted_on = l.accepted_on and e.id = l.event_id where l.event_id > $1)
     select count(*)::int as links, count(distinct problem)::int as groups, count(distinct incident_id)::int as incidents,
            count(distinct (problem, incident_id))::int as pairs,
            (select count(*)::int from task where incident_id > $2) as tasks,
            (select count(distinct task_id)::int from delivery where incident_id > $2) as deliveries,
            (select count(distinct entity_id)::int from change where entity = 'incident' and entity_id > $2) as changes,
            (select count(distinct incident_id)::int from history where incident_id > $2) as histories,
            (select count(*)::int from request where incident_id > $2) as requests
       from told`,
    [before.event, before.incident],
  );
  const { links, groups, incidents, pairs, requests, ...work } = found;
  const split = pairs - groups;
  const doubled = pairs - incidents;
  const calls = Array.from({ length: sent }, (_, n) => reportAt(n)).filter((report) => report.spoken).length;
  const whole = Object.values(work).every((count) => count === incidents) && requests === calls;
  say(
    `  truth: ${links} of ${sent} events linked, ${groups} problems, ${incidents} incidents, ${split} split, ` +
      `${doubled} wrongly joined; ${work.tasks} tasks, ${requests} requests`,
  );
  if (links !== sent || split !== 0 || doubled !== 0 || !whole)
    throw new Error(`the merge was not exact: ${JSON.stringify(found)}`);
}

/** Cameras and calls that bring their place; ten reports a problem. */
export const locatedPath: Path = {
  name: 'whole path',
  send,
  seconds: { short: 15, full: 60 },
  bound: 0.25,
  check: checkTruth,
};

/** 全链路: camera and hotline doors to the linked incident with task, delivery, change and history. */
export async function callToTask(rounds: number, full: boolean): Promise<boolean> {
  say(
    `\nWhole path: cameras and calls (4 : 1), ten reports a problem, ${clients} clients, 20,000 open incidents before`,
  );
  return pathRow(locatedPath, rounds, full);
}
