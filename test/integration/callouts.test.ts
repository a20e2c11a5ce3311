import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Callouts, DutyList } from '#contracts/duty.ts';
import { Figures } from '#contracts/wall.ts';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import { putDuty } from '#flows/edit-duty.ts';
import { sweepCalls } from '#flows/note-call.ts';
import { openDueCallouts } from '#flows/open-callout.ts';
import { dateText, dayFromText } from '#domain/calendar.ts';
import { dutyDayOf } from '#domain/duty.ts';
import { cityNow } from '#store/db.ts';
import { erasePhones } from '#store/duty.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { desk, makeDeskWork } from '#test/support/desk-work.ts';
import type { DeskWork } from '#test/support/desk-work.ts';
import { dumpDatabase } from '#test/support/surfaces.ts';

const phones = { lead: '13977654321', standIn: '13977650001', contact: '07586173942' };
let core: Core;
let work: DeskWork;
let app: TestApp;
let day: string;
const cookies = new Map<string, string>();
beforeAll(async () => {
  core = await makeCore();
  work = makeDeskWork(core);
  app = await startApp(core.pool);
  for (const role of ['operator', 'shift-leader', 'unit-clerk'] as const)
    cookies.set(role, await cookieOf(core.pool, role, role === 'unit-clerk' ? { unitCode: work.unitCode } : {})); // prettier-ignore
  day = dutyDayOf(await cityNow(core.pool));
});
afterAll(async () => {
  await app.close();
  await core.close();
});
const rosterOf = (day: string): Parameters<typeof putDuty>[2] => [
  { day, unitCode: 'zq-center', post: 'lead', name: '陈带班', phone: phones.lead, standIn: '李备岗', standInPhone: phones.standIn }, // prettier-ignore
  { day, unitCode: 'zq-center', post: 'operator', name: '坐席员', standIn: null },
  { day, unitCode: work.unitCode, post: 'contact', name: '王值班', phone: phones.contact, standIn: null },
];
// The next day too: a duty day may end, at eight in the morning, while a test runs.
beforeEach(() => putDuty(core, desk, [...rosterOf(day), ...rosterOf(dateText(dayFromText(day) + 1))]));

const ask = (role: string, method: string, path: string, body?: object) =>
  fetch(app.url + path, {
    method,
    headers: { cookie: cookies.get(role)!, origin: app.url, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
async function dispatched(): Promise<number> {
  const id = await work.called(1);
  const { version } = await work.incident(id);
  await dispatchIncident(core, desk, id, { version, unitCode: work.unitCode, note: '' });
  return id;
}
const peopleOf = async (id: number) => {
  const answer = await ask('operator', 'GET', `/api/callouts?about=incident&aboutId=${id}`);
  return Callouts.parse(await answer.json()).items[0]?.people ?? [];
};
const statesOf = async (id: number) =>
  (await peopleOf(id)).map(({ name, state, standInName }) => [name, state, standInName]);
const pass = (minutes: number) =>
  core.asOwner(`update city_clock set anchor_city = anchor_city + interval '${minutes} minutes'`);
const call = (id: number) => ask('operator', 'POST', '/api/callouts', { about: 'incident', aboutId: id });

test('a call-out names who leads the night and who is on duty at the unit; who sits at the desk is not called', async () => {
  const id = await dispatched();
  expect((await call(id)).status).toBe(204);
  expect(await statesOf(id)).toEqual([
    ['陈带班', 'waiting', null],
    ['王值班', 'waiting', null],
  ]);
  const again = await call(id);
  expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('值班表没有')]);
});

test('the result is one call; who did not answer is replaced by the stand-in at once, and an answer stands', async () => {
  const id = await dispatched();
  await call(id);
  const [lead, contact] = await peopleOf(id);
  const note = (called: { id: number }, result: string) =>
    ask('operator', 'POST', `/api/called/${called.id}`, { result });
  expect((await note(contact!, 'answered')).status).toBe(204);
  expect((await note(contact!, 'missed')).status).toBe(409);
  expect((await note(lead!, 'missed')).status).toBe(204);
  expect(await statesOf(id)).toEqual([
    ['陈带班', 'missed', '李备岗'],
    ['王值班', 'answered', null],
    ['李备岗', 'waiting', null],
  ]);
  const told = await core.rows<{ words: string }>(
    "select words from history where incident_id = $1 and move = 'callout' order by id",
    [id],
  );
  expect(told.map(({ words }) => words)).toEqual([
    '叫应 2 名责任人，10 分钟未接改叫备岗',
    '已叫应单位值班王值班',
    '带班领导陈带班未接，改叫备岗李备岗',
  ]);
});

test('after ten minutes the sweep names the stand-in: not before, once, with two sweepers, and also after one that ended half-way', async () => {
  const id = await dispatched();
  await call(id);
  await pass(9);
  expect(await sweepCalls(core)).toBe(0);
  await pass(2);
  // A worker that ends within its transaction leaves the call as it was.
  await core.asOwner('alter table called add constraint half_way check (not stand_in) not valid');
  await expect(sweepCalls(core)).rejects.toThrow('half_way');
  expect((await statesOf(id)).map(([, state]) => state)).toContain('waiting');
  await core.asOwner('alter table called drop constraint half_way');
  const due = await core.rows("select 1 from called where state = 'waiting' and due_at <= city_now()");
  const swept = await Promise.all([sweepCalls(core), sweepCalls(core)]);
  expect(await sweepCalls(core)).toBe(0);
  expect(swept[0] + swept[1]).toBe(due.length);
  expect(await statesOf(id)).toEqual([
    ['陈带班', 'missed', '李备岗'],
    ['王值班', 'missed', null],
    ['李备岗', 'waiting', null],
  ]);
  const rung = await core.rows<{ title: string }>(
    "select body ->> 'title' as title from delivery where incident_id = $1 and step like 'callout-%' order by id",
    [id],
  );
  expect(rung.map(({ title }) => title)).toEqual([
    '叫应：带班领导陈带班未接，改叫备岗李备岗',
    '叫应：单位值班王值班未接',
  ]);
});

test('what is grave is called out by the machine, once; a unit that gets it later is called then', async () => {
  await core.send('hotline', [ticket({ text: '工地有人被困触电，快来人', lng: 112.31, lat: 23.31, categoryCode: 'construction-noise' })]); // prettier-ignore
  await core.merge();
  const [{ id } = { id: 0 }] = await core.rows<{ id: number }>('select max(id)::int as id from incident');
  await core.asOwner(`set app.scope = '*'; update incident set unit_code = null where id = ${id}`);
  expect(await openDueCallouts(core)).toBe(1);
  expect(await openDueCallouts(core)).toBe(0);
  await core.asOwner(
    `set app.scope = '*'; update incident set unit_code = '${work.unitCode}' where id = ${id}`,
  );
  expect(await openDueCallouts(core)).toBe(1);
  expect(await openDueCallouts(core)).toBe(0);
  expect((await statesOf(id)).map(([name]) => name)).toEqual(['陈带班', '王值班']);
});

test('the wall is told who was called about a danger and who has answered: by unit and post, without a name', async () => {
  const [{ id } = { id: 0 }] = await core.rows<{ id: number }>("select max(incident_id)::int as id from callout where about = 'incident'"); // prettier-ignore
  const [lead] = await peopleOf(id);
  expect((await ask('operator', 'POST', `/api/called/${lead!.id}`, { result: 'answered' })).status).toBe(204);
  const text = await (await ask('shift-leader', 'GET', '/api/wall/figures')).text();
  const { called } = Figures.parse(JSON.parse(text));
  expect(
    called.filter(({ incidentId }) => incidentId === id).map(({ post, answered }) => [post, answered]),
  ).toEqual([
    ['lead', true],
    ['contact', false],
  ]);
  expect(text).not.toMatch(/陈带班|王值班/u);
});

test('numbers are sealed in the database, masked on every page, and shown to whoever calls, with a row in the audit', async () => {
  const { items } = DutyList.parse(await (await ask('operator', 'GET', `/api/duty?from=${day}&days=1`)).json()); // prettier-ignore
  const lead = items.find(({ name }) => name === '陈带班')!;
  expect([lead.phone, lead.standIn]).toEqual(['139****4321', '李备岗']);
  const seen = await ask('operator', 'POST', `/api/duty/${lead.id}/reveal`);
  expect(await seen.json()).toEqual({ phone: phones.lead, standInPhone: phones.standIn });
  expect(await core.rows("select 1 from audit where action = 'duty.reveal'")).toHaveLength(1);
  expect((await ask('unit-clerk', 'POST', `/api/duty/${lead.id}/reveal`)).status).toBe(403);
  const dump = await dumpDatabase(core.url);
  for (const phone of Object.values(phones)) {
    expect(dump).not.toContain(phone);
    expect(dump).not.toContain(Buffer.from(phone).toString('hex'));
  }
  await core.asOwner(`update duty set phone_sealed = stand_in_phone_sealed where id = ${lead.id}`);
  expect((await ask('operator', 'POST', `/api/duty/${lead.id}/reveal`)).status).toBe(500);
  await core.asOwner(
    `update duty set phone_sealed = null, stand_in_phone_sealed = null where id = ${lead.id}`,
  );
});

test('a line without a number keeps the number of the same person and no other’s; old numbers go', async () => {
  const line = { day, unitCode: 'zq-center', post: 'lead', standIn: '李备岗' } as const;
  expect(await putDuty(core, desk, [{ ...line, name: '陈带班' }])).toBe(0);
  expect(await putDuty(core, desk, [{ ...line, name: '新领导' }])).toBe(1);
  const [row] = await core.rows<{ phone: Buffer | null; standIn: Buffer | null }>(
    `select phone_sealed as phone, stand_in_phone_sealed as "standIn" from duty where post = 'lead' and day = $1`,
    [day],
  );
  expect([row!.phone, row!.standIn === null]).toEqual([null, false]);
  await erasePhones(core.pool, day);
  expect(await core.rows(`select 1 from duty where stand_in_phone_sealed is not null and day = '${day}'`)).toHaveLength(1); // prettier-ignore
  await erasePhones(core.pool, '2099-01-01');
  expect(await core.rows('select 1 from duty where stand_in_phone_sealed is not null')).toHaveLength(0);
  await expect(putDuty(core, desk, [{ ...line, unitCode: 'nobody', name: '某人' }])).rejects.toThrow(
    '没有代码为',
  );
});

test('the ledger goes out as workbook and as text: every person with the result, and no number of anybody', async () => {
  const query = `from=${day}&to=2099-01-01`;
  const book = await ask('operator', 'GET', `/api/callouts/ledger?${query}`);
  const bytes = Buffer.from(await book.arrayBuffer());
  const [head, ...rows] = await readSheet(bytes);
  expect(head).toContain('结果');
  expect(rows.some((row) => row.includes('已改叫备岗李备岗'))).toBe(true);
  const csv = await (await ask('operator', 'GET', `/api/callouts/ledger?${query}&format=csv`)).text();
  expect(csv.split('\r\n').length).toBe(rows.length + 2);
  expect(csv + JSON.stringify(rows)).not.toMatch(/\d{11}/u);
  expect((await ask('unit-clerk', 'GET', `/api/callouts/ledger?${query}`)).status).toBe(403);
});
