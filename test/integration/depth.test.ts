import { afterAll, beforeAll, expect, test } from 'vitest';
import { seenNow, usualOf } from '#store/bursts.ts';
import { uncalled } from '#store/callouts.ts';
import { inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import { latestEvents } from '#store/figures.ts';
import { takeWaiting } from '#store/merge-queue.ts';
import { closedNear, openNear } from '#store/merge-search.ts';
import * as parties from '#store/parties.ts';
import { spokenOf } from '#store/requests.ts';
import type { FurtherCall } from '#store/requests.ts';
import { bareTables } from '#test/bench/bare-loop.ts';
import { stockOf } from '#test/bench/depth-stock.ts';
import { plansOf } from '#test/support/explain.ts';
import { freshPool } from '#test/support/people.ts';

let city: Awaited<ReturnType<typeof freshPool>>;

beforeAll(async () => {
  city = await freshPool();
  await city.asOwner(`${stockOf({ open: 1_000, closed: 5_000 }, bareTables)}; analyze`);
}, 120_000);
afterAll(() => city.close());

const plans = (work: (tx: Pick<Db, 'query'>) => Promise<unknown>): Promise<string> =>
  inTransaction(city.pool, '*', async (tx) => (await plansOf(tx, work, { analyze: true })).join('\n'));
const daysIn = (plan: string): number => new Set(plan.match(/event_\d{8}/gu)).size;

test('after a year the merge opens the days of what waits, and no other', async () => {
  const plan = await inTransaction(city.pool, '*', async (tx) => {
    await tx.query(
      `insert into waiting (event_id, accepted_on, since)
       select event_id, accepted_on, now() from link where accepted_on = (select max(accepted_on) from link) limit 3`,
    );
    const found: string[] = [];
    const taken = await plansOf(tx, async (explaining) => {
      found.push(...(await takeWaiting(explaining, new Date(), 200, null)).map(({ body }) => body));
    });
    expect(found).toHaveLength(3);
    await tx.query('delete from waiting');
    return taken.join('\n');
  });
  expect(daysIn(plan)).toBe(1);
});

test('after a year the newest reports, and what callers of a party said, are looked up in their own days', async () => {
  expect(daysIn(await plans((tx) => latestEvents(tx, 7)))).toBeLessThan(30);
  const ids = await inTransaction(city.pool, '*', async (tx) =>
    (await tx.query<{ id: number }>('select id from incident order by id desc limit 3')).rows.map(
      ({ id }) => id,
    ),
  );
  const said = await plans((tx) => parties.words(tx, ids));
  expect(daysIn(said)).toBeGreaterThan(0);
  expect(daysIn(said)).toBeLessThanOrEqual(3);
});

test('a further call is found by the end of its number, and without one no ticket is looked through', async () => {
  const call: FurtherCall = { ix: 0, platform: 'raw', ticketNo: null, tail: '777', phone: null, family: null, since: new Date(Date.now() - 60 * 86_400_000), at: new Date() }; // prettier-ignore
  expect(await plans((tx) => spokenOf(tx, [call]))).toMatch(/request_tail/u);
  const without = await plans((tx) => spokenOf(tx, [{ ...call, tail: null }]));
  expect(without).toMatch(/request_tail[^\n]*never executed/u);
});

test('the search for one cause of many matters reads what is new and what is usual, not every matter there was', async () => {
  const seen = await plans((tx) => seenNow(tx as Db, 24, new Date()));
  expect(seen).toMatch(/Index Scan using incident_pkey/u);
  expect(seen).not.toMatch(/Seq Scan on incident|using incident_status/u);
  const usual = await plans((tx) => usualOf(tx as Db, ['garbage', 'parking'], '441202', new Date()));
  expect(usual).toMatch(/incident_usual/u);
});

test('what stands near is looked up by its kind, open or closed, however vague the place', async () => {
  const search = { ix: 0, families: ['garbage', 'parking'], lng: 112.476, lat: 23.055, box: [112.46, 23.04, 112.49, 23.07], radiusM: 100, slackM: 1_500, observedAt: new Date(), windowHours: 72, recurrenceHours: 720, assetId: null }; // prettier-ignore
  const byKind = (which: string): RegExp => new RegExp(`using incident_${which}_reach[^\\n]*\\n\\s+Index Cond: \\(\\(family_code = `, 'u'); // prettier-ignore
  expect(await plans((tx) => openNear(tx as Db, [search]))).toMatch(byKind('open'));
  expect(await plans((tx) => closedNear(tx as Db, [search]))).toMatch(byKind('done'));
});

test('who must be called is looked for among what is grave', async () => {
  const since = new Date(Date.now() - 3_600_000);
  expect(await plans((tx) => uncalled(tx as Db, since, 20))).toMatch(/incident_grave/u);
});
