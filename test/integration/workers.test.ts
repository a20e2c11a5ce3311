import { afterAll, expect, test } from 'vitest';
import { makePool } from '#store/db.ts';
import { startChengyun } from '#test/support/chengyun.ts';
import { addDeadline, addDeliveries, addIncident } from '#test/support/rows.ts';
import { freshDatabase, redisUrl, uniquePrefix } from '#test/support/stack.ts';
import { until } from '#test/support/test-parts.ts';

const database = await freshDatabase();
const pool = makePool(database.url, 4, 'test');
afterAll(async () => {
  await pool.end();
  await database.close();
});

test('killed in the middle of its work the workers process loses nothing, and it stops cleanly when told', async () => {
  const city = await startChengyun({
    databaseUrl: database.url,
    redisUrl: redisUrl(),
    role: 'workers',
    // What the killed one had in hand is taken back after a second, not after thirty.
    env: { CHENGYUN_QUEUE: uniquePrefix(), CHENGYUN_STALLED_SECONDS: '1' },
  });
  const ids = await addDeliveries(pool, 3_000);
  const incident = await addIncident(pool);
  const deadline = await addDeadline(pool, incident, 2);
  await city.kill('workers');
  await city.restart('workers');
  const count = async (sql: string, values: unknown[]): Promise<number> =>
    (await pool.query<{ n: number }>(sql, values)).rows[0]!.n;
  const arrived = (): Promise<number> =>
    count('select count(distinct delivery_id) as n from inbox where delivery_id = any ($1)', [ids]);
  await until('every delivery lies in the inbox', async () => (await arrived()) === ids.length);
  expect(await count('select count(*) as n from inbox where delivery_id = any ($1)', [ids])).toBe(ids.length);
  await until(
    'the deadline fired',
    async () =>
      (await count('select count(*) as n from escalation where deadline_id = $1', [deadline])) === 1,
  );
  await city.stop();
});
