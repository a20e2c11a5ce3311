import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { reachedSql } from '#store/ladder.ts';
import { clockCity, local, unitCode } from '#test/support/clock-city.ts';
import type { Answer, ClockCity, Given } from '#test/support/clock-city.ts';
import { sweepLadder } from '#workers/ladder.ts';

let city: ClockCity;
beforeAll(async () => {
  city = await clockCity();
});
afterAll(() => city.close());
// Thursday morning; two working days, of 19 hours, end on Monday, 15 June, at 17:30.
beforeEach(async () => {
  await city.rows('update deadline set stopped_at = city_now() where stopped_at is null');
  await city.setClock('2026-06-11T09:00');
});

async function sweep(): Promise<number> {
  let climbed = 0;
  for (let one = await sweepLadder(city.work); one > 0; one = await sweepLadder(city.work)) climbed += one;
  return climbed;
}
async function at(local: string): Promise<void> {
  await city.setClock(local);
  await sweep();
}
type Told = { step: string; to: string; ring: boolean };
const told = ({ taskId }: Given): Promise<Told[]> =>
  city.rows<Told>(
    `select step, recipient as to, (body ->> 'ring')::boolean as ring from delivery
      where task_id = $1 and (step like 'rung-%' or step like 'supervise-%') order by id`,
    [taskId],
  );
const steps = async (matter: Given): Promise<string[]> => (await told(matter)).map(({ step }) => step);
type Sheet = { id: number; level: number; state: string; body: string };
const sheets = ({ taskId }: Given): Promise<Sheet[]> =>
  city.rows<Sheet>('select id, level, state, body from supervision where task_id = $1 order by level', [
    taskId,
  ]);
const act = (role: 'shift-leader' | 'leader', id: number, name: string, body: object): Promise<Answer> =>
  city.ask(role, 'POST', `/api/supervisions/${id}/${name}`, body);
const text = '请你单位立即组织办理，并于收到本单后 1 个工作日内书面回复。';
const reason = '已看过现场照片，同意';

test('at 50, 75 and 90 % of the limit the unit is told, each once, and at no other instant', async () => {
  const matter = await city.given();
  for (const [before, due, said] of [
    ['2026-06-12T11:59', '2026-06-12T12:00', ['rung-50']],
    ['2026-06-15T10:14', '2026-06-15T10:15', ['rung-50', 'rung-75']],
    ['2026-06-15T15:35', '2026-06-15T15:36', ['rung-50', 'rung-75', 'rung-90']],
  ] as const) {
    await at(before);
    expect(await steps(matter)).toEqual(said.slice(0, -1));
    await at(due);
    expect(await steps(matter)).toEqual(said);
  }
  expect((await told(matter)).map(({ to }) => to)).toEqual([unitCode, unitCode, unitCode]);
});

test('75 % is said once, also when the sweeper dies between, and when two of them look', async () => {
  const matter = await city.given();
  await city.setClock('2026-06-15T10:15');
  await city.asOwner(`
    create function die() returns trigger language plpgsql as $$ begin raise exception 'the sweeper dies'; end $$;
    create trigger dies before insert on delivery for each row execute function die()`);
  await expect(sweepLadder(city.work)).rejects.toThrow('the sweeper dies');
  await city.asOwner('drop trigger dies on delivery; drop function die()');
  const both = await Promise.all([sweepLadder(city.work), sweepLadder(city.work)]);
  expect(both.reduce((sum, one) => sum + one)).toBe(1);
  await sweep();
  // Half of the limit passed unseen: nobody hears of two at once.
  expect(await steps(matter)).toEqual(['rung-75']);
  const lines = await city.rows("select words from history where incident_id = $1 and move = 'remind'", [matter.incidentId]); // prettier-ignore
  expect(lines).toHaveLength(1);
});

test('the reminders stop at once when the unit has reported, and a draft that nobody signed falls', async () => {
  const reported = await city.given();
  const late = await city.given();
  await at('2026-06-12T12:00');
  await city.step(reported.taskId, 'report', { text: '已捕捉送收容所' });
  await at('2026-06-15T17:30');
  expect(await steps(reported)).toEqual(['rung-50']);
  expect(await sheets(reported)).toEqual([]);
  expect((await sheets(late)).map(({ state }) => state)).toEqual(['draft']);
  await city.step(late.taskId, 'report', { text: '已捕捉送收容所' });
  expect((await sheets(late)).map(({ state }) => state)).toEqual(['dropped']);
});

test('a suspension stops the reminders; afterwards those that were not said come when the time left has run', async () => {
  const matter = await city.given();
  await at('2026-06-12T12:00');
  await city.step(matter.taskId, 'ask-suspension', { until: '2026-07-01', reason });
  await city.move('shift-leader', matter.incidentId, 'decide', { grant: true, reason });
  await at('2026-06-18T09:00');
  expect(await steps(matter)).toEqual(['rung-50']);
  // Half of 19 hours were left: 75 % is 4 hours and 45 minutes of work later.
  await city.setClock('2026-07-01T08:30');
  await city.move('shift-leader', matter.incidentId, 'resume', { reason });
  await at('2026-07-01T15:44');
  expect(await steps(matter)).toEqual(['rung-50']);
  await at('2026-07-01T15:45');
  expect(await steps(matter)).toEqual(['rung-50', 'rung-75']);
});

test('at 100 % the machine only drafts; the unit hears of it when the shift leader has signed, and replies', async () => {
  const matter = await city.given();
  await at('2026-06-15T17:30');
  const [draft] = await sheets(matter);
  expect(draft).toMatchObject({ level: 1, state: 'draft' });
  expect(draft!.body).toContain('承办时限 2 个工作日，应于 2026年6月15日 17:30 前办结');
  expect((await told(matter)).filter(({ to }) => to === unitCode)).toEqual([]);
  const card = async (): Promise<unknown> =>
    (await city.ask('field', 'GET', `/api/tasks/${matter.taskId}`)).body['supervisions'];
  expect(await card()).toEqual([]);
  expect((await act('leader', draft!.id, 'sign', { text })).status).toBe(403);
  expect((await city.ask('operator', 'GET', '/api/supervisions')).status).toBe(403);
  const list = await city.ask('shift-leader', 'GET', '/api/supervisions');
  expect(list.body['items']).toContainEqual(expect.objectContaining({ id: draft!.id, state: 'draft' }));
  expect((await act('shift-leader', draft!.id, 'sign', { text })).status).toBe(204);
  expect((await act('shift-leader', draft!.id, 'sign', { text })).status).toBe(409);
  expect((await told(matter)).filter(({ to }) => to === unitCode)).toEqual([
    { step: `supervise-${draft!.id}`, to: unitCode, ring: true },
  ]);
  expect(await card()).toMatchObject([{ state: 'sent', body: text, signedName: 'shift-leader' }]);
  const reply = { supervisionId: draft!.id, text: '因须协调收容所，今日 20 时前办结' };
  expect((await city.step(matter.taskId, 'reply-supervision', reply)).status).toBe(200);
  expect(await card()).toMatchObject([{ state: 'replied', reply: reply.text }]);
});

test('from level 2 on the head of the centre signs, and nothing is closed before the release', async () => {
  const matter = await city.given();
  await at('2026-06-17T11:29');
  expect((await sheets(matter)).map(({ level }) => level)).toEqual([1]);
  await at('2026-06-17T11:30');
  expect((await sheets(matter)).map(({ level, state }) => [level, state])).toEqual([[1, 'dropped'], [2, 'draft']]); // prettier-ignore
  const second = (await sheets(matter))[1]!;
  expect((await act('shift-leader', second.id, 'sign', { text })).status).toBe(403);
  expect((await act('leader', second.id, 'sign', { text })).status).toBe(204);
  await city.step(matter.taskId, 'report', { text: '已捕捉送收容所' });
  await city.move('shift-leader', matter.incidentId, 'review', { pass: true });
  const close = (): Promise<Answer> =>
    city.move('shift-leader', matter.incidentId, 'close', { reason: '现场已恢复' });
  expect(await close()).toMatchObject({ status: 409, body: { message: '该案件的二级督办尚未解除，须由督办人解除后才能结案' } }); // prettier-ignore
  expect((await act('leader', second.id, 'release', { reason })).status).toBe(409);
  await city.step(matter.taskId, 'reply-supervision', {
    supervisionId: second.id,
    text: '已办结，今后加密巡查',
  });
  expect((await act('leader', second.id, 'release', { reason })).status).toBe(204);
  expect((await close()).status).toBe(200);
});

test('a draft is discarded with a reason, and the same level is not drafted again', async () => {
  const matter = await city.given();
  await at('2026-06-15T17:30');
  const [draft] = await sheets(matter);
  expect((await act('shift-leader', draft!.id, 'discard', { reason: '单位已电话说明' })).status).toBe(204);
  await at('2026-06-16T17:30');
  expect((await sheets(matter)).map(({ state }) => state)).toEqual(['dropped']);
  await at('2026-06-18T17:00');
  expect((await sheets(matter)).map(({ level, state }) => [level, state])).toEqual([[1, 'dropped'], [3, 'draft']]); // prettier-ignore
});

test('between 22:00 and 7:00 what is not urgent stands in the inbox and rings nobody', async () => {
  await city.setClock('2026-06-11T20:00');
  // Four hours that never stop: 75 % at 23:00.
  const [plain, urgent] = [await city.given('open-burning', 3), await city.given('open-burning', 2)];
  await at('2026-06-11T23:00');
  const rings = async (matter: Given): Promise<unknown> => (await told(matter)).map(({ step, ring }) => [step, ring]); // prettier-ignore
  expect(await rings(plain)).toEqual([['rung-75', false]]);
  expect(await rings(urgent)).toEqual([['rung-75', true]]);
  await city.move('dispatcher', plain.incidentId, 'urge');
  const urged = await city.rows<{ ring: boolean }>(`select (body ->> 'ring')::boolean as ring from delivery where task_id = $1 and step like 'urge-%'`, [plain.taskId]); // prettier-ignore
  expect(urged).toEqual([{ ring: false }]);
});

test('the sweep over 200,000 running clocks reads only those whose rung has come, by the index', async () => {
  await city.asOwner(`
    insert into deadline (subject, subject_id, kind, started_at, due_at, amount, unit, calendar_version, limit_version, rung, rung_at)
      select 'task', 1000000 + n, 'unit', city_now(), city_now() + interval '9 days', 9, 'natural-day', 't', 't', 50,
             city_now() + interval '1 day' + n * interval '1 second' from generate_series(1, 200000) n;
    analyze deadline`);
  const matter = await city.given();
  await city.setClock('2026-06-12T12:00');
  const [row] = await city.rows<{ 'QUERY PLAN': [{ Plan: object }] }>(
    `explain (analyze, buffers, format json) ${reachedSql}`,
    ['2026-06-11T20:00:00Z', 200],
  );
  const plan = JSON.stringify(row!['QUERY PLAN']);
  expect(plan).toContain('"Index Name":"deadline_rung"');
  expect(plan).not.toContain('Seq Scan');
  expect(/"Shared Hit Blocks":(\d+)/.exec(plan)![1]).toSatisfy((blocks) => Number(blocks) < 20);
  await city.asOwner('delete from deadline where subject_id > 1000000');
  await sweep();
  expect(await steps(matter)).toEqual(['rung-50']);
}, 60_000);

const demand = '请一天内捕捉到位并加密巡查，书面说明措施';
const supervise = (role: 'shift-leader' | 'leader', matter: Given, body: object = {}): Promise<Answer> =>
  city.move(role, matter.incidentId, 'supervise', { text: demand, ...body });
type ByHand = Sheet & { kind: string; answer_by: Date; signed_name: string };
const byHand = ({ taskId }: Given): Promise<ByHand[]> =>
  city.rows<ByHand>(`select * from supervision where task_id = $1 and kind = 'leader' order by id`, [taskId]);

test('a leader opens one by hand: the unit hears of it at once, answers, and nothing is closed before the release', async () => {
  const matter = await city.given();
  expect((await supervise('leader', matter)).status).toBe(200);
  const [sheet] = await byHand(matter);
  expect(sheet).toMatchObject({ level: 2, state: 'sent', signed_name: 'leader' });
  expect(sheet!.body).toContain(`要求：${demand}。`);
  // One working day: all of Friday.
  expect(local(sheet!.answer_by)).toBe('2026-06-12T17:30');
  expect(await told(matter)).toEqual([{ step: `supervise-${sheet!.id}`, to: unitCode, ring: true }]);
  const card = (await city.ask('field', 'GET', `/api/tasks/${matter.taskId}`)).body['supervisions'];
  expect(card).toMatchObject([{ kind: 'leader', state: 'sent' }]);
  expect((await act('leader', sheet!.id, 'release', { reason })).status).toBe(409);
  const reply = { supervisionId: sheet!.id, text: '今日 20 时前办结，加密巡查' };
  expect((await city.step(matter.taskId, 'reply-supervision', reply)).status).toBe(200);
  await city.step(matter.taskId, 'report', { text: '已捕捉送收容所' });
  await city.move('shift-leader', matter.incidentId, 'review', { pass: true });
  const close = (): Promise<Answer> => city.move('shift-leader', matter.incidentId, 'close', { reason: '现场已恢复' }); // prettier-ignore
  expect(await close()).toMatchObject({ status: 409, body: { message: expect.stringContaining('督办尚未解除') } }); // prettier-ignore
  expect((await act('leader', sheet!.id, 'release', { reason })).status).toBe(204);
  expect((await close()).status).toBe(200);
  const ledger = (await city.ask('leader', 'GET', '/api/supervisions/ledger')).body['items'];
  expect(ledger).toContainEqual(expect.objectContaining({ id: sheet!.id, state: 'released', reply: reply.text })); // prettier-ignore
});

test('one live 督办单 for each unit and matter; a draft of the machine falls; released, another may follow', async () => {
  const matter = await city.given();
  await at('2026-06-15T17:30');
  expect((await supervise('shift-leader', matter)).status).toBe(200);
  expect((await sheets(matter)).map(({ level, state }) => [level, state])).toEqual([[1, 'dropped'], [1, 'sent']]); // prettier-ignore
  const [sheet] = await byHand(matter);
  for (const role of ['leader', 'shift-leader'] as const)
    expect(await supervise(role, matter)).toMatchObject({ status: 409, body: { message: expect.stringContaining('未了结，请待其回复') } }); // prettier-ignore
  await city.step(matter.taskId, 'reply-supervision', { supervisionId: sheet!.id, text: '今日办结' });
  expect(await supervise('leader', matter)).toMatchObject({ status: 409, body: { message: expect.stringContaining('请先解除') } }); // prettier-ignore
  expect((await act('shift-leader', sheet!.id, 'release', { reason })).status).toBe(204);
  expect((await supervise('leader', matter)).status).toBe(200);
  expect((await byHand(matter)).map(({ level, state }) => [level, state])).toEqual([[1, 'released'], [2, 'sent']]); // prettier-ignore
});

test('no demand, an answer in the past, a unit that has no task, a matter without a unit: each refusal says why', async () => {
  const matter = await city.given();
  expect(await supervise('leader', matter, { text: '快办' })).toMatchObject({ status: 422, body: { message: expect.stringContaining('督办要求至少 10 个字') } }); // prettier-ignore
  expect(await supervise('leader', matter, { answerBy: '2026-06-11T08:00:00+08:00' })).toMatchObject({ status: 422, body: { message: '回复期限须在半小时以后' } }); // prettier-ignore
  expect(await supervise('leader', matter, { unitCode: 'zq-chengguan' })).toMatchObject({ status: 422, body: { message: expect.stringContaining('没有本案的在办工单') } }); // prettier-ignore
  await city.step(matter.taskId, 'return', { reason: '不属本单位职责' });
  expect(await supervise('leader', matter)).toMatchObject({ status: 409, body: { message: '本案还没有承办单位，请先派遣，再督办' } }); // prettier-ignore
  expect(await byHand(matter)).toEqual([]);
});

test('a unit that has given the matter back cannot answer any more: its 督办 is released without an answer', async () => {
  const matter = await city.given();
  expect((await supervise('leader', matter)).status).toBe(200);
  await city.step(matter.taskId, 'return', { reason: '不属本单位职责' });
  const [sheet] = await byHand(matter);
  expect((await act('leader', sheet!.id, 'release', { reason })).status).toBe(204);
});
