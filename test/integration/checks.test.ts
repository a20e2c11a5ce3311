import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import { judgeTask } from '#flows/judge-task.ts';
import { closeIncident } from '#flows/close-incident.ts';
import { reportTask } from '#flows/report-task.ts';
import { returnTask } from '#flows/return-task.ts';
import { inspectIncident, reviewReport } from '#flows/review-report.ts';
import { recallVerify, sendInspect, sendVerify } from '#flows/send-check.ts';
import { signTask } from '#flows/sign-task.ts';
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

const grid = '441202001';
const collector = by('field', grid);
const version = async (id: number): Promise<number> => (await work.incident(id)).version;
const status = async (id: number): Promise<string> => (await work.incident(id)).status;
type Check = { id: number; version: number };
const checkOf = async (id: number): Promise<Check> =>
  (
    await core.rows<Check>(
      "select id, version from task where incident_id = $1 and kind <> 'handle' and open",
      [id],
    )
  )[0]!;
const runs = (id: number) =>
  core.rows(
    `select subject || ' ' || kind || ' ' || stage as clock from deadline
      where incident_id = $1 and subject <> 'request' and stopped_at is null order by 1`,
    [id],
  );
const judged = (task: Check, verdict: 'pass' | 'fail' | 'unable', text = '') => ({ actionId: randomUUID(), version: task.version, verdict, text, photoIds: [] }); // prettier-ignore
async function photoBy(username: string): Promise<string> {
  const id = randomUUID();
  await core.asOwner(`insert into photo (id, stage, state, bytes, sha256, mime, uploaded_at, uploaded_by)
    values ('${id}', 'scene', 'clean', 'x', 'x', 'image/jpeg', now(), '${username}')`);
  return id;
}

async function verifying(): Promise<[number, Check]> {
  const id = await work.called(1);
  await sendVerify(core, desk, id, { version: await version(id), unitCode: grid, note: '看有无施工许可' });
  return [id, await checkOf(id)];
}

test('what is verified before filing exists and goes on, does not exist and is refused with the reason, or comes back', async () => {
  const [real, one] = await verifying();
  expect(await status(real)).toBe('verifying');
  expect(await runs(real)).toEqual([{ clock: 'task stage verify' }]);
  await expect(judgeTask(core, collector, one.id, judged(one, 'pass'))).rejects.toThrow('请拍一张照片');
  await judgeTask(core, collector, one.id, judged(one, 'pass', '工地正在施工'));
  expect(await status(real)).toBe('to-dispatch');
  expect(await runs(real)).toEqual([{ clock: 'incident stage dispatch' }]);

  const [none, two] = await verifying();
  await expect(judgeTask(core, collector, two.id, judged(two, 'fail', '没有'))).rejects.toMatchObject({ code: 'bad-input' }); // prettier-ignore
  await judgeTask(core, collector, two.id, judged(two, 'fail', '到场无施工，系隔壁装修已停'));
  expect(await status(none)).toBe('rejected');
  expect(await runs(none)).toEqual([]);

  const [unclear, three] = await verifying();
  await judgeTask(core, collector, three.id, judged(three, 'unable', '大门紧锁，无人应答'));
  expect(await status(unclear)).toBe('received');
});

test('the desk takes a verification back, and whoever was sent may return it', async () => {
  const [id, task] = await verifying();
  await recallVerify(core, desk, id, { version: await version(id), reason: '来电人补充了照片' });
  expect(await status(id)).toBe('received');
  await expect(judgeTask(core, collector, task.id, judged(task, 'pass', '属实'))).rejects.toMatchObject({ code: 'wrong-status' }); // prettier-ignore
  const [other, two] = await verifying();
  await returnTask(core, collector, two.id, { actionId: randomUUID(), version: two.version, reason: '不在本辖区' }); // prettier-ignore
  expect(await core.rows('select status, return_count as n from incident where id = $1', [other])).toEqual([
    { status: 'received', n: 0 },
  ]);
});

/** A matter whose unit has reported and whose report has passed the review. */
async function inspecting(unit = work.unitCode, worker = by('field', work.unitCode)): Promise<number> {
  const id = await work.called(1);
  await dispatchIncident(core, desk, id, { version: await version(id), unitCode: unit });
  const task = await work.openTask(id);
  const signed = await signTask(core, worker, task.id, { actionId: randomUUID(), version: task.version });
  await work.reportAs(worker, task.id, signed.version);
  await reviewReport(core, desk, id, { version: await version(id), pass: true, reason: '' });
  return id;
}

test('a collector who is sent passes the work, sends it back for rework, or cannot see it', async () => {
  const send = async (id: number): Promise<Check> => {
    await sendInspect(core, desk, id, { version: await version(id), unitCode: grid, note: '' });
    return checkOf(id);
  };
  const passed = await inspecting();
  const one = await send(passed);
  expect(await status(passed)).toBe('inspecting');
  const photo = await photoBy('a-field');
  const other = { ...collector, actor: { ...collector.actor, username: 'a-grid' } };
  await core.asOwner(`update photo set uploaded_by = 'a-grid' where id = '${photo}'`);
  await judgeTask(core, other, one.id, { ...judged(one, 'pass'), photoIds: [photo] });
  expect(await status(passed)).toBe('to-close');

  const failed = await inspecting();
  const two = await send(failed);
  await judgeTask(core, other, two.id, judged(two, 'fail', '仍在施工，噪声如旧'));
  expect(await status(failed)).toBe('handling');
  expect((await work.openTask(failed)).unit).toBe(work.unitCode);

  const unseen = await inspecting();
  const three = await send(unseen);
  await judgeTask(core, other, three.id, judged(three, 'unable', '道路封闭，无法到达'));
  expect(await status(unseen)).toBe('to-review');
});

test('nobody passes the work that he reported himself, on the phone or at the desk', async () => {
  const worker = by('field', grid);
  const id = await inspecting(grid, worker);
  await sendInspect(core, desk, id, { version: await version(id), unitCode: grid, note: '' });
  const task = await checkOf(id);
  await expect(judgeTask(core, worker, task.id, judged(task, 'pass', '已停工'))).rejects.toThrow(
    '须由另一人核查',
  );
  const himself = { ...desk, actor: { ...desk.actor, username: worker.actor.username } };
  const at = { version: await version(id), reason: '看过照片' };
  await expect(inspectIncident(core, himself, id, { ...at, pass: true })).rejects.toThrow('须由另一人核查');
  await expect(closeIncident(core, himself, id, at)).rejects.toThrow('须由另一人核查');
  await inspectIncident(core, desk, id, { ...at, pass: true });
  expect(await status(id)).toBe('to-close');
  expect(await core.rows("select status from task where incident_id = $1 and kind = 'inspect'", [id])).toEqual([{ status: 'recalled' }]); // prettier-ignore
});

test('the desk’s own inspection says what was seen, in words or in a photo, also where closing is the inspection', async () => {
  const id = await inspecting();
  const at = { version: await version(id), pass: true };
  await expect(inspectIncident(core, desk, id, at)).rejects.toThrow('请写明核查情况');
  await expect(closeIncident(core, desk, id, { version: at.version, reason: ' ' })).rejects.toThrow('请写明核查情况'); // prettier-ignore
  await inspectIncident(core, desk, id, { ...at, photoIds: [await photoBy(desk.actor.username)] });
  expect(await status(id)).toBe('to-close');
});

test('a look is no work: it takes no report, and no other errand at the same time', async () => {
  const [, task] = await verifying();
  const body = { actionId: randomUUID(), version: task.version, text: '已处置', photoIds: [] };
  const signed = await signTask(core, collector, task.id, { actionId: randomUUID(), version: task.version });
  await expect(reportTask(core, collector, task.id, { ...body, version: signed.version })).rejects.toMatchObject({ code: 'wrong-status' }); // prettier-ignore
  const id = await inspecting();
  await sendInspect(core, desk, id, { version: await version(id), unitCode: grid, note: '' });
  await expect(sendInspect(core, desk, id, { version: await version(id), unitCode: grid, note: '' })).rejects.toThrow('已派人核查'); // prettier-ignore
});
