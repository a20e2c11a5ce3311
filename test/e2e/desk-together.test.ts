import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { signTask } from '#flows/sign-task.ts';
import { by } from '#test/support/core.ts';
import { startDeskCity } from '#test/support/desk-page.ts';
import type { DeskCity } from '#test/support/desk-page.ts';
import { actorOf } from '#test/support/people.ts';

let city: DeskCity;

beforeAll(async () => {
  city = await startDeskCity([
    { ...actorOf('shift-leader'), username: 'seat1', name: '林静怡' },
    { ...actorOf('shift-leader'), username: 'seat2', name: '张三' },
  ]);
});
afterAll(() => city?.close());
beforeEach(() => city.core.asOwner('truncate sign_in_try'));

const seats = (page: Page, words: string) => page.locator('.seats', { hasText: words });
const statusOf = async (id: number): Promise<string> => (await city.work.incident(id)).status;

test('two people on one matter see each other, and each other gone', async () => {
  const id = await city.work.called(1);
  const mine = await city.openMatter('seat1', id);
  const theirs = await city.openMatter('seat2', id);
  await seats(mine.page, '张三 正在查看').waitFor();
  await seats(theirs.page, '林静怡 正在查看').waitFor();
  await theirs.page.keyboard.press('d');
  await seats(mine.page, '张三 正在办理').waitFor();
  await theirs.page.keyboard.press('Escape');
  await seats(mine.page, '张三 正在查看').waitFor();
  await theirs.close();
  await mine.page.locator('.seats').waitFor({ state: 'detached' });
  await mine.close();
});

test('nobody overwrites: the slower step is refused with who was faster, and what was typed stays', async () => {
  const id = await city.work.called(1);
  const mine = await city.openMatter('seat1', id);
  const theirs = await city.openMatter('seat2', id);
  // The feed does not tell the slower one in time: only the version stands between them.
  await mine.page.route('**/dispatch', (route) => {
    const body = route.request().postDataJSON() as { version: number };
    return route.continue({ postData: JSON.stringify({ ...body, version: 1 }) });
  });
  await mine.page.keyboard.press('d');
  const note = mine.page.locator('form.panel').getByLabel('交办要求', { exact: true });
  await note.fill('请先围蔽，再抽水');
  await seats(theirs.page, '林静怡 正在办理').waitFor();
  await theirs.page.keyboard.press('a');
  await expect.poll(() => statusOf(id)).toBe('to-dispatch');
  await mine.page.keyboard.press('Control+Enter');
  await mine.page.locator('.panel-problem', { hasText: /张三.*已于 \d\d:\d\d 更新/u }).waitFor();
  expect(await note.inputValue()).toBe('请先围蔽，再抽水');
  expect(await statusOf(id)).toBe('to-dispatch');
  for (const one of [mine, theirs]) await one.close();
});

test('one field finds the matter by a caller’s words and the caller by the whole number, with the arrows and Enter', async () => {
  const id = await city.work.called(1, {
    text: '深夜切割钢筋声刺耳',
    callerName: '陈大文',
    callerPhone: '13926541234',
  });
  const { page, close } = await city.openMatter('seat1', await city.work.called(1));
  const field = page.getByPlaceholder('搜索编号、地点、内容');
  await page.keyboard.press('/');
  await page.keyboard.insertText('刺耳');
  await page.locator('.found-row mark', { hasText: '刺耳' }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.locator('.found-row[aria-selected="true"]').waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).searchParams.get('incident')).toBe(String(id));

  await page.keyboard.press('/');
  await field.fill('13926541234');
  await page.locator('.found-words', { hasText: '陈** 139****1234' }).waitFor();
  await field.fill('1392654');
  await page.locator('.search-found', { hasText: '没有找到' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.search-found').waitFor({ state: 'detached' });
  await field.fill('没有这样的话');
  await page.route('**/api/search', (route) =>
    route.fulfill({ status: 503, json: { code: 'unavailable', message: '服务暂时不可用，请稍候重试' } }),
  );
  await field.fill('别的话');
  await page.locator('.search-found', { hasText: '服务暂时不可用' }).waitFor();
  await close().catch((error: unknown) => expect(String(error)).toContain('503'));
});

test('several matters dispatched at once come back with one Ctrl Z, but for the one that was signed', async () => {
  const ids = [await city.work.called(1), await city.work.called(1), await city.work.called(1)];
  const { page, close } = await city.openMatter('seat1', ids[0]!);
  const rows = await city.core.rows<{ no: string }>('select no from incident where id = any ($1)', [ids]);
  for (const { no } of rows) {
    await page.getByPlaceholder('搜索编号、地点、内容').fill(no);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.queue-row').count()).toBe(1);
    await page.locator('.queue-row').click();
    await page.locator('.incident-facts', { hasText: no }).waitFor();
    await page.keyboard.press('b');
  }
  await page.locator('.bulk-bar', { hasText: '已选 3 件' }).waitFor();
  await page.keyboard.press('d');
  await page.getByRole('button', { name: /派遣 3 件/ }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.locator('.undo-bar', { hasText: '已派遣 3 件，签收前可撤回' }).waitFor();
  const task = await city.work.openTask(ids[2]!);
  await signTask(city.core, by('field', task.unit), task.id, {
    actionId: randomUUID(),
    version: task.version,
  });
  await page.keyboard.press('Control+z');
  await page.locator('.undo-bar', { hasText: /1 件没有撤回.*其余 2 件已撤回/u }).waitFor();
  expect(await Promise.all(ids.map(statusOf))).toEqual(['to-dispatch', 'to-dispatch', 'handling']);
  await close();
});
