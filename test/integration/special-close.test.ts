import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import { askSpecialClose, decideSpecialClose } from '#flows/special-close.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import * as stats from '#store/stats.ts';
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

const leader = by('leader');
const version = async (id: number): Promise<number> => (await work.incident(id)).version;
async function attachment(): Promise<string> {
  const id = randomUUID();
  await core.asOwner(`insert into photo (id, stage, state, bytes, sha256, mime, uploaded_at, uploaded_by)
    values ('${id}', 'scene', 'clean', 'x', 'x', 'image/jpeg', now(), '${desk.actor.username}')`);
  return id;
}
async function asked(): Promise<number> {
  const id = await work.called(1);
  await dispatchIncident(core, desk, id, { version: await version(id), unitCode: work.unitCode });
  const body = { basis: '法院已受理，依法中止处理', photoIds: [await attachment()] };
  await askSpecialClose(core, desk, id, { version: await version(id), ...body });
  return id;
}

test('a special closing takes two persons, and the one who asked is not the second', async () => {
  const id = await asked();
  expect((await work.incident(id)).status).toBe('to-sign');
  const yes = async () => ({ version: await version(id), pass: true, reason: '' });
  await expect(decideSpecialClose(core, desk, id, await yes())).rejects.toMatchObject({
    code: 'not-allowed',
  });
  const row = await decideSpecialClose(core, leader, id, await yes());
  expect(row.status).toBe('closed');
  expect(await core.rows('select status from task where incident_id = $1', [id])).toEqual([{ status: 'done' }]); // prettier-ignore
  const [last] = await core.rows<{ words: string }>('select words from history where incident_id = $1 order by id desc limit 1', [id]); // prettier-ignore
  expect(last!.words).toBe('特殊结案（shift-leader申请，leader批准）：法院已受理，依法中止处理');
  await expect(decideSpecialClose(core, leader, id, await yes())).rejects.toMatchObject({ code: 'wrong-status' }); // prettier-ignore
});

test('the database itself refuses one person for both, and a missing attachment is refused', async () => {
  const id = await asked();
  await expect(
    core.asOwner(`update special_close set decided_at = now(), decided_by = asked_by, approved = true where incident_id = ${id}`), // prettier-ignore
  ).rejects.toThrow(/two_persons/u);
  const other = await work.called(1);
  await dispatchIncident(core, desk, other, { version: 1, unitCode: work.unitCode });
  const body = { version: await version(other), basis: '会议纪要第 12 号', photoIds: [randomUUID()] };
  await expect(askSpecialClose(core, desk, other, body)).rejects.toMatchObject({ code: 'bad-input' });
});

test('turned down, the matter goes on and may be asked for again; it is asked for once at a time', async () => {
  const id = await asked();
  const again = async () => askSpecialClose(core, desk, id, { version: await version(id), basis: '补充会议纪要', photoIds: [await attachment()] }); // prettier-ignore
  await expect(again()).rejects.toMatchObject({ code: 'wrong-status' });
  await decideSpecialClose(core, leader, id, { version: await version(id), pass: false, reason: '依据不足，照常办理' }); // prettier-ignore
  expect((await work.incident(id)).status).toBe('to-sign');
  await again();
});

test('it is counted apart, stays in the denominator and is never on time', async () => {
  const figures = async () => {
    const rows = await inSnapshot(core.pool, '*', async (tx) => stats.byDimension(tx, 'department', await cityNow(tx))); // prettier-ignore
    const { due, closedOnTime, specialClosed } = rows.find(({ code }) => code === work.unitCode)!;
    return { due, closedOnTime, specialClosed };
  };
  const id = await asked();
  const before = await figures();
  await decideSpecialClose(core, leader, id, { version: await version(id), pass: true, reason: '' });
  expect(await figures()).toEqual({
    due: before.due + 1,
    closedOnTime: before.closedOnTime,
    specialClosed: before.specialClosed + 1,
  });
});
