import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askCoHost } from '#flows/ask-co-host.ts';
import { closeIncident } from '#flows/close-incident.ts';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import { reportTask } from '#flows/report-task.ts';
import { returnTask } from '#flows/return-task.ts';
import { reviewReport } from '#flows/review-report.ts';
import { signTask } from '#flows/sign-task.ts';
import { trackHandOver } from '#flows/track-hand-over.ts';
import { handOvers } from '#store/hand-overs.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import { sweepDeadlines } from '#workers/clock.ts';
import { by, makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { desk, makeDeskWork } from '#test/support/desk-work.ts';
import type { DeskWork } from '#test/support/desk-work.ts';
import { workOf } from '#test/support/test-parts.ts';

let core: Core;
let work: DeskWork;
beforeAll(async () => {
  core = await makeCore();
  work = makeDeskWork(core);
});
afterAll(() => core.close());

type Held = { id: number; version: number; part: string; mode: string; status: string; seat: string | null };
const taskOf = async (id: number, unit: string): Promise<Held> =>
  (
    await core.rows<Held>(
      'select id, version, part, mode, status, seat from task where incident_id = $1 and unit_code = $2 order by id desc',
      [id, unit],
    )
  )[0]!;
const version = async (id: number): Promise<number> => (await work.incident(id)).version;
const lastWords = async (id: number): Promise<string> =>
  (
    await core.rows<{ words: string }>(
      'select words from history where incident_id = $1 order by id desc limit 1',
      [id],
    )
  )[0]!.words;
const step = (of: Held) => ({ actionId: randomUUID(), version: of.version });

/** A matter with a host, a bureau beside it that was sent, a company that was asked and an observatory that was told. */
async function withFour(): Promise<number> {
  const id = await work.called(1);
  await dispatchIncident(core, desk, id, {
    version: await version(id),
    unitCode: work.unitCode,
    note: '请速处置',
    coHosts: [
      { unitCode: '441202-yingji', note: '请警戒' },
      { unitCode: 'zq-gongdian', note: '请断电' },
      { unitCode: 'zq-qixiang' },
    ],
  });
  return id;
}

test('a dispatch names one host and co-hosts in the words that fit each kind of unit, each with its own note and clock', async () => {
  const id = await withFour();
  expect(await lastWords(id)).toMatch(
    /派遣端州区.*：请速处置；派遣端州区应急管理局协办：请警戒；商请协办肇庆供电局：请断电；联动通知肇庆市气象局$/u,
  );
  const rows = await core.rows(
    `select unit_code as unit, part, mode, note, array(select d.kind || d.stage from deadline d
        where d.subject = 'task' and d.subject_id = t.id order by 1) as clocks from task t where incident_id = $1 order by id`,
    [id],
  );
  expect(rows).toEqual([
    { unit: work.unitCode, part: 'host', mode: 'dispatch', note: '请速处置', clocks: ['stagesign', 'unit'] },
    { unit: '441202-yingji', part: 'co-host', mode: 'dispatch', note: '请警戒', clocks: ['stagesign', 'unitco-host'] }, // prettier-ignore
    { unit: 'zq-gongdian', part: 'co-host', mode: 'joint-request', note: '请断电', clocks: ['stagesign', 'unitco-host'] }, // prettier-ignore
    { unit: 'zq-qixiang', part: 'co-host', mode: 'notice', note: null, clocks: ['stagesign'] },
  ]);
  const again = { version: await version(id), unitCode: 'zq-gongdian' };
  await expect(askCoHost(core, desk, id, again)).rejects.toMatchObject({ code: 'bad-input' });
});

test('only the host’s steps move the incident; a notice ends by being known of, and what nobody reported ends with the case', async () => {
  const id = await withFour();
  const [beside, company, told] = [
    await taskOf(id, '441202-yingji'),
    await taskOf(id, 'zq-gongdian'),
    await taskOf(id, 'zq-qixiang'),
  ];
  const clerk = by('field', '441202-yingji');
  await signTask(core, clerk, beside.id, step(beside));
  const signed = await taskOf(id, '441202-yingji');
  await reportTask(core, clerk, signed.id, { ...step(signed), text: '已拉警戒线', photoIds: [] });
  await signTask(core, by('field', 'zq-qixiang'), told.id, step(told));
  expect((await taskOf(id, '441202-yingji')).status).toBe('done');
  expect((await taskOf(id, 'zq-qixiang')).status).toBe('done');
  expect((await work.incident(id)).status).toBe('to-sign');
  const refused = { ...step(company), reason: '不属本单位线路' };
  await returnTask(core, by('field', 'zq-gongdian'), company.id, refused);
  expect(await core.rows('select status, return_count as returns from incident where id = $1', [id])).toEqual(
    [{ status: 'to-sign', returns: 0 }],
  );
  await askCoHost(core, desk, id, { version: await version(id), unitCode: '441202-jiaojing' });
  await work.workOnce(id);
  expect((await taskOf(id, '441202-jiaojing')).status).toBe('recalled');
  expect(await lastWords(id)).toMatch(/结案：现场已恢复，协办端州区公安交警大队未反馈/u);
});

test('a company cannot be sent and nobody hosts by notice', async () => {
  const id = await work.called(1);
  const send = (unitCode: string, mode: 'dispatch' | 'notice') =>
    askCoHost(core, desk, id, { version: 1, unitCode, mode });
  await expect(send('zq-gongdian', 'dispatch')).rejects.toMatchObject({ code: 'bad-input' });
  await expect(send('441202-yingji', 'notice')).rejects.toMatchObject({ code: 'bad-input' });
  await dispatchIncident(core, desk, id, { version: 1, unitCode: 'zq-ranqi' });
  expect(await taskOf(id, 'zq-ranqi')).toMatchObject({ part: 'host', mode: 'joint-request' });
});

test('119 takes a part over: seat and time stand on the ledger, ten minutes of silence remind the desk, and nothing closes before they report back', async () => {
  const id = await work.called(1, { text: '工地有人被困' });
  const now = await cityNow(core.pool);
  const received = { seat: '07 号', receivedAt: new Date(now.getTime() - 60_000).toISOString() };
  await askCoHost(core, desk, id, { version: await version(id), unitCode: 'zq-119', ...received });
  const first = await taskOf(id, 'zq-119');
  expect(first).toMatchObject({ mode: 'hand-over', status: 'handling', seat: '07 号' });
  const ledger = await inSnapshot(core.pool, '*', (tx) => handOvers(tx, new Date(now.getTime() - 60_000)));
  expect(ledger.map(({ seat, unitCode }) => [seat, unitCode])).toEqual([['07 号', 'zq-119']]);
  await core.asOwner(`update deadline set due_at = city_now() - interval '1 second' where subject = 'task' and subject_id = ${first.id} and stage = 'track'`); // prettier-ignore
  await sweepDeadlines({ ...workOf(core.pool), reference: core.reference });
  const [reminder] = await core.rows<{ title: string; ring: boolean }>(
    `select body ->> 'title' as title, (body ->> 'ring')::boolean as ring from delivery
      where task_id = $1 and step like 'overdue-%' and recipient = 'zq-center'`,
    [first.id],
  );
  expect(reminder).toMatchObject({ ring: true });
  expect(await lastWords(id)).toBe('移交后 10 分钟没有对方反馈，请电话追问');
  const word = { ...step(first), text: '已到场，正在破拆', back: false };
  await trackHandOver(core, desk, first.id, word);
  expect(
    await core.rows(
      `select seq, stopped_at is null as runs from deadline where subject = 'task' and subject_id = $1 and stage = 'track' order by seq`,
      [first.id],
    ),
  ).toEqual([
    { seq: 1, runs: false },
    { seq: 2, runs: true },
  ]);
  await core.asOwner(`update incident set danger_event_id = null where id = ${id}`);
  await dispatchIncident(core, desk, id, { version: await version(id), unitCode: work.unitCode });
  const host = await taskOf(id, work.unitCode);
  const worker = by('field', work.unitCode);
  const signed = await signTask(core, worker, host.id, step(host));
  await work.reportAs(worker, host.id, signed.version);
  await reviewReport(core, desk, id, { version: await version(id), pass: true, reason: '' });
  const closing = async () =>
    closeIncident(core, desk, id, { version: await version(id), reason: '现场已恢复' });
  await expect(closing()).rejects.toThrow('已移交119 消防指挥中心，对方尚未反馈');
  const open = await taskOf(id, 'zq-119');
  await trackHandOver(core, desk, open.id, { ...step(open), text: '救出 1 人，无碍', back: true });
  expect(await lastWords(id)).toBe('119 消防指挥中心反馈：救出 1 人，无碍，移交归档');
  expect((await closing()).status).toBe('closed');
});

test('a matter that is theirs alone stays open and followed until they report back', async () => {
  const id = await work.called(1, { text: '小孩走失' });
  await core.asOwner(`update incident set danger_event_id = null where id = ${id}`);
  const row = await dispatchIncident(core, desk, id, {
    version: await version(id),
    unitCode: 'zq-110',
    seat: '12 号',
  });
  expect(row.status).toBe('handling');
  const task = await taskOf(id, 'zq-110');
  await expect(
    trackHandOver(core, desk, task.id, { ...step(task), text: '', back: true }),
  ).rejects.toMatchObject({ code: 'bad-input' });
  await trackHandOver(core, desk, task.id, { ...step(task), text: '西门岗亭找到，已交家长', back: true });
  expect((await work.incident(id)).status).toBe('to-review');
});
