import { afterAll, expect, test } from 'vitest';
import { districtsAt } from '#store/areas.ts';
import { inTransaction, makePool } from '#store/db.ts';
import { facilitiesOf } from '#store/facilities.ts';
import { cutParts, deriveGrids } from '#store/grids.ts';
import { freshDatabase } from '#test/support/stack.ts';
import { withClient } from '#test/support/template.ts';

const loaded = await freshDatabase();
const db = makePool(loaded.url);
afterAll(async () => {
  await db.end();
  await loaded.close();
});

async function rows<T>(sql: string): Promise<T[]> {
  return (await withClient(loaded.url, (client) => client.query(sql))).rows as T[];
}

test('every township, and 高新区 which has none, is filled by 单元网格 without gap or overlap', async () => {
  const grounds = await rows<{ name: string; grids: number; filled: number }>(
    `select g.name, count(c.code)::int as grids, sum(st_area(c.geom)) / st_area(g.geom) as filled
       from area g left join area d on d.kind = 'duty' and d.parent_code = g.code
       left join area c on c.kind = 'grid' and c.parent_code = d.code
      where g.kind = 'town' or g.code = '441284450' group by g.code, g.name, g.geom`,
  );
  expect(grounds).toHaveLength(105);
  for (const { name, grids, filled } of grounds) {
    expect(grids, name).toBeGreaterThan(0);
    expect(Math.abs(filled - 1), name).toBeLessThan(1e-6);
  }
});

test('codes are of fifteen digits and tell the township; a 责任网格 holds some ten of them, side by side', async () => {
  const [found] = await rows<{ grids: number; odd: number; largest: number; astray: number }>(
    `select count(*)::int as grids,
            count(*) filter (where c.code !~ '^\\d{15}$' or not starts_with(c.code, d.parent_code) or c.mark not like '示意%')::int as odd,
            count(*) filter (where not st_covers(d.geom, st_pointonsurface(c.geom)))::int as astray,
            (select max(n) from (select count(*)::int as n from area where kind = 'grid' group by parent_code) p) as largest
       from area c join area d on d.code = c.parent_code and d.kind = 'duty' where c.kind = 'grid'`,
  );
  expect(found).toMatchObject({ odd: 0, astray: 0 });
  expect(found?.grids).toBeGreaterThan(1500);
  expect(found?.largest).toBeLessThan(40);
});

test('a point is asked for district, township and grid at once', async () => {
  const found = await districtsAt(db, [
    { lng: 112.466, lat: 23.052 },
    { lng: 112.817, lat: 23.308 },
    { lng: -0.12, lat: 51.5 },
  ]);
  expect(found[0]?.gridCode).toMatch(/^441202001000\d{3}$/);
  expect(found[1]).toEqual({
    districtCode: '441284450',
    townCode: null,
    gridCode: expect.stringMatching(/^441284450000\d{3}$/) as string,
  });
  expect(found[2]).toEqual({ districtCode: null, townCode: null, gridCode: null });
});

test('thousands of points read small pieces by their index', async () => {
  const plan = await rows<{ 'QUERY PLAN': string }>(
    `explain select q.no, g.code from generate_series(1, 5000) as q(no)
       cross join lateral (select st_setsrid(st_makepoint(111.5 + q.no * 0.0002, 23.3), 4326) as geom) p
       left join lateral (select code from area_part a where a.kind = 'grid' and st_intersects(a.geom, p.geom)
                           order by code limit 1) g on true`,
  );
  expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('area_part_grid');
});

test('where the city has grids of its own, none are derived, and its own are answered', async () => {
  await withClient(loaded.url, (client) =>
    client.query(
      `insert into area (code, kind, name, geom, centre, accuracy_m, source)
       select 'own-1', 'grid', '本市网格', geom, centre, 10, '本市' from area where code = '441202001'`,
    ),
  );
  await inTransaction(db, '*', async (tx) => {
    await deriveGrids(tx);
    await cutParts(tx);
  });
  const [spot] = await districtsAt(db, [{ lng: 112.466, lat: 23.052 }]);
  expect(spot?.gridCode).toBe('own-1');
  const left = await rows(`select from area where kind = 'grid' and starts_with(code, '441202001')`);
  expect(left).toEqual([]);
});

test('bridges, gauges and the heat network are read back with the facts of their kind', async () => {
  const bridges = await facilitiesOf(db, 'bridge');
  expect(bridges).toHaveLength(9);
  expect((await facilitiesOf(db, 'gauge')).map(({ code }) => code)).toContain('gauge-huaiji');
  expect(await facilitiesOf(db, 'park')).not.toEqual([]);
  const astray = await rows<{ name: string }>(
    `select f.name from facility f join area a on a.code = f.district_code
      where not st_dwithin(f.geom::geography, a.geom::geography, f.accuracy_m)`,
  );
  expect(astray).toEqual([]);
});

test('each end of a bridge lies in its district, as finely as the sketch is drawn', async () => {
  const astray = await rows<{ name: string }>(
    `with ending as (
       select f.name, f.accuracy_m, f.detail -> 'ends' -> 0 ->> 'districtCode' as code, st_startpoint(f.geom) as at
         from facility f where kind = 'bridge'
       union all
       select f.name, f.accuracy_m, f.detail -> 'ends' -> 1 ->> 'districtCode', st_endpoint(f.geom)
         from facility f where kind = 'bridge'
     )
     select e.name from ending e join area a on a.code = e.code
      where not st_dwithin(e.at::geography, a.geom::geography, e.accuracy_m)`,
  );
  expect(astray).toEqual([]);
  const dry = await rows<{ name: string }>(
    `select f.name from facility f where f.kind = 'bridge' and not exists
       (select from river r where r.name = f.detail ->> 'river' and st_intersects(r.geom, f.geom))`,
  );
  expect(dry).toEqual([]);
});
