import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { makePool } from '#store/db.ts';
import { framesAfter, readHead } from '#store/feed.ts';
import { changesAfter } from '#store/frames.ts';
import type { StoredFrame } from '#store/frames.ts';
import { startPublisher } from '#server/live/publisher.ts';
import { addIncident, moveIncident } from '#test/support/rows.ts';
import { freshDatabase } from '#test/support/stack.ts';
import { withClient } from '#test/support/template.ts';
import { quietLog, referenceOf, until } from '#test/support/test-parts.ts';

const database = await freshDatabase();
const pool = makePool(database.url, 20, 'test');
afterAll(async () => {
  await pool.end();
  await database.close();
});

const running: { close: () => Promise<void> }[] = [];
const publish = (): void => {
  running.push(startPublisher({ pool, log: quietLog, reference: () => referenceOf() }));
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});
let start = 0;
beforeEach(async () => {
  start = (await readHead(pool)).head;
});
const frames = (): Promise<StoredFrame[]> => framesAfter(pool, start, 100_000);
const publishedIds = async (): Promise<Set<number>> =>
  new Set((await frames()).flatMap((frame) => frame.rows.map(({ row }) => row.id)));

const allPublished = async (ids: readonly number[]): Promise<boolean> => {
  const published = await publishedIds();
  return ids.every((id) => published.has(id));
};

/** Writers whose transactions stay open for different times, so that they commit in another order than they began. */
async function writeOutOfOrder(writers: number, each: number): Promise<number[]> {
  const written = await Promise.all(
    Array.from({ length: writers }, async () => {
      const ids: number[] = [];
      for (let n = 0; n < each; n += 1) {
        const client = await pool.connect();
        await client.query('begin');
        ids.push(await addIncident(client));
        await client.query('select pg_sleep($1)', [Math.random() * 0.03]);
        await client.query('commit');
        client.release();
      }
      return ids;
    }),
  );
  return written.flat();
}

test('every committed change is published, although transactions commit in another order than they began', async () => {
  publish();
  const ids = await writeOutOfOrder(12, 40);
  await until('all published', () => allPublished(ids));
});

test('the same load read by a cursor on the serial number misses rows (negative control)', async () => {
  const seen = new Set<number>();
  const { rows: first } = await pool.query<{ last: number }>(
    'select coalesce(max(seq), 0) as last from change',
  );
  let last = first[0]!.last;
  let done = false;
  const poll = async (): Promise<void> => {
    for (;;) {
      const finished = done;
      const { rows } = await pool.query<{ seq: number; id: number }>(
        'select seq, entity_id as id from change where seq > $1 order by seq',
        [last],
      );
      for (const row of rows) seen.add(row.id);
      last = rows.at(-1)?.seq ?? last;
      if (finished) return;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const polling = poll();
  const ids = await writeOutOfOrder(12, 40);
  done = true;
  await polling;
  expect(ids.filter((id) => !seen.has(id)).length).toBeGreaterThan(0);
});

test('two publishers give dense numbers, and the second goes on when the first is cut off', async () => {
  publish();
  publish();
  const ids: number[] = [];
  for (let n = 0; n < 30; n += 1) {
    ids.push(await addIncident(pool));
    if (n === 12)
      await withClient(database.url, (owner) =>
        owner.query(
          `select pg_terminate_backend(a.pid) from pg_stat_activity a join pg_locks l on l.pid = a.pid and l.locktype = 'advisory'
            where a.application_name = 'chengyun-publisher' and l.granted and a.datname = current_database()`,
        ),
      );
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  await until('all published', () => allPublished(ids));
  const nos = (await frames()).map(({ no }) => no);
  expect(nos).toEqual(nos.map((_, i) => start + 1 + i));
});

test('several versions of one incident in one interval are one row, the newest', async () => {
  const id = await addIncident(pool);
  for (let n = 0; n < 5; n += 1) await moveIncident(pool, id, 'severity = 2');
  publish();
  await until('published', async () => (await publishedIds()).has(id));
  const versions = (await frames())
    .flatMap(({ rows }) => rows.map(({ row }) => row))
    .filter((row) => row.id === id);
  expect(versions.map(({ version }) => version)).toEqual([6]);
});

test('a long older transaction holds the feed back, and the feed says that it is not alive', async () => {
  publish();
  const id = await addIncident(pool);
  await until('published', async () => (await publishedIds()).has(id));
  const blocker = await pool.connect();
  // The database ends what idles for seconds; a long one that works is held here by this.
  await blocker.query('begin; set local idle_in_transaction_session_timeout = 0');
  await addIncident(blocker);
  const later = await addIncident(pool);
  await until('not alive', async () => !(await readHead(pool)).alive);
  expect((await publishedIds()).has(later)).toBe(false);
  await blocker.query('rollback');
  blocker.release();
  await until('published after all', async () => (await publishedIds()).has(later));
  expect((await readHead(pool)).alive).toBe(true);
});

test('on another cluster or timeline the feed begins a new epoch', async () => {
  publish();
  const id = await addIncident(pool);
  await until('published', async () => (await publishedIds()).has(id));
  const before = await readHead(pool);
  await Promise.all(running.splice(0).map((one) => one.close()));
  await pool.query("update feed set origin = 'the backup came from here'");
  publish();
  await until('new epoch', async () => (await readHead(pool)).epoch !== before.epoch);
  const next = await addIncident(pool);
  await until('published', async () => (await publishedIds()).has(next));
  expect((await frames()).every(({ epoch }) => epoch !== before.epoch)).toBe(true);
});

test('changed readings come as one block, unchanged ones do not come again', async () => {
  publish();
  const register = async (device: string): Promise<number> => {
    await pool.query(
      `insert into sensor (device_id, name, kind, geom, registered_at, updated_at)
       values ($1, $1, 'water', st_setsrid(st_makepoint(112.4, 23), 4326), city_now(), city_now())`,
      [device],
    );
    const { rows } = await pool.query<{ no: number }>(
      "insert into series (device_id, metric) values ($1, 'depth_m') returning no",
      [device],
    );
    return rows[0]!.no;
  };
  const no = await register(`device-${start}`);
  const write = (value: number): Promise<unknown> =>
    pool.query(
      `insert into latest (series_no, observed_at, value, received_at) values ($1, city_now(), $2, city_now())
       on conflict (series_no) do update set value = excluded.value, received_at = excluded.received_at`,
      [no, value],
    );
  const blocks = async (): Promise<ArrayBuffer[]> =>
    (await frames()).flatMap(({ readings }) => readings ?? []);
  await write(0.25);
  await until('first block', async () => (await blocks()).length === 1);
  await write(0.25);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  await write(0.5);
  await until('second block', async () => (await blocks()).length === 2);
  const values = (await blocks()).map((block) => new DataView(block).getFloat32(12, true));
  expect(values).toEqual([0.25, 0.5]);
});

test('changes come by the number of their transaction, not by its spelling: 9 before 10', async () => {
  await pool.query(
    `insert into change (xid, entity, entity_id, version, at)
     values ('10', 'incident', 2, 1, city_now()), ('9', 'incident', 1, 1, city_now())`,
  );
  const changes = await changesAfter(pool, { xid: '0', seq: 0 }, 2);
  expect(changes.map(({ xid }) => xid)).toEqual(['9', '10']);
  expect(await changesAfter(pool, { xid: '9', seq: changes[0]!.seq }, 1)).toMatchObject([{ xid: '10' }]);
  await pool.query("delete from change where xid < '11'");
});
