import { afterAll, beforeAll, expect, test } from 'vitest';
import { boxAround } from '#domain/geo.ts';
import { seenNow, usualOf } from '#store/bursts.ts';
import { uncalled } from '#store/callouts.ts';
import { inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import { latestEvents } from '#store/figures.ts';
import { everything, takeWaiting } from '#store/merge-queue.ts';
import { closedNear, openNear, openOfCallers } from '#store/merge-search.ts';
import type { Search } from '#store/merge-search.ts';
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
      found.push(...(await takeWaiting(explaining, new Date(), 200, everything)).map(({ body }) => body));
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

test('what one caller told before is found by that caller, not by looking through all calls', async () => {
  const known = 'select phone_index as phone from person where phone_index is not null limit 1';
  const { phone } = await inTransaction(city.pool, '*', async (tx) => (await tx.query<{ phone: Buffer }>(known)).rows[0]!); // prettier-ignore
  const since = new Date(Date.now() - 60 * 86_400_000);
  const call: FurtherCall = { ix: 0, platform: 'raw', ticketNo: null, tail: null, phone: phone.toString('hex'), family: null, since, at: new Date() }; // prettier-ignore
  const caller = { ix: 0, family: 'garbage', phoneIndex: phone, since };
  for (const plan of [
    await plans((tx) => spokenOf(tx, [call])),
    await plans((tx) => openOfCallers(tx as Db, [caller])),
  ]) {
    expect(plan).toMatch(/person_phone_index_idx/u);
    expect(plan).not.toMatch(/Seq Scan on (request|person|incident|link)\b|request_called/u);
  }
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

test('reports that are looked up together find what each finds alone, with one look-up for all of a patch and kind', async () => {
  const at = (n: number) => ({ lng: 112.3 + (n % 7) * 0.0006, lat: 23.9 + (n % 5) * 0.0005 });
  await inTransaction(city.pool, '*', async (tx) => {
    for (let n = 0; n < 35; n += 1)
      await tx.query(
        `insert into incident (no, status, category_code, family_code, severity, title, anchor, accuracy_m, reach, opened_at, last_event_at, closed_at, auto, created_on)
         select 'near-' || $1::int, case when $1::int % 2 = 0 then 'handling' else 'closed' end, 'garbage', case when $1::int % 3 = 0 then 'garbage' else 'parking' end, 3, '',
                p, 50, st_expand(p, 0.0009), now(), now(), case when $1::int % 2 = 0 then null else now() end, false, current_date
           from (select st_setsrid(st_makepoint($2, $3), 4326) as p) as p`,
        [n, at(n).lng, at(n).lat],
      );
    const all = Array.from({ length: 40 }, (_, n): Search => {
      const slackM = n % 4 === 0 ? 300 : 0;
      return { ix: n % 30, families: n % 2 ? ['garbage', 'parking'] : ['parking'], ...at(n), box: boxAround(at(n), Math.max(1, slackM)), radiusM: 100, slackM, observedAt: new Date(), windowHours: 72, recurrenceHours: 720, assetId: null }; // prettier-ignore
    });
    for (const look of [openNear, closedNear]) {
      const alone: unknown[] = [];
      for (const one of all) alone.push(...(await look(tx, [one])));
      expect(alone.length).toBeGreaterThan(30);
      expect(await look(tx, all)).toEqual(alone);
    }
    // The same spot and kinds twice, and one that looks for another kind there: three kinds to be looked for, not five.
    const three = [all[1]!, { ...all[1]!, ix: 1 }, { ...all[1]!, ix: 2, families: ['garbage'] }];
    const [plan] = await plansOf(tx, (explaining) => openNear(explaining as Db, three), { analyze: true });
    expect(plan).toMatch(/using incident_open_reach[^\n]*loops=3\)/u);
    await tx.query("delete from incident where no like 'near-%'");
  });
});

test('who must be called is looked for among what is grave', async () => {
  const since = new Date(Date.now() - 3_600_000);
  expect(await plans((tx) => uncalled(tx as Db, since, 20))).toMatch(/incident_grave/u);
});
