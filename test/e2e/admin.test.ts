import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '#contracts/people.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { launchBrowser, openPage } from '#test/support/browser.ts';
import type { WatchedPage } from '#test/support/browser.ts';
import { makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

const clientFolder = path.join(import.meta.dirname, '../../dist/client');
const cookies = new Map<Role, string>();
let core: Core;
let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  core = await makeCore();
  await core.send('hotline', [
    ticket({ lng: 113.6, lat: 23.1, text: '广州这边路灯不亮，我电话 13800138000' }),
  ]);
  app = await startApp(core.pool, { clientFolder, cityTime: () => new Date() });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await core?.close();
});

const sideList = (page: Page): Locator => page.getByRole('navigation', { name: '管理分类' });

async function openAdmin(role: Role, section = ''): Promise<WatchedPage> {
  const opened = await openPage(browser, app.url, { expectedError: /4(01|09|22)/ });
  if (!cookies.has(role)) cookies.set(role, await cookieOf(core.pool, role));
  const [name, value] = cookies.get(role)!.split('=', 2) as [string, string];
  await opened.page.context().addCookies([{ name, value, url: app.url }]);
  await opened.page.goto(`/admin/${section}`);
  await sideList(opened.page).waitFor();
  return opened;
}

/** The editor of one row, found by its code. */
async function openRow(page: Page, code: string): Promise<Locator> {
  await page.getByPlaceholder(/按代码/).fill(code);
  // The code comes first; until the names of the families have come, a family of the same code stands in the row too.
  await page.getByRole('cell', { name: code, exact: true }).first().click();
  const editor = page.getByRole('dialog');
  await editor.locator('.row-form').waitFor();
  return editor;
}

const limitOf = async (): Promise<number> =>
  (
    await core.rows<{ amount: number }>(
      `select body #> '{limits,0,unit,amount}' as amount from reference where kind = 'category' and code = 'garbage'`,
    )
  )[0]!.amount;

test('each sees the sections of the own rights, and is told what to do about the others', async () => {
  const expected: [Role, string[], string[]][] = [
    ['system-admin', ['小类与时限', '设备登记', '隔离区', '系统'], ['账号', '审计']],
    ['security-admin', ['账号', '单位'], ['审计', '隔离区', '系统']],
    ['auditor', ['账号', '审计', '系统'], ['设备登记', '隔离区']],
  ];
  for (const [role, shown, hidden] of expected) {
    const { page, close } = await openAdmin(role);
    const links = await sideList(page).getByRole('link').allInnerTexts();
    const sections = links.map((words) => words.replace(/\s*\d+$/, ''));
    expect(sections).toEqual(expect.arrayContaining(shown));
    for (const name of hidden) expect(sections).not.toContain(name);
    await close();
  }
  const { page, close } = await openAdmin('system-admin', 'audit');
  await page.getByText('您的岗位不能查看“审计”').waitFor();
  await close();
});

test('a limit is changed beside its shipped value, taken back with one key, and put back to what was shipped', async () => {
  const { page, close } = await openAdmin('system-admin', 'category');
  const shipped = await limitOf();
  let editor = await openRow(page, 'garbage');
  const amount = editor.locator('[id="limits.0.unit.amount"]');
  await amount.fill('37');
  await editor.getByText(`承办时限 ${shipped} `).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('已修改小类').waitFor();
  expect(await limitOf()).toBe(37);
  await page.getByRole('cell', { name: '本市已改 1 项' }).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+z');
  await page.getByRole('cell', { name: '出厂' }).waitFor();
  expect(await limitOf()).toBe(shipped);

  editor = await openRow(page, 'garbage');
  await amount.fill('41');
  await editor.getByRole('button', { name: /保存/ }).click();
  await page.getByRole('cell', { name: '本市已改 1 项' }).click();
  await page.getByRole('button', { name: '恢复出厂值' }).click();
  await page.locator('.ant-modal-confirm').getByRole('button', { name: '恢复出厂值' }).click();
  await page.getByRole('cell', { name: '出厂' }).waitFor();
  expect(await limitOf()).toBe(shipped);
  await close();
});

test('what does not fit is said in Chinese at the field, and nothing is sent', async () => {
  const { page, close } = await openAdmin('system-admin', 'category');
  let sent = 0;
  page.on('request', (request) => void (sent += request.method() === 'PUT' ? 1 : 0));
  const editor = await openRow(page, 'garbage');
  await editor.locator('[id="limits.0.unit.amount"]').fill('0.5');
  await editor.locator('[id="limits.0.unit.unit"]').click();
  await page.locator('.ant-select-item-option', { hasText: '工作日' }).click();
  await editor.locator('[id="name"]').fill('');
  await editor.getByRole('button', { name: /保存/ }).click();
  await editor.getByText('按日计的时限须为整数').waitFor();
  await editor.getByText('名称不得为空').waitFor();
  expect(sent).toBe(0);
  await close();
});

test('roles that exclude each other are refused in words; a password is shown once, and lets its owner in', async () => {
  const { page, close } = await openAdmin('security-admin', 'accounts');
  await page.getByRole('button', { name: '新建账号' }).click();
  const editor = page.getByRole('dialog');
  await editor.getByLabel('账号名').fill('chenjie');
  await editor.getByLabel('姓名或席位').fill('陈杰');
  await editor.getByLabel('审计员').check();
  await editor.getByLabel('系统管理员').check();
  await editor.getByRole('button', { name: '建账号并生成口令' }).click();
  await editor.getByText('审计员不得兼任其他岗位', { exact: true }).waitFor();
  await editor.getByLabel('系统管理员').uncheck();
  await editor.getByRole('button', { name: '建账号并生成口令' }).click();
  const password = (await page.locator('.password-once').innerText()).trim();
  await page.getByRole('button', { name: '已交给本人' }).click();
  await page.getByRole('cell', { name: 'chenjie' }).waitFor();
  await page.locator('.password-once').waitFor({ state: 'detached' });
  expect((await page.content()).includes(password)).toBe(false);
  const entered = await fetch(`${app.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'chenjie', password }),
  });
  expect(entered.status).toBeLessThan(300);
  await close();
});

test('an item in quarantine is read without its numbers, and dropped only with a reason', async () => {
  const { page, close } = await openAdmin('system-admin', 'quarantine');
  await page.getByText('坐标在市外 1').waitFor();
  await page.getByRole('cell', { name: '坐标在市外' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.locator('pre').waitFor();
  expect(await drawer.innerText()).not.toContain('13800138000');
  expect(await drawer.getByRole('button', { name: '作废' }).isDisabled()).toBe(true);
  await drawer.getByLabel('作废理由').fill('属广州市，已请来电人改拨当地热线');
  await drawer.getByRole('button', { name: '作废' }).click();
  await page.getByText('没有待处理的隔离记录').waitFor();
  await page.getByText('已作废', { exact: true }).click();
  await page.getByRole('cell', { name: 'a-system-admin' }).waitFor();
  await close();
});

test('the auditor has the chain verified and hears the answer in words, also when it was broken', async () => {
  const { page, close } = await openAdmin('auditor', 'audit');
  await page.getByRole('cell', { name: '新建账号' }).waitFor();
  await page.getByRole('button', { name: '核对审计链' }).click();
  await page.getByText(/核对 [\d,]+ 条，前后相接，无改动/).waitFor();
  await core.asOwner(
    `alter table audit disable trigger user; update audit set target = 'account/nobody' where action = 'account.create'; alter table audit enable trigger user`,
  );
  await page.getByRole('button', { name: '核对审计链' }).click();
  await page.getByText(/链第 \d+ 条不符：内容与校验值不符，记录被改动/).waitFor();
  await close();
});

test('the state of the system is told: ready, versions, sources, backlogs', async () => {
  const { page, close } = await openAdmin('system-admin', 'system');
  await page.getByText('就绪：数据库可提交，Redis 可达').waitFor();
  await page.getByRole('cell', { name: '未接入' }).first().waitFor();
  await page.getByRole('cell', { name: '待归并来件' }).waitFor();
  expect(await page.locator('.facts').innerText()).toMatch(/PostGIS\s+3/);
  await close();
});
