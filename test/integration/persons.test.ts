import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal } from '#contracts/errors.ts';
import type { Scope } from '#contracts/people.ts';
import { eraseDuePersons } from '#flows/erase-persons.ts';
import { revealPerson } from '#flows/reveal-person.ts';
import { listAudit } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import { findByPhoneIndex, insertPersons, openPersons } from '#store/persons.ts';
import { actorOf, freshPool, plantRequest, testVault as vault } from '#test/support/people.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
const now = new Date('2026-06-12T02:00:00Z');
const ids: Record<'open' | 'secret' | 'returned' | 'other', number> = {
  open: 0,
  secret: 0,
  returned: 0,
  other: 0,
};
const quwang: Scope = { units: ['quwang'], districts: [] };

async function plant(
  name: keyof typeof ids,
  facts: Omit<Parameters<typeof plantRequest>[1], 'ticketNo'>,
): Promise<void> {
  await inTransaction(city.pool, '*', async (tx) => {
    const { requestId } = await plantRequest(tx, { ticketNo: `T-${name}`, ...facts });
    const who = { name: '张三丰', phone: '13800138000', address: '星湖名城3栋502房' };
    await insertPersons(tx, vault, [
      { requestId, key: `zq12345/T-${name}/1`, ...who, eraseAfter: '2029-06-12' },
    ]);
    ids[name] = requestId;
  });
}

beforeAll(async () => {
  city = await freshPool();
  await plant('open', { units: ['quwang', 'chengguan'] });
  await plant('secret', { units: ['quwang'], confidential: true });
  await plant('returned', { units: ['quwang'], taskStatus: 'returned' });
  await plant('other', { units: ['other'], district: '441204' });
});
afterAll(() => city.close());

async function seen(scope: Scope): Promise<{ persons: number[]; tasks: number }> {
  return inTransaction(city.pool, scope, async (tx) => {
    const persons = [...(await openPersons(tx, vault, Object.values(ids))).keys()].toSorted((a, b) => a - b);
    const tasks = await tx.query<{ n: number }>('select count(*) as n from task');
    return { persons, tasks: tasks.rows[0]!.n };
  });
}

test('without a context there are no persons and no tasks, and nothing of a context stays in the pool', async () => {
  expect(await seen('*')).toMatchObject({ persons: Object.values(ids), tasks: 5 });
  for (let i = 0; i < 10; i++) {
    const { rows } = await city.pool.query<{ n: number }>(
      'select (select count(*) from person) + (select count(*) from task) as n',
    );
    expect(rows[0]!.n).toBe(0);
  }
});

test('a unit sees the callers of its own tasks only, never a confidential one, never after returning the task', async () => {
  expect(await seen(quwang)).toEqual({ persons: [ids.open], tasks: 3 });
  expect((await seen({ units: ['nobody'], districts: [] })).persons).toEqual([]);
  expect((await seen({ units: [], districts: [] })).persons).toEqual([]);
});

test('a district sees the callers of tasks in it, but no confidential one', async () => {
  expect((await seen({ units: [], districts: ['441204'] })).persons).toEqual([ids.other]);
  expect((await seen({ units: [], districts: ['441202'] })).persons).toEqual([ids.open]);
});

test('a scope that tries to smuggle in SQL or a star sees nothing', async () => {
  const smuggled = "x'; set local app.scope = '*'; set local app.units = 'y";
  for (const scope of [
    { units: [smuggled], districts: [] },
    { units: [], districts: [smuggled] },
    { units: ['*', ''], districts: ['*'] },
  ]) {
    expect((await seen(scope)).persons).toEqual([]);
  }
});

test('the database holds no readable name, number or address', async () => {
  const { rows } = await inTransaction(city.pool, '*', (tx) =>
    tx.query<Record<string, Buffer>>(
      'select name_sealed, phone_sealed, address_sealed, phone_index from person',
    ),
  );
  const stored = Buffer.concat(rows.flatMap((row) => Object.values(row)));
  expect(stored.length).toBeGreaterThan(400);
  expect(stored.toString('latin1')).not.toMatch(/1[3-9]\d{9}/u);
  for (const plain of ['张三丰', '星湖名城']) expect(stored.includes(plain)).toBe(false);
});

test('values moved to another row or column do not open', async () => {
  const moved = inTransaction(city.pool, '*', async (tx) => {
    await tx.query(
      'update person p set phone_sealed = o.phone_sealed from person o where p.request_id = $1 and o.request_id = $2',
      [ids.open, ids.other],
    );
    await openPersons(tx, vault, [ids.open]);
  });
  await expect(moved).rejects.toThrow('altered or moved');
  const column = inTransaction(city.pool, '*', async (tx) => {
    await tx.query('update person set name_sealed = phone_sealed where request_id = $1', [ids.open]);
    await openPersons(tx, vault, [ids.open]);
  });
  await expect(column).rejects.toThrow('altered or moved');
});

test('a number finds its requests however it is written, within the scope', async () => {
  const find = (scope: Scope, phone: string): Promise<number[]> =>
    inTransaction(city.pool, scope, (tx) => findByPhoneIndex(tx, vault, phone));
  expect(await find('*', '+86 138 0013 8000')).toEqual(Object.values(ids).toReversed());
  expect(await find(quwang, '13800138000')).toEqual([ids.open]);
  expect(await find('*', '13800138001')).toEqual([]);
});

const reveal = (
  who: ReturnType<typeof actorOf>,
  scope: Scope,
  requestId: number,
  reason: string,
  when = now,
) => revealPerson({ pool: city.pool, vault }, { actor: who, scope, requestId, reason, now: when });

test('a reveal needs the right, a reason and a row in scope; it is written down in the same commit', async () => {
  const operator = actorOf('operator');
  await expect(reveal(actorOf('auditor'), '*', ids.open, '核对联系电话')).rejects.toMatchObject({
    code: 'not-allowed',
  });
  await expect(reveal(operator, '*', ids.open, ' 看看 ')).rejects.toMatchObject({ code: 'bad-input' });
  await expect(reveal(operator, quwang, ids.secret, '核对联系电话')).rejects.toMatchObject({
    code: 'not-found',
  });
  const reason = '回访张先生13800138000';
  expect(await reveal(operator, '*', ids.open, reason)).toEqual({
    name: '张三丰',
    phone: '13800138000',
    address: '星湖名城3栋502房',
  });
  const rows = await listAudit(city.pool, { actor: operator.username, limit: 9 });
  expect(rows.map((row) => [row.action, row.target])).toEqual(
    expect.arrayContaining([
      ['person.reveal', `request/${ids.open}`],
      ['person.reveal-missed', `request/${ids.secret}`],
    ]),
  );
  expect(JSON.stringify(rows)).not.toContain('13800138000');
});

test('the fifty-first reveal of a day is refused and written down, also when all come at once; the next day is new', async () => {
  const leader = { ...actorOf('shift-leader'), username: 'banzhang' };
  const all: PromiseSettledResult<unknown>[] = [];
  // As many at once as the pool has connections: none waits for one longer than it is patient.
  const lane = async (): Promise<void> => {
    for (let n = 0; n < 11; n += 1) all.push(...(await Promise.allSettled([reveal(leader, '*', ids.open, '批量回访核对')]))); // prettier-ignore
  };
  await Promise.all([lane(), lane(), lane(), lane(), lane()]);
  expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(50);
  const refused = all.filter((one) => one.status === 'rejected').map((one) => one.reason as unknown);
  expect(refused.every((error) => error instanceof Refusal && error.code === 'too-many')).toBe(true);
  const written = await listAudit(city.pool, {
    actor: 'banzhang',
    action: 'person.reveal-refused',
    limit: 99,
  });
  expect(written).toHaveLength(5);
  const lastSecond = new Date('2026-06-12T15:59:59Z');
  await expect(reveal(leader, '*', ids.open, '批量回访核对', lastSecond)).rejects.toMatchObject({
    code: 'too-many',
  });
  await expect(
    reveal(leader, '*', ids.open, '批量回访核对', new Date('2026-06-12T16:00:00Z')),
  ).resolves.toBeDefined();
});

test('after retention the fields are empty, the row says when, and repeating changes nothing', async () => {
  expect(await eraseDuePersons(city.pool, '2029-06-11', now)).toBe(0);
  expect(await eraseDuePersons(city.pool, '2029-06-12', now)).toBe(4);
  expect(await eraseDuePersons(city.pool, '2029-06-12', now)).toBe(0);
  const opened = await inTransaction(city.pool, '*', (tx) => openPersons(tx, vault, [ids.open]));
  expect(opened.get(ids.open)).toEqual({ name: null, phone: null, address: null });
  expect(await listAudit(city.pool, { action: 'person.erase', limit: 9 })).toHaveLength(1);
});
