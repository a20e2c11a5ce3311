import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '#flows/passwords.ts';
import { insertAccounts } from '#store/accounts.ts';
import { startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { launchBrowser, openPage } from '#test/support/browser.ts';
import type { WatchedPage } from '#test/support/browser.ts';
import { makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { makeDeskWork } from '#test/support/desk-work.ts';
import { shoot } from '#test/support/looks.ts';
import { actorOf } from '#test/support/people.ts';
import { workerPassword } from '#test/support/phone.ts';
import { addIncident } from '#test/support/rows.ts';

const clientFolder = path.join(import.meta.dirname, '../../dist/client');
let core: Core;
let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  core = await makeCore();
  app = await startApp(core.pool, { clientFolder });
  browser = await launchBrowser();
  const rest = { passwordHash: await hashPassword(workerPassword), dutySeat: false, createdBy: 'test' };
  const leader = { ...actorOf('shift-leader'), ...rest };
  await insertAccounts(
    core.pool,
    [
      { ...leader, username: 'banzhang', name: '林静怡' },
      { ...leader, username: 'jieban', name: '黄伟文' },
    ],
    new Date(),
  );
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await core.close();
});

async function openAs(username: string, to: string): Promise<WatchedPage> {
  const opened = await openPage(browser, app.url, { expectedError: /Failed to load resource|WebSocket/ });
  const data = { username, password: workerPassword };
  await opened.page.context().request.post('/api/session', { data });
  await opened.page.goto(to);
  return opened;
}

test('信息报送: one press drafts the first report from the matter; signed it never changes, what is new goes into a follow-up', async () => {
  const id = await makeDeskWork(core).called(3);
  const { page, close } = await openAs('banzhang', `/desk?incident=${id}`);
  await page.locator('.incident-head h2').waitFor();
  await page.keyboard.press('8');
  await page.getByText('尚未列为应报').waitFor();
  await shoot(page, 'bulletin-empty');
  await page.getByRole('button', { name: '生成首报' }).click();
  await page.getByRole('heading', { name: /信息报送 首报（草稿，林静怡）/u }).waitFor();
  expect(await page.getByLabel('信息来源').inputValue()).toContain('热线 3 件');
  expect(await page.getByLabel('人员伤亡与损失').inputValue()).toContain('（待核');
  await shoot(page, 'bulletin-draft');
  await page.getByRole('button', { name: '签发首报' }).click();
  const first = page.locator('.bulletins li', { hasText: '首报' });
  await first.getByText('林静怡签发，不可更改').waitFor();
  const firstRow = () =>
    core.rows<{ id: number; fields: object }>(
      "select * from bulletin where incident_id = $1 and kind = 'first'",
      [id],
    );
  const [signed] = await firstRow();

  await page.getByRole('button', { name: '生成续报' }).click();
  await page.getByRole('heading', { name: /信息报送 续报 1/u }).waitFor();
  await page.getByLabel('基本情况').fill('现场已停工，无人受伤，正在核查夜间施工许可。');
  await shoot(page, 'bulletin-more');
  await page.getByRole('button', { name: '签发续报 1' }).click();
  await page.locator('.bulletins li', { hasText: '续报 1' }).waitFor();
  await shoot(page, 'bulletin-signed');
  expect(await page.locator('.bulletins li').count()).toBe(2);
  expect(await firstRow()).toEqual([signed]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    first.getByRole('link', { name: 'docx' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/首报.*\.docx$/u);
  await close();
});

test('交接班: the page says what will be handed over and that a signature is final; two people sign, the record stays', async () => {
  await addIncident(core.pool, { severity: 1, status: 'handling', unit: 'zq-zhujian', title: '边坡滑塌' });
  const goes = await openAs('banzhang', '/desk');
  await goes.page.getByRole('button', { name: /交接班/u }).click();
  const column = goes.page.locator('.shift');
  await column.getByText('在办重要事项、险情与预警、待判断、待办、超时、交代事项').waitFor();
  await column.getByText('签字后任何人不能更改').waitFor();
  await shoot(goes.page, 'shift-empty');
  await column.getByRole('button', { name: '生成交班记录' }).click();
  expect(await column.getByLabel('在办重要事项').inputValue()).toContain('边坡滑塌');
  await column.getByText('签字后任何人不能更改').waitFor();
  await column.getByLabel('交代事项').fill('省三防办 06:30 有视频调度');
  await shoot(goes.page, 'shift-draft');
  await column.getByRole('button', { name: /交班签字/u }).click();
  await column.getByText('待接班').waitFor();
  expect(await column.getByRole('button', { name: /签字/u }).count()).toBe(0);
  await goes.close();

  const comes = await openAs('jieban', '/desk');
  await comes.page.getByRole('button', { name: /看交班记录并接班/u }).click();
  await comes.page.getByText('省三防办 06:30 有视频调度').waitFor();
  await shoot(comes.page, 'shift-given');
  await comes.page.getByRole('button', { name: /接班签字/u }).click();
  await comes.page.getByRole('heading', { name: '上一次交接班' }).waitFor();
  await comes.page.getByText(/黄伟文.*接班签字/u).waitFor();
  await shoot(comes.page, 'shift-last');
  await comes.close();
});
