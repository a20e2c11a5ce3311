import path from 'node:path';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hashPassword } from '#flows/passwords.ts';
import { insertAccounts } from '#store/accounts.ts';
import { inTransaction } from '#store/db.ts';
import { startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { launchBrowser, openPage, phoneSize } from '#test/support/browser.ts';
import type { WatchedPage } from '#test/support/browser.ts';
import { actorOf, freshPool } from '#test/support/people.ts';
import { addIncident, addTask } from '#test/support/rows.ts';
import {
  big,
  enter,
  exifWords,
  goTo,
  leave,
  photograph,
  sign,
  synced,
  workerPassword,
} from '#test/support/phone.ts';
import { cleanPhotos } from '#workers/photo/clean-photos.ts';

const here = { longitude: 112.46018, latitude: 23.05051, accuracy: 12 };
/** Farther from every matter of this file than any error explains. */
const away = { longitude: 112.44118, latitude: 23.07651, accuracy: 12 };
const clientFolder = path.join(import.meta.dirname, '../../dist/client');
let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;
let browser: Browser;
let strict: string;

beforeAll(async () => {
  city = await freshPool();
  app = await startApp(city.pool, { clientFolder });
  browser = await launchBrowser();
  const passwordHash = await hashPassword(workerPassword);
  const accounts = ['quwang', 'banzu'].map((username) => ({
    ...actorOf('field', { unitCode: 'u1' }),
    username,
    name: username === 'quwang' ? '陈志强' : '李班组',
    passwordHash,
    dutySeat: false,
    createdBy: 'test',
  }));
  await insertAccounts(city.pool, accounts, new Date());
  strict = [...app.parts.reference().category.values()].find(({ photos }) => photos === 'before-after')!.code;
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await city.close();
});
beforeEach(() => city.asOwner('truncate sign_in_try'));

/** A phone of its own. `position` null: the person has refused it. */
const phone = (position: typeof here | null = here): Promise<WatchedPage> =>
  openPage(browser, app.url, {
    viewport: phoneSize,
    ...(position ? { geolocation: position, permissions: ['geolocation'] } : {}),
    expectedError: /Failed to load resource|ERR_INTERNET_DISCONNECTED/,
  });

async function givenTask(title: string): Promise<number> {
  return inTransaction(city.pool, '*', async (tx) => {
    const incidentId = await addIncident(tx, { status: 'to-sign', unit: 'u1', title, severity: 1 });
    await tx.query('update incident set category_code = $2 where id = $1', [incidentId, strict]);
    return addTask(tx, incidentId, 'u1');
  });
}

type Facts = {
  status: string;
  version: number;
  report: string | null;
  photos: string[];
  moves: string[];
  words: string;
};
async function factsOf(taskId: number): Promise<Facts> {
  return inTransaction(city.pool, '*', async (tx) => {
    const { rows } = await tx.query<Facts>(
      `select t.status, t.version, t.report,
              coalesce((select array_agg(p.stage order by p.uploaded_at) from photo p where p.task_id = t.id), '{}') as photos,
              (select array_agg(h.move order by h.id) from history h where h.incident_id = t.incident_id) as moves,
              (select string_agg(h.words, '；' order by h.id) from history h where h.incident_id = t.incident_id) as words
         from task t where t.id = $1`,
      [taskId],
    );
    return rows[0]!;
  });
}

test('one big button leads from signing to the report, and the server has every step, photo and word', async () => {
  const taskId = await givenTask('西江路蕉园村口积水');
  const { page, close } = await phone();
  await enter(page);
  await goTo(page, '西江路蕉园村口积水');
  // The news is slower than the thumb: each press must stand on the version that the press before it made.
  let newsComes = (): void => undefined;
  const news = new Promise<void>((resolve) => (newsComes = resolve));
  await page.route('**/api/tasks', (route) => news.then(() => route.continue()));
  await big(page, '签收并导航').click();
  await page.getByRole('dialog', { name: /导航到/ }).waitFor();
  expect(await page.getByRole('link', { name: '手机自带地图' }).getAttribute('href')).toMatch(
    /^geo:23\.05,112\.46/,
  );
  await page.keyboard.press('Escape');
  await big(page, '已到达').click();
  await big(page, '提交反馈').click();
  await page.getByText('请写一句处置情况').waitFor();
  newsComes();
  await page.getByLabel('处置情况').fill('已抽排退水');
  await big(page, '提交反馈').click();
  await page.getByText('还差处置前、处置后照片').waitFor();
  await photograph(page, '处置前');
  await photograph(page, '处置后');
  await big(page, '提交反馈').click();
  await page.getByText('反馈已送达，等待审核').waitFor();
  await synced(page, '已同步');
  const facts = await factsOf(taskId);
  expect(facts).toMatchObject({ status: 'reported', report: '已抽排退水', photos: ['before', 'after'] });
  expect(facts.moves).toEqual(['sign', 'arrive', 'report']);
  expect(facts.words).toContain('距点位');
  const { rows } = await city.pool.query<{ bytes: Buffer }>('select bytes from photo where task_id = $1', [
    taskId,
  ]);
  for (const { bytes } of rows) {
    const { width, height, format } = await sharp(bytes).metadata();
    expect([width, height, format]).toEqual([1200, 1600, 'jpeg']);
    expect(bytes.includes(exifWords)).toBe(false);
  }
  await cleanPhotos(city.pool);
  await close();
});

test('without a line everything is done, outlives a reload, and goes in its order when the line is back', async () => {
  const taskId = await givenTask('端州路雨水井冒水');
  const { page, close } = await phone(away);
  await enter(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await goTo(page, '端州路雨水井冒水');
  await page.context().setOffline(true);
  await sign(page);
  await big(page, '已到达').click();
  await page.getByRole('dialog', { name: /^离案件位置约 3\.\d 公里，确认已到达？$/ }).waitFor();
  await big(page, '确认已到达').click();
  await photograph(page, '处置前');
  await photograph(page, '处置后');
  await page.getByLabel('处置情况').fill('已清掏恢复');
  await page.reload();
  await synced(page, '4 项待上传');
  await expect.poll(() => page.getByLabel('处置情况').inputValue()).toBe('已清掏恢复');
  await big(page, '提交反馈').click();
  await synced(page, '5 项待上传');
  await page.goto('/field#/unsent');
  await page.reload();
  await expect
    .poll(() => page.locator('.row h2').allInnerTexts())
    .toEqual(
      ['签收', '到达', '处置前照片', '处置后照片', '处置反馈'].map((step) => `${step} · 端州路雨水井冒水`),
    );
  expect((await factsOf(taskId)).status).toBe('to-sign');
  await page.context().setOffline(false);
  await synced(page, '已同步');
  const facts = await factsOf(taskId);
  expect(facts).toMatchObject({
    status: 'reported',
    version: 4,
    report: '已清掏恢复',
    photos: ['before', 'after'],
  });
  expect(facts.moves).toEqual(['sign', 'arrive', 'report']);
  expect(facts.words).toContain('到场点距案件 3.');
  await close();
});

test('what the desk changed meanwhile is never overwritten: the worker sees it and decides', async () => {
  const taskId = await givenTask('天宁北路井盖缺失');
  const { page, close } = await phone();
  await enter(page);
  await goTo(page, '天宁北路井盖缺失');
  await page.context().setOffline(true);
  await sign(page);
  await inTransaction(city.pool, '*', (tx) =>
    tx.query(`update task set version = version + 1, note = '请先围蔽' where id = $1`, [taskId]),
  );
  await page.context().setOffline(false);
  await synced(page, '有待处理');
  expect(await factsOf(taskId)).toMatchObject({ status: 'to-sign', version: 2 });
  await page.reload();
  await page.getByText('签收与最新情况不一致').waitFor();
  await page.getByText('请先围蔽').waitFor();
  await page.getByRole('button', { name: '重新提交' }).click();
  await synced(page, '已同步');
  expect(await factsOf(taskId)).toMatchObject({ status: 'handling', version: 3 });
  await close();
});

test('who refuses the position is asked for a word of why, and is never held up', async () => {
  const taskId = await givenTask('康乐北路积水');
  const { page, close } = await phone(null);
  await enter(page);
  await goTo(page, '康乐北路积水');
  await sign(page);
  await big(page, '已到达').click();
  await photograph(page, '处置前');
  await photograph(page, '处置后');
  await page.getByRole('button', { name: '已清理' }).click();
  await page.getByRole('button', { name: '桥下、地下无信号' }).click();
  await big(page, '提交反馈').click();
  await page.getByText('反馈已送达，等待审核').waitFor();
  expect((await factsOf(taskId)).words).toContain('位置说明：未取得位置：桥下、地下无信号');
  await close();
});

test('signing out keeps unsent work for its owner: nobody else sends it, the next sign-in does', async () => {
  const taskId = await givenTask('江滨路护栏松动');
  const { page, close } = await phone();
  await enter(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await goTo(page, '江滨路护栏松动');
  await page.context().setOffline(true);
  await sign(page);
  await leave(page, '还有 1 项待上传');
  await page.getByText('本机存有账号 quwang 的 1 项待上传').waitFor();
  await page.context().setOffline(false);
  await page.reload();
  await enter(page, 'banzu');
  await synced(page, '已同步');
  expect((await factsOf(taskId)).status).toBe('to-sign');
  await leave(page);
  await enter(page);
  await synced(page, '已同步');
  expect((await factsOf(taskId)).status).toBe('handling');
  await close();
});

test('something new goes in three steps; what was handled on the spot needs both photos', async () => {
  const { page, close } = await phone();
  await enter(page);
  await page.getByRole('link', { name: '报新情况' }).click();
  await photograph(page, '现场');
  await page.getByText('我已当场处置完').click();
  await page.getByLabel('2 写一句').fill('江滨路护栏断了两米，已用警示带围蔽');
  await page.getByText('位置已取得').waitFor();
  await big(page, '提交').click();
  await page.getByText('自行处置须有处置前、处置后照片各一张').waitFor();
  await page.reload();
  await expect.poll(() => page.getByLabel('2 写一句').inputValue()).toContain('江滨路护栏');
  await page.getByText('我已当场处置完').click();
  await photograph(page, '处置后');
  await big(page, '提交').click();
  await page.getByText('已提交').waitFor();
  await synced(page, '已同步');
  const { rows } = await city.pool.query(
    `select e.flags, array_agg(p.stage order by p.stage desc) as stages from event e join photo p on p.event_id = e.id
      where e.source = 'report' group by e.id, e.flags`,
  );
  expect(rows).toEqual([{ flags: ['self-handled'], stages: ['before', 'after'] }]);
  await close();
});

test('a task is given back with a reason in one’s own words', async () => {
  const taskId = await givenTask('某巷路灯不亮');
  const { page, close } = await phone();
  await enter(page);
  await goTo(page, '某巷路灯不亮');
  await page.getByRole('link', { name: '退单' }).click();
  await big(page, '提交退单').click();
  await page.getByText('请写明退单理由').waitFor();
  await page.getByRole('button', { name: '不属本单位职责' }).click();
  await big(page, '提交退单').click();
  await synced(page, '已同步');
  await expect.poll(async () => (await factsOf(taskId)).status).toBe('returned');
  await close();
});
