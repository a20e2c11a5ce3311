import { Redis } from 'ioredis';
import { afterAll, expect, test } from 'vitest';
import { freshDatabase, redisUrl, uniquePrefix } from '#test/support/stack.ts';
import { withClient } from '#test/support/template.ts';

const first = await freshDatabase();
const second = await freshDatabase();
afterAll(async () => {
  await first.close();
  await second.close();
});

test('every test file has a database of its own, migrated and marked test', async () => {
  await withClient(first.url, (client) => client.query("update city_clock set mark = 'drill'"));
  const mark = await withClient(second.url, (client) => client.query('select mark from city_clock'));
  expect(mark.rows).toEqual([{ mark: 'test' }]);
});

test('the Redis of a run answers and evicts nothing', async () => {
  const redis = new Redis(redisUrl());
  await redis.set(`${uniquePrefix()}:a`, '1', 'EX', 60);
  expect(await redis.info('memory')).toContain('maxmemory_policy:noeviction');
  await redis.quit();
});
