import { say } from '../../server/launch/say.mjs';
import type { Pool } from '#store/db.ts';
import { startAlertmanager } from './alertmanager.ts';
import type { Alert, Alertmanager } from './alertmanager.ts';
import { json } from './call-to-task.ts';
import { perRequest } from './path.ts';
import { openCity } from './city.ts';
import type { BenchCity } from './city.ts';
import { itemOf, reportAt } from './groups.ts';
import type { Report } from './groups.ts';
import { makeClient } from './post.ts';
import type { Client } from './post.ts';
import { load, median, rounded } from './report.ts';

/** The first notification of a problem in a calm city, over the time that the Alertmanager takes for its own. */
const mostOfIts = 1 / 8;
/** Notifications for each true problem in a flood. */
const mostPerProblem = 1.05;
const perProblem = 5;
const clients = 12;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The same report as an alert: its kind, and the cell of about 200 m in which it lies. */
function alertOf(report: Report, n: number): Alert {
  const cell = `${Math.floor(report.lng * 500)}/${Math.floor(report.lat * 500)}`;
  return { labels: { alertname: `r${n}`, category: report.family, cell } };
}

async function send(client: Client, reports: readonly Report[]): Promise<void> {
  const items = (spoken: boolean): unknown[] => reports.filter((one) => one.spoken === spoken).map(itemOf);
  const [alerts, tickets] = [items(false), items(true)];
  if (alerts.length > 0) await client.post('/api/ingest/camera', json, JSON.stringify({ alerts }));
  if (tickets.length > 0) await client.post('/api/ingest/hotline', json, JSON.stringify({ tickets }));
}

const notices = async (pool: Pool): Promise<{ count: number; last: Date | null }> =>
  (await pool.query<{ count: number; last: Date | null }>('select count(*)::int as count, max(created_at) as last from inbox')).rows[0]!; // prettier-ignore

/** Milliseconds from the first report of a problem to its unit's inbox, and to the webhook: each alone, in turns. */
async function calm(
  { pool, url }: BenchCity,
  theirs: Alertmanager,
  times: number,
): Promise<[number[], number[]]> {
  const client = makeClient(url);
  const [mine, its]: [number[], number[]] = [[], []];
  for (let n = 0; n < times; n += 1) {
    // The first report of a problem of its own.
    const report = reportAt(firstOf(n));
    const before = (await notices(pool)).count;
    let began = Date.now();
    await send(client, [report]);
    let now = await notices(pool);
    for (; now.count === before; now = await notices(pool)) await pause(10);
    mine.push(now.last!.getTime() - began);
    const told = theirs.notified().length;
    began = Date.now();
    await theirs.post([alertOf(report, n)]);
    while (theirs.notified().length === told) await pause(5);
    its.push(theirs.notified()[told]! - began);
  }
  client.close();
  return [mine, its];
}

const groupSize = 10;
/** The number of the first report of the nth problem: see `reportAt`, which mixes those of twenty. */
function firstOf(problem: number): number {
  const block = Math.floor(problem / 20) * 20 * groupSize;
  for (let n = block; n < block + 200; n += 1) {
    const { group, nth } = reportAt(n);
    if (group === problem && nth === 0) return n;
  }
  throw new Error(`no report begins problem ${problem}`);
}

/** All reports of a flood, mixed: five of each problem, after those of the calm. */
function floodOf(problems: number, after: number): { report: Report; n: number }[] {
  const [from, to] = [after * groupSize, (after + problems) * groupSize];
  return Array.from({ length: to - from }, (_, i) => ({ report: reportAt(from + i), n: from + i })).filter(
    ({ report }) => report.nth < perProblem,
  );
}

/** How many notifications a flood brings here and there, when all has come to rest. */
async function flood(
  city: BenchCity,
  theirs: Alertmanager,
  problems: number,
  after: number,
): Promise<[number, number]> {
  const all = floodOf(problems, after);
  const [before, told] = [(await notices(city.pool)).count, theirs.notified().length];
  let next = 0;
  const each = async (work: (some: typeof all) => Promise<void>): Promise<void> => {
    for (let at = next; at < all.length; at = next) {
      next += perRequest;
      await work(all.slice(at, at + perRequest));
    }
  };
  await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = makeClient(city.url);
      await each((some) =>
        send(
          client,
          some.map(({ report }) => report),
        ),
      );
      client.close();
    }),
  );
  next = 0;
  await each((some) => theirs.post(some.map(({ report, n }) => alertOf(report, n))));
  const open = `select (select count(*) from waiting where reason = 'new')
      + (select count(*) from delivery where state in ('pending', 'sending')) as n`;
  while (Number((await city.pool.query<{ n: string }>(open)).rows[0]!.n) > 0) await pause(100);
  // One more of its waits: what came last has been told then.
  await pause(3_000);
  return [(await notices(city.pool)).count - before, theirs.notified().length - told];
}

/** 首次通知: the same reports here and at an Alertmanager that groups by kind and cell and waits a second. */
export async function firstNotice(_rounds: number, full: boolean): Promise<boolean> {
  const [times, problems] = full ? [30, 6_000] : [10, 1_200];
  say(`\nFirst notice: ${times} problems in a calm city, then a flood of ${rounded(problems * perProblem)} reports of ${rounded(problems)}`); // prettier-ignore
  const theirs = await startAlertmanager();
  const city = await openCity('all', "set app.scope = '*'");
  try {
    const [mine, its] = await calm(city, theirs, times);
    const ratio = median(mine) / median(its);
    say(`  calm: told after ${rounded(median(mine))} ms against ${rounded(median(its))}, ${ratio.toFixed(3)}x (at most ${mostOfIts}x); ${load()}`); // prettier-ignore
    // Whole blocks of twenty problems, none of them told of before.
    const [told, toldThere] = await flood(city, theirs, problems, Math.ceil(times / 20) * 20);
    const [each, eachThere] = [told / problems, toldThere / problems];
    say(`  flood: ${rounded(told)} notifications, ${each.toFixed(3)} for each problem (at most ${mostPerProblem}); Alertmanager ${rounded(toldThere)}, ${eachThere.toFixed(3)}; ${load()}`); // prettier-ignore
    return ratio <= mostOfIts && each <= mostPerProblem && each >= 1;
  } finally {
    await city.close();
    await theirs.stop();
  }
}
