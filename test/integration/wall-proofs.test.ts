import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { automatic } from '#contracts/driven-wall.ts';
import type { FrameRow } from '#contracts/live.ts';
import type { WallCheck } from '#contracts/wall-proof.ts';
import { registry } from '#server/metrics.ts';
import { insertAccounts } from '#store/accounts.ts';
import { inTransaction } from '#store/db.ts';
import * as walls from '#store/walls.ts';
import { startLiveServer } from '#test/support/live-server.ts';
import type { LiveServer } from '#test/support/live-server.ts';
import { actorOf, freshPool } from '#test/support/people.ts';
import { addIncident, moveIncident } from '#test/support/rows.ts';
import { until } from '#test/support/test-parts.ts';
import { baseOf, seriesOf } from '#test/support/wall-data.ts';
import { openLive } from '../../client/shared/live.ts';
import type { Live } from '../../client/shared/live.ts';
import { makeWallData } from '../../client/wall/data.ts';
import type { WallData } from '../../client/wall/data.ts';
import { proofOf } from '../../client/wall/proof.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
let server: LiveServer;
const names = ['one', 'two', 'narrow'];
const personOf = (token: string) =>
  names.includes(token)
    ? { ...actorOf('wall', token === 'narrow' ? { districtCode: '441202' } : {}), username: token }
    : undefined;

beforeAll(async () => {
  city = await freshPool();
  const accounts = names.map((name) => ({ ...personOf(name)!, passwordHash: '', dutySeat: false, createdBy: 'test' })); // prettier-ignore
  await insertAccounts(city.pool, accounts, new Date());
  const by = { by: actorOf('shift-leader'), now: new Date() };
  for (const name of names) {
    const wall = {
      name,
      group: null,
      settings: { mmPerPx: null, tiles: null, quiet: null },
      state: automatic,
      words: '登记',
    };
    await inTransaction(city.pool, '*', (tx) => walls.add(tx, name, wall, by));
  }
  await city.asOwner(`
    insert into sensor (device_id, name, kind, geom, metrics, registered_at, updated_at, district_code)
      select 'd' || n, 'd' || n, 'depth', st_setsrid(st_makepoint(112.46, 23.05), 4326), '{depth_m}', now(), now(),
             case when n < 3 then '441202' end
        from generate_series(0, 5) as n;
    insert into series (device_id, metric) select device_id, 'depth_m' from sensor order by 1`);
  server = await startLiveServer(city.pool, personOf, { proveEveryMs: 100 });
});
afterAll(async () => {
  await server.close();
  await city.close();
});

const read = (value: number): Promise<void> =>
  city.asOwner(`insert into latest (series_no, observed_at, value, received_at) select no, now(), no + ${value}, now() from series
     on conflict (series_no) do update set value = excluded.value`);

type Wall = { live: Live; data: WallData; pictures: () => number };
const open: Wall[] = [];
afterEach(() => open.splice(0).forEach(({ live }) => live.close()));

/** A wall as its page makes it, without a screen. */
function openWall(token: string): Wall {
  const live = openLive({ view: 'wall', url: `http://127.0.0.1:${server.port}`, token });
  const data = makeWallData(baseOf(), {
    onPaint: () => undefined,
    onUnknown: () => undefined,
    still: () => true,
    now: () => Date.now(),
  });
  let pictures = 0;
  data.setSensors(seriesOf(20));
  live.onChange((change) => {
    pictures += Number(change.reset);
    // Outside browsers the wire brings views of a larger buffer.
    const readings = change.readings && new Uint8Array(change.readings).slice().buffer;
    data.take({ ...change, readings }, 0);
  });
  live.onProve((stand) => proofOf({ stand, view: live.view, data }));
  const wall = { live, data, pictures: () => pictures };
  open.push(wall);
  return wall;
}

const checkOf = async (name: string): Promise<WallCheck | null> =>
  (await walls.list(city.pool)).find((wall) => wall.name === name)!.check;
/** The next proof of this wall that is the city's picture. */
async function proved(name: string): Promise<WallCheck> {
  const before = (await checkOf(name))?.at ?? '';
  let check: WallCheck | null = null;
  await until(`a proof of ${name}`, async () => {
    check = await checkOf(name);
    return check !== null && check.at > before && check.same;
  });
  return check!;
}
const counted = async (verdict: string): Promise<number> => {
  const { values } = await registry.getSingleMetric('chengyun_wall_proofs_total')!.get();
  return values.find(({ labels }) => labels['verdict'] === verdict)?.value ?? 0;
};

test('walls that are fed prove the same while matters and readings keep coming; each by what it may see', async () => {
  await addIncident(city.pool, { district: null });
  await addIncident(city.pool, { wall: 'town' });
  await addIncident(city.pool, { wall: 'never' });
  await read(0);
  for (const name of names) openWall(name);
  let stop = false;
  const traffic = (async () => {
    for (let n = 1; !stop; n += 1) {
      const id = await addIncident(city.pool);
      await moveIncident(city.pool, id, n % 3 === 0 ? `status = 'rejected'` : `title = '第 ${n} 件'`);
      await read(n / 8);
    }
  })();
  for (let n = 0; n < 3; n += 1) await Promise.all(names.map((name) => proved(name)));
  stop = true;
  await traffic;
  const all = await Promise.all(names.map((name) => proved(name)));
  await until('all at one frame', async () => {
    const [one, two, narrow] = await Promise.all(names.map(checkOf));
    return (
      one!.no === two!.no &&
      one!.rows === two!.rows &&
      one!.readings === two!.readings &&
      narrow!.rows !== one!.rows
    );
  });
  expect(all.map(({ same }) => same)).toEqual([true, true, true]);
  expect(await counted('different')).toBe(0);
});

test.each<[string, (wall: Wall) => void]>([
  ['lost a row', ({ live }) => (live.view().rows as Map<number, FrameRow>).clear()],
  ['drawn a matter that is none', ({ data }) => data.take({ upserts: [{ ...[...data.rows()][0]!, id: 999 }], removals: [], done: [], readings: null, movers: null, reset: false, news: false }, 0)], // prettier-ignore
  ['a false value on its map', ({ data }) => void (data.sensors.values[2] = 77)],
])(
  'a wall that has %s is found out, sent a new picture and right again; the desk is told',
  async (_, spoil) => {
    const [wall, other] = [openWall('one'), openWall('two')];
    await Promise.all([proved('one'), proved('two')]);
    const [pictures, others, wrong] = [wall.pictures(), other.pictures(), await counted('different')];
    spoil(wall);
    await until('the difference', async () => (await counted('different')) > wrong);
    await proved('one');
    expect(wall.pictures()).toBe(pictures + 1);
    expect(other.pictures()).toBe(others);
    expect(await counted('different')).toBe(wrong + 1);
    const { rows } = await city.pool.query<{ told: number }>(
      `select count(*)::int as told from change where entity = 'wall'`,
    );
    expect(rows[0]!.told).toBeGreaterThan(2);
  },
);
