import { readdirSync } from 'node:fs';
import path from 'node:path';
import { runner } from 'node-pg-migrate';
import { afterAll, expect, test } from 'vitest';
import { databaseTrouble } from '#store/fitness.ts';
import { migrate } from '#store/migrate.ts';
import { emptyDatabase } from '#test/support/empty-database.ts';
import { withClient } from '#test/support/template.ts';

const database = await emptyDatabase();
afterAll(() => database.close());
const dir = path.join(import.meta.dirname, '../../server/store/migrations');

test('a city of an earlier version keeps its rows when the program is brought up to date', async () => {
  const before = readdirSync(dir).filter((name) => name < '0010').length;
  await runner({
    databaseUrl: database.url,
    dir,
    direction: 'up',
    migrationsTable: 'migration',
    count: before,
    log: () => undefined,
  });
  const rows = (sql: string) =>
    withClient(database.url, async (owner) => (await owner.query(sql)).rows as unknown[]);
  await rows(`insert into incident (no, status, category_code, family_code, severity, title, opened_at, last_event_at, created_on)
              values ('2026-0101-0001', 'handling', 'x', 'x', 3, '路灯不亮', now(), now(), current_date)`);
  await rows(`insert into audit (stream, seq, at, actor, action, target, detail, prev, hash)
              values (0, 1, now(), 'a', 'x.y', 't', '{}', '', '')`);
  await migrate(database.url);
  await migrate(database.url);
  expect(await rows('select no, status, title from incident')).toEqual([
    { no: '2026-0101-0001', status: 'handling', title: '路灯不亮' },
  ]);
  expect(await rows('select actor from audit')).toEqual([{ actor: 'a' }]);
  expect(await databaseTrouble(database.url)).toBeNull();
});

test('an older program refuses a database that a newer one has brought forward, and says so', async () => {
  await withClient(database.url, (owner) =>
    owner.query("insert into migration (name, run_on) values ('9999_from_the_future', now())"),
  );
  expect(await databaseTrouble(database.url)).toMatch(/更新版本.*9999_from_the_future/u);
});
