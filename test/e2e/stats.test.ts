import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '#contracts/people.ts';
import { answerRequests } from '#flows/answer-requests.ts';
import { followUpRequest } from '#flows/follow-up-request.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { launchBrowser, openPage } from '#test/support/browser.ts';
import type { WatchedPage } from '#test/support/browser.ts';
import { makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { desk, makeDeskWork } from '#test/support/desk-work.ts';

const clientFolder = path.join(import.meta.dirname, '../../dist/client');
let core: Core;
let app: TestApp;
let browser: Browser;
/** The unit that has most of the open matters. */
let unit: { code: string; open: number };

beforeAll(async () => {
  core = await makeCore();
  const places = [[112.462, 23.052], [112.44, 23.07], [112.4, 22.99], [112.73, 23.33], [112.18, 23.91]] as const; // prettier-ignore
  const texts = ['路面水浸', '工地半夜施工好吵', '垃圾堆放没人清', '井盖缺失'];
  await core.send(
    'hotline',
    places.flatMap(([lng, lat]) => texts.map((text) => ticket({ lng, lat, text }))),
  );
  await core.merge();
  [unit] = (await core.rows<{ code: string; open: number }>(
    `select unit_code as code, count(*)::int as open from incident where open and unit_code is not null group by 1 order by 2 desc limit 1`,
  )) as [typeof unit];
  app = await startApp(core.pool, { clientFolder, cityTime: () => new Date() });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await core?.close();
});

type Place = { unitCode?: string; districtCode?: string };
type Visit = { place?: Place; address?: string; expectedError?: RegExp };

async function openStats(
  role: Role,
  { place = {}, address = '/stats', expectedError }: Visit = {},
): Promise<WatchedPage> {
  const opened = await openPage(browser, app.url, expectedError ? { expectedError } : {});
  const username = `a-${role}-${place.unitCode ?? place.districtCode ?? 'city'}`;
  const cookie = await cookieOf(core.pool, role, { ...place, username });
  const [name, value] = cookie.split('=', 2) as [string, string];
  await opened.page.context().addCookies([{ name, value, url: app.url }]);
  await opened.page.goto(address);
  await opened.page.locator('.figures tbody tr').first().waitFor();
  return opened;
}

const lines = (page: Page) => page.getByRole('list', { name: '案件' }).getByRole('listitem');

test('every number of the table opens as many cases as it says, each with its way to the desk', async () => {
  const { page, close } = await openStats('leader');
  const numbers = page.locator('.figures a.number');
  const count = await numbers.count();
  expect(count).toBeGreaterThan(8);
  for (const at of [0, 1, count - 1]) {
    const said = Number((await numbers.nth(at).innerText()).replace(',', ''));
    await numbers.nth(at).focus();
    await page.keyboard.press('Enter');
    await lines(page).first().waitFor();
    expect(await lines(page).count()).toBe(said);
    expect(await page.locator('.cases-count').innerText()).toContain(`共 ${said} 件`);
    const way = await lines(page).first().getByRole('link').getAttribute('href');
    expect(way).toMatch(/^\/desk\?incident=\d+$/);
    await page.keyboard.press('Escape');
    await page.locator('.cases').waitFor({ state: 'detached' });
    // Back on the number, ready for the next one.
    await expect.poll(() => numbers.nth(at).evaluate((link) => link === document.activeElement)).toBe(true);
  }
  await close();
});

test('an address says which table and which number stand open, and opens them for whoever gets it', async () => {
  const address = '/stats?table=category&figure=open&by=category&code=garbage';
  const { page, close } = await openStats('leader', { address });
  await page.locator('.ant-drawer-title', { hasText: '垃圾 在办' }).waitFor();
  await lines(page).first().waitFor();
  expect(await page.locator('.figures thead th').first().innerText()).toBe('小类');
  await close();
});

test('a unit sees its own matters under its own name, and no other', async () => {
  const { page, close } = await openStats('unit-clerk', { place: { unitCode: unit.code } });
  const total = page.locator('.figures tr.total');
  const name = core.reference().unit.get(unit.code)!.name;
  expect(await total.getByRole('rowheader').innerText()).toBe(name);
  const open = total.getByRole('link', { name: new RegExp(`^${name} 在办`) });
  expect(await open.innerText()).toBe(String(unit.open));
  await open.click();
  await lines(page).first().waitFor();
  for (const words of await lines(page).allInnerTexts()) expect(words).toContain(name);
  await close();
});

test('a district sees one row and one chart, its own', async () => {
  const { page, close } = await openStats('operator', { place: { districtCode: '441284' } });
  await page.getByText('按县（市、区）').click();
  await page.locator('.figures thead th', { hasText: '县（市、区）' }).waitFor();
  expect(await page.locator('.figures tbody th').allInnerTexts()).toEqual(['四会市', '四会市']);
  expect(await page.locator('.chart').count()).toBe(1);
  await close();
});

test('when the server is away the old figures stay, with the time they are of', async () => {
  const { page, close } = await openStats('leader', { expectedError: /ERR_FAILED/ });
  const before = await page.locator('.figures tbody').innerText();
  await page.clock.install();
  await page.route('**/api/**', (route) => route.abort());
  await page.clock.runFor(40_000);
  await page
    .getByRole('alert')
    .getByText(/未能更新，以下为 \d\d:\d\d 的数字/)
    .waitFor();
  expect(await page.locator('.figures tbody').innerText()).toBe(before);
  await close();
});

test('it prints on one page of A4, without what only a screen needs', async () => {
  const { page, close } = await openStats('leader');
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(paper.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.page-head').isVisible()).toBe(false);
  expect(await page.locator('.print-head').isVisible()).toBe(true);
  await close();
});

test('what callers said when they were called back is counted by cause, and a cause opens its matters', async () => {
  const work = makeDeskWork(core);
  const id = await work.called(2, { lng: 111.7, lat: 23.7 });
  await work.workThrough(id);
  const callers = (await work.requestsOf(id)).map((one) => one.id);
  await answerRequests(core, desk, callers, '已劝停施工，夜间不再作业');
  const said = { solved: true, note: '', whenOpenNearby: 'ask' } as const;
  await followUpRequest(core, desk, callers[0]!, { ...said, result: 'satisfied' });
  await followUpRequest(core, desk, callers[1]!, { ...said, result: 'dissatisfied', cause: 'answer' });
  const { page, close } = await openStats('leader');
  const part = page.getByRole('region', { name: '本月回访' });
  await part.getByText('本月回访不满意率 100.0 %（回访 1，不满意或未解决 1），“答复不清楚”最多').waitFor();
  await part.getByRole('link', { name: /答复不清楚 1 件/ }).click();
  await lines(page).first().waitFor();
  expect(await lines(page).count()).toBe(1);
  await page.getByText('本月回访不满意：答复不清楚').first().waitFor();
  await close();
});
