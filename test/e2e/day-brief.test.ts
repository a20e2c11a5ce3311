import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDayBrief } from '#flows/make-day-brief.ts';
import { makePartitions } from '#store/upkeep.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { launchBrowser, openPage } from '#test/support/browser.ts';
import { makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { shoot } from '#test/support/looks.ts';
import { addIncident } from '#test/support/rows.ts';
import { partsOf } from '#test/support/zip.ts';

const clientFolder = path.join(import.meta.dirname, '../../dist/client');
let core: Core;
let app: TestApp;
let browser: Browser;
let held: Date;

/** Puts the city's clock to a time of the city and holds it there. */
async function at(time: string): Promise<void> {
  held = new Date(`${time.replace(' ', 'T')}:00+08:00`);
  await core.asOwner(
    `update city_clock set mark = 'test', rate = 0, anchor_real = clock_timestamp(), anchor_city = '${time}+08'`,
  );
}

beforeAll(async () => {
  core = await makeCore();
  await at('2026-06-11 22:10');
  await makePartitions(core.pool, new Date('2026-06-12T00:00:00Z'));
  app = await startApp(core.pool, { clientFolder, cityTime: () => held });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await core.close();
});

test('昨夜今晨: ready at 07:30, each number opens its cases, the leader edits the words, signs, and takes the docx along', async () => {
  const cookie = await cookieOf(core.pool, 'shift-leader');
  const { page, close } = await openPage(browser, app.url);
  const [name, value] = cookie.split('=') as [string, string];
  await page.context().addCookies([{ name, value, url: app.url }]);
  await page.goto('/stats/brief');
  await page.getByText('还没有快报').waitFor();
  await shoot(page, 'brief-none');

  await core.send('hotline', [
    ticket({ calledAt: '2026-06-11T22:09:00+08:00', text: '路面水浸' }),
    ticket({ calledAt: '2026-06-11T22:09:30+08:00', text: '路面水浸好深' }),
  ]);
  await core.merge();
  await addIncident(core.pool, { severity: 1, status: 'handling', unit: 'zq-zhujian', title: '边坡滑塌' });
  await at('2026-06-12 07:30');
  expect(await makeDayBrief(core)).toBe(true);
  await page.reload();
  await page.getByText(/数字截至 07:30.*系统拟稿，未签发/u).waitFor();
  await page.getByText('现在签发，即以 07:30 的数字为准').waitFor();
  await shoot(page, 'brief-draft');
  await page.getByRole('button', { name: '新立案 2，打开案件' }).click();
  await page.getByRole('list', { name: '案件' }).getByText('边坡滑塌').waitFor();
  await page.getByText(/共 2 案/u).waitFor();
  await shoot(page, 'brief-cases');
  await page.keyboard.press('Escape');
  await page.locator('.cases-drawer').waitFor({ state: 'detached' });

  await page.getByRole('button', { name: '改文字' }).click();
  await page.getByLabel('提示').fill('今日有暴雨，请各值守单位提前布防');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText(/已改，未签发/u).waitFor();
  await page.getByRole('button', { name: /^签\s?发$/u }).click();
  await page.getByText(/，shift-leader签发$/u).waitFor();
  await shoot(page, 'brief-signed');
  expect(await page.getByRole('button', { name: '改文字' }).count()).toBe(0);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '导出 docx' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/昨夜今晨.*\.docx$/u);
  const words = partsOf(await readFile(await download.path())).get('word/document.xml');
  expect(words).toContain('请各值守单位提前布防');
  await close();
});
