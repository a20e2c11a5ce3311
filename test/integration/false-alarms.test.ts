import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { IncidentDetail } from '#contracts/desk.ts';
import { FalseAlarmBody } from '#contracts/false-alarm.ts';
import type { PrecisionBy, QuietItem } from '#contracts/false-alarm.ts';
import { absorbIncidents } from '#flows/absorb-incidents.ts';
import { closeIncident } from '#flows/close-incident.ts';
import { liftFalse, markFalse } from '#flows/mark-false.ts';
import { refuseIncident } from '#flows/refuse-incident.ts';
import { reopenIncident } from '#flows/reopen-incident.ts';
import { readCity } from '#geodata/city.ts';
import { register } from '#server/ingest/register.ts';
import { inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import { precision } from '#store/precision.ts';
import { makePartitions } from '#store/upkeep.ts';
import { bearer, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { plansOf } from '#test/support/explain.ts';
import { clearWork } from '#test/support/clear.ts';
import { alert, by, makeCore, mergeAll, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { desk } from '#test/support/desk-work.ts';

let core: Core;
let app: TestApp;
/** The city's clock stands still at some hours after the test began. */
const begin = new Date(Math.floor(Date.now() / 60_000) * 60_000);
const after = (hours: number): string => new Date(begin.getTime() + hours * 3_600_000).toISOString();
const clockAt = (hours: number): Promise<void> =>
  core.asOwner(`update city_clock set anchor_city = '${after(hours)}', anchor_real = clock_timestamp(), rate = 0`); // prettier-ignore

const device = { id: 'r1', name: '牌坊雨量站', kind: 'rain', lng: 112.5, lat: 23.1, groupCode: '', metrics: [] }; // prettier-ignore
beforeAll(async () => {
  core = await makeCore();
  app = await startApp(core.pool);
  await register(app.parts, readCity('zhaoqing').bounds, 'sensor', [device], 'test');
  const camera = { ...device, id: 'c1', name: '天宁路云台', lng: 112.462, lat: 23.052 };
  await register(app.parts, readCity('zhaoqing').bounds, 'camera', [camera], 'test');
});
afterAll(async () => {
  await app.close();
  await core.close();
});
beforeEach(async () => {
  await clearWork(core);
  await clockAt(0);
});

type Row = { id: number; version: number; status: string; n: number };
const incidents = (): Promise<Row[]> =>
  core.rows<Row>('select id, version, status, event_count as n from incident order by id');
const vendor = (hours: number, over: object = {}) => alert({ kind: 'street-vendor', observedAt: after(hours), ...over }); // prettier-ignore
async function tell(door: string, items: readonly unknown[]): Promise<void> {
  const { accepted } = await core.send(door, items);
  expect(accepted).toBe(items.length);
  await core.merge();
}
const reason = { why: 'mis-seen', note: '' } as const;
async function refused(): Promise<Row> {
  await tell('camera', [vendor(0)]);
  const [row] = await incidents();
  await refuseIncident(core, desk, row!.id, { version: row!.version, reason: '现场没有摊贩', falseAlarm: reason }); // prettier-ignore
  return (await incidents())[0]!;
}
async function read<T>(path: string): Promise<T> {
  const answer = await fetch(app.url + path, { headers: bearer(app.settings.apiToken) });
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as T;
}
const detailOf = (id: number): Promise<IncidentDetail> => read(`/api/incidents/${id}`);

test('forty alerts of a camera that was marked file nothing for a day and are all counted; then it files by itself', async () => {
  const first = await refused();
  expect(first.status).toBe('rejected');
  await clockAt(12);
  await tell(
    'camera',
    Array.from({ length: 30 }, (_, i) => vendor(11 + i / 60)),
  );
  await clockAt(23.99);
  await tell(
    'camera',
    Array.from({ length: 10 }, (_, i) => vendor(23.5 + i / 60)),
  );
  expect(await incidents()).toMatchObject([{ id: first.id, status: 'rejected', n: 41 }]);
  expect(await core.rows('select 1 from task')).toEqual([]);
  const { alarms, events, history } = await detailOf(first.id);
  expect(alarms).toMatchObject([{ deviceName: '天宁路云台', kindName: '占道摊贩', safety: false, mark: { counted: 40 } }]); // prettier-ignore
  expect(events.filter(({ flags }) => flags.includes('counted'))).toHaveLength(40);
  expect(history.map(({ move }) => move)).toEqual(['receive', 'refuse']);
  expect(await core.rows('select 1 from waiting')).toEqual([]);

  await clockAt(24);
  await tell('camera', [vendor(24)]);
  expect(await incidents()).toMatchObject([{ n: 41 }, { status: 'received', n: 1 }]);
});

test('meanwhile a fire of the same camera, another kind, another camera, a caller and a report file at once', async () => {
  await refused();
  await clockAt(1);
  await tell('camera', [vendor(1), vendor(1, { kind: 'smoke-fire' }), vendor(1, { kind: 'construction-dust' })]); // prettier-ignore
  expect(await incidents()).toMatchObject([{ n: 2 }, { n: 1 }, { n: 1 }]);
  await tell('hotline', [
    ticket({ calledAt: after(1), categoryCode: 'street-vendor', text: '门口摆摊阻街' }),
  ]);
  const report = { reporterKind: 'grid', reportNo: 'G1', text: '摊贩占道', categoryCode: 'street-vendor', lng: 112.462, lat: 23.052, observedAt: after(1) }; // prettier-ignore
  await tell('report', [report]);
  await tell('camera', [vendor(1, { cameraId: 'c2' }), vendor(1)]);
  // The three who are no marked camera stand together; the marked camera is counted, also beside an open matter.
  expect((await incidents()).map(({ n }) => n)).toEqual([3, 1, 1, 3]);
});

test('safety is marked false for the figures and never quieted, and the timeline says so', async () => {
  await tell('camera', [alert({ kind: 'smoke-fire', observedAt: after(0) })]);
  const [fire] = await incidents();
  await refuseIncident(core, desk, fire!.id, { version: fire!.version, reason: '系蒸汽，不是烟火', falseAlarm: reason }); // prettier-ignore
  const { alarms, history } = await detailOf(fire!.id);
  expect(alarms).toMatchObject([{ safety: true, mark: { quietUntil: null } }]);
  expect(history.at(-1)!.words).toContain('属安全类，不静默');
  await clockAt(1);
  await tell('camera', [alert({ kind: 'smoke-fire', observedAt: after(1) })]);
  expect(await incidents()).toMatchObject([{ n: 1 }, { n: 1, status: 'received' }]);
});

test('a category that becomes one of safety files at once, whatever was marked before', async () => {
  await refused();
  const before = core.reference();
  const category = before.category.get('street-vendor')!;
  const reference = { ...before, category: new Map([...before.category, [category.code, { ...category, safety: true }]]) }; // prettier-ignore
  await core.send('camera', [vendor(0.5)]);
  await mergeAll({ ...core.mergeParts, reference: () => reference });
  expect(await incidents()).toHaveLength(2);
});

test('a rule of a sensor is quieted like a camera, at the desk of another matter too, and an end goes with its start', async () => {
  const rain = (hours: number, value: number) => ({ deviceId: 'r1', metric: 'rain_mm_h', value, observedAt: after(hours) }); // prettier-ignore
  await core.send('sensor', [rain(-0.4, 55)]);
  await core.merge();
  const [wet] = await incidents();
  await markFalse(core, desk, wet!.id, {
    version: wet!.version,
    why: 'device-fault',
    note: '雨量筒被树叶堵住',
  });
  await clockAt(2);
  await core.send('sensor', [rain(0.1, 5), rain(1.9, 60)]);
  await core.merge();
  expect(await incidents()).toMatchObject([{ status: 'received', n: 2 }]);
  expect((await detailOf(wet!.id)).alarms).toMatchObject([{ kindName: '小时雨强', mark: { counted: 1 } }]);
  const first = vendor(1.5);
  await tell('camera', [first]);
  const [, seen] = await incidents();
  await markFalse(core, desk, seen!.id, { version: seen!.version, ...reason });
  const second = vendor(1.9);
  await tell('camera', [second, { ...second, phase: 'end' }]);
  expect(await incidents()).toMatchObject([{ n: 2 }, { n: 3 }]);
  expect((await detailOf(seen!.id)).alarms).toMatchObject([{ mark: { counted: 1 } }]);
});

test('恢复 ends the quiet at once, with its reason, once, and audited; the wrong mark counts no more', async () => {
  const first = await refused();
  const mark = (await read<{ items: QuietItem[] }>('/api/false-alarms')).items[0]!;
  expect(mark).toMatchObject({
    deviceName: '天宁路云台',
    markedName: 'shift-leader',
    incident: { id: first.id },
  });
  await clockAt(3);
  const elsewhere = { ...desk, scope: { units: [], districts: ['441224'] } };
  const body = { reason: '镜头已清洁，恢复正常', wrong: false };
  await expect(liftFalse(core, elsewhere, mark.id, body)).rejects.toMatchObject({ code: 'not-found' });
  await liftFalse(core, desk, mark.id, body);
  await expect(liftFalse(core, desk, mark.id, body)).rejects.toMatchObject({ code: 'wrong-status' });
  await tell('camera', [vendor(3)]);
  expect(await incidents()).toHaveLength(2);
  expect(await read('/api/false-alarms')).toMatchObject({ items: [] });
  const audited = await core.rows<{ action: string }>(`select action from audit where action like 'false-alarm.%' and target = $1 order by at`, [`incident/${first.id}`]); // prettier-ignore
  expect(audited.map(({ action }) => action)).toEqual(['false-alarm.mark', 'false-alarm.lift']);
  expect((await detailOf(first.id)).history.at(-1)).toMatchObject({
    move: 'lift-false',
    reason: body.reason,
  });
  await liftFalse(core, desk, mark.id, { ...body, wrong: true });
  expect((await detailOf(first.id)).alarms[0]!.mark).toBeNull();
});

test('what is reopened was no false alarm: its devices file again', async () => {
  const first = await refused();
  await reopenIncident(core, desk, first.id, { version: first.version, reason: '回看录像确有摊贩', whenOpenNearby: 'ask' }); // prettier-ignore
  expect(await read('/api/false-alarms')).toMatchObject({ items: [] });
  await tell('camera', [vendor(0.02)]);
  expect(await core.rows('select quiet_id as quiet from link')).toEqual([{ quiet: null }, { quiet: null }]);
});

test('nothing that people said can be marked, nor the same twice; 其他 says what', async () => {
  await tell('hotline', [ticket({ calledAt: after(0) })]);
  const [call] = await incidents();
  await expect(markFalse(core, desk, call!.id, { version: call!.version, ...reason })).rejects.toThrow('来电、上报不作误报静默'); // prettier-ignore
  await clearWork(core);
  const first = await refused();
  await expect(markFalse(core, desk, first.id, { version: first.version, ...reason })).rejects.toThrow('不必重复'); // prettier-ignore
  expect(FalseAlarmBody.safeParse({ why: 'other' }).success).toBe(false);
  expect(await core.rows('select count(*)::int as n from false_alarm')).toEqual([{ n: 1 }]);
});

test('two further revisions of a closed matter that come in one batch are both kept there', async () => {
  const first = ticket({ calledAt: after(-1) });
  await tell('hotline', [first]);
  await core.asOwner(`alter table incident disable trigger incident_moves;
    update incident set status = 'closed', closed_at = city_now(); alter table incident enable trigger incident_moves`);
  await tell('hotline', [{ ...first, revision: 2, text: '再补充一点' }, { ...first, revision: 3, text: '门牌 8 号' }]); // prettier-ignore
  expect(await incidents()).toMatchObject([{ status: 'closed', n: 3 }]);
});

type Figures = { rows: { code: string; name: string; filed: number; confirmed: number; wrong: number; undecided: number; quieted: number; precision: object }[] }; // prettier-ignore
test('precision is told for camera, sensor and rule with its fraction, and every number opens as many cases', async () => {
  await refused();
  await clockAt(0.5);
  await tell('camera', [vendor(0.4), vendor(0.45)]);
  await tell('camera', [0, 1, 2].map((i) => vendor(0.4, { cameraId: 'c1', kind: 'garbage', lat: 23.052 + (i - 1) * 0.0015 }))); // prettier-ignore
  await core.asOwner(`alter table incident disable trigger incident_moves;
    update incident set status = 'closed' where id in (select max(id) from incident); alter table incident enable trigger incident_moves`);
  const cameras = await read<Figures>('/api/precision?by=camera');
  const row = { filed: 4, confirmed: 1, wrong: 1, undecided: 2, quieted: 2, precision: { numerator: 1, denominator: 2, value: 50 } }; // prettier-ignore
  expect(cameras.rows).toEqual([{ code: 'c1', name: '天宁路云台', ...row }]);
  const rules = await read<Figures>('/api/precision?by=rule');
  expect(rules.rows).toMatchObject([
    { code: 'camera/street-vendor', name: '占道摊贩', filed: 1, wrong: 1, quieted: 2, precision: { numerator: 0, denominator: 1, value: 0 } }, // prettier-ignore
    { code: 'camera/garbage', name: '垃圾暴露', filed: 3, confirmed: 1, undecided: 2, quieted: 0 },
  ]);
  expect((await read<Figures>('/api/precision?by=sensor')).rows).toEqual([]);
  const opens = async (by: PrecisionBy, code: string, figure: string): Promise<number> =>
    (await read<{ total: number; items: object[] }>(`/api/precision/cases?by=${by}&code=${encodeURIComponent(code)}&figure=${figure}`)).items.length; // prettier-ignore
  for (const figure of ['filed', 'confirmed', 'wrong', 'undecided'] as const)
    expect(await opens('camera', 'c1', figure), figure).toBe(row[figure]);
  expect(await opens('camera', 'c1', 'quieted')).toBe(1);
  expect(await opens('rule', 'camera/garbage', 'filed')).toBe(3);
  await clockAt(31 * 24);
  expect((await read<Figures>('/api/precision?by=camera')).rows).toEqual([]);
});

test('closing marks as well, and whoever may not close or see it marks nothing', async () => {
  await tell('camera', [vendor(0)]);
  const [row] = await incidents();
  await core.asOwner(`alter table incident disable trigger incident_moves;
    update incident set status = 'to-close'; alter table incident enable trigger incident_moves`);
  const elsewhere = { ...by('operator'), scope: { units: [], districts: ['441224'] } };
  await expect(markFalse(core, elsewhere, row!.id, { version: row!.version, ...reason })).rejects.toMatchObject({ code: 'not-found' }); // prettier-ignore
  await closeIncident(core, desk, row!.id, { version: row!.version, reason: '现场无此情况', falseAlarm: { why: 'not-there', note: '' } }); // prettier-ignore
  await clockAt(1);
  await tell('camera', [vendor(1)]);
  expect(await incidents()).toMatchObject([{ status: 'closed', n: 2 }]);
});

test('the figures of precision do not read the days before those that they are asked for', async () => {
  await inTransaction(core.pool, '*', async (tx, now) => {
    const daysRead = async (since: Date): Promise<number> => {
      const plans = await plansOf(tx, (db) => precision(db as Db, 'camera', since));
      return new Set(plans.join().match(/\bevent_\d\w*/gu)).size;
    };
    const all = await daysRead(now);
    const later = await daysRead(new Date(now.getTime() + 6 * 24 * 3_600_000));
    expect(later).toBeGreaterThan(0);
    expect(all - later).toBeGreaterThanOrEqual(5);
  });
});

test('a case that takes in an older one began with the older, so that no device of it is left out of the figures', async () => {
  await tell('camera', [vendor(0)]);
  await makePartitions(core.pool, new Date(after(72)));
  await clockAt(72);
  await tell('camera', [vendor(72, { cameraId: 'c9', lat: 23.2 })]);
  const [older, newer] = await incidents();
  await absorbIncidents(core, desk, newer!.id, { incidentIds: [older!.id], reason: '同一摊点' }); // prettier-ignore
  const filed = async (hours: number) => {
    const since = new Date(after(hours));
    const rows = await inTransaction(core.pool, '*', (tx) => precision(tx, 'camera', since));
    return Object.fromEntries(rows.map(({ code, filed: n }) => [code, n]));
  };
  expect(await filed(70)).toEqual({});
  expect(await filed(-1)).toEqual({ c1: 1, c9: 1 });
  expect(await detailOf(newer!.id)).toMatchObject({ openedAt: after(0) });
});
