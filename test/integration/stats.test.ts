import { afterAll, beforeAll, expect, test } from 'vitest';
import { inSnapshot } from '#store/db.ts';
import type { Db, Scope } from '#store/db.ts';
import * as stats from '#store/stats.ts';
import type { Dimension } from '#store/stats.ts';
import { makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

const dimensions: readonly Dimension[] = ['district', 'department', 'category'];
const now = new Date('2035-03-16T10:30:00+08:00');
/** Far apart from each other. */
const places = {
  duanzhou: [112.462, 23.052],
  duanzhouWest: [112.42, 23.08],
  gaoyao: [112.4, 22.99],
  sihui: [112.73, 23.33],
} as const;
let core: Core;

/** The city's clock stands at an instant, so that yesterday and this month are always the same ones. */
const at = (instant: string): Promise<void> =>
  core.asOwner(
    `update city_clock set mark = 'test', rate = 0, anchor_real = clock_timestamp(), anchor_city = '${instant}'`,
  );

async function call(instant: string, place: keyof typeof places, text: string, count = 1): Promise<void> {
  await at(instant);
  const [lng, lat] = places[place];
  const calledAt = new Date(instant).toISOString();
  await core.send(
    'hotline',
    Array.from({ length: count }, () => ticket({ lng, lat, text, calledAt })),
  );
  await core.merge();
}

const look = <T>(work: (tx: Db) => Promise<T>, scope: Scope = '*'): Promise<T> =>
  inSnapshot(core.pool, scope, work);
const idOf = async (district: string, category: string): Promise<number> =>
  (
    await core.rows<{ id: number }>(
      'select id from incident where district_code = $1 and category_code = $2',
      [district, category],
    )
  )[0]!.id;

beforeAll(async () => {
  core = await makeCore();
  for (const parent of ['event', 'history', 'version'])
    await core.asOwner(`select make_partitions('${parent}', '2035-03-13', 6)`);
  await call('2035-03-14T09:00:00+08:00', 'sihui', '路灯不亮');
  await call('2035-03-15T09:00:00+08:00', 'duanzhou', '路面水浸', 3);
  await call('2035-03-15T09:30:00+08:00', 'gaoyao', '工地半夜施工好吵', 2);
  await call('2035-03-15T15:00:00+08:00', 'duanzhou', '垃圾堆放没人清', 4);
  await call('2035-03-16T08:00:00+08:00', 'duanzhouWest', '路面水浸', 5);
  await call('2035-03-16T09:00:00+08:00', 'sihui', '井盖缺失');
  // One closed in time, one closed late; what was dispatched is late now.
  const lamp = await idOf('441284', 'street-light');
  const garbage = await idOf('441202', 'garbage');
  await core.asOwner(
    `alter table incident disable trigger incident_moves;
     update incident set unit_code = 'lamp-unit', status = 'closed', closed_at = '2035-03-15T10:00:00+08:00', due_at = '2035-03-15T12:00:00+08:00' where id = ${lamp};
     update incident set unit_code = 'bin-unit', status = 'closed', closed_at = '2035-03-16T10:00:00+08:00', due_at = '2035-03-16T09:00:00+08:00' where id = ${garbage};
     update incident set due_at = '2035-03-16T07:00:00+08:00' where status = 'to-sign'`,
  );
  await at('2035-03-16T10:30:00+08:00');
});
afterAll(() => core.close());

test('every number has as many cases behind it, in every row of every table', async () => {
  await look(async (tx) => {
    for (const by of dimensions) {
      const rows = await stats.byDimension(tx, by, now);
      expect(rows.length).toBeGreaterThan(1);
      for (const row of [...rows, null])
        for (const figure of stats.counters) {
          const wanted = row ? row[figure] : rows.reduce((sum, one) => sum + one[figure], 0);
          const filter = { by, code: row ? row.code : undefined, figure };
          const listed = await stats.cases(tx, filter, now, { limit: 500, offset: 0 });
          expect([by, row?.code, figure, listed.length]).toEqual([by, row?.code, figure, wanted]);
          expect(await stats.countCases(tx, filter, now)).toBe(wanted);
        }
    }
  });
});

test('every number of events has as many events behind it, today and yesterday until the same time', async () => {
  await look(async (tx) => {
    for (const by of dimensions)
      for (const row of await stats.eventsBy(tx, by, now))
        for (const day of ['today', 'yesterday'] as const) {
          const filter = { by, code: row.code, day };
          expect(await stats.events(tx, filter, now, { limit: 500, offset: 0 })).toHaveLength(row[day]);
          expect(await stats.countEvents(tx, filter, now)).toBe(row[day]);
        }
    const duanzhou = (await stats.eventsBy(tx, 'district', now)).find(({ code }) => code === '441202');
    // Of yesterday's seven, four came in the afternoon.
    expect(duanzhou).toEqual({ code: '441202', today: 5, yesterday: 3 });
  });
});

test('a page of a long list goes on where the one before ended', async () => {
  await look(async (tx) => {
    const filter = { by: 'district', code: undefined, day: 'today' } as const;
    const page = async (limit: number, offset: number): Promise<number[]> =>
      (await stats.events(tx, filter, now, { limit, offset })).map(({ eventId }) => eventId);
    const all = await page(100, 0);
    expect(all).toHaveLength(6);
    expect([...(await page(4, 0)), ...(await page(4, 4))]).toEqual(all);
  });
});

test('what was due is what fell due or was closed this month; only what was closed by its promise is on time', async () => {
  const [sihui, duanzhou] = await look(async (tx) => {
    const rows = await stats.byDimension(tx, 'district', now);
    return ['441284', '441202'].map((code) => rows.find((row) => row.code === code)!);
  });
  expect(sihui!.closedOnTime).toBe(1);
  expect(duanzhou!.closedOnTime).toBe(0);
  expect(duanzhou!.due).toBe(duanzhou!.overdue + 1);
});

test('a refused matter leaves the denominators', async () => {
  const dueOf = async (): Promise<number> =>
    (await look((tx) => stats.byDimension(tx, 'district', now))).find(({ code }) => code === '441202')!.due;
  const before = await dueOf();
  const garbage = await idOf('441202', 'garbage');
  await core.asOwner(`update incident set status = 'rejected' where id = ${garbage}`);
  expect(await dueOf()).toBe(before - 1);
  await core.asOwner(`update incident set status = 'closed' where id = ${garbage}`);
});

test('a unit and a district count their own matters and no other', async () => {
  const byUnit = (scope: Scope) => look((tx) => stats.byDimension(tx, 'department', now), scope);
  const unit = (await byUnit('*')).find(({ code, open }) => code !== null && open > 0)!;
  expect(await byUnit({ units: [unit.code!], districts: [] })).toEqual([unit]);
  const scope = { units: [], districts: ['441284'] };
  const districts = await look((tx) => stats.eventsBy(tx, 'district', now), scope);
  expect(districts.map(({ code }) => code)).toEqual(['441284']);
});
