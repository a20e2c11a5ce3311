import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { readSheet } from 'read-excel-file/node';
import writeXlsxFile from 'write-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Confirmed, WriteBacks } from '#contracts/write-back.ts';
import type { Reference } from '#contracts/reference.ts';
import type { HotlinePlatform } from '#contracts/upward.ts';
import { answerRequests } from '#flows/answer-requests.ts';
import { followUpRequest } from '#flows/follow-up-request.ts';
import { settleDelivery } from '#flows/settle-delivery.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { desk, makeDeskWork } from '#test/support/desk-work.ts';
import type { DeskWork } from '#test/support/desk-work.ts';
import { workOf } from '#test/support/test-parts.ts';
import { channel } from '#workers/channels/hotline.ts';
import { job } from '#workers/jobs/deliver.ts';
import type { Work } from '#workers/work.ts';

const said = '已到场劝停，夜间不再施工';
const other = 'fs12345';
let core: Core;
let work: DeskWork;
let app: TestApp;
let cookie: string;
/** A platform with an interface: what it was told, and what it answers next. */
const told: { key: string; body: Record<string, unknown> }[] = [];
let answers = 200;
let platform: http.Server;
let url: string;
/** The reference data with an address for the platform, or without. */
let address: string | null = null;

beforeAll(async () => {
  const made = await makeCore();
  const plain = made.reference();
  const reference = (): Reference => {
    const one = plain.hotlinePlatform.get('zq12345')!;
    const changed: HotlinePlatform = { ...one, writeBackUrl: address };
    const second: HotlinePlatform = {
      ...changed,
      code: other,
      columns: [
        { field: 'answeredAt', heading: '办结时间' },
        { field: 'ticketNo', heading: '工单号' },
        { field: 'round', heading: '第几次' },
      ],
      confirm: {
        ticketNo: '工单号',
        outcome: '接收结果',
        success: '已接收',
        receipt: '流水号',
        reason: '原因',
      },
    };
    return {
      ...plain,
      hotlinePlatform: new Map([
        ['zq12345', changed],
        [other, second],
      ]),
    };
  };
  core = { ...made, reference };
  work = makeDeskWork(core);
  app = await startApp(core.pool);
  cookie = await cookieOf(core.pool, 'shift-leader');
  platform = http.createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      told.push({
        key: String(request.headers['idempotency-key']),
        body: JSON.parse(text) as Record<string, unknown>,
      });
      response.writeHead(answers, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(platform.address() as AddressInfo).port}/answers`;
});
afterAll(async () => {
  platform.closeAllConnections();
  platform.close();
  await app.close();
  await core.close();
});

const ask = (path: string, body?: object) =>
  fetch(app.url + path, {
    headers: { cookie, origin: app.url, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });
const listOf = async () => WriteBacks.parse(await (await ask('/api/write-backs')).json());
const workers = (): Work => ({ ...workOf(core.pool), reference: core.reference });
const waiting = () =>
  core.rows<{ id: number }>(
    "select id from delivery where channel = 'hotline' and state = 'pending' order by id",
  );
async function deliver(): Promise<void> {
  if (job.kind !== 'queued') throw new Error('deliver is queued');
  const { handle } = job.handler(workers(), channel);
  for (const { id } of await waiting()) await handle([id]);
}
const workbook = async (lines: string[][]): Promise<string> =>
  (
    await writeXlsxFile(lines.map((line) => line.map((value) => ({ value, type: String })))).toBuffer()
  ).toString('base64');
async function answered(callers = 1, over: Record<string, unknown> = {}): Promise<number[]> {
  const id = await work.called(callers, over);
  const ids = (await work.requestsOf(id)).map((one) => one.id);
  await answerRequests(core, desk, ids, said);
  return ids;
}

test('an answer goes back to its platform in the words that were signed, once for each caller, and never from the desk’s own calls', async () => {
  address = url;
  const ids = await answered(2);
  await answered(1, { platform: 'desk' });
  expect(await waiting()).toHaveLength(2);
  await deliver();
  await deliver();
  expect(told).toHaveLength(2);
  expect(told[0]).toMatchObject({ key: expect.stringMatching(/^write-back-\d+$/u), body: { platform: 'zq12345', answer: said, round: 1 } }); // prettier-ignore
  expect(new Set(told.map(({ key }) => key)).size).toBe(2);
  const { items, counts } = await listOf();
  expect(counts).toEqual({ done: 2 });
  expect(items.map(({ requestId }) => requestId).toSorted((a, b) => a - b)).toEqual(ids);
});

test('a failure stands on the page until a person pushes it again, under its old key', async () => {
  answers = 400;
  await answered();
  await deliver();
  const [failed] = (await listOf()).items;
  expect(failed).toMatchObject({ state: 'failed', reason: '对方拒收（400）' });
  answers = 200;
  expect((await ask(`/api/write-backs/${failed!.id}/push`, {})).status).toBe(204);
  expect((await ask(`/api/write-backs/${failed!.id}/push`, {})).status).toBe(409);
  await deliver();
  expect((await listOf()).items.find(({ id }) => id === failed!.id)).toMatchObject({ state: 'done' });
  const keys = told.map(({ key }) => key).filter((key) => key === `write-back-${failed!.id}`);
  expect(keys).toHaveLength(2);
  expect(await core.rows("select 1 from audit where action = 'write-back.push'")).toHaveLength(1);
});

test('nothing leaves a demonstration or a drill; the page says so', async () => {
  const before = told.length;
  for (const mark of ['demo', 'drill'] as const) {
    await answered();
    await core.asOwner(`update city_clock set mark = '${mark}'`);
    await deliver();
    await core.asOwner("update city_clock set mark = 'test'");
    expect((await listOf()).items[0]).toMatchObject({ state: 'failed', reason: expect.stringContaining('不外发') }); // prettier-ignore
  }
  expect(told.length).toBe(before);
  for (const { id } of await core.rows<{ id: number }>("select id from delivery where state = 'refused'"))
    await settleDelivery(core, desk, id, { decision: 'sent', reason: '演练作废' });
});

test('without an interface the answers go out in the platform’s own workbook, once, and its receipts come back', async () => {
  address = null;
  const [first, second] = await answered(2);
  const book = await ask('/api/write-backs/export', { platform: 'zq12345' });
  expect(book.headers.get('content-disposition')).toContain(encodeURIComponent('答复'));
  const [head, ...rows] = await readSheet(Buffer.from(await book.arrayBuffer()));
  expect(head).toEqual(['工单编号', '答复内容', '答复人', '答复时间']);
  const tickets = await core.rows<{ no: string }>('select ticket_no as no from request where id = any ($1) order by id', [[first, second]]); // prettier-ignore
  expect(rows.map((row) => row[0])).toEqual(tickets.map(({ no }) => no));
  expect(rows[0]).toContain(said);
  expect((await ask('/api/write-backs/export', { platform: 'zq12345' })).status).toBe(409);

  const file = await workbook([
    ['工单编号', '处理结果', '回执号'],
    [tickets[0]!.no, '成功', 'R-1'],
    [tickets[1]!.no, '内容过短', ''],
    ['没有这一号', '成功', 'R-2'],
  ]);
  const confirm = async (dryRun: boolean) =>
    Confirmed.parse(
      await (await ask('/api/write-backs/confirm', { platform: 'zq12345', file, dryRun })).json(),
    );
  const read = {
    rows: 3,
    taken: 1,
    refused: 1,
    known: 0,
    unknown: [{ row: 4, message: '没有编号为“没有这一号”的答复' }],
  };
  expect(await confirm(true)).toMatchObject(read);
  expect((await listOf()).counts).toMatchObject({ exported: 2 });
  expect(await confirm(false)).toMatchObject(read);
  expect(await confirm(false)).toMatchObject({ taken: 0, refused: 0, known: 2 });
  const { items } = await listOf();
  const stateOf = (id: number | undefined) => items.find(({ requestId }) => requestId === id);
  expect(stateOf(first)).toMatchObject({ state: 'done', reason: 'R-1' });
  expect(stateOf(second)).toMatchObject({ state: 'refused', reason: '内容过短' });
  // What the platform sent back goes out again.
  expect((await ask('/api/write-backs/export', { platform: 'zq12345' })).status).toBe(200);
  const bad = await ask('/api/write-backs/confirm', { platform: 'zq12345', file: Buffer.from('x').toString('base64') }); // prettier-ignore
  expect(bad.status).toBe(422);
});

test('an old receipt says nothing of what was exported after it, as the same file or saved anew, and says so in Chinese', async () => {
  address = null;
  const [id] = await answered();
  const [ticket] = await core.rows<{ no: string }>('select ticket_no as no from request where id = $1', [id]);
  const exported = async (): Promise<string> => {
    const book = await ask('/api/write-backs/export', { platform: 'zq12345' });
    expect(book.status).toBe(200);
    return /第(\d+)批/u.exec(decodeURIComponent(book.headers.get('content-disposition')!))![1]!;
  };
  const receipt = (outcome: string, no: string): Promise<string> =>
    workbook([
      ['工单编号', '处理结果', '回执号'],
      [ticket!.no, outcome, no],
    ]);
  const read = async (file: string, dryRun = false) =>
    Confirmed.parse(await (await ask('/api/write-backs/confirm', { platform: 'zq12345', file, dryRun })).json()); // prettier-ignore
  const state = async () => (await listOf()).items.find(({ requestId }) => requestId === id)!.state;
  await exported();
  const old = await receipt('内容过短', 'T-1');
  expect(await read(old)).toMatchObject({ refused: 1 });
  const second = await exported();
  const message = `旧回执：编号为“${ticket!.no}”的答复在这份回执读过之后又导出过（第 ${second} 批），请读平台对该批的新回执`;
  const left = { rows: 1, taken: 0, refused: 0, known: 0, unknown: [{ row: 2, message }] };
  for (const dryRun of [true, false]) expect(await read(old, dryRun)).toEqual(left);
  // Saved anew by a person it is another file; the number of the receipt is the same.
  expect(await read(await receipt('内容过短 ', 'T-1 '))).toEqual(left);
  expect(await state()).toBe('exported');
  // The platform may refuse the second one as well, in the same words, and at last take the third.
  expect(await read(await receipt('内容过短', 'T-2'))).toMatchObject({ refused: 1, unknown: [] });
  await exported();
  expect(await read(await receipt('成功', 'T-3'))).toMatchObject({ taken: 1, unknown: [] });
  expect((await read(old)).unknown).toHaveLength(1);
  expect(await state()).toBe('done');
});

test('each platform has columns, headings and words of its own, and its workbook holds its own answers alone', async () => {
  address = null;
  app.parts.reference = core.reference;
  const countOf = async (code: string) => (await listOf()).platforms.find((one) => one.code === code);
  const before = await countOf('zq12345');
  const [first, second, third] = await answered(3, { platform: other });
  await answered(1);
  expect(await countOf(other)).toMatchObject({ due: 3, sentBack: 0, unconfirmed: 0 });
  expect((await countOf('zq12345'))!.due).toBe(before!.due + 1);
  const [head, ...rows] = await readSheet(Buffer.from(await (await ask('/api/write-backs/export', { platform: other })).arrayBuffer())); // prettier-ignore
  expect([head, rows.length]).toEqual([['办结时间', '工单号', '第几次'], 3]);
  expect(await countOf(other)).toMatchObject({ due: 0, unconfirmed: 3 });
  const [late] = await answered(1, { platform: other });
  const tickets = await core.rows<{ no: string }>('select ticket_no as no from request where id = any ($1) order by id', [[first, second, third, late]]); // prettier-ignore
  const [a, b, c, d] = tickets.map(({ no }) => no);
  const file = await workbook([
    ['原因', '工单号', '接收结果'],
    ['', a!, '已接收'],
    ['答复未写明期限', b!, '退回'],
    ['', c!, ''],
    ['', d!, '已接收'],
  ]);
  const read = async () => Confirmed.parse(await (await ask('/api/write-backs/confirm', { platform: other, file })).json()); // prettier-ignore
  expect(await read()).toEqual({
    rows: 4,
    taken: 1,
    refused: 1,
    known: 0,
    unknown: [
      { row: 4, message: '“接收结果”是空的，平台还没有结果' },
      { row: 5, message: `编号为“${d}”的答复尚未导出，不能先有回执` },
    ],
  });
  const rowsOf = () => core.rows('select * from write_back order by id');
  const once = await rowsOf();
  expect(await read()).toMatchObject({ taken: 0, refused: 0, known: 2 });
  expect(await rowsOf()).toEqual(once);
  expect((await listOf()).items.find(({ requestId }) => requestId === second)).toMatchObject({ state: 'refused', reason: '答复未写明期限' }); // prettier-ignore
  expect(await countOf(other)).toMatchObject({ due: 2, sentBack: 1, unconfirmed: 1 });
});

test('not solved: the answer of the new round goes back as well, beside the old one', async () => {
  const [id] = await answered();
  await core.asOwner(`set app.scope = '*'; update person set phone_sealed = null where request_id = ${id}`);
  await followUpRequest(core, desk, id!, { result: 'dissatisfied', solved: false, cause: 'handling', note: '仍在施工', whenOpenNearby: 'apart' }); // prettier-ignore
  await answerRequests(core, desk, [id!], '已停工整改');
  const rounds = await core.rows<{ round: number; answer: string }>(
    'select round, answer from write_back where request_id = $1 order by round',
    [id],
  );
  expect(rounds).toEqual([
    { round: 1, answer: said },
    { round: 2, answer: '已停工整改' },
  ]);
});
