import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CallAnswer } from '#contracts/call.ts';
import { IncidentDetail } from '#contracts/desk.ts';
import { CityRequest } from '#contracts/request.ts';
import { absorbIncidents } from '#flows/absorb-incidents.ts';
import { answerDirectly } from '#flows/answer-directly.ts';
import { answerRequests } from '#flows/answer-requests.ts';
import { decideWaiting } from '#flows/decide-waiting.ts';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import { followUpRequest } from '#flows/follow-up-request.ts';
import { startMerging } from '#server/merge/loop.ts';
import { inSnapshot } from '#store/db.ts';
import { eraseDue, openPersons } from '#store/persons.ts';
import * as requests from '#store/requests.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { by, makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { desk, makeDeskWork } from '#test/support/desk-work.ts';
import type { DeskWork } from '#test/support/desk-work.ts';
import { until } from '#test/support/test-parts.ts';

let core: Core;
let work: DeskWork;
let app: TestApp;
let cookie: string;
let merging: ReturnType<typeof startMerging>;
beforeAll(async () => {
  core = await makeCore();
  work = makeDeskWork(core);
  app = await startApp(core.pool);
  cookie = await cookieOf(core.pool, 'shift-leader');
  merging = startMerging({ ...core.mergeParts, log: pino({ level: 'silent' }) }, 1);
});
afterAll(async () => {
  await merging.close();
  await app.close();
  await core.close();
});

const ask = (path: string, body?: object): Promise<Response> =>
  fetch(`${app.url}${path}`, {
    headers: { cookie, origin: app.url, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });

let place = 0;
const somewhere = (): { lng: number; lat: number } => ({ lng: 112.3 + (place += 1) * 0.02, lat: 23.12 });
const lamp = { text: '门口路灯不亮', categoryCode: 'street-light' };
const noise = { text: '半夜施工吵到睡不着', categoryCode: 'construction-noise' };

/** A call of these matters at one place, typed in at the desk. */
function callOf(parts: readonly object[], at = somewhere()): Record<string, unknown> & { actionId: string } {
  return {
    actionId: randomUUID(),
    text: '两件事：门口路灯不亮，半夜施工吵到睡不着',
    callerName: '陈大文',
    callerPhone: '13977654321',
    parts: parts.map((one) => ({ ...one, ...at })),
  };
}
const filed = async (call: object) => CallAnswer.parse(await (await ask('/api/calls', call)).json());
const incidentsOf = ({ parts }: CallAnswer): number[] => parts!.map(({ incidentId }) => incidentId!);
const requestOf = async ({ actionId }: { actionId: string }): Promise<CityRequest> => {
  const [row] = await core.rows<{ id: number }>('select id from request where ticket_no = $1', [actionId]);
  return CityRequest.parse(await (await ask(`/api/requests/${row!.id}`)).json());
};
const countsOf = (ids: readonly number[]) =>
  core.rows('select request_count as asked, answered_count as answered, status from incident where id = any ($1) order by array_position($1, id)', [ids]); // prettier-ignore

test('a call of two matters is one request and two incidents, each merged on its own; sent twice it files nothing twice', async () => {
  const id = await work.called(1);
  const call = callOf([lamp, noise], work.lastPlace());
  const answer = await filed(call);
  const [first, second] = incidentsOf(answer);
  expect(answer.incidentId).toBe(first);
  expect([second, first === second]).toEqual([id, false]);
  expect(await countsOf([first!, id])).toMatchObject([{ asked: 1 }, { asked: 2 }]);
  const request = await requestOf(call);
  expect(request.matters).toMatchObject([
    { part: 1, incidentId: first, words: '门口路灯不亮', ended: false },
    { part: 2, incidentId: id, words: '半夜施工吵到睡不着', ended: false },
  ]);
  expect(await filed({ ...call, parts: call['parts'] })).toEqual(answer);
  expect(await filed({ ...call, text: '改口了' })).toEqual(answer);
  const sums = 'select (select count(*)::int from request where ticket_no = $1) as requests, (select count(*)::int from event where key like $2) as events, (select count(*)::int from quarantine) as refused'; // prettier-ignore
  expect(await core.rows(sums, [call.actionId, `desk/${call.actionId}/%`])).toEqual([
    { requests: 1, events: 2, refused: 0 },
  ]);
  const seen = IncidentDetail.parse(await (await ask(`/api/incidents/${id}`)).json());
  expect(seen.requests.map(({ body }) => body)).toContain('半夜施工吵到睡不着');
  expect(seen.deadlines.filter(({ subject }) => subject === 'request')).toHaveLength(2);
});

test('of a call of several matters all are taken or none: one place outside the city refuses the whole call', async () => {
  const call = callOf([lamp, noise]);
  const parts = [lamp, { ...noise, lng: 90, lat: 23 }];
  expect((await ask('/api/calls', { ...call, parts })).status).toBe(422);
  expect(await core.rows('select 1 from event where key like $1', [`desk/${call.actionId}/%`])).toEqual([]);
});

test('the caller is answered once, when all matters have ended; closing one, or answering it at once, tells nobody', async () => {
  const call = callOf([lamp, noise]);
  const ids = incidentsOf(await filed(call));
  const { id, promisedAt } = await requestOf(call);
  await work.workThrough(ids[0]!);
  expect(await requestOf(call)).toMatchObject({ status: 'open', matters: [{ ended: true }, { ended: false }] });
  const words = { requestIds: [id], text: '路灯已修好。' };
  const refused = await ask('/api/requests/answer', words);
  expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('尚有 1 件未办结')]);

  const { version } = await work.incident(ids[1]!);
  await answerDirectly(core, desk, ids[1]!, { version, text: '工地已停工整改' });
  expect(await requestOf(call)).toMatchObject({ status: 'open', promisedAt, matters: [{ ended: true }, { ended: true }] });
  expect((await ask('/api/requests/answer', { ...words, text: '路灯已修好；工地已停工。' })).status).toBe(200);
  expect(await countsOf(ids)).toMatchObject([{ asked: 1, answered: 1 }, { asked: 1, answered: 1 }]);
  expect((await ask('/api/requests/answer', words)).status).toBe(409);
  const clocks = `select stopped_at is not null as stopped from deadline where subject = 'request' and subject_id = $1`;
  expect(await core.rows(clocks, [id])).toEqual([{ stopped: true }]);
}); // prettier-ignore

test('before all have ended the caller is answered only for a stated reason, which is kept', async () => {
  const call = callOf([lamp, noise]);
  const ids = incidentsOf(await filed(call));
  const { id } = await requestOf(call);
  const body = { requestIds: [id], text: '两件均已派出。', reason: '来电人催问进展' };
  expect((await ask('/api/requests/answer', body)).status).toBe(200);
  const told = `select words from history where move = 'answer' and incident_id = any ($1)`;
  expect(await core.rows(told, [ids])).toEqual(
    Array.from({ length: 2 }, () => ({
      words: expect.stringContaining('先行答复：来电人催问进展') as string,
    })),
  );
});

test('one of them absorbed into another incident keeps the promise, and the answer waits for that incident', async () => {
  const call = callOf([lamp, noise]);
  const [first, second] = incidentsOf(await filed(call));
  const before = await requestOf(call);
  const host = await work.called(1);
  await absorbIncidents(core, desk, host, { incidentIds: [second!], reason: '同一工地' });
  const after = await requestOf(call);
  expect(after).toMatchObject({ promisedAt: before.promisedAt, incidentId: first, matters: [{ incidentId: first }, { incidentId: host }] }); // prettier-ignore
  expect(await countsOf([first!, host, second!])).toMatchObject([{ asked: 1 }, { asked: 2 }, { asked: 0 }]);
  await work.workThrough(first!);
  await expect(answerRequests(core, desk, [after.id], '路灯已修好。')).rejects.toMatchObject({ code: 'wrong-status' }); // prettier-ignore
  await absorbIncidents(core, desk, host, { incidentIds: [await work.called(1)], reason: '同一工地' });
  await work.workThrough(host);
  await answerRequests(core, desk, [after.id], '路灯已修好；工地已停工。');
  expect(await requestOf(call)).toMatchObject({ status: 'answered' });
});

test('what a caller told apart is never joined by the machine, in one batch or two, and two in one are one caller', async () => {
  const drain = { text: '路面水浸', categoryCode: 'road-flooding' };
  const flood = { text: '渠盖堵塞', categoryCode: 'drain-blocked' };
  const ids = incidentsOf(await filed(callOf([drain, flood])));
  expect(new Set(ids).size).toBe(2);
  const again = incidentsOf(await filed(callOf([lamp, lamp])));
  expect(new Set(again).size).toBe(2);
  const at = somewhere();
  const apart = callOf([drain, flood], at);
  const [one, two] = apart['parts'] as object[];
  const half = {
    platform: 'desk',
    ticketNo: apart.actionId,
    revision: 1,
    calledAt: new Date().toISOString(),
  };
  const linked = () => core.rows('select 1 from link l join event e on e.id = l.event_id where e.key like $1', [`desk/${apart.actionId}/%`]); // prettier-ignore
  await core.send('hotline', [{ ...half, ...two, part: 2 }]);
  await until('the second matter is merged first', async () => (await linked()).length === 1);
  await core.send('hotline', [{ ...half, ...one }]);
  await until('both are merged', async () => (await linked()).length === 2);
  const { matters } = await requestOf(apart);
  expect(new Set(matters.map(({ incidentId }) => incidentId)).size).toBe(2);
  const absorbed = await absorbIncidents(core, desk, ids[0]!, { incidentIds: [ids[1]!], reason: '一并处置' });
  expect(absorbed).toMatchObject({ eventCount: 2, requestCount: 1 });
});

test('who says that one matter is not solved has a new round of that one alone', async () => {
  const call = callOf([lamp, noise]);
  const ids = incidentsOf(await filed(call));
  for (const id of ids) await work.workThrough(id);
  const { id } = await requestOf(call);
  await answerRequests(core, desk, [id], '路灯已修好；工地已停工。');
  const said = { result: 'dissatisfied', solved: false, note: '', cause: 'handling', whenOpenNearby: 'ask' } as const;
  await expect(followUpRequest(core, desk, id, { ...said, incidentIds: [1] })).rejects.toMatchObject({ code: 'bad-input' });
  await followUpRequest(core, desk, id, { ...said, incidentIds: [ids[1]!] });
  expect(await countsOf(ids)).toMatchObject([{ status: 'closed', answered: 0 }, { status: 'to-sign', answered: 0 }]);
  expect(await requestOf(call)).toMatchObject({ status: 'open', round: 2, matters: [{ ended: true }, { ended: false }] });
}); // prettier-ignore

test('whoever works on the second matter sees the caller and nothing of the first; erased is every matter', async () => {
  const call = callOf([lamp, noise]);
  const ids = incidentsOf(await filed(call));
  const { id } = await requestOf(call);
  const { version } = await work.incident(ids[1]!);
  await dispatchIncident(core, desk, ids[1]!, { version, unitCode: work.unitCode, note: '', coHosts: [] });
  const { scope } = by('unit-clerk', work.unitCode);
  const seen = await inSnapshot(core.pool, scope, async (tx) => ({
    row: await requests.byId(tx, id),
    persons: await openPersons(tx, core.vault, [id]),
  }));
  expect(seen.persons.get(id)).toMatchObject({ phone: '13977654321' });
  expect(seen.row?.matters).toMatchObject([
    { incidentId: null, title: null, words: null, ended: false },
    { incidentId: ids[1], words: '半夜施工吵到睡不着' },
  ]);
  const client = await core.pool.connect();
  await client.query("begin; set local app.scope = '*'");
  await eraseDue(client, '2199-01-01', 300, new Date());
  const left = await client.query('select 1 from event where key like $1 and sealed is not null', [`desk/${call.actionId}/%`]); // prettier-ignore
  await client.query('rollback');
  client.release();
  expect(left.rows).toEqual([]);
});

test('a call that waited for a person is its incident’s caller once it was decided', async () => {
  const id = await work.called(1);
  const vague = ticket({ text: '蕉园社区噪声', lng: undefined, lat: undefined });
  await core.send('hotline', [vague]);
  const asked = `select w.event_id as id from waiting w join event e on e.id = w.event_id where w.reason = 'ask' and e.key like $1`;
  const waits = () => core.rows<{ id: number }>(asked, [`%/${String(vague['ticketNo'])}/1`]);
  await until('the call waits for a person', async () => (await waits()).length === 1);
  await decideWaiting(core, desk, (await waits())[0]!.id, { incidentId: id });
  await until('the call is linked', async () => (await work.requestsOf(id)).length === 2);
  expect(await countsOf([id])).toMatchObject([{ asked: 2 }]);
});

test('a ticket of two matters is one event until a person parts it; then its request stands in both, and the decision is kept', async () => {
  const at = somewhere();
  const said = ticket({ ...at, categoryCode: 'street-light', text: '门口路灯不亮半个月。另外垃圾桶满了没人清理' });
  await core.send('hotline', [said]);
  const call = { actionId: String(said['ticketNo']) };
  const filedAs = 'select incident_id as id from request where ticket_no = $1 and incident_id is not null';
  await until('the ticket is merged', async () => (await core.rows(filedAs, [call.actionId])).length === 1);
  const before = await requestOf(call);
  expect(before.matters).toEqual([]);
  const detailOf = async (id: number) => IncidentDetail.parse(await (await ask(`/api/incidents/${id}`)).json());
  expect((await detailOf(before.incidentId!)).several).toMatchObject([
    { requestId: before.id, matters: [{ categoryCode: 'street-light' }, { categoryCode: 'garbage' }] },
  ]);
  const path = `/api/requests/${before.id}/split`;
  const body = { parts: [{ text: '垃圾桶满了没人清理，电话13977654321', categoryCode: 'garbage', ...at }] };
  const both = await Promise.all([ask(path, body), ask(path, body)]);
  expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 409]));
  await until('the further matter is merged', async () => (await requestOf(call)).matters[1]?.incidentId !== null);
  const after = await requestOf(call);
  expect(after).toMatchObject({ incidentId: before.incidentId, promisedAt: before.promisedAt, status: 'open' });
  const [first, second] = after.matters;
  expect(second).toMatchObject({ part: 2, ended: false, words: expect.not.stringContaining('13977654321') as string });
  expect(second!.incidentId).not.toBe(first!.incidentId);
  expect(await countsOf([second!.incidentId!])).toMatchObject([{ asked: 1 }]);
  const { several, history } = await detailOf(before.incidentId!);
  expect([several, history.some(({ move }) => move === 'split')]).toEqual([[], true]);
  const kept = `select detail from audit where action = 'request.split' and target = $1`;
  expect(await core.rows(kept, [`request/${before.id}`])).toEqual([
    { detail: { eventIds: [second!.eventId], kinds: ['garbage'], offered: ['street-light', 'garbage'] } },
  ]);
}); // prettier-ignore
