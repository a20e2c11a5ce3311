import { afterAll, beforeAll, expect, test } from 'vitest';
import { Bulletin, Bulletins } from '#contracts/bulletin.ts';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { desk, makeDeskWork } from '#test/support/desk-work.ts';
import type { DeskWork } from '#test/support/desk-work.ts';
import { workOf } from '#test/support/test-parts.ts';
import { partsOf } from '#test/support/zip.ts';
import { sweepDeadlines } from '#workers/clock.ts';

let core: Core;
let work: DeskWork;
let app: TestApp;
const cookies = new Map<string, string>();
beforeAll(async () => {
  core = await makeCore();
  work = makeDeskWork(core);
  app = await startApp(core.pool);
  for (const role of ['operator', 'shift-leader', 'unit-clerk'] as const)
    cookies.set(
      role,
      await cookieOf(core.pool, role, role === 'unit-clerk' ? { unitCode: work.unitCode } : {}),
    );
});
afterAll(async () => {
  await app.close();
  await core.close();
});

const ask = (role: string, method: string, path: string, body?: object) =>
  fetch(app.url + path, {
    method,
    headers: { cookie: cookies.get(role)!, origin: app.url, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const listOf = async (id: number) =>
  Bulletins.parse(await (await ask('operator', 'GET', `/api/incidents/${id}/bulletins`)).json());
const begun = async (id: number, kind: string) => {
  const answer = await ask('operator', 'POST', `/api/incidents/${id}/bulletins`, { kind });
  expect(answer.status, await answer.clone().text()).toBe(200);
  return Bulletin.parse(await answer.json());
};
const sign = async ({ id, version }: Bulletin) =>
  Bulletin.parse(await (await ask('shift-leader', 'POST', `/api/bulletins/${id}/sign`, { version })).json());
const clocksOf = (id: number) =>
  core.rows<{ stage: string; stopped: boolean }>(
    "select stage, stopped_at is not null as stopped from deadline where subject = 'bulletin' and incident_id = $1 order by stage",
    [id],
  );

test('one call drafts the first report from the rows, with what nobody knows left open, and starts both clocks', async () => {
  const id = await work.called(3);
  await dispatchIncident(core, desk, id, {
    version: (await work.incident(id)).version,
    unitCode: work.unitCode,
    note: '',
  });
  const draft = await begun(id, 'first');
  expect(draft.fields.source).toContain('热线 3 件');
  expect(draft.fields.measures).toMatch(/交.+处置/u);
  expect(draft.fields.loss).toContain('（待核');
  expect(draft.fields.onSpot).toContain('（待核：到场领导');
  const { reportable, next } = await listOf(id);
  const minutes = (at: string) => (Date.parse(at) - Date.parse(reportable!.judgedAt)) / 60_000;
  expect([minutes(reportable!.oralDueAt), minutes(reportable!.writtenDueAt)]).toEqual([30, 60]);
  expect(next).toEqual([]);
  expect(await clocksOf(id)).toEqual([{ stage: 'oral', stopped: false }, { stage: 'written', stopped: false }]); // prettier-ignore
  // What the incident shows as its own time is not the report's.
  const [shown] = await core.rows<{ own: boolean }>(
    "select due_at = (select due_at from deadline where incident_id = $1 and kind = 'unit' and stopped_at is null) as own from incident where id = $1",
    [id],
  );
  expect(shown).toEqual({ own: true });
});

test('a spoken report stops its clock, a signed one the other; both are told in the timeline', async () => {
  const id = await work.called(1);
  expect((await ask('operator', 'POST', `/api/incidents/${id}/oral-report`, { told: '市政府总值班室' })).status).toBe(200); // prettier-ignore
  expect((await ask('operator', 'POST', `/api/incidents/${id}/oral-report`, { told: '又一次' })).status).toBe(
    409,
  );
  await sign(await begun(id, 'first'));
  expect((await clocksOf(id)).map(({ stopped }) => stopped)).toEqual([true, true]);
  const told = await core.rows<{ words: string }>(
    "select words from history where incident_id = $1 and move = 'bulletin' order by id",
    [id],
  );
  expect(told.map(({ words }) => words)).toEqual([
    expect.stringContaining('列为应报事项：口头 30 分钟、书面 60 分钟'),
    '口头报告市政府总值班室',
    expect.stringMatching(/^签发首报，尚有 \d 处待核$/u),
  ]);
});

test('a signed first report cannot be changed, dropped or given twice: not by the API, not by the owner of the table', async () => {
  const id = await work.called(1);
  const signed = await sign(await begun(id, 'first'));
  expect(signed).toMatchObject({ state: 'signed', signedName: 'shift-leader' });
  const edit = { version: signed.version, fields: { ...signed.fields, loss: '无' } };
  const refused = await ask('shift-leader', 'PUT', `/api/bulletins/${signed.id}`, edit);
  expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('不能再改')]);
  expect((await ask('shift-leader', 'DELETE', `/api/bulletins/${signed.id}`)).status).toBe(409);
  expect((await ask('operator', 'POST', `/api/incidents/${id}/bulletins`, { kind: 'first' })).status).toBe(
    409,
  );
  for (const sql of [
    `update bulletin set fields = '{}' where id = ${signed.id}`,
    `update bulletin set state = 'draft', signed_at = null, signed_by = null, signed_name = null where id = ${signed.id}`,
    `delete from bulletin where id = ${signed.id}`,
    'truncate bulletin',
  ])
    await expect(core.asOwner(sql), sql).rejects.toThrow('final');
  expect((await listOf(id)).items).toMatchObject([{ id: signed.id, fields: signed.fields }]);
});

test('only the shift leader signs; a draft that somebody changed meanwhile is read again first', async () => {
  const id = await work.called(1);
  const draft = await begun(id, 'first');
  expect((await ask('operator', 'POST', `/api/bulletins/${draft.id}/sign`, { version: 1 })).status).toBe(403);
  const fields = { ...draft.fields, loss: '无人员伤亡' };
  expect((await ask('operator', 'PUT', `/api/bulletins/${draft.id}`, { version: 1, fields })).status).toBe(
    200,
  );
  const stale = await ask('shift-leader', 'POST', `/api/bulletins/${draft.id}/sign`, { version: 1 });
  expect(stale.status).toBe(409);
  expect(await sign({ ...draft, version: 2 })).toMatchObject({ fields: { loss: '无人员伤亡' } });
  expect((await ask('unit-clerk', 'GET', `/api/incidents/${id}/bulletins`)).status).toBe(403);
});

test('follow-ups are numbered by themselves, tell what is new, and end with the final report', async () => {
  const id = await work.called(2);
  await sign(await begun(id, 'first'));
  await dispatchIncident(core, desk, id, {
    version: (await work.incident(id)).version,
    unitCode: work.unitCode,
    note: '',
  });
  const more = await begun(id, 'more');
  expect(more.fields.situation).toMatch(/首报（.+）以来：.*派遣/u);
  await sign(more);
  expect(await sign(await begun(id, 'more'))).toMatchObject({ kind: 'more', no: 2 });
  await work.workOnce(id);
  const final = await sign(await begun(id, 'final'));
  expect(final).toMatchObject({ kind: 'final', no: 1 });
  expect(final.fields.situation).toMatch(/已结案，历时.*群众诉求 2 件，已答复 0 件/u);
  const { items, next } = await listOf(id);
  expect(items.map(({ kind, no }) => `${kind} ${no}`)).toEqual(['first 1', 'more 1', 'more 2', 'final 1']);
  expect(next).toEqual([]);
});

test('a report that is late is told once by the sweep, also when the matter is closed', async () => {
  const id = await work.called(1);
  await ask('operator', 'POST', `/api/incidents/${id}/reportable`);
  await work.workThrough(id);
  expect((await clocksOf(id)).map(({ stopped }) => stopped)).toEqual([false, false]);
  await core.asOwner("update city_clock set anchor_city = anchor_city + interval '61 minutes'");
  const sweeper = workOf(core.pool);
  while ((await sweepDeadlines(sweeper)) > 0);
  const late = await core.rows<{ words: string }>(
    'select e.words from escalation e join deadline d on d.id = e.deadline_id where d.incident_id = $1 order by d.stage',
    [id],
  );
  expect(late.map(({ words }) => words.slice(0, 6))).toEqual(['口头报告时限', '书面首报时限']);
});

test('the report goes out as docx and as a page to print, with the same words and no caller', async () => {
  const id = await work.called(1, { callerName: '欧阳倩影', callerPhone: '13977654321' });
  const draft = await begun(id, 'first');
  const fields = { ...draft.fields, loss: '欧阳倩影13977654321反映一楼进水' };
  await ask('operator', 'PUT', `/api/bulletins/${draft.id}`, { version: 1, fields });
  const signed = await sign({ ...draft, version: 2 });
  const print = await (await ask('operator', 'GET', `/api/bulletins/${signed.id}/print`)).text();
  const docx = await ask('operator', 'GET', `/api/bulletins/${signed.id}/docx`);
  expect(docx.headers.get('content-disposition')).toContain(encodeURIComponent('首报.docx'));
  const words = partsOf(Buffer.from(await docx.arrayBuffer())).get('word/document.xml')!;
  for (const text of [print, words]) {
    expect(text).toContain('突发事件信息（首报）');
    const order = ['发生时间', '地点：', '信息来源', '基本情况', '已采取的措施', '到场情况', '签发'];
    const places = order.map((name) => text.indexOf(name));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(text).toContain('一楼进水');
    expect(text).toContain('签发：shift-leader');
    expect(text).not.toMatch(/欧阳倩影|13977654321/u);
  }
  expect(print).not.toMatch(/<script|https?:\/\//u);
});
