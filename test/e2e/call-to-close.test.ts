import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '#contracts/people.ts';
import { hashPassword } from '#flows/passwords.ts';
import { routeFor } from '#domain/routing.ts';
import { insertAccounts } from '#store/accounts.ts';
import { readReference } from '#store/reference.ts';
import { deskSize, launchBrowser, openPage, phoneSize, wallSize } from '#test/support/browser.ts';
import type { WatchedPage } from '#test/support/browser.ts';
import { startChengyun } from '#test/support/chengyun.ts';
import type { Chengyun } from '#test/support/chengyun.ts';
import { sendTickets } from '#test/support/hotline.ts';
import { actorOf, freshPool } from '#test/support/people.ts';
import { big, photograph, sign } from '#test/support/phone.ts';
import { redisUrl, uniquePrefix } from '#test/support/stack.ts';

const password = 'Kadu-Reme-4827';
let city: Awaited<ReturnType<typeof freshPool>>;
let chengyun: Chengyun;
let browser: Browser;

beforeAll(async () => {
  city = await freshPool();
  const reference = await readReference(city.pool);
  const unitCode = routeFor(reference, 'road-flooding', '441202', new Date())!.unitCode;
  const passwordHash = await hashPassword(password);
  const account = (username: string, role: Role, place = {}) => ({
    ...actorOf(role, place),
    username,
    name: username,
    passwordHash,
    dutySeat: false,
    createdBy: 'test',
  });
  await insertAccounts(
    city.pool,
    [
      account('banzhang', 'shift-leader'),
      account('quwang', 'field', { unitCode }),
      account('daping', 'wall'),
    ],
    new Date(),
  );
  chengyun = await startChengyun({
    databaseUrl: city.url,
    redisUrl: redisUrl(),
    env: { CHENGYUN_QUEUE: uniquePrefix() },
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await chengyun.stop();
  await city.close();
});

async function open(
  username: string,
  path: string,
  viewport: { width: number; height: number },
): Promise<WatchedPage> {
  const opened = await openPage(browser, chengyun.url, { viewport, expectedError: /401|net::ERR_ABORTED/ });
  await opened.page.context().request.post('/api/session', { data: { username, password } });
  await opened.page.goto(path);
  return opened;
}

async function call(ticketNo: string): Promise<void> {
  const ticket = {
    platform: 'zq12345',
    ticketNo,
    title: '西江路蕉园村口水浸',
    text: '西江路蕉园村口水浸到膝头，有老人被困在车里，我叫陈大文，电话13800138000',
    lng: 112.4411,
    lat: 23.0765,
    callerName: '陈大文',
    callerPhone: '13800138000',
    calledAt: new Date().toISOString(),
  };
  const answer = await sendTickets(chengyun.url, [ticket]);
  expect(await answer.json()).toEqual({ accepted: 1, duplicates: 0, quarantined: [] });
}

const statusIs = async (status: string): Promise<void> => {
  const now = async () =>
    (await city.pool.query<{ status: string }>('select status from incident')).rows[0]?.status;
  await expect.poll(now).toBe(status);
};

/** The desk's primary step: Ctrl Enter opens its panel, the panel's fields are filled, Ctrl Enter takes it. */
async function take(desk: Page, title: string, fill: [label: RegExp, text: string][] = []): Promise<void> {
  await desk.locator('footer.actions .ant-btn-primary', { hasText: title }).waitFor();
  await desk.keyboard.press('Control+Enter');
  const panel = desk.locator('form.panel');
  await panel.waitFor();
  for (const [label, text] of fill) await panel.getByLabel(label).fill(text);
  await desk.keyboard.press('Control+Enter');
  await panel.waitFor({ state: 'detached' });
}

async function workInTheField(phone: Page): Promise<void> {
  await phone.getByRole('link', { name: /西江路蕉园村口水浸/ }).click();
  await sign(phone);
  await big(phone, '已到达').click();
  await phone.getByLabel('处置情况').fill('已抽排退水，人员已转移');
  await photograph(phone, '处置后');
  await big(phone, '提交反馈').click();
  await phone.getByText('反馈已送达，等待审核').waitFor();
}

test('a call stands on wall and desk at once, is dispatched, worked, reviewed, closed and answered, all on the pages', async () => {
  const wall = await open('daping', '/wall', wallSize);
  const desk = await open('banzhang', '/desk', deskSize);
  await desk.page.locator('.queue, [class*=queue]').first().waitFor();
  await call('2026-000123');
  await wall.page.getByText('西江路蕉园村口水浸').first().waitFor();
  await desk.page.getByText('西江路蕉园村口水浸').first().waitFor();
  expect(await desk.page.content()).not.toMatch(/13800138000|陈大文/);
  expect(await wall.page.content()).not.toMatch(/13800138000|陈大文|陈\*/);
  await desk.page.keyboard.press('j');
  await take(desk.page, '确认险情', [[/./, '已移交 119，老人已联系']]);

  // The category files itself: the unit has the task already. The phone takes it from here.
  await statusIs('to-sign');
  const phone = await open('quwang', '/field', phoneSize);
  await workInTheField(phone.page);
  await statusIs('to-review');

  await take(desk.page, '审核通过');
  await statusIs('inspecting');
  await take(desk.page, '结案', [[/核查情况/, '看过前后照片，路面已无积水']]);
  await statusIs('closed');
  await take(desk.page, '答复', [[/答复内容/, '您反映的积水已于今日抽排完毕，车内老人已安全转移。']]);
  await expect
    .poll(async () => (await city.pool.query('select status, answer from request')).rows[0])
    .toMatchObject({ status: 'answered', answer: '您反映的积水已于今日抽排完毕，车内老人已安全转移。' });
  for (const one of [wall, desk, phone]) await one.close();
});
