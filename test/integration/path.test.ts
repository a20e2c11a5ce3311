import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { absorbIncidents } from '#flows/absorb-incidents.ts';
import { acceptIncident } from '#flows/accept-incident.ts';
import { answerRequests } from '#flows/answer-requests.ts';
import { closeIncident } from '#flows/close-incident.ts';
import { confirmDanger } from '#flows/confirm-danger.ts';
import { decideWaiting } from '#flows/decide-waiting.ts';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import { followUpRequest } from '#flows/follow-up-request.ts';
import { recallTask } from '#flows/recall-task.ts';
import { reopenIncident } from '#flows/reopen-incident.ts';
import { reportTask } from '#flows/report-task.ts';
import { returnTask } from '#flows/return-task.ts';
import { inspectIncident, reviewReport } from '#flows/review-report.ts';
import { signTask } from '#flows/sign-task.ts';
import { splitIncident } from '#flows/split-incident.ts';
import { by, makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

let core: Core;
let unitCode: string;
beforeAll(async () => {
  core = await makeCore();
  unitCode = [...core.reference().unit.values()].find(
    (unit) => unit.districtCode === '441202' && unit.dispatchMode === 'dispatch',
  )!.code;
});
afterAll(() => core.close());

const desk = by('shift-leader');
type Row = { id: number; version: number; status: string; round: number };
const incident = async (id: number): Promise<Row> =>
  (await core.rows<Row>('select id, version, status, round from incident where id = $1', [id]))[0]!;
const openTask = async (id: number): Promise<{ id: number; version: number; unit: string }> =>
  (
    await core.rows<{ id: number; version: number; unit: string }>(
      'select id, version, unit_code as unit from task where incident_id = $1 and open',
      [id],
    )
  )[0]!;
const requestsOf = (id: number): Promise<{ id: number; status: string; round: number }[]> =>
  core.rows('select id, status, round from request where incident_id = $1 order by id', [id]);

let place = 0;
/** A matter nobody dispatches by rule, with so many callers, far from every other. */
async function called(callers: number, over: Record<string, unknown> = {}): Promise<number> {
  place += 1;
  const at = {
    lng: 112.3 + place * 0.02,
    lat: 23.2,
    categoryCode: 'construction-noise',
    text: '工地半夜施工噪声扰民',
    ...over,
  };
  await core.send(
    'hotline',
    Array.from({ length: callers }, () => ticket(at)),
  );
  await core.merge();
  const [row] = await core.rows<{ id: number }>('select max(id) as id from incident');
  return row!.id;
}

/** Takes an incident from the queue to closed through the whole path. */
async function workThrough(id: number): Promise<void> {
  await dispatchIncident(core, desk, id, {
    version: (await incident(id)).version,
    unitCode,
    note: '请速处置',
  });
  await workOnce(id);
}
async function workOnce(id: number): Promise<void> {
  const task = await openTask(id);
  const worker = by('field', task.unit);
  const signed = await signTask(core, worker, task.id, { actionId: randomUUID(), version: task.version });
  await reportAs(worker, task.id, signed.version);
  await reviewReport(core, desk, id, { version: (await incident(id)).version, pass: true, reason: '' });
  await closeIncident(core, desk, id, { version: (await incident(id)).version, reason: '现场已恢复' });
}
async function reportAs(worker: ReturnType<typeof by>, taskId: number, version: number): Promise<void> {
  const photoIds = [randomUUID(), randomUUID()];
  for (const [i, id] of photoIds.entries()) {
    await core.asOwner(
      `insert into photo (id, stage, bytes, sha256, mime, uploaded_at) values ('${id}', '${i ? 'after' : 'before'}', 'x', 'x', 'image/jpeg', now())`,
    );
  }
  await reportTask(core, worker, taskId, { actionId: randomUUID(), version, text: '已劝停施工', photoIds });
}

test('a call goes from the door to closed, each move with its line of history, version and change', async () => {
  const id = await called(1);
  await workThrough(id);
  expect(await incident(id)).toMatchObject({ status: 'closed' });
  const moves = await core.rows<{ move: string }>(
    'select move from history where incident_id = $1 order by id',
    [id],
  );
  expect(moves.map((one) => one.move)).toEqual(['receive', 'dispatch', 'sign', 'report', 'review', 'close']);
  const versions = await core.rows('select 1 from version where entity_id = $1', [id]);
  expect(versions).toHaveLength((await incident(id)).version);
});

test('nine callers, eight satisfied and one not: a new round for that one alone, the other eight are not touched', async () => {
  const id = await called(9);
  await workThrough(id);
  const all = await requestsOf(id);
  await answerRequests(
    core,
    desk,
    all.map((one) => one.id),
    '您反映的施工噪声已处置，现场已停工。',
  );
  expect((await requestsOf(id)).every((one) => one.status === 'answered')).toBe(true);
  for (const one of all.slice(0, 8))
    await followUpRequest(core, desk, one.id, {
      result: 'satisfied',
      solved: true,
      note: '',
      whenOpenNearby: 'ask',
    });
  expect(await incident(id)).toMatchObject({ status: 'follow-up' });
  await followUpRequest(core, desk, all[8]!.id, {
    result: 'dissatisfied',
    solved: false,
    note: '今晚又响了',
    whenOpenNearby: 'ask',
  });
  expect(await incident(id)).toMatchObject({ status: 'to-sign', round: 2 });
  const after = await requestsOf(id);
  expect(after.slice(0, 8)).toEqual(all.slice(0, 8).map((one) => ({ ...one, status: 'settled' })));
  expect(after[8]).toMatchObject({ status: 'open', round: 2 });
  expect(await openTask(id)).toMatchObject({ unit: unitCode });
  await workOnce(id);
  await answerRequests(core, desk, [all[8]!.id], '已再次处置，施工方已书面承诺。');
  await followUpRequest(core, desk, all[8]!.id, {
    result: 'basic',
    solved: true,
    note: '',
    whenOpenNearby: 'ask',
  });
  expect(await incident(id)).toMatchObject({ status: 'closed', round: 2 });
});

test('an answer is given once: a second is refused in words', async () => {
  const id = await called(1);
  const [one] = await requestsOf(id);
  await answerRequests(core, desk, [one!.id], '已转有关单位处置。');
  await expect(answerRequests(core, desk, [one!.id], '再答复一次')).rejects.toMatchObject({
    code: 'wrong-status',
  });
});

test('a step of the phone that is sent twice takes effect once and answers the same', async () => {
  const id = await called(1);
  await dispatchIncident(core, desk, id, { version: (await incident(id)).version, unitCode, note: '' });
  const task = await openTask(id);
  const body = { actionId: randomUUID(), version: task.version };
  const worker = by('field', unitCode);
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
  const id = await called(1);
  await acceptIncident(core, desk, id, { version: (await incident(id)).version });
  await dispatchIncident(core, desk, id, { version: (await incident(id)).version, unitCode, note: '' });
  const task = await openTask(id);
  const signed = await signTask(core, by('field', unitCode), task.id, {
    actionId: randomUUID(),
    version: task.version,
  });
  const running = await core.rows<{ kind: string }>(
    `select kind from deadline where subject = 'task' and subject_id = $1 and stopped_at is null`,
    [task.id],
  );
  expect(running).toEqual([{ kind: 'unit' }]);
  await returnTask(core, by('field', unitCode), task.id, {
    actionId: randomUUID(),
    version: signed.version,
    reason: '不属本单位管养范围',
  });
  expect(await incident(id)).toMatchObject({ status: 'to-dispatch' });
  expect(await openTask(id)).toBeUndefined();
});

test('another unit can neither see nor sign the task', async () => {
  const id = await called(1);
  await dispatchIncident(core, desk, id, { version: (await incident(id)).version, unitCode, note: '' });
  const task = await openTask(id);
  await expect(
    signTask(core, by('field', 'no-such-unit'), task.id, { actionId: randomUUID(), version: 1 }),
  ).rejects.toMatchObject({ code: 'not-found' });
});

test('two people on one incident never overwrite: the second is told who moved it and when', async () => {
  const id = await called(1);
  const { version } = await incident(id);
  await acceptIncident(core, desk, id, { version });
  await expect(dispatchIncident(core, desk, id, { version, unitCode, note: '' })).rejects.toMatchObject({
    code: 'stale-version',
    message: expect.stringContaining('shift-leader已于'),
  });
});

test('what the life cycle does not know is refused with where the incident stands', async () => {
  const id = await called(1);
  await expect(
    closeIncident(core, desk, id, { version: (await incident(id)).version, reason: '' }),
  ).rejects.toMatchObject({ code: 'wrong-status', message: '该案件当前为“待受理”，不能结案' });
});

test('a task is recalled before it is signed, and not after', async () => {
  const id = await called(1);
  await dispatchIncident(core, desk, id, { version: (await incident(id)).version, unitCode, note: '' });
  await recallTask(core, desk, id, { version: (await incident(id)).version, reason: '派错单位' });
  expect(await incident(id)).toMatchObject({ status: 'to-dispatch' });
  await dispatchIncident(core, desk, id, { version: (await incident(id)).version, unitCode, note: '' });
  const task = await openTask(id);
  await signTask(core, by('field', unitCode), task.id, { actionId: randomUUID(), version: task.version });
  await expect(
    recallTask(core, desk, id, { version: (await incident(id)).version, reason: '派错单位' }),
  ).rejects.toMatchObject({ code: 'wrong-status' });
});

test('rework gives the same task back with the time it had left, and keeps what was reported', async () => {
  const id = await called(1);
  await dispatchIncident(core, desk, id, { version: (await incident(id)).version, unitCode, note: '' });
  const task = await openTask(id);
  const signed = await signTask(core, by('field', unitCode), task.id, {
    actionId: randomUUID(),
    version: task.version,
  });
  await reportAs(by('field', unitCode), task.id, signed.version);
  await reviewReport(core, desk, id, { version: (await incident(id)).version, pass: true, reason: '' });
  await inspectIncident(core, desk, id, {
    version: (await incident(id)).version,
    pass: false,
    reason: '现场仍有噪声',
  });
  expect(await incident(id)).toMatchObject({ status: 'handling' });
  expect(await core.rows('select status, report from task where id = $1', [task.id])).toEqual([
    { status: 'handling', report: '已劝停施工' },
  ]);
  expect(
    await core.rows(
      `select seq from deadline where subject = 'task' and subject_id = $1 and kind = 'unit' and stopped_at is null`,
      [task.id],
    ),
  ).toEqual([{ seq: 2 }]);
});

test('a split makes an incident of its own with its requests, and the machine never joins it again', async () => {
  const id = await called(3);
  const events = await core.rows<{ id: number }>(
    'select event_id as id from link where incident_id = $1 order by 1',
    [id],
  );
  const other = await splitIncident(core, desk, id, { eventIds: [events[2]!.id], reason: '另一工地的噪声' });
  expect(other).toMatchObject({ status: 'received', eventCount: 1, requestCount: 1, auto: false });
  expect(await core.rows('select event_count as n from incident where id = $1', [id])).toEqual([{ n: 2 }]);
  await core.merge();
  expect(await core.rows('select incident_id as id from link where event_id = $1', [events[2]!.id])).toEqual([
    { id: other.id },
  ]);
});

test('an absorbed incident leads to the one that stands for it; its task is void, its requests keep their promises', async () => {
  const first = await called(2);
  const second = await called(3);
  await dispatchIncident(core, desk, second, {
    version: (await incident(second)).version,
    unitCode,
    note: '',
  });
  const promises = await core.rows('select id, promised_at from request where incident_id = $1 order by id', [
    second,
  ]);
  const row = await absorbIncidents(core, desk, first, {
    incidentIds: [second],
    reason: '同一工地的两处来电',
  });
  expect(row).toMatchObject({ eventCount: 5, requestCount: 5 });
  expect(await core.rows('select status, merged_into as into from incident where id = $1', [second])).toEqual(
    [{ status: 'merged', into: first }],
  );
  expect(await core.rows('select status from task where incident_id = $1', [second])).toEqual([
    { status: 'recalled' },
  ]);
  expect(
    await core.rows('select id, promised_at from request where incident_id = $1 and id >= $2 order by id', [
      first,
      (promises[0] as { id: number }).id,
    ]),
  ).toEqual(promises);
});

test('reopening where another is open is a person’s choice: it names the other, or stands apart', async () => {
  const id = await called(1);
  await workThrough(id);
  await core.send('hotline', [
    ticket({ lng: 112.3 + place * 0.02, lat: 23.2, categoryCode: 'construction-noise' }),
  ]);
  await core.merge();
  const body = { version: (await incident(id)).version, reason: '群众反映未解决' };
  await expect(reopenIncident(core, desk, id, { ...body, whenOpenNearby: 'ask' })).rejects.toMatchObject({
    code: 'taken',
  });
  expect(await reopenIncident(core, desk, id, { ...body, whenOpenNearby: 'apart' })).toMatchObject({
    status: 'to-sign',
    round: 2,
    auto: false,
  });
});

test('words of danger stop ringing only when a named person has confirmed them', async () => {
  const id = await called(1, { text: '工地噪声，有人被困' });
  expect(
    (
      await core.rows<{ rings: boolean }>(
        'select danger_event_id is not null as rings from incident where id = $1',
        [id],
      )
    )[0]!.rings,
  ).toBe(true);
  const row = await confirmDanger(core, desk, id, { version: 1, note: '已移交 119' });
  expect(row.danger).toEqual([]);
  await expect(confirmDanger(core, desk, id, { version: 1, note: '再确认一次' })).rejects.toMatchObject({
    code: 'wrong-status',
  });
});

test('an event that waits for a person is linked exactly as the person decided', async () => {
  const id = await called(1);
  await core.send('hotline', [ticket({ text: '蕉园社区噪声', lng: undefined, lat: undefined })]);
  await core.merge();
  const [waits] = await core.rows<{ id: number }>(`select event_id as id from waiting where reason = 'ask'`);
  await decideWaiting(core, desk, waits!.id, { incidentId: id });
  await core.merge();
  expect(
    await core.rows('select incident_id as id, decided_by as by from link where event_id = $1', [waits!.id]),
  ).toEqual([{ id, by: 'a-shift-leader' }]);
  await expect(decideWaiting(core, desk, waits!.id, { incidentId: null })).rejects.toMatchObject({
    code: 'not-found',
  });
});
