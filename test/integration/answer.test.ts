import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { IncidentDetail } from '#contracts/desk.ts';
import { answerRequests } from '#flows/answer-requests.ts';
import { arriveTask } from '#flows/arrive-task.ts';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import { followUpRequest } from '#flows/follow-up-request.ts';
import { reviewReport } from '#flows/review-report.ts';
import { signTask } from '#flows/sign-task.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { by, makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { desk, makeDeskWork } from '#test/support/desk-work.ts';
import type { DeskWork } from '#test/support/desk-work.ts';

let core: Core;
let work: DeskWork;
let app: TestApp;
let cookie: string;
beforeAll(async () => {
  core = await makeCore();
  work = makeDeskWork(core);
  app = await startApp(core.pool);
  cookie = await cookieOf(core.pool, 'shift-leader');
});
afterAll(async () => {
  await app.close();
  await core.close();
});

const ask = (path: string, body?: object) =>
  fetch(`${app.url}${path}`, {
    headers: { cookie, origin: app.url, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });
const detailOf = async (id: number) => IncidentDetail.parse(await (await ask(`/api/incidents/${id}`)).json());
const errorOf = async (answer: Response) =>
  z.object({ code: z.string(), message: z.string() }).parse(await answer.json());

test('the draft tells what was reported and accepted, and cannot be signed while that is not known', async () => {
  const id = await work.called(1);
  const [request] = await work.requestsOf(id);
  await dispatchIncident(core, desk, id, {
    version: (await work.incident(id)).version,
    unitCode: work.unitCode,
    note: '',
  });
  const worker = by('field', work.unitCode);
  const task = await work.openTask(id);
  const signed = await signTask(core, worker, task.id, { actionId: randomUUID(), version: task.version });
  const there = await arriveTask(core, worker, task.id, { actionId: randomUUID(), version: signed.version });
  const arrived = await detailOf(id);
  expect(arrived.draft).toContain('（请填处置情况）');
  expect(arrived.draft).not.toMatch(/已|正在/u);

  const refused = await ask('/api/requests/answer', { requestIds: [request!.id], text: arrived.draft });
  expect(refused.status).toBe(422);
  expect(await errorOf(refused)).toMatchObject({ code: 'bad-input', message: expect.stringMatching(/还留着“（请填处置情况）”/u) }); // prettier-ignore
  expect(await work.requestsOf(id)).toMatchObject([{ status: 'open' }]);

  await work.reportAs(worker, task.id, there.version);
  expect((await detailOf(id)).draft).toContain('（请填处置情况）');
  const { version } = await work.incident(id);
  await reviewReport(core, desk, id, { version, pass: true, reason: '' });
  const { draft } = await detailOf(id);
  expect(draft).toContain('已劝停施工。');
  expect((await ask('/api/requests/answer', { requestIds: [request!.id], text: draft })).status).toBe(200);
  expect(await work.requestsOf(id)).toMatchObject([{ status: 'answered' }]);
});

test('a matter is not answered at once with a gap either', async () => {
  const id = await work.called(1);
  const { version } = await work.incident(id);
  const refused = await ask(`/api/incidents/${id}/answer`, { version, text: '答复如下：（请填答复内容）。' });
  expect(await errorOf(refused)).toMatchObject({ code: 'bad-input' });
  expect(await work.incident(id)).toMatchObject({ version });
});

test('who left no number is settled unheard, counted apart; who left one is called', async () => {
  const id = await work.called(2);
  await work.workThrough(id);
  const all = await work.requestsOf(id);
  await core.asOwner(
    `set app.scope = '*'; update person set phone_sealed = null, phone_index = null where request_id = ${all[0]!.id}`,
  );
  await core.asOwner(
    `set app.scope = '*';
     insert into person (request_id, key, phone_sealed, erase_after) values (${all[1]!.id}, 'k', 'x', '2099-01-01')
     on conflict (request_id) do update set phone_sealed = 'x'`,
  );
  await answerRequests(core, desk, all.map((one) => one.id), '已劝停施工'); // prettier-ignore
  const unheard = { result: 'no-number', solved: true, note: '', whenOpenNearby: 'ask' } as const;
  await followUpRequest(core, desk, all[0]!.id, unheard);
  await expect(followUpRequest(core, desk, all[1]!.id, unheard)).rejects.toThrow('留有号码');
  await core.asOwner(`update request set confidential = true where id = ${all[1]!.id}`);
  const below = by('shift-leader', work.unitCode);
  await expect(followUpRequest(core, below, all[1]!.id, unheard)).rejects.toThrow('由市级查看');
  expect(
    await core.rows('select status, result, solved from request where incident_id = $1 order by id', [id]),
  ).toEqual([
    { status: 'settled', result: 'no-number', solved: null },
    { status: 'answered', result: null, solved: null },
  ]);
  await followUpRequest(core, desk, all[1]!.id, { ...unheard, result: 'unreached', solved: false });
  expect(await core.rows('select status, result, solved from request where id = $1', [all[1]!.id])).toEqual([
    { status: 'answered', result: 'unreached', solved: null },
  ]);
  expect(await work.incident(id)).toMatchObject({ status: 'follow-up' });
});
