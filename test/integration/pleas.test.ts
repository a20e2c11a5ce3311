import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { reportTask } from '#flows/report-task.ts';
import { signTask } from '#flows/sign-task.ts';
import { by } from '#test/support/core.ts';
import { clockCity } from '#test/support/clock-city.ts';
import type { ClockCity, Given } from '#test/support/clock-city.ts';
import { sweepDeadlines } from '#workers/clock.ts';
import { resumeSuspended } from '#workers/jobs/resume-suspended.ts';

let city: ClockCity;
beforeAll(async () => {
  city = await clockCity();
});
afterAll(() => city.close());
// Thursday morning; two working days end on Monday, 15 June, at 17:30.
beforeEach(() => city.setClock('2026-06-11T09:00'));

const reason = '须待设备到货后施工';
const grant = { grant: true, reason: '情况属实，同意' };
const refuse = { grant: false, reason: '理由不充分，请抓紧办理' };
const suspend = { until: '2026-07-01', reason };
const asked = async (matter: Given, name: string, body: object): Promise<number> =>
  (await city.step(matter.taskId, name, body)).status;
async function suspended(): Promise<Given> {
  const matter = await city.given();
  await city.setClock('2026-06-12T10:00');
  expect(await asked(matter, 'ask-suspension', suspend)).toBe(200);
  expect((await city.move('shift-leader', matter.incidentId, 'decide', grant)).status).toBe(200);
  return matter;
}

test('an extension adds to the deadline only when a named person grants it, and the promise to the caller stays', async () => {
  const matter = await city.given();
  expect(await city.unitDue(matter)).toBe('2026-06-15T17:30');
  expect(await asked(matter, 'ask-extension', { amount: 2, reason })).toBe(200);
  expect(await city.statusOf(matter)).toBe('approval-pending');
  expect(await city.unitDue(matter)).toBe('2026-06-15T17:30');
  expect((await city.move('operator', matter.incidentId, 'decide', grant)).status).toBe(403);
  expect((await city.move('dispatcher', matter.incidentId, 'decide', grant)).status).toBe(200);
  expect(await city.unitDue(matter)).toBe('2026-06-17T17:30');
  expect(await city.promiseDue(matter)).toBe('2026-06-15T09:00');
  expect(await city.statusOf(matter)).toBe('handling');
  const detail = (await city.ask('leader', 'GET', `/api/incidents/${matter.incidentId}`)).body;
  expect(detail['pleas']).toMatchObject([
    { kind: 'extension', state: 'granted', amount: 2, unit: 'work-day', decidedName: 'dispatcher', decision: grant.reason },
  ]); // prettier-ignore
});

test('a refusal changes nothing and is not counted; more than the original limit, or a third time, is not asked', async () => {
  const matter = await city.given();
  expect(await asked(matter, 'ask-extension', { amount: 3, reason })).toBe(422);
  expect(await asked(matter, 'ask-extension', { amount: 1.5, reason })).toBe(422);
  for (const decision of [refuse, grant, refuse, grant]) {
    expect(await asked(matter, 'ask-extension', { amount: 1, reason })).toBe(200);
    expect(await asked(matter, 'ask-suspension', suspend)).toBe(409);
    expect((await city.move('shift-leader', matter.incidentId, 'decide', decision)).status).toBe(200);
  }
  expect(await city.unitDue(matter)).toBe('2026-06-17T17:30');
  const third = await city.step(matter.taskId, 'ask-extension', { amount: 1, reason });
  expect(third).toMatchObject({
    status: 422,
    body: { message: '本单已获准延期 2 次，不能再申请' },
  });
});

test('after the time is over nobody asks for an extension', async () => {
  const matter = await city.given();
  await city.setClock('2026-06-15T17:31');
  expect(await asked(matter, 'ask-extension', { amount: 1, reason })).toBe(422);
  expect(await city.statusOf(matter)).toBe('handling');
});

test('a suspended task resumes by itself on its day with the working time it had left; the promise runs on', async () => {
  const matter = await suspended();
  expect(await city.statusOf(matter)).toBe('suspended');
  expect(await city.unitDue(matter)).toBeNull();
  expect(await city.promiseDue(matter)).toBe('2026-06-15T09:00');
  await city.setClock('2026-06-30T23:59');
  expect(await resumeSuspended(city.work)).toBe(0);
  await city.setClock('2026-07-01T00:00');
  const both = await Promise.all([resumeSuspended(city.work), resumeSuspended(city.work)]);
  expect(both.reduce((sum, one) => sum + one)).toBe(1);
  expect(await city.statusOf(matter)).toBe('handling');
  // Left were Friday from 10:00 and Monday: 2 + 3 and 6.5 hours. From 8:30 on Wednesday: the day, and 5 of the next.
  expect(await city.unitDue(matter)).toBe('2026-07-02T16:00');
  expect(await city.promiseDue(matter)).toBe('2026-06-15T09:00');
  const told = await city.rows(`select step from delivery where task_id = $1 and step like 'resume-%'`, [
    matter.taskId,
  ]);
  expect(told).toHaveLength(1);
});

test('a suspension is granted by the shift leader, once, for a year at most, and ends by hand too', async () => {
  const matter = await city.given();
  for (const until of ['2026-06-11', '2027-06-12'])
    expect(await asked(matter, 'ask-suspension', { until, reason })).toBe(422);
  expect(await asked(matter, 'ask-suspension', { until: '2027-06-11', reason })).toBe(200);
  expect((await city.move('dispatcher', matter.incidentId, 'decide', grant)).status).toBe(403);
  const list = await city.ask('shift-leader', 'GET', '/api/pleas');
  expect(list.body['items']).toContainEqual(expect.objectContaining({ incidentId: matter.incidentId, until: '2027-06-11' })); // prettier-ignore
  expect((await city.ask('dispatcher', 'GET', '/api/pleas')).body['items']).not.toContainEqual(expect.objectContaining({ incidentId: matter.incidentId })); // prettier-ignore
  expect((await city.move('shift-leader', matter.incidentId, 'decide', grant)).status).toBe(200);
  await city.setClock('2026-06-12T08:30');
  expect((await city.step(matter.taskId, 'resume', { reason: '设备已提前到货' })).status).toBe(200);
  // Left were Thursday from 9:00, Friday and Monday: 6 hours and two days.
  expect(await city.unitDue(matter)).toBe('2026-06-16T17:00');
  expect(await asked(matter, 'ask-suspension', suspend)).toBe(409);
});

const beside = ['zq-chengguan', 'zq-gongdian', 'zq-119'] as const;
type Beside = Record<(typeof beside)[number], Given>;
/** One who helps, a company that was asked and the fire brigade that was handed its part, all on Friday at 9:00. */
async function withCoHosts(): Promise<{ host: Given; others: Beside }> {
  const host = await city.given();
  await city.setClock('2026-06-12T09:00');
  for (const unitCode of beside)
    expect((await city.move('dispatcher', host.incidentId, 'co-host', { unitCode })).status).toBe(200);
  const others = await city.rows<{ unit: keyof Beside; id: number }>(
    `select unit_code as unit, id from task where incident_id = $1 and part = 'co-host'`,
    [host.incidentId],
  );
  const of = others.map(({ unit, id }) => [unit, { incidentId: host.incidentId, taskId: id }]);
  return { host, others: Object.fromEntries(of) as Beside };
}
const signs = async (unit: string, { taskId }: Given): Promise<void> => {
  const { version } = await city.one<{ version: number }>('select version from task where id = $1', [taskId]);
  await signTask(city.app.parts, by('field', unit), taskId, { actionId: randomUUID(), version });
};
const running = async ({ taskId }: Given): Promise<string[]> => {
  const sql = `select kind || ' ' || stage as name from deadline where subject = 'task' and subject_id = $1 and stopped_at is null order by 1`;
  return (await city.rows<{ name: string }>(sql, [taskId])).map(({ name }) => name);
};
const toldTo = async ({ taskId }: Given): Promise<string[]> =>
  (await city.rows<{ title: string }>(`select body ->> 'title' as title from delivery where task_id = $1 and channel = 'inbox' and step ~ '^(decided|resume)' order by id`, [taskId])).map(({ title }) => title); // prettier-ignore

test('the co-hosts’ clocks stop with the host’s and go on with what they had left; 119 is followed all the same', async () => {
  const { host, others } = await withCoHosts();
  await signs('zq-chengguan', others['zq-chengguan']);
  const before = await city.unitDue(others['zq-chengguan']);
  expect(before).toBe('2026-06-16T17:30');
  expect(await running(others['zq-gongdian'])).toEqual(['stage sign', 'unit co-host']);
  await city.setClock('2026-06-12T10:00');
  await asked(host, 'ask-suspension', suspend);
  expect(await city.unitDue(others['zq-chengguan'])).toBe(before);
  await city.move('shift-leader', host.incidentId, 'decide', grant);
  for (const unit of ['zq-chengguan', 'zq-gongdian'] as const) {
    expect(await running(others[unit])).toEqual([]);
    expect(await toldTo(others[unit])).toEqual([expect.stringContaining('协办时限同停：批准挂账至 2026-07-01')]); // prettier-ignore
  }
  expect(await running(others['zq-119'])).toEqual(['stage track', 'unit co-host']);
  expect(await toldTo(others['zq-119'])).toEqual([]);
  // The company signs meanwhile: it is not asked to sign again.
  await signs('zq-gongdian', others['zq-gongdian']);
  await city.setClock('2026-07-01T00:00');
  expect(await resumeSuspended(city.work)).toBe(1);
  expect(await running(others['zq-gongdian'])).toEqual(['unit co-host']);
  // Left were Friday from 10:00, Monday and Tuesday: 5, 6.5 and 6.5 hours from 8:30 on Wednesday.
  expect(await city.unitDue(others['zq-chengguan'])).toBe('2026-07-03T16:00');
  expect(await toldTo(others['zq-chengguan'])).toHaveLength(2);
  const { words } = await city.one<{ words: string }>('select words from history where incident_id = $1 order by id desc limit 1', [host.incidentId]); // prettier-ignore
  expect(words).toContain('协办单位时限同续：');
});

test('who is asked to help during a suspension has its own time; who has finished gets no clock back', async () => {
  const { host, others } = await withCoHosts();
  await signs('zq-chengguan', others['zq-chengguan']);
  await asked(host, 'ask-suspension', suspend);
  await city.move('shift-leader', host.incidentId, 'decide', grant);
  const { version } = await city.one<{ version: number }>('select version from task where id = $1', [others['zq-chengguan'].taskId]); // prettier-ignore
  await reportTask(city.app.parts, by('field', 'zq-chengguan'), others['zq-chengguan'].taskId, { actionId: randomUUID(), version, text: '围挡已设好', photoIds: [] }); // prettier-ignore
  await city.setClock('2026-06-15T09:00');
  await city.move('dispatcher', host.incidentId, 'co-host', {
    unitCode: 'zq-qixiang',
    mode: 'joint-request',
  });
  const { id } = await city.one<{ id: number }>(`select max(id)::int as id from task where incident_id = $1`, [host.incidentId]); // prettier-ignore
  const late = { incidentId: host.incidentId, taskId: id };
  const [unit, clocks] = [await city.unitDue(late), await running(late)];
  expect(clocks).toContain('unit co-host');
  await city.setClock('2026-06-16T09:00');
  expect((await city.step(host.taskId, 'resume', { reason: '设备已提前到货' })).status).toBe(200);
  expect([await city.unitDue(late), await running(late)]).toEqual([unit, clocks]);
  expect(await running(others['zq-chengguan'])).toEqual([]);
  expect(await running(others['zq-gongdian'])).toContain('unit co-host');
});

test('a matter that was late before its suspension is as late after it, and is told of once', async () => {
  const matter = await city.given();
  await city.setClock('2026-06-15T18:30');
  while ((await sweepDeadlines(city.work)) > 0);
  expect(await asked(matter, 'ask-suspension', suspend)).toBe(200);
  await city.move('shift-leader', matter.incidentId, 'decide', grant);
  await city.setClock('2026-06-16T08:30');
  await city.move('shift-leader', matter.incidentId, 'resume', { reason: '条件已具备' });
  expect(await city.unitDue(matter)).toBe('2026-06-16T07:30');
  const fired = (): Promise<unknown[]> =>
    city.rows(`select 1 from escalation e join deadline d on d.id = e.deadline_id where d.subject_id = $1 and d.kind = 'unit'`, [matter.taskId]); // prettier-ignore
  while ((await sweepDeadlines(city.work)) > 0);
  expect(await fired()).toHaveLength(1);
});

test('a matter whose unit reports while it is asked for falls out of the list; what is taken back too', async () => {
  const reported = await city.given();
  await asked(reported, 'ask-extension', { amount: 1, reason });
  expect((await city.step(reported.taskId, 'report', { text: '已捕捉送收容所' })).status).toBe(200);
  const taken = await city.given();
  await asked(taken, 'ask-extension', { amount: 1, reason });
  expect((await city.step(taken.taskId, 'withdraw')).status).toBe(200);
  expect(await city.statusOf(taken)).toBe('handling');
  const list = (await city.ask('shift-leader', 'GET', '/api/pleas')).body['items'] as {
    incidentId: number;
  }[];
  for (const { incidentId } of [reported, taken]) {
    expect(list.map((one) => one.incidentId)).not.toContain(incidentId);
    expect((await city.move('shift-leader', incidentId, 'decide', grant)).status).toBe(409);
  }
});

test('a suspended matter that is absorbed stops for good: its suspension ends and no clock comes back', async () => {
  const matter = await suspended();
  const { incidentId: target } = await city.given();
  const absorbed = await city.ask('shift-leader', 'POST', `/api/incidents/${target}/absorb`, {
    incidentIds: [matter.incidentId],
    reason: '同一群狗',
  });
  expect(absorbed.status).toBe(200);
  const [plea] = await city.rows('select ended_by from plea where incident_id = $1', [matter.incidentId]);
  expect(plea).toEqual({ ended_by: 'system' });
  await city.setClock('2026-07-02T09:00');
  expect(await resumeSuspended(city.work)).toBe(0);
  expect(await city.unitDue(matter)).toBeNull();
});

test('a matter filed under a condition of its category has the limits of that condition, also with the next unit', async () => {
  const { incidentId, taskId } = await city.given('illegal-building');
  expect(await city.unitDue({ incidentId, taskId })).toBe('2026-07-03T17:30');
  await city.step(taskId, 'return', { reason: '不属本单位职责' });
  const filed = { unitCode: 'zq-chengguan', condition: '在建' };
  expect(
    (await city.move('dispatcher', incidentId, 'dispatch', { ...filed, condition: '未列出' })).status,
  ).toBe(422);
  expect((await city.move('dispatcher', incidentId, 'dispatch', filed)).status).toBe(200);
  const open = (): Promise<{ id: number }> => city.one('select max(id)::int as id from task where incident_id = $1', [incidentId]); // prettier-ignore
  expect(await city.unitDue({ incidentId, taskId: (await open()).id })).toBe('2026-06-13T09:00');
  await city.move('dispatcher', incidentId, 'recall', { reason: '派遣有误' });
  await city.move('dispatcher', incidentId, 'dispatch', { unitCode: 'zq-chengguan' });
  expect(await city.unitDue({ incidentId, taskId: (await open()).id })).toBe('2026-06-13T09:00');
  const detail = (await city.ask('leader', 'GET', `/api/incidents/${incidentId}`)).body;
  expect(detail).toMatchObject({
    condition: '在建',
    conditions: [
      { condition: 'default', limit: '15 个工作日' },
      { condition: '在建', limit: '48 紧急工作时' },
    ],
  });
});
