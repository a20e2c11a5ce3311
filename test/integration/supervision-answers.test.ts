import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { clockCity, unitCode } from '#test/support/clock-city.ts';
import type { Answer, ClockCity, Given } from '#test/support/clock-city.ts';
import { sweepAnswers } from '#workers/answers.ts';
import { sweepLadder } from '#workers/ladder.ts';

let city: ClockCity;
beforeAll(async () => {
  city = await clockCity();
});
afterAll(() => city.close());
beforeEach(async () => {
  await city.rows('update deadline set stopped_at = city_now() where stopped_at is null');
  await city.setClock('2026-06-11T09:00');
});

const demand = '请一天内捕捉到位并加密巡查，书面说明措施';
const supervise = ({ incidentId }: Given, body: object = {}): Promise<Answer> =>
  city.move('leader', incidentId, 'supervise', { text: demand, ...body });
type Reminder = { to: string; title: string; ring: boolean };
const reminders = ({ taskId }: Given): Promise<Reminder[]> =>
  city.rows<Reminder>(
    `select recipient as to, body ->> 'title' as title, (body ->> 'ring')::boolean as ring from delivery
      where task_id = $1 and step like 'unanswered-%' and channel = 'inbox' order by id`,
    [taskId],
  );

test('one that is not answered by its time: the unit and the centre of its signer are reminded once, the timeline says so', async () => {
  const [late, answered, gone] = [await city.given(), await city.given(), await city.given()];
  for (const matter of [late, answered, gone]) expect((await supervise(matter)).status).toBe(200);
  const sheet = await city.one<{ id: number }>('select id from supervision where task_id = $1', [
    answered.taskId,
  ]);
  const reply = { supervisionId: sheet.id, text: '今日 20 时前办结，加密巡查' };
  expect((await city.step(answered.taskId, 'reply-supervision', reply)).status).toBe(200);
  await city.step(gone.taskId, 'return', { reason: '不属本单位职责' });
  await city.setClock('2026-06-12T17:29');
  expect(await sweepAnswers(city.work)).toBe(0);
  await city.setClock('2026-06-12T17:30');
  const both = await Promise.all([sweepAnswers(city.work), sweepAnswers(city.work)]);
  expect(both.reduce((sum, one) => sum + one)).toBe(1);
  await city.setClock('2026-06-13T17:30');
  expect(await sweepAnswers(city.work)).toBe(0);
  expect(await reminders(late)).toEqual([
    { to: unitCode, title: '督办（二级）逾期未回复，请立即书面回复：流浪狗追人', ring: true },
    {
      to: 'zq-center',
      title: expect.stringContaining('逾期未回复leader签发的二级督办单') as string,
      ring: false,
    },
  ]);
  for (const matter of [answered, gone]) expect(await reminders(matter)).toEqual([]);
  const lines = await city.rows<{ words: string }>("select words from history where incident_id = $1 and move = 'remind-supervision'", [late.incidentId]); // prettier-ignore
  expect(lines).toEqual([{ words: expect.stringContaining('未在 6 月 12 日 17:30 前回复leader签发的二级督办单') as string }]); // prettier-ignore
  const card = await city.ask('leader', 'GET', `/api/incidents/${late.incidentId}`);
  expect(card.body['supervisions']).toMatchObject([{ state: 'sent', answerBy: '2026-06-12T09:30:00.000Z' }]);
});

test('at night what is not urgent is reminded of in the inbox alone and in silence, by ladder and unanswered 督办 alike', async () => {
  // The unit has a system of its own, which rings telephones.
  const base = city.work.reference();
  const unit = new Map(base.unit).set(unitCode, {
    ...base.unit.get(unitCode)!,
    webhookUrl: 'http://unit.test/',
  });
  const work = { ...city.work, reference: () => ({ ...base, unit }) };
  const answerBy = '2026-06-11T23:00:00+08:00';
  await city.setClock('2026-06-11T20:00');
  // Four hours that never stop: 75 % at 23:00, when the answer is due as well.
  const [plain, urgent] = [await city.given('open-burning', 3), await city.given('open-burning', 2)];
  for (const matter of [plain, urgent]) expect((await supervise(matter, { answerBy })).status).toBe(200);
  await city.setClock('2026-06-11T23:00');
  expect([await sweepLadder(work), await sweepAnswers(work)]).toEqual([2, 2]);
  const reminded = ({ taskId }: Given, step: string): Promise<object[]> =>
    city.rows(
      `select channel, (body ->> 'ring')::boolean as ring from delivery
        where task_id = $1 and step like $2 and recipient = $3 order by channel`,
      [taskId, step, unitCode],
    );
  for (const step of ['rung-%', 'unanswered-%']) {
    expect(await reminded(plain, step)).toEqual([{ channel: 'inbox', ring: false }]);
    expect(await reminded(urgent, step)).toEqual([
      { channel: 'inbox', ring: true },
      { channel: 'webhook', ring: true },
    ]);
  }
});
