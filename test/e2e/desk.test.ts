import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerRequests } from '#flows/answer-requests.ts';
import { hashPassword } from '#flows/passwords.ts';
import { insertAccounts } from '#store/accounts.ts';
import { launchBrowser, openPage } from '#test/support/browser.ts';
import type { WatchedPage } from '#test/support/browser.ts';
import { startChengyun } from '#test/support/chengyun.ts';
import type { Chengyun } from '#test/support/chengyun.ts';
import { makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { desk as leader, makeDeskWork } from '#test/support/desk-work.ts';
import type { DeskWork } from '#test/support/desk-work.ts';
import { actorOf } from '#test/support/people.ts';
import { redisUrl, uniquePrefix } from '#test/support/stack.ts';

const password = 'Kadu-Reme-4827';
let core: Core;
let work: DeskWork;
let city: Chengyun;
let browser: Browser;

beforeAll(async () => {
  core = await makeCore();
  work = makeDeskWork(core);
  const passwordHash = await hashPassword(password);
  const accounts = ['林静怡', '张三'].map((name, index) => ({
    ...actorOf('shift-leader'),
    username: `seat${index + 1}`,
    name,
    passwordHash,
    dutySeat: false,
    createdBy: 'test',
  }));
  await insertAccounts(core.pool, accounts, new Date());
  city = await startChengyun({
    databaseUrl: core.url,
    redisUrl: redisUrl(),
    env: { CHENGYUN_QUEUE: uniquePrefix() },
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
  await core?.close();
});
beforeEach(() => core.asOwner('truncate sign_in_try'));

async function openDesk(username = 'seat1', path = '/desk'): Promise<WatchedPage> {
  const opened = await openPage(browser, city.url, { expectedError: /4(0[149]|25)|ERR_ABORTED/ });
  await opened.page.context().request.post('/api/session', { data: { username, password } });
  await opened.page.goto(path);
  await opened.page.locator('.queue-counts', { hasText: '在办' }).waitFor();
  return opened;
}

/** The desk with one matter open, ready for its keys. */
async function openMatter(id: number, username = 'seat1'): Promise<WatchedPage> {
  const opened = await openDesk(username, `/desk?incident=${id}`);
  await opened.page.locator('.incident-head h2').waitFor();
  return opened;
}

const inPanel = (page: Page, label: string) => page.locator('form.panel').getByLabel(label, { exact: true });
const statusOf = async (id: number): Promise<string> => (await work.incident(id)).status;
const statusIs = (id: number, status: string) => expect.poll(() => statusOf(id)).toBe(status);
const newest = async (): Promise<number> =>
  (await core.rows<{ id: number }>('select max(id)::int as id from incident'))[0]!.id;

test('a phone call is filed and given to its unit with three keys beyond its words', async () => {
  const { page, close } = await openDesk();
  await page.keyboard.press('n');
  await page.keyboard.insertText('端州区西江路蕉园村口水浸到膝头，车过唔到');
  await page.locator('.triage', { hasText: '道路积水' }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('form.panel h3', { hasText: '派遣' }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.undo-bar', { hasText: '签收前可撤回' }).waitFor();
  const id = await newest();
  await statusIs(id, 'to-sign');
  expect((await work.openTask(id)).unit).toBeTruthy();

  await page.keyboard.press('Control+z');
  await page.locator('.undo-bar', { hasText: '已撤销' }).waitFor();
  await statusIs(id, 'to-dispatch');
  await close();
});

test('no key acts while words are being written', async () => {
  const id = await work.called(1);
  const { page, close } = await openMatter(id);
  await page.keyboard.press('/');
  await page.keyboard.type('ndaxjks?');
  expect(await page.getByPlaceholder('搜索编号、地点、内容').inputValue()).toBe('ndaxjks?');
  expect(await page.locator('form.panel, .call, .ant-modal').count()).toBe(0);
  expect(await statusOf(id)).toBe('received');
  await close();
});

test('who was faster is named while one still writes, and what was written stays', async () => {
  const id = await work.called(1);
  const mine = await openMatter(id);
  await mine.page.keyboard.press('d');
  await inPanel(mine.page, '交办要求').fill('请先围蔽');
  const theirs = await openMatter(id, 'seat2');
  await theirs.page.keyboard.press('a');
  await mine.page.locator('.panel-problem', { hasText: '张三刚于' }).waitFor();
  expect(await inPanel(mine.page, '交办要求').inputValue()).toBe('请先围蔽');
  await mine.page.keyboard.press('Control+Enter');
  await statusIs(id, 'to-sign');
  for (const one of [mine, theirs]) await one.close();
});

test('a step on what is no longer true is refused with who and when, reads again, and then passes', async () => {
  const id = await work.called(1);
  const { page, close } = await openMatter(id);
  let old = true;
  await page.route('**/dispatch', (route) => {
    const body = route.request().postDataJSON() as { version: number };
    const postData = JSON.stringify({ ...body, version: body.version - (old ? 1 : 0) });
    old = false;
    return route.continue({ postData });
  });
  await page.keyboard.press('d');
  await page.locator('form.panel').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.locator('.panel-problem', { hasText: /已于 \d\d:\d\d 更新.*请核对.*已载入最新内容/ }).waitFor();
  expect(await statusOf(id)).toBe('received');
  await page.keyboard.press('Control+Enter');
  await statusIs(id, 'to-sign');
  await close();
});

test('danger to a person stands on top and is named in the title until somebody confirms it', async () => {
  const id = await work.called(1, { text: '有老人被困在工地坑里，快来救人' });
  const { page, close } = await openDesk();
  const first = page.locator('.queue-row').first();
  await first.locator('.queue-danger', { hasText: '被困' }).waitFor();
  await expect.poll(() => page.title()).toContain('险情');
  await first.click();
  await page.locator('.danger-strip').waitFor();
  await page.keyboard.press('Control+Enter');
  await inPanel(page, '如何处置，移交何处、对方坐席').fill('已移交 119，坐席 07');
  await page.keyboard.press('Control+Enter');
  await page.locator('.danger-strip').waitFor({ state: 'detached' });
  await expect.poll(() => page.title()).not.toContain('险情');
  expect(
    await core.rows("select actor from history where incident_id = $1 and move = 'confirm-danger'", [id]),
  ).toEqual([{ actor: 'seat1' }]);
  await close();
});

test('what was merged by mistake is taken apart, and Ctrl Z puts it back', async () => {
  const id = await work.called(3);
  const { page, close } = await openMatter(id);
  await page.keyboard.press('s');
  await page.locator('.event').last().getByRole('checkbox').check();
  await inPanel(page, '拆分理由').fill('那是另一个工地');
  await page.keyboard.press('Control+Enter');
  await page.locator('.undo-bar', { hasText: '已拆出 1 件' }).waitFor();
  const counts = () =>
    core.rows('select event_count as n from incident where id in ($1, (select max(id) from incident))', [id]);
  expect(await counts()).toEqual(expect.arrayContaining([{ n: 2 }, { n: 1 }]));
  await page.keyboard.press('Control+z');
  await page.locator('.undo-bar', { hasText: '已撤销' }).waitFor();
  expect(await core.rows('select event_count as n from incident where id = $1', [id])).toEqual([{ n: 3 }]);
  await close();
});

test('of two satisfied and one unsolved, only the unsolved caller gets a new round', async () => {
  const id = await work.called(3, { lng: 111.9, lat: 23.9 });
  await work.workThrough(id);
  const callers = (await work.requestsOf(id)).map((request) => request.id);
  await answerRequests(core, leader, callers, '已劝停施工，夜间不再作业');
  const { page, close } = await openMatter(id);
  for (const outcome of ['已解决', '已解决', '未解决']) {
    await page.keyboard.press('f');
    const panel = page.locator('form.panel');
    await panel.getByText(outcome, { exact: true }).click();
    await panel.getByText(outcome === '已解决' ? '满意' : '不满意', { exact: true }).click();
    if (outcome === '未解决') {
      await page.keyboard.press('Control+Enter');
      await panel.locator('.panel-problem', { hasText: '请选不满意或未解决的原因' }).waitFor();
      await panel.getByText('处置不到位', { exact: true }).click();
    }
    await page.keyboard.press('Control+Enter');
    await panel.waitFor({ state: 'detached' });
  }
  const rounds = (await work.requestsOf(id)).map(({ status, round }) => `${status} ${round}`);
  expect(rounds.toSorted()).toEqual(['open 2', 'settled 1', 'settled 1']);
  await page.locator('.incident-facts', { hasText: '第 2 轮' }).waitFor();
  await page.locator('.timeline', { hasText: '不满意，未解决（处置不到位）' }).waitFor();
  await close();
});

test('a full number is shown for a stated reason only, and goes again', async () => {
  const id = await work.called(1, { callerName: '陈大文', callerPhone: '13800138000' });
  const { page, close } = await openMatter(id);
  await page.locator('.request-row').first().click();
  expect(await page.content()).not.toContain('13800138000');
  await page.getByRole('button', { name: '查看姓名、号码' }).click();
  await page.keyboard.press('Control+Enter');
  await page.locator('.panel-problem', { hasText: '请填写查看原因' }).waitFor();
  await inPanel(page, '查看原因').fill('核实被困位置');
  await page.keyboard.press('Enter');
  await page.locator('.revealed', { hasText: '13800138000' }).waitFor();
  await page.locator('.panel-hint', { hasText: /\d+ 秒后自动隐去/ }).waitFor();
  await page.keyboard.press('Escape');
  expect(await page.content()).not.toContain('13800138000');
  await close();
});

test('several matters are dispatched at once, each to the unit that its own list of duties names', async () => {
  const ids = [await work.called(1), await work.called(1)];
  const { page, close } = await openDesk();
  for (const { no } of await core.rows<{ no: string }>('select no from incident where id = any($1)', [ids])) {
    await page.getByPlaceholder('搜索编号、地点、内容').fill(no);
    await page.keyboard.press('Enter');
    await page.locator('.filter-sentence', { hasText: '搜索结果' }).waitFor();
    await expect.poll(() => page.locator('.queue-row').count()).toBe(1);
    await page.locator('.queue-row').click();
    await page.locator('.incident-facts', { hasText: no }).waitFor();
    await page.keyboard.press('b');
  }
  await page.locator('.bulk-bar', { hasText: '已选 2 件' }).waitFor();
  await page.keyboard.press('d');
  await page.getByRole('button', { name: /派遣 2 件/ }).waitFor();
  await page.keyboard.press('Control+Enter');
  for (const id of ids) await statusIs(id, 'to-sign');
  await close();
});

test('signing in returns to the page that was asked for; a wrong password says so and no more', async () => {
  const id = await work.called(1);
  const opened = await openPage(browser, city.url, { expectedError: /401|ERR_ABORTED/ });
  const { page } = opened;
  await page.goto(`/desk?incident=${id}`);
  await page.getByLabel('账号').fill('seat1');
  await page.getByLabel('密码').fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await page.getByLabel('密码').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('.incident-head h2').waitFor();
  expect(new URL(page.url()).search).toBe(`?incident=${id}`);
  await opened.close();
});
