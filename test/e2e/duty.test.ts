import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '#flows/passwords.ts';
import { insertAccounts } from '#store/accounts.ts';
import { startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { launchBrowser, openPage } from '#test/support/browser.ts';
import { actorOf, freshPool } from '#test/support/people.ts';
import { workerPassword } from '#test/support/phone.ts';

const clientFolder = path.join(import.meta.dirname, '../../dist/client');
let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  city = await freshPool();
  app = await startApp(city.pool, { clientFolder });
  browser = await launchBrowser();
  const rest = { passwordHash: await hashPassword(workerPassword), dutySeat: false, createdBy: 'test' };
  const leader = { ...actorOf('shift-leader'), ...rest, username: 'banzhang', name: '林静怡' };
  await insertAccounts(city.pool, [leader], new Date());
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await city.close();
});

test('the roster: a line is written, refused in words, put right, left as it was, and taken out only when one says so', async () => {
  const { page, close } = await openPage(browser, app.url, { expectedError: /Failed to load resource/ });
  await page
    .context()
    .request.post('/api/session', { data: { username: 'banzhang', password: workerPassword } });
  await page.goto('/admin/roster');
  const form = page.locator('.duty-form');
  await page.getByText('这几天还没有排班').waitFor();
  await form.getByRole('combobox', { name: '单位' }).fill('住房和城乡建设局');
  // The list of units may still be on its way.
  await page.locator('.ant-select-item-option', { hasText: /^肇庆市住房和城乡建设局$/u }).click();
  await form.getByRole('button', { name: '加一行' }).click();
  await form.getByRole('alert').waitFor();
  expect(await form.getByRole('alert').textContent()).toMatch(/[一-鿿]{4}/u);
  await form.getByRole('textbox', { name: '值班人' }).fill('陈志强');
  await form.getByRole('textbox', { name: '电话', exact: true }).fill('13800138000');
  await form.getByRole('button', { name: '加一行' }).click();
  const row = page.getByRole('row', { name: /陈志强/u });
  await row.waitFor();
  expect(await row.textContent()).toContain('138****8000');
  await row.getByRole('button', { name: '改' }).click();
  await form.getByRole('textbox', { name: '值班人' }).fill('张三');
  await form.getByRole('button', { name: '取消' }).click();
  expect(await form.getByRole('textbox', { name: '值班人' }).inputValue()).toBe('');
  expect(await page.getByRole('row', { name: /张三/u }).count()).toBe(0);
  await row.getByRole('button', { name: '删' }).click();
  await page
    .getByRole('button', { name: '保 留' })
    .or(page.getByRole('button', { name: '保留' }))
    .click();
  expect(await row.count()).toBe(1);
  await row.getByRole('button', { name: '删' }).click();
  await page
    .getByRole('button', { name: '删 去' })
    .or(page.getByRole('button', { name: '删去' }))
    .click();
  await page.getByText('这几天还没有排班').waitFor();
  await close();
});
