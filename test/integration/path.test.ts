import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptIncident } from '#flows/accept-incident.ts';
import { answerRequests } from '#flows/answer-requests.ts';
import { closeIncident } from '#flows/close-incident.ts';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import { followUpRequest } from '#flows/follow-up-request.ts';
import { recallTask } from '#flows/recall-task.ts';
import { returnTask } from '#flows/return-task.ts';
import { signTask } from '#flows/sign-task.ts';
import { inspectIncident, reviewReport } from '#flows/review-report.ts';
import { by, makeCore, ticket } from '#test/support/core.ts';
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

test('a call goes from the door to closed, each move with its line of history, version and change', async () => {
  const id = await work.called(1);
  await work.workThrough(id);
  expect(await work.incident(id)).toMatchObject({ status: 'closed' });
  const moves = await core.rows<{ move: string }>(
    'select move from history where incident_id = $1 order by id',
    [id],
  );
  expect(moves.map((one) => one.move)).toEqual(['receive', 'dispatch', 'sign', 'report', 'review', 'close']);
  const versions = await core.rows("select 1 from version where entity = 'incident' and entity_id = $1", [
    id,
  ]);
  expect(versions).toHaveLength((await work.incident(id)).version);
});

test('a call that joins what stands is written once, and its promise runs with that incident', async () => {
  const id = await work.called(1);
  const again = { ...work.lastPlace(), categoryCode: 'construction-noise', text: '工地还在打桩' };
  await core.send('hotline', [ticket(again)]);
  await core.merge();
  const calls = await core.rows(
    `select r.version, r.incident_id as "incidentId", d.incident_id as "promisedIn" from request r
       join deadline d on d.subject = 'request' and d.subject_id = r.id where r.incident_id = $1 order by r.id`,
    [id],
  );
  const [opened, joined] = [2, 1].map((version) => ({ version, incidentId: id, promisedIn: id }));
  expect(calls).toEqual([opened, joined]);
});

test('nine callers, eight satisfied and one not: a new round for that one alone, the other eight are not touched', async () => {
  const id = await work.called(9);
  await work.workThrough(id);
  const all = await work.requestsOf(id);
  await answerRequests(
    core,
    desk,
    all.map((one) => one.id),
    '您反映的施工噪声已处置，现场已停工。',
  );
  expect((await work.requestsOf(id)).every((one) => one.status === 'answered')).toBe(true);
  for (const one of all.slice(0, 8))
    await followUpRequest(core, desk, one.id, {
      result: 'satisfied',
      solved: true,
      note: '',
      whenOpenNearby: 'ask',
    });
  expect(await work.incident(id)).toMatchObject({ status: 'follow-up' });
  await followUpRequest(core, desk, all[8]!.id, {
    result: 'dissatisfied',
    solved: false,
    note: '今晚又响了',
    cause: 'handling',
    whenOpenNearby: 'ask',
  });
  expect(await work.incident(id)).toMatchObject({ status: 'to-sign', round: 2 });
  const after = await work.requestsOf(id);
  expect(after.slice(0, 8)).toEqual(all.slice(0, 8).map((one) => ({ ...one, status: 'settled' })));
  expect(after[8]).toMatchObject({ status: 'open', round: 2 });
  expect(await work.openTask(id)).toMatchObject({ unit: work.unitCode });
  await work.workOnce(id);
  await answerRequests(core, desk, [all[8]!.id], '已再次处置，施工方已书面承诺。');
  await followUpRequest(core, desk, all[8]!.id, {
    result: 'basic',
    solved: true,
    note: '',
    whenOpenNearby: 'ask',
  });
  expect(await work.incident(id)).toMatchObject({ status: 'closed', round: 2 });
});

test('an answer is given once: a second is refused in words', async () => {
  const id = await work.called(1);
  const [one] = await work.requestsOf(id);
  await answerRequests(core, desk, [one!.id], '已转有关单位处置。');
  await expect(answerRequests(core, desk, [one!.id], '再答复一次')).rejects.toMatchObject({
    code: 'wrong-status',
  });
});

test('a step of the phone that is sent twice takes effect once and answers the same', async () => {
  const id = await work.called(1);
  await dispatchIncident(core, desk, id, {
    version: (await work.incident(id)).version,
    unitCode: work.unitCode,
    note: '',
  });
  const task = await work.openTask(id);
  const body = { actionId: randomUUID(), version: task.version };
  const worker = by('field', work.unitCode);
  const [first, second] = await Promise.all([
    signTask(core, worker, task.id, body),
    signTask(core, worker, task.id, body).catch(() => signTask(core, worker, task.id, body)),
  ]);
  expect(second).toEqual(first);
  expect(
    await core.rows(`select 1 from history where incident_id = $1 and move = 'sign'`, [id]),
  ).toHaveLength(1);
});

test('a returned task goes back to the desk with its reason; signing stops the signing clock only', async () => {
  const id = await work.called(1);
  await acceptIncident(core, desk, id, { version: (await work.incident(id)).version });
  await dispatchIncident(core, desk, id, {
    version: (await work.incident(id)).version,
    unitCode: work.unitCode,
    note: '',
  });
  const task = await work.openTask(id);
  const signed = await signTask(core, by('field', work.unitCode), task.id, {
    actionId: randomUUID(),
    version: task.version,
  });
  const running = await core.rows<{ kind: string }>(
    `select kind from deadline where subject = 'task' and subject_id = $1 and stopped_at is null`,
    [task.id],
  );
  expect(running).toEqual([{ kind: 'unit' }]);
  await returnTask(core, by('field', work.unitCode), task.id, {
    actionId: randomUUID(),
    version: signed.version,
    reason: '不属本单位管养范围',
  });
  expect(await work.incident(id)).toMatchObject({ status: 'to-dispatch' });
  expect(await work.openTask(id)).toBeUndefined();
});

test('another unit can neither see nor sign the task', async () => {
  const id = await work.called(1);
  await dispatchIncident(core, desk, id, {
    version: (await work.incident(id)).version,
    unitCode: work.unitCode,
    note: '',
  });
  const task = await work.openTask(id);
  await expect(
    signTask(core, by('field', 'no-such-unit'), task.id, { actionId: randomUUID(), version: 1 }),
  ).rejects.toMatchObject({ code: 'not-found' });
});

test('two people on one incident never overwrite: the second is told who moved it and when', async () => {
  const id = await work.called(1);
  const { version } = await work.incident(id);
  await acceptIncident(core, desk, id, { version });
  await expect(
    dispatchIncident(core, desk, id, { version, unitCode: work.unitCode, note: '' }),
  ).rejects.toMatchObject({
    code: 'stale-version',
    message: expect.stringContaining('shift-leader已于'),
  });
});

test('what the life cycle does not know is refused with where the incident stands', async () => {
  const id = await work.called(1);
  await expect(
    closeIncident(core, desk, id, { version: (await work.incident(id)).version, reason: '' }),
  ).rejects.toMatchObject({ code: 'wrong-status', message: '该案件当前为“待受理”，不能结案' });
});

test('a task is recalled before it is signed, and not after', async () => {
  const id = await work.called(1);
  await dispatchIncident(core, desk, id, {
    version: (await work.incident(id)).version,
    unitCode: work.unitCode,
    note: '',
  });
  await recallTask(core, desk, id, { version: (await work.incident(id)).version, reason: '派错单位' });
  expect(await work.incident(id)).toMatchObject({ status: 'to-dispatch' });
  const running = `select 1 from deadline where incident_id = $1 and stage = 'dispatch' and stopped_at is null`;
  expect(await core.rows(running, [id])).toHaveLength(1);
  await dispatchIncident(core, desk, id, {
    version: (await work.incident(id)).version,
    unitCode: work.unitCode,
    note: '',
  });
  const task = await work.openTask(id);
  await signTask(core, by('field', work.unitCode), task.id, {
    actionId: randomUUID(),
    version: task.version,
  });
  await expect(
    recallTask(core, desk, id, { version: (await work.incident(id)).version, reason: '派错单位' }),
  ).rejects.toMatchObject({ code: 'wrong-status' });
});

test('rework gives the same task back with the time it had left, and keeps what was reported', async () => {
  const id = await work.called(1);
  await dispatchIncident(core, desk, id, {
    version: (await work.incident(id)).version,
    unitCode: work.unitCode,
    note: '',
  });
  const task = await work.openTask(id);
  const signed = await signTask(core, by('field', work.unitCode), task.id, {
    actionId: randomUUID(),
    version: task.version,
  });
  await work.reportAs(by('field', work.unitCode), task.id, signed.version);
  await reviewReport(core, desk, id, { version: (await work.incident(id)).version, pass: true, reason: '' });
  await inspectIncident(core, desk, id, {
    version: (await work.incident(id)).version,
    pass: false,
    reason: '现场仍有噪声',
  });
  expect(await work.incident(id)).toMatchObject({ status: 'handling' });
  expect(await core.rows('select status, report from task where id = $1', [task.id])).toEqual([
    { status: 'handling', report: '已劝停施工' },
  ]);
  expect(
    await core.rows(
      `select d.seq, t.due_at = d.due_at as "phoneSaysSo" from deadline d join task t on t.id = d.subject_id
        where d.subject = 'task' and t.id = $1 and d.kind = 'unit' and d.stopped_at is null`,
      [task.id],
    ),
  ).toEqual([{ seq: 2, phoneSaysSo: true }]);
});

test('reports that join meanwhile do not make a person’s decision stale', async () => {
  const id = await work.called(1);
  const { version } = await work.incident(id);
  await core.send('hotline', [ticket({ ...work.lastPlace(), categoryCode: 'construction-noise' })]);
  await core.merge();
  expect((await work.incident(id)).version).toBeGreaterThan(version);
  const row = await dispatchIncident(core, desk, id, { version, unitCode: work.unitCode, note: '' });
  expect(row).toMatchObject({ status: 'to-sign', eventCount: 2 });
});
