import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { bareTables, runBareLoop } from './bare-loop.ts';
import { openCity } from './city.ts';
import type { BenchCity } from './city.ts';
import { oldIncidents } from './groups.ts';
import { makeClient } from './post.ts';
import type { Client } from './post.ts';
import { alternate, judge } from './report.ts';

/** A door lets a request wait up to 20 ms for company: four clients would measure that wait, not the city. */
export const clients = 12;
export const perRequest = 50;
/** More waiting for the merge than this, and the clients pause: what counts is what is linked. */
const mostWaiting = 3_000;

export const one = async <T>(pool: Pool, sql: string, values: readonly unknown[] = []): Promise<T> =>
  inTransaction(pool, '*', async (tx) => (await tx.query(sql, [...values])).rows[0] as T);
const waitingOf = async (pool: Pool): Promise<number> =>
  (await one<{ n: number }>(pool, "select count(*)::int as n from waiting where reason = 'new'")).n;

/** Of one path in one city: reports sent so far, reports that the bare loop has seen, and the numbers that were given before. */
export type Course = { sent: number; bare: number; before: { event: number; incident: number } };

/** Begins to send from the first report on; `bare`: what the bare loop has seen of another course. */
export async function beginCourse({ pool }: BenchCity, bare = 0): Promise<Course> {
  const before = await one<Course['before']>(
    pool,
    'select (select coalesce(max(id), 0) from event) as event, (select coalesce(max(id), 0) from incident) as incident',
  );
  return { sent: 0, bare, before };
}

/** A way of reports through the program, beside the bare loop. */
export type Path = {
  name: string;
  /** Sends fifty reports, from this one on. */
  send: (client: Client, first: number) => Promise<void>;
  /** How long a round pushes. */
  seconds: { short: number; full: number };
  /** The least share of the bare loop's rate. */
  bound: number;
  /** Says what became of the reports; throws when any of it is not exact. */
  check: (pool: Pool, course: Course) => Promise<void>;
};

/** Events a second from the first request to the last link. */
export async function push(
  { url, pool }: BenchCity,
  { send }: Pick<Path, 'send'>,
  course: Course,
  seconds: number,
): Promise<number> {
  const first = course.sent;
  const began = performance.now();
  const end = began + seconds * 1000;
  let waiting = 0;
  const watch = setInterval(() => void waitingOf(pool).then((now) => (waiting = now)), 250);
  await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = makeClient(url);
      while (performance.now() < end) {
        if (waiting > mostWaiting) await new Promise((resolve) => setTimeout(resolve, 20));
        else {
          const mine = course.sent;
          course.sent += perRequest;
          await send(client, mine);
        }
      }
      client.close();
    }),
  );
  clearInterval(watch);
  while ((await waitingOf(pool)) > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  return (course.sent - first) / ((performance.now() - began) / 1000);
}

/** The path against the bare loop in one city, with its truth at the end; answers whether the ratio keeps its bound. */
export async function racePath(
  city: BenchCity,
  path: Path,
  course: Course,
  { rounds, seconds, bareEvents }: { rounds: number; seconds: number; bareEvents: number },
): Promise<boolean> {
  const bare = (count: number): Promise<number> => {
    course.bare += count;
    return runBareLoop(city.databaseUrl, course.bare - count, count);
  };
  await push(city, path, course, 2);
  await bare(2_000);
  const figures = await alternate(
    rounds,
    'events/s',
    { name: 'chengyun', run: () => push(city, path, course, seconds) },
    { name: 'bare loop', run: () => bare(bareEvents) },
  );
  await path.check(city.pool, course);
  return judge({ name: path.name, unit: 'events/s', ...figures, bound: path.bound });
}

/** A row of its own: the path in a city with 20,000 open incidents. */
export async function pathRow(path: Path, rounds: number, full: boolean): Promise<boolean> {
  const city = await openCity('all', `${oldIncidents(20_000)}; ${bareTables}`);
  try {
    const seconds = full ? path.seconds.full : path.seconds.short;
    const bareEvents = full ? 100_000 : 60_000;
    return await racePath(city, path, await beginCourse(city), { rounds, seconds, bareEvents });
  } finally {
    await city.close();
  }
}
