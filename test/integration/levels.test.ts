import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hopSpans, hopWords } from '#contracts/hops.ts';
import { arriveTask } from '#flows/arrive-task.ts';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import { passTask } from '#flows/pass-task.ts';
import { redispatchIncident } from '#flows/redispatch-incident.ts';
import { reportTask } from '#flows/report-task.ts';
import { returnTask } from '#flows/return-task.ts';
import { reviewReport } from '#flows/review-report.ts';
import { signTask } from '#flows/sign-task.ts';
import { insertAccounts } from '#store/accounts.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import * as tasks from '#store/tasks.ts';
import type { TaskRow } from '#store/tasks.ts';
import { actorOf } from '#test/support/people.ts';
import { by, makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { desk, makeDeskWork } from '#test/support/desk-work.ts';
import type { DeskWork } from '#test/support/desk-work.ts';

const [county, town, bureau] = ['441204-center', '441204115', '441204-shengtai'];
const countyClerk = by('unit-clerk', county);
const townClerk = by('unit-clerk', town);
const gridStaff = { ...by('field', town), actor: { ...by('field', town).actor, username: 'wang-grid' } };
let core: Core;
let work: DeskWork;
beforeAll(async () => {
  core = await makeCore();
  work = makeDeskWork(core);
  const person = { ...actorOf('field', { unitCode: town }), username: 'wang-grid', name: '网格员王' };
  await insertAccounts(core.pool, [{ ...person, passwordHash: 'x', dutySeat: false, createdBy: 'test' }], new Date()); // prettier-ignore
});
afterAll(() => core.close());

/** A day's time-line: the city's clock goes on so many minutes. */
const pass = (minutes: number) => core.asOwner(`update city_clock set anchor_city = anchor_city + make_interval(mins => ${minutes})`); // prettier-ignore
const version = async (id: number): Promise<number> => (await work.incident(id)).version;
const hostOf = (id: number): Promise<TaskRow> =>
  inSnapshot(core.pool, '*', async (tx) =>
    (await tasks.ofIncident(tx, id)).findLast(({ kind, part }) => kind === 'handle' && part === 'host')!,
  );
const step = (task: { version: number }) => ({ actionId: randomUUID(), version: task.version });
const pass_ = async (who: typeof countyClerk, id: number, to: { unitCode?: string; assignee?: string }, note = '') => { const task = await hostOf(id); return passTask(core, who, task.id, { ...step(task), ...to, note }); }; // prettier-ignore
const sent = async (unitCode = county): Promise<number> => {
  const id = await work.called(1);
  await dispatchIncident(core, desk, id, { version: await version(id), unitCode });
  return id;
};
const spans = async (id: number): Promise<string[]> => {
  const task = JSON.parse(JSON.stringify(await hostOf(id))) as Parameters<typeof hopSpans>[0] & { firstUnit: string }; // prettier-ignore
  const name = (code: string) => core.reference().unit.get(code)!.name.slice(0, 3);
  const [opened] = await core.rows<{ at: Date }>("select min(at) as at from history where incident_id = $1", [id]); // prettier-ignore
  const named = { ...task, firstUnitName: name(task.firstUnit), hops: task.hops.map((hop) => ({ ...hop, unitName: name((hop as unknown as { unitCode: string }).unitCode) })) }; // prettier-ignore
  return hopSpans(named, opened!.at.toISOString(), (await cityNow(core.pool)).getTime()).map(
    (one) => `${one.name} ${hopWords(one.ms)}`,
  );
};
const total = (id: number) =>
  core.rows(
    `select d.started_at, d.due_at from deadline d join task t on t.id = d.subject_id and d.subject = 'task'
      where t.incident_id = $1 and d.kind = 'unit' and d.stopped_at is null`,
    [id],
  );

test('a matter goes 市 → 高要区 → 金利镇 → 网格员 as one task: each hop has its time, and the total never moves', async () => {
  const id = await work.called(1);
  await pass(3);
  await dispatchIncident(core, desk, id, { version: await version(id), unitCode: county });
  const before = await total(id);
  await pass(12);
  await pass_(countyClerk, id, { unitCode: town }, '请金利镇核实处置');
  expect((await work.incident(id)).status).toBe('handling');
  expect(await hostOf(id)).toMatchObject({
    unitCode: town,
    via: [county],
    status: 'to-sign',
    signedAt: null,
  });
  await pass(7);
  const task = await hostOf(id);
  await signTask(core, townClerk, task.id, step(task));
  await pass_(townClerk, id, { assignee: 'wang-grid' });
  await pass(25);
  const last = await hostOf(id);
  await arriveTask(core, gridStaff, last.id, step(last));
  await work.reportAs(gridStaff, last.id, (await hostOf(id)).version);
  expect(await total(id)).toEqual([]);
  expect(await spans(id)).toEqual(['肇庆市 3 分', '高要区 12 分', '高要区 7 分', '高要区 网格员王 25 分'].map((one, i) => (i === 0 ? '市中心 3 分' : one))); // prettier-ignore
  await reviewReport(core, desk, id, { version: await version(id), pass: false, reason: '照片不清，请补拍' });
  expect((await hostOf(id)).unitCode).toBe(town);
  const [first] = before as [{ due_at: Date }];
  const [again] = (await total(id)) as [{ due_at: Date }];
  const worked = 44 * 60_000;
  expect(again.due_at.getTime() - first.due_at.getTime()).toBeLessThan(worked);
  const kept = await core.rows<{ n: number }>("select count(*)::int as n from deadline d join task t on t.id = d.subject_id and d.subject = 'task' where t.incident_id = $1 and d.kind = 'unit' and d.seq = 1 and d.due_at = $2", [id, first.due_at]); // prettier-ignore
  expect(kept).toEqual([{ n: 1 }]);
});

test('a county gives what it passed on to another of its own, takes it back, signs for it, and moves no total', async () => {
  const id = await sent();
  const before = await total(id);
  await pass_(countyClerk, id, { unitCode: town });
  await pass_(countyClerk, id, { unitCode: bureau }, '改由生态环境分局');
  expect(await hostOf(id)).toMatchObject({ unitCode: bureau, via: [county] });
  const task = await hostOf(id);
  await signTask(core, countyClerk, task.id, step(task));
  expect(await hostOf(id)).toMatchObject({ status: 'handling', signedBy: 'unit-clerk（高要区城市运行管理分中心代签）' }); // prettier-ignore
  const held = await hostOf(id);
  await expect(arriveTask(core, countyClerk, held.id, step(held))).rejects.toThrow('已转派');
  await pass_(countyClerk, id, { unitCode: county });
  expect(await hostOf(id)).toMatchObject({ unitCode: county, via: [], status: 'handling' });
  expect(await total(id)).toEqual(before);
});

test('nobody passes on what is not his, or to whom is not below him', async () => {
  const id = await sent();
  await expect(pass_(countyClerk, id, { unitCode: '441202-quwang' })).rejects.toThrow('只能转派本单位下属');
  await expect(pass_(townClerk, id, { unitCode: town })).rejects.toMatchObject({ code: 'not-found' });
  await expect(pass_(countyClerk, id, { assignee: 'wang-grid' })).rejects.toThrow('只能派给本单位的人员');
});

test('who was passed a task sends it back to the county, which is no return to the centre', async () => {
  const id = await sent();
  await pass_(countyClerk, id, { unitCode: town });
  const task = await hostOf(id);
  await returnTask(core, townClerk, task.id, { ...step(task), reason: '不在本镇辖区' });
  expect(await hostOf(id)).toMatchObject({ unitCode: county, via: [], status: 'handling' });
  expect(await core.rows('select status, return_count as n from incident where id = $1', [id])).toEqual([
    { status: 'handling', n: 0 },
  ]);
  await pass_(countyClerk, id, { unitCode: bureau });
  const other = await hostOf(id);
  const worker = by('field', bureau);
  const signed = await signTask(core, worker, other.id, step(other));
  await expect(
    reportTask(core, countyClerk, other.id, { ...step(signed), text: '已处置', photoIds: [] }),
  ).rejects.toThrow('已转派');
});

test('what is signed is given to another unit by the centre with a new time, by a district’s seat with the old one', async () => {
  const id = await sent(bureau);
  const task = await hostOf(id);
  await signTask(core, by('field', bureau), task.id, step(task));
  const [before] = (await total(id)) as [{ due_at: Date }];
  await pass(30);
  const seat = { ...desk, actor: { ...desk.actor, districtCode: '441204' } };
  const reason = '属住建部门职责';
  await redispatchIncident(core, seat, id, {
    version: await version(id),
    unitCode: '441204-zhujian',
    reason,
  });
  expect((await work.incident(id)).status).toBe('to-sign');
  const [same] = (await total(id)) as [{ due_at: Date }];
  expect(same.due_at).toEqual(before.due_at);
  await redispatchIncident(core, desk, id, { version: await version(id), unitCode: work.unitCode, reason });
  const [fresh] = (await total(id)) as [{ due_at: Date }];
  expect(fresh.due_at.getTime()).toBeGreaterThanOrEqual(before.due_at.getTime());
  expect((await hostOf(id)).unitCode).toBe(work.unitCode);
});
