import path from 'node:path';
import { readSheet } from 'read-excel-file/node';
import writeXlsxFile from 'write-excel-file/node';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerRequests } from '#flows/answer-requests.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { launchBrowser, openPage } from '#test/support/browser.ts';
import type { WatchedPage } from '#test/support/browser.ts';
import { makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { desk, makeDeskWork } from '#test/support/desk-work.ts';
import type { DeskWork } from '#test/support/desk-work.ts';
import { shoot } from '#test/support/looks.ts';
import { startReceiver } from '#test/support/receiver.ts';
import type { Receiver } from '#test/support/receiver.ts';
import { workOf } from '#test/support/test-parts.ts';
import { channel } from '#workers/channels/hotline.ts';
import { job } from '#workers/jobs/deliver.ts';

const clientFolder = path.join(import.meta.dirname, '../../dist/client');
const said = '已到场劝停，夜间不再施工';
let core: Core;
let work: DeskWork;
let app: TestApp;
let browser: Browser;
let platform: Receiver;

beforeAll(async () => {
  core = await makeCore();
  work = makeDeskWork(core);
  platform = await startReceiver('secret of zq12345');
  await core.asOwner(
    `update reference set body = body || '{"writeBackUrl":"${platform.url}"}' where kind = 'hotline-platform' and code = 'zq12345'`,
  );
  await core.reread();
  app = await startApp(core.pool, { clientFolder });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await platform.close();
  await core.close();
});

async function answered(callers: number, over: Record<string, unknown> = {}): Promise<void> {
  const id = await work.called(callers, over);
  const ids = (await work.requestsOf(id)).map((one) => one.id);
  await answerRequests(core, desk, ids, said);
}

/** What the relay and its queue would do now. */
async function deliver(): Promise<void> {
  if (job.kind !== 'queued') throw new Error('deliver is queued');
  const { handle } = job.handler({ ...workOf(core.pool), reference: core.reference }, channel);
  const waiting = await core.rows<{ id: number }>(
    "select id from delivery where channel = 'hotline' and state = 'pending' order by id",
  );
  for (const { id } of waiting) await handle([id]);
}

async function openWriteBacks(username: string): Promise<WatchedPage> {
  const [name, value] = (await cookieOf(core.pool, 'shift-leader', { username })).split('=') as [string, string]; // prettier-ignore
  const opened = await openPage(browser, app.url, { expectedError: /4(09|22)/ });
  await opened.page.context().addCookies([{ name, value, url: app.url }]);
  await opened.page.goto('/admin/write-back');
  return opened;
}

test('热线回写: a platform that refuses stands on top with its reason, and goes again by a press as often as it needs', async () => {
  platform.behave(400);
  await answered(1);
  await deliver();
  const { page, close } = await openWriteBacks('yi');
  const row = page.getByRole('row', { name: /回写失败/u });
  await row.getByText('对方拒收（400）').waitFor();
  await shoot(page, 'write-back-failed');
  await row.getByRole('button', { name: /重\s?推/u }).click();
  await page.getByRole('row', { name: /待回写|正在回写/u }).waitFor();
  await deliver();
  await page.reload();
  await row.getByRole('button', { name: /重\s?推/u }).waitFor();
  platform.behave('well');
  await row.getByRole('button', { name: /重\s?推/u }).click();
  await page.getByRole('row', { name: /待回写|正在回写/u }).waitFor();
  await deliver();
  await page.reload();
  await page.getByRole('row', { name: /已回写/u }).waitFor();
  expect(platform.calls.map(({ status, signed }) => [status, signed])).toEqual([
    [400, true],
    [400, true],
    [200, true],
  ]);
  expect([platform.effects.size, new Set(platform.calls.map(({ key }) => key)).size]).toEqual([1, 1]);
  await close();
});

test('热线回写: without an interface the workbook goes out, its receipts are tried, then read; what is not read is said line by line', async () => {
  await answered(2, { platform: '12345' });
  const { page, close } = await openWriteBacks('er');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出待回写 2 件' }).click(),
  ]);
  const [head, one, two] = await readSheet(await download.path());
  expect(head).toEqual(['工单号', '答复内容', '答复人', '答复时间']);
  await page.getByRole('button', { name: '导出待回写 0 件' }).waitFor();
  const lines = [
    ['工单号', '接收结果', '原因'],
    [String(one![0]), '成功', ''],
    [String(two![0]), '退回', '答复内容过短'],
    ['20269999', '成功', ''],
  ].map((line) => line.map((value) => ({ value, type: String })));
  const buffer = await writeXlsxFile(lines).toBuffer();
  await page
    .getByLabel('回执')
    .setInputFiles({ name: '回执.xlsx', mimeType: 'application/octet-stream', buffer });
  await page.getByText('试读（尚未写入） 3 行，平台接收 1，退回 1').waitFor();
  await page.getByText('第 4 行：没有编号为“20269999”的答复').waitFor();
  await shoot(page, 'write-back-tried');
  await page.getByRole('button', { name: '确认读入' }).click();
  await page.getByText('已读入 3 行，平台接收 1，退回 1').waitFor();
  await page.getByText('平台退回：答复内容过短').waitFor();
  await shoot(page, 'write-back-read');
  await page.getByRole('button', { name: '导出待回写 1 件（含平台退回 1）' }).waitFor();
  await close();
});
