import { say } from '../../server/launch/say.mjs';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { bareTables, runBareLoop } from './bare-loop.ts';
import { openCity } from './city.ts';
import type { BenchCity } from './city.ts';
import { itemOf, oldIncidents, reportAt } from './groups.ts';
import { makeClient } from './post.ts';
import type { Client } from './post.ts';
import { alternate, judge } from './report.ts';

/** A door lets a request wait up to 20 ms for company: four clients would measure that wait, not the city. */
const clients = 12;
export const perRequest = 50;
/** More waiting for the merge than this, and the clients pause: what counts is what is linked. */
const mostWaiting = 3_000;

const one = async <T>(pool: Pool, sql: string): Promise<T> =>
  inTransaction(pool, '*', async (tx) => (await tx.query(sql)).rows[0] as T);
const waitingOf = async (pool: Pool): Promise<number> =>
  (await one<{ n: number }>(pool, "select count(*)::int as n from waiting where reason = 'new'")).n;

/** Sends fifty reports, from this one on. */
export type Send = (client: Client, first: number) => Promise<void>;
export const json = 'application/json';

async function send(client: Client, first: number): Promise<void> {
  const reports = Array.from({ length: perRequest }, (_, i) => reportAt(first + i));
  const items = (spoken: boolean): unknown[] =>
    reports.filter((report) => report.spoken === spoken).map(itemOf);
  await client.post('/api/ingest/camera', json, JSON.stringify({ alerts: items(false) }));
  await client.post('/api/ingest/hotline', json, JSON.stringify({ tickets: items(true) }));
}

/** Events a second from the first request to the last link; `next` counts the reports sent so far. */
export async function push(
  { url, pool }: BenchCity,
  next: { report: number },
  seconds: number,
  sendFifty: Send = send,
): Promise<number> {
  const first = next.report;
  const began = performance.now();
  const end = began + seconds * 1000;
  let waiting = 0;
  const watch = setInterval(() => void waitingOf(pool).then((now) => (waiting = now)), 100);
  await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = makeClient(url);
      while (performance.now() < end) {
        if (waiting > mostWaiting) await new Promise((resolve) => setTimeout(resolve, 20));
        else {
          const mine = next.report;
          next.report += perRequest;
          await sendFifty(client, mine);
        }
      }
      client.close();
    }),
  );
  clearInterval(watch);
  while ((await waitingOf(pool)) > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  return (next.report - first) / ((performance.now() - began) / 1000);
}

type Truth = Record<
  'links' | 'groups' | 'incidents' | 'pairs' | 'tasks' | 'deliveries' | 'changes' | 'histories' | 'requests',
  number
>;

/** Every group is one incident and every incident one group; all that belongs to them is there. Throws otherwise. */
async function checkTruth(pool: Pool, sent: number): Promise<void> {
  const found = await one<Truth>(
    pool,
    `with told as (
       select split_part(split_part(e.key, '/', 2), '-', 1)::int as problem, l.incident_id
         from link l join event e on e.accepted_on = l.accepted_on and e.id = l.event_id)
     select count(*)::int as links, count(distinct problem)::int as groups, count(distinct incident_id)::int as incidents,
            count(distinct (problem, incident_id))::int as pairs,
            (select count(*)::int from task) as tasks,
            (select count(distinct task_id)::int from delivery) as deliveries,
            (select count(distinct entity_id)::int from change where entity = 'incident') as changes,
            (select count(distinct incident_id)::int from history) as histories,
            (select count(*)::int from request where incident_id is not null) as requests
       from told`,
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

/** 全链路: camera and hotline doors to the linked incident with task, delivery, change and history. */
export async function callToTask(rounds: number, full: boolean): Promise<boolean> {
  say(
    `\nWhole path: cameras and calls (4 : 1), ten reports a problem, ${clients} clients, 20,000 open incidents before`,
  );
  const bareEvents = full ? 100_000 : 60_000;
  const city = await openCity('all', `${oldIncidents(20_000)}; ${bareTables}`);
  const next = { report: 0 };
  try {
    await push(city, next, 2);
    await runBareLoop(city.databaseUrl, 0, 2_000);
    const figures = await alternate(
      rounds,
      'events/s',
      { name: 'chengyun', run: () => push(city, next, full ? 60 : 15) },
      {
        name: 'bare loop',
        run: (round) => runBareLoop(city.databaseUrl, 2_000 + (round - 1) * bareEvents, bareEvents),
      },
    );
    await checkTruth(city.pool, next.report);
    return judge({ name: 'whole path', unit: 'events/s', ...figures, bound: 0.25 });
  } finally {
    await city.close();
  }
}
