import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentDetail } from '#contracts/desk.ts';
import type { TaskCard } from '#contracts/task.ts';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import { actorOfRequest } from '#server/http/support/identify.ts';
import { attachLive } from '#server/live/attach.ts';
import { maskText } from '#text/mask.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { leaksIn, people, words } from '#test/support/canaries.ts';
import { makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { desk } from '#test/support/desk-work.ts';
import { openEar } from '#test/support/surfaces.ts';
import type { Ear } from '#test/support/surfaces.ts';
import { until } from '#test/support/test-parts.ts';

/** The unit that somebody reports: the town's own enforcers look away. */
const unitCode = '441202-quwang';
const secret = people.secret;
let core: Core;
let app: TestApp;
let live: { url: string; close: () => Promise<void> };
let clerk: string;
let incidentId: number;
let requestId: number;

async function startLive(): Promise<typeof live> {
  const server = http.createServer();
  const attached = await attachLive(server, app.parts, (req, token) =>
    actorOfRequest(app.parts, app.settings, req, token),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      await attached.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

beforeAll(async () => {
  core = await makeCore();
  app = await startApp(core.pool);
  live = await startLive();
  clerk = await cookieOf(core.pool, 'unit-clerk', { unitCode });
  const said = {
    callerName: secret.name,
    callerPhone: secret.phone,
    address: secret.address,
    text: words.secret,
  };
  const place = { lng: 112.3, lat: 23.2, categoryCode: 'construction-noise' };
  await core.send('hotline', [
    ticket({ ...said, ...place, ticketNo: 'S1', confidential: true, kind: 'report' }),
  ]);
  await core.merge();
  const [row] = await core.rows<{ id: number; version: number; request: number }>(
    'select i.id, i.version, r.id as request from incident i join request r on r.incident_id = i.id',
  );
  incidentId = row!.id;
  requestId = row!.request;
  await dispatchIncident(core, desk, incidentId, { version: row!.version, unitCode, note: '请查处' });
});
afterAll(async () => {
  await live.close();
  await app.close();
  await core.close();
});

const read = async (path: string): Promise<{ status: number; text: string }> => {
  const answer = await fetch(app.url + path, { headers: { cookie: clerk } });
  return { status: answer.status, text: await answer.text() };
};

/** Surname, last digits and estate too: whoever knows the neighbourhood needs no more. */
const traces = /莘|942|4321|0758|139\*|45栋|803/u;

test('the unit that is reported finds nothing of the reporter in any answer and any live row', async () => {
  const ear = openEar(live.url, clerk, 'field');
  await until('the row', () => ear.heard().includes('"construction-noise"'));
  const tasks = await read('/api/tasks');
  const [card] = (JSON.parse(tasks.text) as { items: TaskCard[] }).items;
  expect(card?.incidentId).toBe(incidentId);
  const paths = [`/api/tasks/${card!.id}`, `/api/incidents/${incidentId}`, `/api/requests/${requestId}`, '/api/incidents', '/api/inbox', '/api/stats/cases?figure=open', '/api/stats/events']; // prettier-ignore
  const answers = [tasks, ...(await Promise.all(paths.map(read)))];
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  for (const text of [...answers.map((answer) => answer.text), ear.heard()]) {
    expect(leaksIn(text)).toEqual([]);
    // An instant or a number may hold such digits by chance.
    const said = text.replaceAll(
      /\d{4}-\d\d-\d\dT[\d:.]+Z|"(?:id|no|lng|lat|actionId|epoch)":"?[^,"]*/gu,
      '',
    );
    expect(said).not.toMatch(traces);
  }
  const { requests, events } = JSON.parse(answers[2]!.text) as IncidentDetail;
  expect(requests).toMatchObject([
    { confidential: true, callerName: '保密', callerPhone: null, callerAddress: null },
  ]);
  expect(events[0]!.body).toBe('***举报工地半夜施工噪声扰民，举报人***，座机***，手机***，住蓝带花园*栋*房');
  ear.close();
});

test('the unit can neither reveal the reporter nor find out by guessing names', async () => {
  const headers = { cookie: clerk, 'content-type': 'application/json' };
  const reveal = await fetch(`${app.url}/api/requests/${requestId}/reveal`, { method: 'POST', headers, body: JSON.stringify({ reason: '核实举报情况' }) }); // prettier-ignore
  expect(reveal.status).toBe(404);
  const [task] = await core.rows<{ id: number; version: number }>('select id, version from task');
  const guess = `我单位认为举报人系${secret.name}或王建国`;
  const body = JSON.stringify({ actionId: randomUUID(), version: task!.version, reason: guess });
  const returned = await fetch(`${app.url}/api/tasks/${task!.id}/return`, { method: 'POST', headers, body });
  expect(returned.status).toBe(200);
  const [row] = await core.rows<{ reason: string }>('select return_reason as reason from task');
  // Names go by their letters alone, whoever they are: nothing tells which of them is right.
  expect(row!.reason).toBe(maskText(guess));
});

test('confidentiality that comes with a later revision holds, and calls of one person are not put together by it', async () => {
  const tell = async (ticketNo: string, revision: number, confidential: boolean): Promise<void> => {
    const who = { callerName: secret.name, callerPhone: secret.phone, lng: undefined, lat: undefined };
    const said = { ...who, text: '老板欠薪三个月', categoryCode: 'wage-arrears', revision, confidential };
    await core.send('hotline', [ticket({ ...said, ticketNo })]);
    await core.merge();
  };
  await tell('S2', 1, false);
  await tell('S3', 1, false);
  await tell('S2', 2, true);
  await tell('S3', 2, true);
  await tell('S4', 1, false);
  await tell('S5', 1, true);
  const rows = await core.rows<{ no: string; confidential: boolean; incident: number }>(
    `select ticket_no as no, confidential, incident_id as incident from request where ticket_no <> 'S1' order by 1`,
  );
  expect(rows.map(({ confidential }) => confidential)).toEqual([true, true, false, true]);
  const [two, three, four, five] = rows.map(({ incident }) => incident);
  expect(three, 'ordinary calls of one person are one matter').toBe(two);
  expect(new Set([two, four, five]).size).toBe(3);
});

const gone = async (what: string, ear: Ear, change: () => Promise<unknown>): Promise<void> => {
  await until(`${what}: the picture`, () => ear.heard().includes('snapshot'));
  await change();
  await until(`${what}: the socket is closed`, ear.gone);
};

test('a session that is revoked, signed out or disabled, and a role that is taken, close the open socket by themselves', async () => {
  const officer = await cookieOf(core.pool, 'security-admin');
  const act = (cookie: string, method: string, path: string, body?: object): Promise<Response> =>
    fetch(app.url + path, {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const account = { name: '派遣员', roles: ['dispatcher'], unitCode: null, districtCode: null };
  const ways: [string, (cookie: string) => Promise<unknown>][] = [
    ['signed-out', (cookie) => act(cookie, 'DELETE', '/api/session')],
    ['revoked', () => core.asOwner("delete from session where sess ->> 'username' = 'revoked'")],
    ['disabled', () => act(officer, 'PUT', '/api/accounts/disabled', { ...account, disabled: true })],
    [
      'role-taken',
      () => core.asOwner("update account set roles = '{auditor}' where username = 'role-taken'"),
    ],
  ];
  await Promise.all(
    ways.map(async ([username, change]) => {
      const cookie = await cookieOf(core.pool, 'dispatcher', { username });
      const ear = openEar(live.url, cookie, 'desk');
      return gone(username, ear, () => change(cookie));
    }),
  );
});
