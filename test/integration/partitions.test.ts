import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal } from '#contracts/errors.ts';
import { cityNow, inTransaction, makePool } from '#store/db.ts';
import { makePartitions } from '#store/upkeep.ts';
import { job as makeJob } from '#workers/jobs/make-partitions.ts';
import { job as pruneJob } from '#workers/jobs/prune.ts';
import { startChengyun } from '#test/support/chengyun.ts';
import { sendTickets } from '#test/support/hotline.ts';
import { makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { redisUrl, uniquePrefix } from '#test/support/stack.ts';
import { workOf } from '#test/support/test-parts.ts';

const dayMs = 86_400_000;
let core: Core;
beforeAll(async () => {
  core = await makeCore();
});
afterAll(() => core.close());

/** Stops the city's clock at an instant, long past or far ahead. */
const stopClock = (at: Date | string): Promise<void> =>
  core.asOwner(
    `update city_clock set anchor_real = clock_timestamp(), anchor_city = '${new Date(at).toISOString()}', rate = 0`,
  );
const run = async (job: typeof makeJob): Promise<void> => {
  if (job.kind === 'periodic') await job.run(workOf(core.pool), () => undefined);
};
const back = (at: Date, days: number): Date => new Date(at.getTime() - days * dayMs);
/** The city's day of an instant, as partitions are named. */
const cityDay = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', ''); // prettier-ignore
const partsOf = async (parent: string): Promise<string[]> =>
  (
    await core.rows<{ day: string }>(
      `select right(inhrelid::regclass::text, 8) as day from pg_inherits where inhparent = $1::regclass order by 1`,
      [parent],
    )
  ).map(({ day }) => day);

test.each([
  ['years ahead', '2031-02-27T20:00:00+08:00'],
  ['years ago, one second before a midnight that ends a year', '2019-12-31T23:59:59+08:00'],
])('the hourly job makes yesterday, today and two weeks, where the clock stands %s', async (_, at) => {
  await stopClock(at);
  await run(makeJob);
  const wanted = Array.from({ length: 16 }, (__, i) => cityDay(back(new Date(at), 1 - i)));
  for (const parent of ['event', 'history', 'version', 'past', 'reading', 'track'])
    expect(await partsOf(parent), parent).toEqual(expect.arrayContaining(wanted));
  expect(await core.send('hotline', [ticket({ calledAt: at })])).toMatchObject({ accepted: 1 });
  await core.merge();
  expect(await core.rows('select 1 from waiting')).toEqual([]);
});

test('eight machines that start at once make every day once, and none of them fails', async () => {
  const machines = Array.from({ length: 8 }, () => makePool(core.url, 1, 'machine'));
  // Their lines stand before: how long a busy server takes to open eight at once is not asked here.
  for (const machine of machines) await machine.query('select 1');
  const made = await Promise.all(
    machines.map((machine) => makePartitions(machine, new Date('2033-05-01T00:00:00Z'))),
  );
  await Promise.all(machines.map((machine) => machine.end()));
  expect(made.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 0, 0, 96]);
});

test('the last minute of a day and the first of the next lie in their own days, and a resend over midnight is one report', async () => {
  const late = '2037-07-31T23:59:30+08:00';
  const early = '2037-08-01T00:00:20+08:00';
  const last = ticket({ calledAt: late, lng: 112.3, lat: 23.1 });
  await stopClock(late);
  await run(makeJob);
  expect(await core.send('hotline', [last])).toMatchObject({ accepted: 1 });
  await core.merge();
  await stopClock(early);
  expect(await core.send('hotline', [ticket({ calledAt: early, lng: 112.4, lat: 23.2 }), last])).toMatchObject({ accepted: 1, duplicates: 1 }); // prettier-ignore
  await core.merge();
  expect(
    await core.rows(
      `select e.tableoid::regclass::text as event, h.tableoid::regclass::text as history,
              v.tableoid::regclass::text as version, i.no
         from event e join link l on l.event_id = e.id join incident i on i.id = l.incident_id
         join history h on h.incident_id = i.id and h.move in ('receive', 'dispatch')
         join version v on v.entity = 'incident' and v.entity_id = i.id and v.version = 1
        where e.accepted_at between $1::timestamptz and $2::timestamptz order by e.id`,
      [late, early],
    ),
  ).toEqual([
    {
      event: 'event_20370731',
      history: 'history_20370731',
      version: 'version_20370731',
      no: '2037-0731-0001',
    },
    {
      event: 'event_20370801',
      history: 'history_20370801',
      version: 'version_20370801',
      no: '2037-0801-0001',
    },
  ]);
});

test('a day without its partition takes nothing and sets nothing apart; once it is made the same items are taken', async () => {
  await stopClock('2040-06-01T10:00:00+08:00');
  const items = [ticket({ calledAt: '2040-06-01T09:59:00+08:00' })];
  const [before] = await core.rows('select count(*) as n from quarantine');
  const refused = await core.send('hotline', items).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refusal);
  expect(refused).toMatchObject({ code: 'unavailable' });
  expect(await core.rows('select count(*) as n from quarantine')).toEqual([before]);
  await run(makeJob);
  expect(await core.send('hotline', items)).toMatchObject({ accepted: 1, duplicates: 0 });
});

/** One reading and one version of an instant, each in the partition of its day. */
async function plant(at: Date): Promise<void> {
  await makePartitions(core.pool, at, 2);
  await inTransaction(core.pool, '*', async (tx) => {
    await tx.query('insert into reading (series_no, observed_at, value, received_at) values (7, $1, 1, $1)', [
      at,
    ]);
    await tx.query(
      `insert into version (on_day, at, entity, entity_id, version, body)
       values (($1::timestamptz at time zone 'Asia/Shanghai')::date, $1, 'planted', 1, extract(epoch from $1::timestamptz)::int, '{}')`,
      [at],
    );
  });
}

test.each(['00:30', '07:59', '08:01', '23:59'])(
  'at %s the hourly job has dropped the days of readings past 30 days and of versions past 90, and nothing younger',
  async (time) => {
    const now = new Date(`2034-03-10T${time}:00+08:00`);
    const minute = 1 / 1440;
    await core.asOwner(
      "delete from reading where series_no = 7; delete from version where entity = 'planted'",
    );
    const ages = [0, 29, 30 - minute, 32, 60, 90 - minute, 92, 120];
    for (const age of ages) await plant(back(now, age));
    await plant(back(now, -1));
    const forever = [await partsOf('event'), await partsOf('history')];
    await stopClock(now);
    await run(pruneJob);
    const left = async (table: string, where: string): Promise<number[]> => {
      const rows = await core.rows<{ age: number }>(
        `select extract(epoch from $1::timestamptz - ${table === 'reading' ? 'observed_at' : 'at'})::float8 / 86400 as age from ${table} where ${where} order by 1`,
        [now],
      );
      return rows.map(({ age }) => age);
    };
    const close = (wanted: number[]): unknown[] => wanted.map((age) => expect.closeTo(age, 3) as unknown);
    expect(await left('reading', 'series_no = 7')).toEqual(close([-1, 0, 29, 30 - minute]));
    expect(await left('version', "entity = 'planted'")).toEqual(close([-1, 0, 29, 30 - minute, 32, 60, 90 - minute])); // prettier-ignore
    const days = await partsOf('reading');
    expect(days.filter((day) => /^\d{8}$/u.test(day) && day < cityDay(back(now, 32)))).toEqual([]);
    expect(days).toContain('_archive');
    expect((await partsOf('version')).filter((day) => day < cityDay(back(now, 91)))).toEqual([]);
    // What happened stays for ever: only what can be told from it anew goes.
    expect([await partsOf('event'), await partsOf('history')]).toEqual(forever);
  },
);

test.each(['server', 'workers'] as const)(
  '%s makes the days that are missing before it is ready',
  async (role) => {
    await core.asOwner('update city_clock set anchor_real = clock_timestamp(), anchor_city = clock_timestamp(), rate = 1'); // prettier-ignore
    const now = await cityNow(core.pool);
    const [today, later] = [cityDay(now), cityDay(back(now, -30))];
    for (const parent of ['event', 'history', 'version'])
      for (const day of (await partsOf(parent)).filter((one) => one >= today && one < later))
        await core.asOwner(`drop table ${parent}_${day}`);
    expect(await partsOf('event')).not.toContain(today);
    const city = await startChengyun({
      databaseUrl: core.url,
      redisUrl: redisUrl(),
      role,
      env: { CHENGYUN_QUEUE: uniquePrefix() },
    });
    try {
      if (role === 'server') {
        const answer = await sendTickets(city.url, [ticket()]);
        expect(await answer.json()).toMatchObject({ accepted: 1 });
      }
    } finally {
      await city.stop();
    }
    const ahead = Array.from({ length: 15 }, (_, i) => cityDay(back(new Date(), -i)));
    expect(await partsOf('event')).toEqual(expect.arrayContaining(ahead));
  },
);
