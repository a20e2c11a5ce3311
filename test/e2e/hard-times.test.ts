import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hashPassword } from '#flows/passwords.ts';
import { insertAccounts } from '#store/accounts.ts';
import { launchBrowser, openPage } from '#test/support/browser.ts';
import type { WatchedPage } from '#test/support/browser.ts';
import { startChengyun } from '#test/support/chengyun.ts';
import type { Chengyun } from '#test/support/chengyun.ts';
import { sendTickets } from '#test/support/hotline.ts';
import { actorOf, freshPool } from '#test/support/people.ts';
import { redisUrl, uniquePrefix } from '#test/support/stack.ts';

const password = 'Kadu-Reme-4827';
const longUnit = '肇庆市端州区城西街道办事处综合行政执法与应急排涝抢险联合指挥部渠网运维管理服务中心';
let database: Awaited<ReturnType<typeof freshPool>>;
let city: Chengyun;
let browser: Browser;

beforeAll(async () => {
  database = await freshPool();
  await database.asOwner(
    `update reference set body = jsonb_set(body, '{name}', to_jsonb('${longUnit}'::text)) where kind = 'unit'`,
  );
  const passwordHash = await hashPassword(password);
  const accounts = (['shift-leader', 'field', 'security-admin'] as const).map((role) => ({
    ...actorOf(role, role === 'field' ? { unitCode: '441202-quwang' } : {}),
    passwordHash,
    dutySeat: false,
    createdBy: 'test',
  }));
  await insertAccounts(database.pool, accounts, new Date());
  city = await startChengyun({
    databaseUrl: database.url,
    redisUrl: redisUrl(),
    env: { CHENGYUN_QUEUE: uniquePrefix() },
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
  await database?.close();
});
beforeEach(() => database.asOwner('truncate sign_in_try'));

async function openAs(role: string, path: string, expectedError = /4(0[13]|25)/): Promise<WatchedPage> {
  const opened = await openPage(browser, city.url, { expectedError });
  const data = { username: `a-${role}`, password };
  expect((await opened.page.context().request.post('/api/session', { data })).ok()).toBe(true);
  await opened.page.goto(path);
  return opened;
}

/** A flooded road: it files itself and goes to its unit. */
async function call(ticketNo: string): Promise<void> {
  const ticket = {
    platform: 'zq12345',
    ticketNo,
    text: '蕉园村口路面积水很深，车辆熄火',
    address: '端州区西江路蕉园村口',
    lng: 112.4411,
    lat: 23.0765,
    calledAt: new Date().toISOString(),
  };
  const answer = await sendTickets(city.url, [ticket]);
  expect(answer.status).toBe(202);
}

const inSight = (page: Page, selector: string): Promise<boolean> =>
  page.locator(selector).evaluate((at) => {
    const { left, right, width } = at.getBoundingClientRect();
    return left >= 0 && right <= innerWidth && width > 40;
  });

test('a unit with the longest name leaves the title, the time and the buttons in sight', async () => {
  await call('L1');
  const { page, close } = await openAs('shift-leader', '/desk');
  await page.locator('.queue-row').first().click();
  await page.locator('.incident-who', { hasText: '抢险联合指挥部' }).waitFor();
  for (const part of ['.incident-line h2', '.incident-who', '.incident-who b', '.actions-waits'])
    expect([part, await inSight(page, part)]).toEqual([part, true]);
  const rows = await page
    .locator('.actions-others button')
    .evaluateAll((all) => new Set(all.map((at) => at.getBoundingClientRect().top)).size);
  expect(rows).toBeLessThanOrEqual(2);
  await close();
});

test('a session that ends while somebody writes asks for the password there, and nothing written is lost', async () => {
  const { page, close } = await openAs('shift-leader', '/desk');
  await page.locator('.queue-row').first().click();
  await page.locator('.incident-head h2').waitFor();
  await page.keyboard.press('u');
  const words = '请在三点前回报现场水深，并写明抽排设备数量';
  const field = page.locator('form.panel textarea').first();
  await field.fill(words);
  await database.asOwner('delete from session');
  await page.keyboard.press('Control+Enter');
  const asked = page.getByRole('dialog', { name: '登录已失效' });
  await asked.getByLabel('密码').fill('wrong');
  await page.keyboard.press('Enter');
  await asked.getByRole('alert').waitFor();
  await asked.getByLabel('密码').fill(password);
  // Behind the question the desk is deaf: this key only signs in.
  await page.keyboard.press('Enter');
  await asked.waitFor({ state: 'detached' });
  expect(await field.inputValue()).toBe(words);
  await page.keyboard.press('Control+Enter');
  await page.locator('.timeline', { hasText: words }).waitFor();
  await close();
});

test('a matter whose reading failed while another caller joined it is read again within seconds, whatever the browser thinks of its network', async () => {
  await call('N1');
  const { page, close } = await openAs('shift-leader', '/desk', /Failed to load resource/);
  await page.locator('.queue-row').first().click();
  const told = (await page.locator('.tabs [role=tab]').first().textContent()) ?? '';
  const callers = Number(/诉求 (\d+)/u.exec(told)?.[1]);
  await page.evaluate(() => dispatchEvent(new Event('offline')));
  let failed = 0;
  await page.route(/\/api\/incidents\/\d+$/u, (route) => {
    failed += 1;
    return failed <= 3 ? route.abort() : route.continue();
  });
  await call('N2');
  await page.locator('.tabs', { hasText: `诉求 ${callers + 1}` }).waitFor({ timeout: 30_000 });
  expect(failed).toBeGreaterThan(3);
  await close();
});

test('whoever may not be on a page is told so, and shown the pages that are theirs', async () => {
  for (const [role, path, name, way] of [
    ['field', '/wall', '大屏', '/field'],
    ['field', '/stats', '统计', '/field'],
    ['security-admin', '/desk', '值班台', '/admin'],
  ] as const) {
    const { page, close } = await openAs(role, path);
    await page
      .getByRole('alert')
      .filter({ hasText: `您的岗位不能打开${name}` })
      .waitFor();
    expect(await page.locator('.state-ways a').first().getAttribute('href')).toBe(way);
    await close();
  }
});

test('a server that was away leaves no fault standing on the desk once it is back', async () => {
  await call('L2');
  const { page, close } = await openAs(
    'shift-leader',
    '/desk',
    /WebSocket|Failed to load|failed to load|ERR_CONNECTION/,
  );
  await page.locator('.queue-row').first().waitFor();
  await city.kill('server');
  await page.locator('.strip', { hasText: '实时连接中断' }).waitFor();
  await page.locator('.queue-old', { hasText: '连不上服务器' }).waitFor();
  // The list fails until the line stands again; its own next turn would be two minutes away.
  await page.route('**/api/incidents?*', (route) => route.abort());
  await city.restart('server');
  await page.locator('.strip', { hasText: '实时连接' }).waitFor({ state: 'detached' });
  await page.unroute('**/api/incidents?*');
  await page.locator('.queue-old').waitFor({ state: 'detached', timeout: 10_000 });
  await close();
});
