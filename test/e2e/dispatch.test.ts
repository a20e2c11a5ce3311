import { afterAll, beforeAll, expect, test } from 'vitest';
import { suggestBursts } from '#flows/suggest-bursts.ts';
import { actorOf } from '#test/support/people.ts';
import { choose, startDeskCity } from '#test/support/desk-page.ts';
import type { DeskCity } from '#test/support/desk-page.ts';
import { shoot } from '#test/support/looks.ts';

let city: DeskCity;
beforeAll(async () => {
  city = await startDeskCity([{ ...actorOf('shift-leader'), username: 'seat1', name: '林静怡' }]);
});
afterAll(() => city?.close());

const statusOf = async (id: number): Promise<string> => (await city.work.incident(id)).status;
const calmed = (id: number) => city.core.asOwner(`update incident set danger_event_id = null where id = ${id}`); // prettier-ignore
const tasksOf = (id: number) =>
  city.core.rows<{ unit: string; mode: string; note: string | null }>(
    'select unit_code as unit, mode, note from task where incident_id = $1 order by id',
    [id],
  );

test('one panel sends a host and asks a company beside it, from the keyboard', async () => {
  const id = await city.work.called(1);
  const { page, close } = await city.openMatter('seat1', id);
  await page.keyboard.press('d');
  const panel = page.locator('form.panel');
  const host = panel.getByLabel('承办单位');
  if ((await panel.getByRole('button', { name: /^派遣.+Ctrl/u }).count()) === 0) {
    await host.fill('端州渠网');
    await choose(page, '端州渠网管理中心');
  }
  await panel.getByLabel('协办单位').fill('供电局');
  await choose(page, '肇庆供电局');
  await page.keyboard.press('Escape');
  await panel.getByLabel('请肇庆供电局做什么').fill('请先断电');
  await page.keyboard.press('Control+Enter');
  await page.locator('.work-list', { hasText: '商请协办' }).waitFor();
  expect((await tasksOf(id)).at(-1)).toEqual({
    unit: 'zq-gongdian',
    mode: 'joint-request',
    note: '请先断电',
  });
  await close();
});

test('119 takes over with its seat on record; the ledger says so until they report back', async () => {
  const id = await city.work.called(1, { text: '工地有人被困' });
  await calmed(id);
  const { page, close } = await city.openMatter('seat1', id);
  await page.keyboard.press('h');
  const panel = page.locator('form.panel');
  await panel.getByLabel('承办单位').fill('119');
  await choose(page, '119 消防指挥中心');
  await panel.getByLabel('对方坐席').fill('07 号');
  await page.keyboard.press('Control+Enter');
  await page.locator('.work-list', { hasText: '已移交，跟踪中' }).waitFor();
  await page.locator('.head-fact', { hasText: '跟踪中 1' }).click();
  await page.locator('.standing', { hasText: '坐席 07 号' }).waitFor();
  await page.locator('.head-fact', { hasText: '跟踪中 1' }).click();
  await page.locator('.incident-head h2').click();
  await page.keyboard.press('l');
  await panel.getByLabel('对方怎么说').fill('救出 1 人，无碍');
  await panel.getByLabel('对方反馈已办结').check();
  await page.keyboard.press('Control+Enter');
  await page.locator('.timeline', { hasText: '救出 1 人，无碍，移交归档' }).waitFor();
  expect(await statusOf(id)).toBe('received');
  await close();
});

test('what most callers tell otherwise stands beside the category, and a press opens its correction', async () => {
  const id = await city.work.called(1, { categoryCode: 'drain-blocked', text: '渠口堵住，水排不走' });
  const flood = { categoryCode: 'road-flooding', text: '路面水浸', ...city.work.lastPlace() };
  expect(await city.work.called(3, flood)).toBe(id);
  const { page, close } = await city.openMatter('seat1', id);
  const told = page.locator('.incident-facts button', { hasText: '来件多说是道路积水 3 件' });
  await told.waitFor();
  await shoot(page, 'told-otherwise');
  await told.click();
  const panel = page.locator('form.panel');
  await panel.getByLabel('类别').fill('道路积水');
  await choose(page, '道路积水');
  await panel.getByLabel('更正依据').fill('三位来电人都说路面积水');
  await page.keyboard.press('Control+Enter');
  await page.locator('.incident-category', { hasText: '道路积水' }).waitFor();
  expect(await told.count()).toBe(0);
  await close();
});

test('children are hung on a parent and seen by number on both sides', async () => {
  const [parent, child] = [await city.work.called(1), await city.work.called(1)];
  const [{ no }] = (await city.core.rows<{ no: string }>('select no from incident where id = $1', [child])) as [{ no: string }]; // prettier-ignore
  const { page, close } = await city.openMatter('seat1', parent);
  await page.keyboard.press('6');
  const panel = page.locator('form.panel');
  await panel.getByLabel('查找事件').fill(no);
  await panel.locator('.absorb-list .ant-checkbox-wrapper').first().click();
  await panel.getByLabel('共同的起因').fill('端州短时强降雨');
  await page.keyboard.press('Control+Enter');
  await page.locator('.work-list button', { hasText: no }).click();
  const [{ no: above }] = (await city.core.rows<{ no: string }>('select no from incident where id = $1', [parent])) as [{ no: string }]; // prettier-ignore
  await page.locator('.incident-facts', { hasText: `母案 ${above}` }).waitFor();
  await city.work.workThrough(parent);
  await page.locator('.parent-end', { hasText: '建议核查后结案' }).waitFor();
  expect(await statusOf(child)).toBe('received');
  await close();
});

test('a storm is proposed beside what one writes; Y shows why and where, one key makes it one case, Ctrl Z takes it back', async () => {
  const wet = (i: number) => ({ categoryCode: 'road-flooding', text: '路面水浸', lng: 112.45 + i * 0.006, lat: 23.055 }); // prettier-ignore
  const ids = [await city.work.called(1, wet(0)), await city.work.called(1, wet(1)), await city.work.called(1, wet(2))]; // prettier-ignore
  const { page, close } = await city.openMatter('seat1', ids[0]!);
  await page.keyboard.press('n');
  await page.keyboard.type('北岭山边');
  await suggestBursts(city.core);
  await page.locator('.head-fact', { hasText: '归案建议 1' }).waitFor();
  await page.keyboard.type('路面有坑');
  await page.getByText('北岭山边路面有坑').first().waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('y');
  const column = page.locator('[aria-label="归案建议"]');
  await column.getByText('端州区短时强降雨积水（3 处）').waitFor();
  await column.getByText('近 2 小时 内涝积水 3 处').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.locator('.incident-head h2', { hasText: '端州区短时强降雨积水' }).waitFor();
  await page.locator('.undo-bar', { hasText: '3 件已归为一案' }).waitFor();
  await page.locator('.work-list button').nth(2).waitFor();
  await page.keyboard.press('Control+z');
  await page.locator('.undo-bar', { hasText: '已撤销' }).waitFor();
  const under = await city.core.rows('select id from incident where parent_id is not null and id = any ($1)', [ids]); // prettier-ignore
  expect(under).toEqual([]);
  await close();
});
