import { afterAll, beforeAll, expect, test } from 'vitest';
import { adoptChildren, releaseChild } from '#flows/adopt-children.ts';
import { inSnapshot } from '#store/db.ts';
import { kinOf } from '#store/kin.ts';
import * as incidents from '#store/incidents.ts';
import { makeCore } from '#test/support/core.ts';
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

const reason = '端州短时强降雨';
const kin = (id: number): Promise<string[]> =>
  inSnapshot(core.pool, '*', async (tx) => {
    const row = (await incidents.byId(tx, id))!;
    return (await kinOf(tx, row)).map(({ no }) => no);
  });

test('a parent lists its children, a child its parent by number, and a child released stands alone again', async () => {
  const [parent, first, second] = [await work.called(1), await work.called(1), await work.called(1)];
  const row = await adoptChildren(core, desk, parent, { incidentIds: [second, first], reason });
  const [one, two] = await core.rows<{ no: string }>('select no from incident where id in ($1, $2) order by id', [first, second]); // prettier-ignore
  expect(await kin(parent)).toEqual([one!.no, two!.no]);
  expect(await kin(first)).toEqual([row.no]);
  const child = await work.incident(first);
  const left = await releaseChild(core, desk, first, {
    version: child.version,
    reason: '另有起因，单独办理',
  });
  expect(left.parentId).toBeNull();
  expect(await kin(parent)).toEqual([two!.no]);
  expect(
    await core.rows('select words from history where incident_id = $1 and move = $2', [first, 'release']),
  ).toEqual([{ words: `脱离母案 ${row.no}：另有起因，单独办理` }]);
});

test('there are two levels only, a child has one parent, and what is closed joins no family', async () => {
  const [top, middle, bottom, other] = [
    await work.called(1),
    await work.called(1),
    await work.called(1),
    await work.called(1),
  ];
  await adoptChildren(core, desk, top, { incidentIds: [middle], reason });
  const adopt = (id: number, child: number) =>
    adoptChildren(core, desk, id, { incidentIds: [child], reason });
  await expect(adopt(middle, bottom)).rejects.toMatchObject({ code: 'wrong-status' });
  await expect(adopt(other, middle)).rejects.toMatchObject({ code: 'wrong-status' });
  await expect(adopt(other, top)).rejects.toMatchObject({ code: 'wrong-status' });
  await expect(adopt(top, top)).rejects.toMatchObject({ code: 'bad-input' });
  await work.workThrough(bottom);
  await expect(adopt(top, bottom)).rejects.toMatchObject({ code: 'wrong-status' });
});

test('closing a parent closes none of its children', async () => {
  const [parent, child] = [await work.called(1), await work.called(1)];
  await adoptChildren(core, desk, parent, { incidentIds: [child], reason });
  await work.workThrough(parent);
  expect((await work.incident(parent)).status).toBe('closed');
  expect((await work.incident(child)).status).toBe('received');
  // It is advised, in its own course; who had it open may go on with the version they saw.
  const [line] = await core.rows<{ words: string; actor: string }>("select words, actor from history where incident_id = $1 and move = 'parent-ended'", [child]); // prettier-ignore
  expect(line!.words).toMatch(/^母案 .+ 已结：现场已恢复，建议核查后结案$/u);
  const told = await core.rows("select words from history where incident_id = $1 and move = 'close'", [
    parent,
  ]);
  expect(told).toEqual([{ words: expect.stringMatching(/，尚有 1 件子案各自办理$/u) }]);
});
