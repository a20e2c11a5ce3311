import { afterAll, beforeEach, expect, test } from 'vitest';
import { Refusal } from '#contracts/errors.ts';
import type { Category } from '#contracts/reference.ts';
import { cityFolder } from '#geodata/city.ts';
import { cityNow, inTransaction, makePool } from '#store/db.ts';
import { loadReference } from '#store/load-reference.ts';
import {
  editReference,
  listReference,
  readReference,
  referenceVersion,
  revertReference,
} from '#store/reference.ts';
import { freshDatabase } from '#test/support/stack.ts';
import { withClient } from '#test/support/template.ts';

const database = await freshDatabase();
const zhaoqing = cityFolder('zhaoqing');
const pool = makePool(database.url, 4, 'reference-test');
afterAll(async () => {
  await pool.end();
  await database.close();
});

const edit = (kind: string, code: string, body: unknown): Promise<unknown> =>
  inTransaction(pool, '*', async (tx) =>
    editReference(tx, { kind, code, body, actor: 'xitong', now: await cityNow(tx) }),
  );
const revert = (kind: string, code: string): Promise<unknown> =>
  inTransaction(pool, '*', async (tx) =>
    revertReference(tx, { kind, code, actor: 'xitong', now: await cityNow(tx) }),
  );
const flooding = async (): Promise<Category> => (await readReference(pool)).category.get('road-flooding')!;
const refused = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => null,
    (failure: unknown) => failure,
  );
  if (!(error instanceof Refusal)) throw new Error(`not refused: ${String(error)}`);
  return `${error.code}: ${error.message}`;
};

/** Only the owner sees what the sessions of the application wait for. */
async function untilSomeoneWaits(): Promise<void> {
  await withClient(database.url, async (owner) => {
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    for (let look = 0; (await owner.query(waiting)).rowCount === 0; look += 1) {
      if (look === 500) throw new Error('nobody waits');
      await owner.query('select pg_sleep(0.01)');
    }
  });
}

beforeEach(async () => {
  await withClient(database.url, (owner) => owner.query('delete from reference where shipped is null'));
  await withClient(database.url, (owner) =>
    owner.query(
      'update reference set body = shipped, edited_at = null, edited_by = null where edited_at is not null',
    ),
  );
});

test('all kinds are read into their maps, with the calendar of the city', async () => {
  const ref = await readReference(pool);
  expect(ref.category.get('road-flooding')?.name).toBe('道路积水');
  expect(ref.family.get('flooding')?.radiusM).toBe(100);
  expect(ref.unit.get('441202-quwang')?.districtCode).toBe('441202');
  expect(ref.threshold.get('depth_m')?.categoryCode).toBe('road-flooding');
  expect(ref.cameraKind.get('waterlogging')?.categoryCode).toBe('road-flooding');
  expect([ref.duty.size, ref.route.size > 500, ref.replyTemplate.size > 5]).toEqual([5, true, true]);
  expect(ref.warningScale.get('gd-rainstorm')?.levels.map((l) => l.colour)).toEqual([
    'yellow',
    'orange',
    'red',
  ]);
  expect(ref.warningScale.get('gd-typhoon')?.levels).toHaveLength(5);
  expect(ref.responseScale.get('flood-city')?.levels.map((l) => l.roman)).toEqual(['IV', 'III', 'II', 'I']);
  expect(ref.calendar.hours[0]).toEqual(['08:30', '12:00']);
});

test('loading again changes nothing, not even the version', async () => {
  const before = await referenceVersion(pool);
  expect(await loadReference(database.url, zhaoqing)).toEqual([]);
  expect(await referenceVersion(pool)).toBe(before);
});

test('a row that the city has edited is never overwritten, and the load names what differs', async () => {
  await edit('category', 'road-flooding', { ...(await flooding()), severity: 1, name: '路面积水' });
  const lines = await loadReference(database.url, zhaoqing);
  expect(lines).toHaveLength(2);
  expect(lines.join('\n')).toContain(
    '小类“路面积水”（road-flooding）等级：保留本市的 1，出厂值（2026.1）为 2',
  );
  expect((await flooding()).severity).toBe(1);
});

test('a new shipped value reaches the rows that the city left alone, and only stands beside the others', async () => {
  await edit('category', 'road-flooding', { ...(await flooding()), severity: 1 });
  // As an earlier version of the program would have left them.
  await withClient(database.url, (owner) =>
    owner.query(
      `update reference set shipped = shipped || '{"severity": 4}', shipped_version = '2025.1',
              body = case when edited_at is null then body || '{"severity": 4}' else body end
        where kind = 'category' and code in ('road-flooding', 'garbage', 'house-flooding')`,
    ),
  );
  const before = await referenceVersion(pool);
  await loadReference(database.url, zhaoqing);
  expect(await referenceVersion(pool)).toBeGreaterThan(before);
  const rows = await listReference(pool, 'category');
  const seen = (code: string): unknown => {
    const row = rows.find((one) => one.code === code)!;
    return [row.body['severity'], row.shipped?.['severity'], row.shippedVersion, row.editedBy];
  };
  expect(seen('road-flooding')).toEqual([1, 2, '2026.1', 'xitong']);
  expect(seen('house-flooding')).toEqual([1, 1, '2026.1', null]);
});

test('every edit raises the version, is audited with both values, and can be taken back', async () => {
  const before = await referenceVersion(pool);
  await edit('category', 'road-flooding', { ...(await flooding()), severity: 1 });
  expect(await referenceVersion(pool)).toBe(before + 1);
  expect((await readReference(pool)).version).toBe(before + 1);
  await revert('category', 'road-flooding');
  expect((await flooding()).severity).toBe(2);
  expect(await loadReference(database.url, zhaoqing)).toEqual([]);
  const { rows } = await withClient(database.url, (owner) =>
    owner.query<{ action: string; was: number; is: number }>(
      `select action, (detail #>> '{before,severity}')::int as was, (detail #>> '{after,severity}')::int as is
         from audit where actor = 'xitong' and target = 'category/road-flooding' order by seq desc limit 2`,
    ),
  );
  expect(rows).toEqual([
    { action: 'reference.revert', was: 1, is: 2 },
    { action: 'reference.edit', was: 2, is: 1 },
  ]);
});

test('the city adds rows of its own, which no load touches and which have no shipped value to go back to', async () => {
  const own = { code: '441202-hedao', name: '端州河道管理所', type: 'bureau', level: 3, parentCode: '441202-center', districtCode: '441202', dispatchMode: 'dispatch', webhookUrl: null, dutyPhone: null }; // prettier-ignore
  await edit('unit', own.code, own);
  await loadReference(database.url, zhaoqing);
  expect((await readReference(pool)).unit.get(own.code)).toEqual(own);
  expect(await refused(revert('unit', own.code))).toMatch(/^wrong-status/);
});

test('what judgement could not use is refused with the field and the reason', async () => {
  const good = await flooding();
  const bad: [string, string, unknown, RegExp][] = [
    ['category', 'road-flooding', { ...good, severity: 5 }, /^bad-input: 填写有误（等级：不得大于 4/],
    ['category', 'road-flooding', { ...good, limits: [] }, /时限.*：至少一项/],
    ['category', 'road-flooding', { ...good, limits: good.limits.map((l) => ({ ...l, condition: '汛期' })) }, /须恰有一条默认时限/],
    ['category', 'road-flooding', { ...good, limits: [{ ...good.limits[0], unit: { amount: 1.5, unit: 'work-day' } }] }, /须为整数/],
    ['category', 'road-flooding', { ...good, familyCode: 'nowhere' }, /没有代码为“nowhere”的归并族/],
    ['category', 'road-flooding', { ...good, code: 'garbage' }, /代码不可更改/],
    ['category', 'road-flooding', null, /^bad-input/],
    ['nothing', 'x', {}, /^not-found/],
  ]; // prettier-ignore
  const before = await referenceVersion(pool);
  for (const [kind, code, body, why] of bad) expect(await refused(edit(kind, code, body))).toMatch(why);
  const rule = (await readReference(pool)).threshold.get('depth_m')!;
  expect(await refused(edit('threshold', 'depth_m', { ...rule, clear: 0.2 }))).toMatch(
    /触发值与解除值次序不对/,
  );
  expect(await refused(revert('category', 'nowhere'))).toMatch(/^not-found/);
  expect(await referenceVersion(pool)).toBe(before);
});

test('a row edited by an older program takes a field that it does not know from the shipped row', async () => {
  await edit('category', 'road-flooding', { ...(await flooding()), severity: 1 });
  await withClient(database.url, (owner) =>
    owner.query(
      `update reference set body = body - 'wall' where code = 'road-flooding' and kind = 'category'`,
    ),
  );
  expect(await flooding()).toMatchObject({ severity: 1, wall: 'point' });
});

test('the application cannot delete reference data', async () => {
  await expect(pool.query("delete from reference where code = 'road-flooding'")).rejects.toThrow(
    /permission denied/,
  );
});

test('of two edits at once the later one knows the earlier one', async () => {
  const good = await flooding();
  const later = await inTransaction(pool, '*', async (tx) => {
    const first = {
      kind: 'category',
      code: 'road-flooding',
      body: { ...good, severity: 1 },
      actor: 'xitong',
    };
    await editReference(tx, { ...first, now: await cityNow(tx) });
    const second = edit('category', 'road-flooding', { ...good, severity: 3 });
    await untilSomeoneWaits();
    return { second };
  });
  await later.second;
  const { rows } = await withClient(database.url, (owner) =>
    owner.query<{ was: string; is: string }>(
      `select detail #>> '{before,severity}' as was, detail #>> '{after,severity}' as is
         from audit where target = 'category/road-flooding' order by seq desc limit 2`,
    ),
  );
  expect(rows[0]!.was).toBe(rows[1]!.is);
});
