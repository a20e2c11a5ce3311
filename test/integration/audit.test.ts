import { afterEach, beforeEach, expect, test } from 'vitest';
import { auditHeads, listAudit, record, verify } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import { freshPool } from '#test/support/people.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
const at = (second: number): Date => new Date(Date.UTC(2026, 5, 12, 2, 0, second));

async function write(count: number, actor = 'shenji'): Promise<void> {
  for (let i = 0; i < count; i++) {
    const detail = { z: i, a: ['积水', { y: 1.5, b: null }], gone: undefined };
    await inTransaction(city.pool, '*', (tx) =>
      record(tx, { actor, action: 'person.reveal', target: `request/${i}`, detail, now: at(i) }),
    );
  }
}

/** What somebody with all rights on the database would do. */
const tamper = (sql: string): Promise<void> =>
  city.asOwner(
    `alter table audit disable trigger all; ${sql}; alter table audit enable always trigger audit_is_final`,
  );

beforeEach(async () => {
  city = await freshPool();
});
afterEach(() => city.close());

test('an untouched chain is whole, also when many write at once', async () => {
  await Promise.all([write(8, 'a'), write(8, 'b'), write(8, 'c'), write(8, 'a')]);
  expect(await verify(city.pool)).toEqual({ rows: 32, firstBad: null });
});

test('the program can neither change nor remove a row, and nobody can while the trigger stands', async () => {
  await write(2);
  for (const sql of ['update audit set actor = actor', 'delete from audit', 'truncate audit']) {
    await expect(city.pool.query(sql), sql).rejects.toThrow(/permission denied/u);
    await expect(city.asOwner(sql), sql).rejects.toThrow('audit rows are final');
  }
  expect((await verify(city.pool)).rows).toBe(2);
});

test.each([
  ['an edited row', `update audit set detail = '{"z": 99}' where seq = 3`, 3, /改动/u],
  ['an edited time', `update audit set at = at + interval '1 second' where seq = 4`, 4, /改动/u],
  ['a deleted row', 'delete from audit where seq = 3', 3, /删除/u],
  ['a deleted beginning', 'delete from audit where seq = 1', 1, /删除/u],
  [
    'two rows in each other’s place',
    'update audit set seq = -3 where seq = 3; update audit set seq = 3 where seq = 4; update audit set seq = 4 where seq = -3',
    3,
    /调换/u,
  ],
])('the verifier names the first bad row: %s', async (_, sql, seq, why) => {
  await write(6);
  await tamper(sql);
  const { firstBad } = await verify(city.pool);
  expect(firstBad?.seq).toBe(seq);
  expect(firstBad?.why).toMatch(why);
});

test('a tail that was cut off shows against the head that was kept outside', async () => {
  await write(6);
  const heads = await auditHeads(city.pool);
  await tamper('delete from audit where seq > 4');
  expect((await verify(city.pool)).firstBad).toBeNull();
  const { firstBad } = await verify(city.pool, undefined, heads);
  expect(firstBad).toMatchObject({ seq: 5, why: expect.stringContaining('2 条被删除') as string });
});

test('a chain that was computed anew from an edited row shows against the head that was kept outside', async () => {
  await write(3);
  const heads = await auditHeads(city.pool);
  await tamper('delete from audit');
  await write(3, 'shenji');
  expect((await verify(city.pool, undefined, heads)).firstBad).toBeNull();
  await tamper('delete from audit');
  await inTransaction(city.pool, '*', (tx) =>
    record(tx, {
      actor: 'shenji',
      action: 'person.reveal',
      target: 'request/0',
      detail: { z: 7 },
      now: at(0),
    }),
  );
  await write(2);
  expect((await verify(city.pool)).firstBad).toBeNull();
  expect((await verify(city.pool, undefined, heads)).firstBad).toMatchObject({ seq: 3 });
});

test('a deed that is rolled back leaves no audit row, and a row without its deed cannot be', async () => {
  const failing = inTransaction(city.pool, '*', async (tx) => {
    await record(tx, { actor: 'a', action: 'x', target: 'y', detail: {}, now: at(0) });
    throw new Error('the deed failed');
  });
  await expect(failing).rejects.toThrow('the deed failed');
  expect((await verify(city.pool)).rows).toBe(0);
});

test('the list is newest first, filtered, and pages without a gap or a double', async () => {
  await write(5, 'a');
  await write(5, 'b');
  const all = await listAudit(city.pool, { limit: 100 });
  expect(all.map((row) => row.at.getTime())).toEqual(
    all.map((row) => row.at.getTime()).toSorted((x, y) => y - x),
  );
  const paged = [];
  for (let after = undefined as (typeof all)[number] | undefined; ;) {
    const page = await listAudit(city.pool, { limit: 3, after });
    paged.push(...page);
    after = page.at(-1);
    if (page.length < 3) break;
  }
  expect(paged).toEqual(all);
  expect(
    await listAudit(city.pool, { actor: 'a', action: 'person', target: 'request/2', limit: 9 }),
  ).toHaveLength(1);
  expect(await listAudit(city.pool, { action: 'pers', limit: 9 })).toHaveLength(0);
  expect(await listAudit(city.pool, { from: at(3), to: at(4), limit: 9 })).toHaveLength(2);
});
