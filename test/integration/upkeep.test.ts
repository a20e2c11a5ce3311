import { afterAll, expect, test } from 'vitest';
import { inTransaction, makePool } from '#store/db.ts';
import { reconcile, readGauges } from '#store/reconcile.ts';
import { deleteArchived, dropExpired, endRun, makePartitions, takeRun } from '#store/upkeep.ts';
import { addDeadline, addDeliveries, addIncident } from '#test/support/rows.ts';
import { freshDatabase } from '#test/support/stack.ts';

const database = await freshDatabase();
const pool = makePool(database.url, 4, 'test');
afterAll(async () => {
  await pool.end();
  await database.close();
});
const dayMs = 86_400_000;
const today = new Date();
const partOf = async (observedAt: Date): Promise<string | undefined> => {
  const { rows } = await pool.query<{ part: string }>(
    'select tableoid::regclass::text as part from reading where observed_at = $1',
    [observedAt],
  );
  return rows[0]?.part;
};
const write = (observedAt: Date): Promise<unknown> =>
  pool.query('insert into reading (series_no, observed_at, value, received_at) values (1, $1, 0.2, $1)', [
    observedAt,
  ]);

test('days are made ahead, and making them again makes nothing', async () => {
  await makePartitions(pool, today);
  expect(await makePartitions(pool, today)).toBe(0);
  expect(await makePartitions(pool, new Date(today.getTime() + dayMs))).toBe(6);
});

test('readings that came before their day was made move into it when it is', async () => {
  const far = new Date(today.getTime() + 40 * dayMs);
  await write(far);
  expect(await partOf(far)).toBe('reading_archive');
  await makePartitions(pool, far);
  expect(await partOf(far)).toMatch(/^reading_\d{8}$/);
});

test('readings go after 30 days by dropping their day, late ones of the archive row by row', async () => {
  const soon = new Date(today.getTime() + 2 * dayMs);
  const ancient = new Date(today.getTime() - 400 * dayMs);
  await write(soon);
  await write(ancient);
  expect(await deleteArchived(pool, today)).toBe(1);
  expect(await dropExpired(pool, new Date(soon.getTime() + 29 * dayMs))).toBeGreaterThan(0);
  expect(await partOf(soon)).toBeDefined();
  await dropExpired(pool, new Date(soon.getTime() + 32 * dayMs));
  expect(await partOf(soon)).toBeUndefined();
});

test('history that is brought in today stays 30 days from today, whatever day it tells of', async () => {
  const at = (days: number): Date => new Date(today.getTime() + days * dayMs);
  await makePartitions(pool, today);
  const bring = async (observedAt: Date, receivedAt: Date): Promise<void> => {
    await pool.query('insert into reading (series_no, observed_at, value, received_at) values (7, $1, 0.2, $2)', [observedAt, receivedAt]); // prettier-ignore
    await pool.query("insert into track (kind, id, observed_at, received_at, lng, lat) values ('vessel', 'v7', $1, $2, 112, 23)", [observedAt, receivedAt]); // prettier-ignore
  };
  /** Years ago, and of a day that is the next to be dropped; and one that came in its own day. */
  const told = [at(-900), at(-1), new Date(at(-1).getTime() + 1)];
  await bring(told[0]!, today);
  await bring(told[1]!, at(20));
  await bring(told[2]!, at(-1));
  const left = async (): Promise<number[]> => {
    const { rows } = await pool.query<{ at: Date; table: string }>(
      `select observed_at as at from reading where series_no = 7 union all
       select observed_at from track where id = 'v7' order by at`,
    );
    return rows.map((row) => told.findIndex((one) => one.getTime() === row.at.getTime()));
  };
  const prune = async (now: Date): Promise<void> => {
    await dropExpired(pool, now);
    await deleteArchived(pool, now);
  };
  await prune(at(1));
  expect(await left()).toEqual([0, 0, 1, 1, 2, 2]);
  await prune(at(29.9));
  expect(await left()).toContain(0);
  await prune(at(30.1));
  expect(await left()).not.toContain(0);
  await prune(at(31.1));
  expect(await left()).toEqual([1, 1]);
  expect(await partOf(told[1]!)).toBe('reading_archive');
  await prune(at(49.9));
  expect(await left()).toEqual([1, 1]);
  await prune(at(50.1));
  expect(await left()).toEqual([]);
});

test('a job of one worker runs once in its period, whoever asks; a failed one sooner', async () => {
  const asked = await Promise.all(Array.from({ length: 8 }, () => takeRun(pool, 'a-job', 3_600)));
  expect(asked.filter(Boolean).length).toBe(1);
  await endRun(pool, 'a-job', null, 3_600);
  expect(await takeRun(pool, 'a-job', 3_600)).toBe(false);
  await endRun(pool, 'a-job', 'failed', 3_600);
  await pool.query("update job_run set started_at = started_at - interval '61 seconds' where id = 'a-job'");
  expect(await takeRun(pool, 'a-job', 3_600)).toBe(true);
});

test('the sweeps find what is wrong and nothing else', async () => {
  const sweep = (): Promise<Record<string, number>> =>
    inTransaction(pool, '*', (tx) => reconcile(tx, new Date()));
  const clean = await sweep();
  expect(new Set(Object.values(clean))).toEqual(new Set([0]));
  const incident = await addIncident(pool, { status: 'to-sign' });
  await addDeadline(pool, incident, -10);
  const [id] = await addDeliveries(pool, 2);
  await pool.query("update delivery set state = 'sending', lease_until = '-infinity' where id = $1", [id]);
  await pool.query("update delivery set created_at = created_at - interval '2 minutes' where id <> $1", [id]);
  await pool.query(
    "insert into waiting (event_id, accepted_on, since) values (1, current_date, now() - interval '1 minute')",
  );
  expect(await sweep()).toEqual({
    ...clean,
    incidents_without_task: 1,
    deadlines_unfired_over_5s: 1,
    leases_expired: 1,
    deliveries_pending_over_60s: 1,
    events_unmerged_over_30s: 1,
  });
  const gauges = new Map((await readGauges(pool)).map(({ name, value }) => [name, value]));
  expect(gauges.get('leases_expired')).toBe(1);
});
