import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { clockCity } from '#test/support/clock-city.ts';
import type { ClockCity, Given } from '#test/support/clock-city.ts';
import { sweepDeadlines } from '#workers/clock.ts';

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
const asked = async (matter: Given, name: string, body: object): Promise<number> =>
  (await city.step(matter.taskId, name, body)).status;

test('an appeal that is granted takes the matter out of the figures of lateness, and the lateness stays', async () => {
  const figures = async (): Promise<unknown> => {
    const { total } = (await city.ask('leader', 'GET', '/api/stats?by=district')).body as { total: { closedOnTime: object } }; // prettier-ignore
    return total.closedOnTime;
  };
  const matter = await city.given();
  await city.setClock('2026-06-16T10:00');
  while ((await sweepDeadlines(city.work)) > 0);
  expect(await asked(matter, 'appeal', { reason })).toBe(409);
  await city.step(matter.taskId, 'report', { text: '已捕捉送收容所' });
  await city.move('shift-leader', matter.incidentId, 'review', { pass: true });
  expect((await city.move('shift-leader', matter.incidentId, 'close', { reason: '现场已办好' })).status).toBe(
    200,
  );
  const before = (await figures()) as { denominator: number };
  expect(await asked(matter, 'appeal', { reason })).toBe(200);
  expect((await city.move('dispatcher', matter.incidentId, 'decide', grant)).status).toBe(200);
  expect(await figures()).toMatchObject({ denominator: before.denominator });
  expect(await city.move('dispatcher', matter.incidentId, 'decide', grant)).toMatchObject({ status: 403, body: { message: expect.stringContaining('由值班长复审') } }); // prettier-ignore
  expect((await city.move('shift-leader', matter.incidentId, 'decide', grant)).status).toBe(200);
  const appealed = (await city.ask('leader', 'GET', `/api/incidents/${matter.incidentId}`)).body['pleas'];
  expect(appealed).toMatchObject([
    { state: 'granted', firstName: 'dispatcher', decidedName: 'shift-leader' },
  ]);
  expect(await figures()).toMatchObject({ denominator: before.denominator - 1 });
  expect(await asked(matter, 'appeal', { reason })).toBe(409);
  const late = await city.rows(`select 1 from deadline where subject_id = $1 and kind = 'unit' and fired_at is not null`, [matter.taskId]); // prettier-ignore
  expect(late).toHaveLength(1);
  const exempted = await city.ask('leader', 'GET', '/api/stats/cases?by=district&figure=exempted');
  expect(exempted.body).toMatchObject({ total: 1, items: [{ id: matter.incidentId }] });
});

test('who reviewed an appeal first does not decide it: two signatures are two persons', async () => {
  const matter = await city.given();
  await city.setClock('2026-06-16T10:00');
  while ((await sweepDeadlines(city.work)) > 0);
  await city.step(matter.taskId, 'report', { text: '已捕捉送收容所' });
  await city.move('shift-leader', matter.incidentId, 'review', { pass: true });
  await city.move('shift-leader', matter.incidentId, 'close', { reason: '现场已办好' });
  expect(await asked(matter, 'appeal', { reason })).toBe(200);
  expect((await city.move('shift-leader', matter.incidentId, 'decide', grant)).status).toBe(200);
  for (const decision of [grant, refuse])
    expect(await city.move('shift-leader', matter.incidentId, 'decide', decision)).toMatchObject({ status: 403, body: { message: '申诉须由另一人复审，初审人不能自己批' } }); // prettier-ignore
  const list = (await city.ask('shift-leader', 'GET', '/api/pleas')).body['items'];
  expect(list).not.toContainEqual(expect.objectContaining({ incidentId: matter.incidentId }));
  const [plea] = await city.rows('select state, first_by, decided_by from plea where incident_id = $1', [matter.incidentId]); // prettier-ignore
  expect(plea).toEqual({ state: 'asked', first_by: 'a-shift-leader', decided_by: null });
  const [row] = await city.rows('select exempt_at from incident where id = $1', [matter.incidentId]);
  expect(row).toEqual({ exempt_at: null });
});

test('what was in time is not appealed', async () => {
  const matter = await city.given();
  await city.step(matter.taskId, 'report', { text: '已捕捉送收容所' });
  await city.move('shift-leader', matter.incidentId, 'review', { pass: true });
  await city.move('shift-leader', matter.incidentId, 'close', { reason: '现场已办好' });
  expect(await city.step(matter.taskId, 'appeal', { reason })).toMatchObject({ status: 409, body: { message: '本单没有超时记录，无需申诉' } }); // prettier-ignore
});
