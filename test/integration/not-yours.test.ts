import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bulletinFieldNames } from '#contracts/bulletin.ts';
import type { WaitingEvent } from '#contracts/desk.ts';
import { allRoutes } from '#server/app.ts';
import { inSnapshot } from '#store/db.ts';
import * as figures from '#store/figures.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

/** A flood in 端州, with its caller, its unit's task, photo and message; others try to reach it. */
let core: Core;
let app: TestApp;
let district: string;
let unit: string;
const ids = {
  incident: 0,
  request: 0,
  task: 0,
  event: 0,
  inbox: 0,
  alert: 0,
  burst: 0,
  bulletin: 0,
  supervision: 0,
  mark: 0,
  photo: randomUUID(),
};

beforeAll(async () => {
  core = await makeCore();
  app = await startApp(core.pool);
  await core.send('hotline', [ticket({ callerName: '王建国' }), ticket()]);
  await core.merge();
  const [made] = await core.rows<{ incident: number; request: number; task: number; event: number }>(
    `select i.id as incident, t.id as task, (select min(id) from request) as request,
            (select min(event_id) from link) as event
       from incident i join task t on t.incident_id = i.id where i.district_code = '441202'`,
  );
  Object.assign(ids, made);
  await core.asOwner(`
    set app.scope = '*';
    insert into inbox (delivery_id, unit_code, task_id, step, title, ring, created_at)
      select d.id, d.recipient, d.task_id, d.step, '派遣', false, now() from delivery d limit 1;
    insert into photo (id, task_id, incident_id, stage, state, bytes, sha256, mime, uploaded_at, uploaded_by)
      values ('${ids.photo}', ${ids.task}, ${ids.incident}, 'after', 'clean', 'x', 'x', 'image/jpeg', now(), 'somebody');
    insert into bulletin (incident_id, kind, no, round, fields, drafted_at, drafted_by, drafted_name)
      values (${ids.incident}, 'first', 1, 1, '{}', now(), 'somebody', 'somebody');
    insert into sensor (device_id, name, kind, geom, district_code, registered_at, updated_at)
      values ('s1', '水位', 'water', st_setsrid(st_point(112.46, 23.05), 4326), '441202', now(), now());
    insert into supervision (incident_id, task_id, level, title, body, drafted_at)
      values (${ids.incident}, ${ids.task}, 1, '督办单', '请立即办理', now());
    insert into false_alarm (incident_id, source, asset_id, kind, category_code, reason, marked_at, marked_by, marked_name, since, quiet_until)
      values (${ids.incident}, 'camera', 'c1', 'garbage', 'garbage', 'mis-seen', now(), 'somebody', 'somebody', now(), now() + interval '1 day');
    insert into burst (key, category_code, district_code, name, title, reasons, children, since, made_at, changed_at)
      values ('heavy-rain/441202', 'heavy-rain', '441202', '积水', '积水', '{}', '{${ids.incident}}', now(), now(), now());
    insert into series (device_id, metric) values ('s1', 'depth_m');
    insert into alert (rule, series_no, outcome, level, raised_at, observed_at, value, peak, words)
      select 'depth_m', no, 'alert', 2, now(), now(), 1, 1, '水深' from series`);
  const [more] =
    await core.rows<{ inbox: number; alert: number; bulletin: number; supervision: number; mark: number; burst: number }>( // prettier-ignore
      'select (select min(id) from false_alarm) as mark, (select min(id) from inbox) as inbox, (select min(id) from alert) as alert, (select min(id) from burst) as burst, (select min(id) from bulletin) as bulletin, (select min(id) from supervision) as supervision',
    );
  Object.assign(ids, more);
  district = await cookieOf(core.pool, 'shift-leader', { districtCode: '441204', username: 'gaoyao' });
  unit = await cookieOf(core.pool, 'unit-clerk', { unitCode: 'u-garden', username: 'yuanlin' });
});
afterAll(async () => {
  await app.close();
  await core.close();
});

const reason = '核对现场情况';
const step = { version: 1 };
const bulletinFields = Object.fromEntries(Object.keys(bulletinFieldNames).map((name) => [name, reason]));
/** Everything that can be asked of one thing by its number. */
const asked: [who: 'district' | 'unit', call: string, id: keyof typeof ids, body?: object][] = [
  ['district', 'get /api/incidents/:id', 'incident'],
  ['unit', 'get /api/incidents/:id', 'incident'],
  ['district', 'post /api/incidents/:id/accept', 'incident', { version: 1 }],
  ['district', 'post /api/incidents/:id/refuse', 'incident', { version: 1, reason }],
  ['district', 'post /api/incidents/:id/mark-false', 'incident', { version: 1, why: 'mis-seen' }],
  ['district', 'post /api/false-alarms/:id/lift', 'mark', { reason }],
  ['district', 'post /api/incidents/:id/answer', 'incident', { version: 1, text: reason }],
  ['district', 'post /api/incidents/:id/dispatch', 'incident', { version: 1, unitCode: 'x' }],
  ['district', 'post /api/incidents/:id/recall', 'incident', { version: 1, reason }],
  ['district', 'post /api/incidents/:id/review', 'incident', { version: 1, pass: true }],
  ['district', 'post /api/incidents/:id/inspect', 'incident', { version: 1, pass: true }],
  ['district', 'post /api/incidents/:id/close', 'incident', { version: 1 }],
  ['district', 'post /api/incidents/:id/reopen', 'incident', { version: 1, reason }],
  ['district', 'post /api/incidents/:id/urge', 'incident', { version: 1 }],
  ['district', 'post /api/incidents/:id/decide', 'incident', { version: 1, grant: true, reason }],
  ['district', 'post /api/incidents/:id/resume', 'incident', { version: 1, reason }],
  ['district', 'post /api/incidents/:id/correct', 'incident', { version: 1, severity: 1, reason }],
  ['district', 'post /api/incidents/:id/confirm-danger', 'incident', { version: 1, note: reason }],
  ['district', 'post /api/incidents/:id/split', 'incident', { eventIds: [1], reason }],
  ['district', 'post /api/incidents/:id/absorb', 'incident', { incidentIds: [1, 2, 3], reason }],
  ['district', 'post /api/incidents/:id/send-verify', 'incident', { version: 1, unitCode: 'x' }],
  ['district', 'post /api/incidents/:id/recall-verify', 'incident', { version: 1, reason }],
  ['district', 'post /api/incidents/:id/send-inspect', 'incident', { version: 1, unitCode: 'x' }],
  ['district', 'post /api/incidents/:id/ask-special-close', 'incident', { version: 1, basis: reason, photoIds: [randomUUID()] }], // prettier-ignore
  ['district', 'post /api/incidents/:id/special-close', 'incident', { version: 1, pass: true }],
  ['district', 'post /api/incidents/:id/redispatch', 'incident', { version: 1, unitCode: 'x', reason }],
  ['district', 'post /api/incidents/:id/rule', 'incident', { version: 1, unitCode: 'x', basis: reason }],
  ['district', 'post /api/incidents/:id/adopt', 'incident', { incidentIds: [1, 2, 3], reason }],
  ['district', 'post /api/incidents/:id/release', 'incident', { version: 1, reason }],
  ['district', 'post /api/incidents/:id/co-host', 'incident', { version: 1, unitCode: 'zq-119' }],
  ['district', 'get /api/incidents/:id/bulletins', 'incident'],
  ['district', 'post /api/incidents/:id/bulletins', 'incident', { kind: 'first' }],
  ['district', 'post /api/incidents/:id/reportable', 'incident'],
  ['district', 'post /api/incidents/:id/oral-report', 'incident', { told: '总值班室' }],
  ['district', 'put /api/bulletins/:id', 'bulletin', { version: 1, fields: bulletinFields }],
  ['district', 'delete /api/bulletins/:id', 'bulletin'],
  ['district', 'post /api/bulletins/:id/sign', 'bulletin', { version: 1 }],
  ['district', 'get /api/bulletins/:id/docx', 'bulletin'],
  ['district', 'get /api/bulletins/:id/print', 'bulletin'],
  ['district', 'get /api/requests/:id', 'request'],
  ['unit', 'get /api/requests/:id', 'request'],
  ['district', 'post /api/requests/:id/split', 'request', { parts: [{ text: '路灯也坏了' }] }],
  ['district', 'post /api/requests/:id/follow-up', 'request', { result: 'satisfied', solved: true }],
  ['district', 'post /api/requests/:id/reveal', 'request', { reason }],
  ['unit', 'post /api/requests/:id/reveal', 'request', { reason }],
  ['district', 'get /api/tasks/:id', 'task'],
  ['unit', 'get /api/tasks/:id', 'task'],
  ['unit', 'post /api/tasks/:id/sign', 'task', step],
  ['unit', 'post /api/tasks/:id/arrive', 'task', step],
  ['unit', 'post /api/tasks/:id/return', 'task', { ...step, reason }],
  ['unit', 'post /api/tasks/:id/report', 'task', { ...step, text: reason }],
  ['unit', 'get /api/tasks/:id/below', 'task'],
  ['unit', 'post /api/tasks/:id/pass-on', 'task', { ...step, unitCode: 'x' }],
  ['unit', 'post /api/tasks/:id/judge', 'task', { ...step, verdict: 'pass', text: reason }],
  ['district', 'post /api/tasks/:id/track', 'task', { ...step, text: reason }],
  ['unit', 'post /api/tasks/:id/ask-extension', 'task', { ...step, amount: 1, reason }],
  ['unit', 'post /api/tasks/:id/ask-suspension', 'task', { ...step, until: '2030-01-01', reason }],
  ['unit', 'post /api/tasks/:id/appeal', 'task', { ...step, reason }],
  ['unit', 'post /api/tasks/:id/withdraw', 'task', step],
  ['unit', 'post /api/tasks/:id/reply-supervision', 'task', { ...step, supervisionId: 1, text: reason }],
  ['district', 'post /api/incidents/:id/supervise', 'incident', { version: 1, text: reason.repeat(5) }],
  ['district', 'post /api/supervisions/:id/sign', 'supervision', { text: reason.repeat(5) }],
  ['district', 'post /api/supervisions/:id/discard', 'supervision', { reason }],
  ['district', 'post /api/supervisions/:id/release', 'supervision', { reason }],
  ['unit', 'post /api/tasks/:id/resume', 'task', { ...step, reason }],
  ['unit', 'post /api/inbox/:id/read', 'inbox'],
  ['district', 'post /api/alerts/:id/confirm', 'alert', { note: reason }],
  ['district', 'post /api/bursts/:id/accept', 'burst', {}],
  ['district', 'post /api/bursts/:id/dismiss', 'burst', {}],
  ['district', 'post /api/bursts/:id/undo', 'burst'],
  ['district', 'post /api/waiting/:id/decide', 'event', { incidentId: null }],
  ['district', 'get /api/photos/:id', 'photo'],
  ['unit', 'get /api/photos/:id', 'photo'],
];

/** Numbers of what belongs to no unit and no district: one right opens all of them or none. */
const ofNobody =
  /\/(?:accounts|quarantine|ops|reference|warnings|day-briefs|duty|called|shift|walls|past|write-backs)\//u;

test('whatever can be asked of a thing by its number is asked below', async () => {
  const routes = (await allRoutes(app.settings)).map(({ method, path }) => `${method} ${path}`);
  const byNumber = routes.filter((call) => call.includes(':') && !ofNobody.test(call));
  const tried = new Set(asked.map(([, call]) => call));
  expect(byNumber.filter((call) => !tried.has(call.replace(':eventId', ':id')))).toEqual([]);
});

async function ask(cookie: string, call: string, id: string, body?: object): Promise<[number, string]> {
  const [method = '', path = ''] = call.split(' ');
  const answer = await fetch(app.url + path.replace(':id', id), {
    method: method.toUpperCase(),
    headers: { cookie, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify({ actionId: randomUUID(), ...body }) } : {}),
  });
  return [answer.status, (await answer.text()).replace(/"traceId":"[^"]+"/u, '')];
}

test.each(asked)(
  '%s: %s of somebody else’s %s answers as for what is not there',
  async (who, call, id, body) => {
    const cookie = who === 'district' ? district : unit;
    const missing = id === 'photo' ? randomUUID() : '987654321';
    const found = await ask(cookie, call, String(ids[id]), body);
    expect(found[0]).toBe(404);
    expect(found).toEqual(await ask(cookie, call, missing, body));
  },
);

test('a district answers no caller of another district, whatever numbers it names', async () => {
  const call = 'post /api/requests/answer';
  const body = { requestIds: [ids.request], text: '已经处理完毕' };
  const found = await ask(district, call, '', body);
  expect(found[0]).toBe(404);
  expect(found).toEqual(await ask(district, call, '', { ...body, requestIds: [987654321] }));
  expect(await core.rows('select distinct status from request')).toEqual([{ status: 'open' }]);
});

test('beside a report that waits for a person a district is shown and counts its own matters only', async () => {
  await core.send('hotline', [ticket({ lng: 112.45, lat: 22.95 })]);
  await core.merge();
  await core.send('hotline', [ticket({ lng: 112.4, lat: 23.1 })]);
  await core.asOwner(`
    update waiting set reason = 'ask', judged = jsonb_build_object('why', 'x', 'categoryCode', 'road-flooding', 'severity', 3,
      'danger', '[]'::jsonb, 'title', 'x', 'lng', null, 'lat', null, 'accuracyM', 500, 'districtCode', null, 'places', '[]'::jsonb,
      'candidates', (select jsonb_agg(jsonb_build_object('incidentId', id, 'score', 0.5, 'reasons', '[]'::jsonb)) from incident))`);
  const seen = async (cookie: string): Promise<Set<string | null>> => {
    const { items } = JSON.parse((await ask(cookie, 'get /api/waiting', ''))[1]) as { items: WaitingEvent[] };
    return new Set(
      items.flatMap(({ candidates }) => candidates.map(({ incident }) => incident.districtCode)),
    );
  };
  const counted = (code: string): Promise<number> =>
    inSnapshot(
      core.pool,
      { units: [], districts: [code] },
      async (tx) => (await figures.liveness(tx, new Date(), 60)).waiting,
    );
  const city = await cookieOf(core.pool, 'operator', { username: 'zhiban' });
  expect(await seen(city)).toEqual(new Set(['441202', '441204']));
  expect(await seen(district)).toEqual(new Set(['441204']));
  expect([await counted('441204'), await counted('441224')]).toEqual([1, 0]);
});
