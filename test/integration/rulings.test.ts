import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routeFor } from '#domain/routing.ts';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import { returnTask } from '#flows/return-task.ts';
import { ruleReturn } from '#flows/rule-return.ts';
import { cityNow } from '#store/db.ts';
import { readReference } from '#store/reference.ts';
import { by, makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { desk, makeDeskWork } from '#test/support/desk-work.ts';
import type { DeskWork } from '#test/support/desk-work.ts';

let core: Core;
let work: DeskWork;
beforeAll(async () => {
  core = await makeCore();
  work = makeDeskWork(core);
});
afterAll(() => core.close());

const [first, second, ruled] = ['441202-shengtai', '441202-chengguan', '441202-zhujian'];
const version = async (id: number): Promise<number> => (await work.incident(id)).version;
async function giveBack(id: number, unit: string): Promise<void> {
  const task = await work.openTask(id);
  const body = { actionId: randomUUID(), version: task.version, reason: '不属本单位职责' };
  await returnTask(core, by('field', unit), task.id, body);
}
/** Two units have sent it back. */
async function returnedTwice(): Promise<number> {
  const id = await work.called(1);
  for (const unitCode of [first, second]) {
    await dispatchIncident(core, desk, id, { version: await version(id), unitCode });
    await giveBack(id, unitCode);
  }
  return id;
}

test('after the second return the first receiver works at once, and cannot send it back again before the ruling', async () => {
  const id = await returnedTwice();
  expect(await work.incident(id)).toMatchObject({ status: 'to-sign' });
  expect((await work.openTask(id)).unit).toBe(first);
  const [last] = await core.rows<{ words: string }>('select words from history where incident_id = $1 order by id desc limit 1', [id]); // prettier-ignore
  expect(last!.words).toBe('提请值班长裁定；裁定前由首接单位端州区生态环境分局先办');
  await expect(giveBack(id, first)).rejects.toThrow('已提请值班长裁定');
});

test('the ruling gives it to the unit that it names, enters the duty list, and wins the next time at this place only', async () => {
  const id = await returnedTwice();
  const at = work.lastPlace();
  const body = { version: await version(id), unitCode: ruled, basis: '在建工地夜间施工由住建部门主办' };
  const row = await ruleReturn(core, desk, id, body);
  expect(row).toMatchObject({ status: 'to-sign', departmentCode: ruled });
  expect((await work.openTask(id)).unit).toBe(ruled);
  await expect(giveBack(id, ruled)).rejects.toThrow('已经裁定');
  await expect(ruleReturn(core, desk, id, { ...body, version: await version(id) })).rejects.toMatchObject({ code: 'wrong-status' }); // prettier-ignore
  const reference = await readReference(core.pool);
  const now = await cityNow(core.pool);
  const next = (lng: number) => routeFor(reference, 'construction-noise', '441202', now, new Set(), { ...at, lng }); // prettier-ignore
  expect(next(at.lng + 0.0001)).toEqual({ unitCode: ruled, basis: expect.stringMatching(/^裁定 .+：在建工地夜间施工由住建部门主办$/u) as string }); // prettier-ignore
  expect(next(at.lng + 0.05)?.basis).toMatch(/^职责清单第/u);
  expect(await core.rows("select count(*)::int as n from audit where action = 'reference.edit' and target like 'route/ruling-%'")).toEqual([{ n: 1 }]); // prettier-ignore
});

test('a ruling for the unit that already works leaves its task alone', async () => {
  const id = await returnedTwice();
  const before = await work.openTask(id);
  await ruleReturn(core, desk, id, {
    version: await version(id),
    unitCode: first,
    basis: '权属未明，首接先办',
  });
  expect((await work.openTask(id)).id).toBe(before.id);
});
