import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ticket } from '#test/support/core.ts';
import { startDeskCity } from '#test/support/desk-page.ts';
import type { DeskCity } from '#test/support/desk-page.ts';
import { begun, goTo, handsOf, panelOf, shownId, watchHands } from '#test/support/keyboard.ts';
import { actorOf } from '#test/support/people.ts';
import { until } from '#test/support/test-parts.ts';

let city: DeskCity;
let ids: number[];
beforeAll(async () => {
  city = await startDeskCity([{ ...actorOf('shift-leader'), username: 'seat1', name: '林静怡' }]);
  ids = [];
  for (let n = 0; n < 5; n += 1) ids.push(await city.work.called(1));
});
afterAll(() => city?.close());

const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
/** Which of the five, counted from the top of the queue, carry a visible mark. */
const marked = (page: Page): Promise<number[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.queue-row')]
      .toSorted((a, b) => a.offsetTop - b.offsetTop)
      .flatMap((row, at) =>
        row.matches('.marked') && row.querySelector<HTMLInputElement>('input:checked') ? [at + 1] : [],
      ),
  );
const statuses = async (): Promise<string[]> => {
  const rows = await city.core.rows<{ status: string }>('select status from incident where id = any ($1)', [ids]); // prettier-ignore
  return rows.map(({ status }) => status).toSorted();
};

test('rows are marked one by one and in ranges from the keyboard, go together, and Esc takes the marks away', async () => {
  const { page, close } = await city.openAs('seat1', '/desk');
  await watchHands(page);
  await page.locator('.queue-counts', { hasText: '在办 5' }).waitFor();
  const marks = (...rows: number[]) => expect.poll(() => marked(page)).toEqual(rows);
  await press(page, 'k', 'k', 'k', 'k', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+J');
  await marks(1, 2, 3, 4);
  await press(page, 'Shift+ArrowUp');
  await marks(1, 2, 3);
  await page.locator('.bulk-bar', { hasText: '已选 3 件' }).waitFor();
  // A and D stand beside the marked ones alone.
  await page.locator('.actions', { hasText: '不予受理 X' }).waitFor();
  expect(await page.locator('.actions button', { hasText: /^(受理|派遣) [AD]/u }).count()).toBe(0);
  await press(page, 'j', 'j', 'Space');
  await marks(1, 2, 3, 5);
  await press(page, 'Space');
  await marks(1, 2, 3);

  // Words that are being written keep their space and their arrows; the first Esc leaves them, the second the marks.
  await press(page, '/', 'a', 'Space', 'Shift+ArrowUp', 'Escape');
  await marks(1, 2, 3);
  await press(page, 'Escape');
  await marks();
  await page.locator('.bulk-bar').waitFor({ state: 'detached' });

  await press(page, 'b', 'Shift+ArrowUp', 'Shift+K', 'd');
  await page.getByRole('button', { name: /派遣 3 件/u }).waitFor();
  await press(page, 'Escape');
  await marks(3, 4, 5);
  await press(page, 'a');
  await page.getByRole('button', { name: /受理 3 件/u }).waitFor();
  await press(page, 'Control+Enter');
  await expect.poll(statuses).toEqual([...Array<string>(2).fill('received'), ...Array<string>(3).fill('to-dispatch')]); // prettier-ignore
  // What is done is marked no longer: the next D belongs to the one matter that is shown.
  await marks();
  await press(page, 'Escape', 'd');
  await panelOf(page).getByRole('heading', { name: '派遣' }).waitFor();
  expect((await handsOf(page)).touched).toBe(false);
  expect(await shownId(page)).toBeGreaterThan(0);
  await close();
});

test('Shift and a click mark every row from the chosen one to the clicked one, and paint no words', async () => {
  const { page, close } = await city.openAs('seat1', '/desk');
  await page.locator('.queue-counts', { hasText: '在办 5' }).waitFor();
  const rows = page.locator('.queue-row');
  const top = (at: number) => page.locator(`.queue-row[style*="top: ${at * 76}px"]`);
  await top(1).click();
  await top(3).click({ modifiers: ['Shift'] });
  await expect.poll(() => marked(page)).toEqual([2, 3, 4]);
  await top(0).click({ modifiers: ['Shift'] });
  await expect.poll(() => marked(page)).toEqual([1, 2, 3, 4]);
  expect(await page.evaluate(() => String(getSelection()))).toBe('');
  expect(await rows.count()).toBe(5);
  await close();
});

test('while the list of keys is read, none of them reaches the matter behind it', async () => {
  const id = await city.work.called(1);
  const { page, close } = await city.openMatter('seat1', id);
  await press(page, 'b', '?');
  await page.getByRole('dialog').waitFor();
  await press(page, 'Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.locator('.bulk-bar', { hasText: '已选 1 件' }).waitFor();
  await press(page, 'Escape', '?');
  await page.getByRole('dialog').waitFor();
  await press(page, 'a', 'd', 'x', 'j', 'Control+Enter', 'Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await panelOf(page).count()).toBe(0);
  expect(await shownId(page)).toBe(id);
  await press(page, 'd');
  await panelOf(page).getByRole('heading', { name: '派遣' }).waitFor();
  expect((await city.work.incident(id)).status).toBe('received');
  await close();
});

test('what waits for judgement leaves A and D to the marked rows; its answer, come late, leads nobody away', async () => {
  const id = await city.work.called(1);
  const [{ no }] = (await city.core.rows<{ no: string }>('select no from incident where id = $1', [id])) as [{ no: string }]; // prettier-ignore
  await city.core.send('hotline', [ticket({ text: '蕉园社区噪声', lng: undefined, lat: undefined })]);
  const { page, close } = await city.openMatter('seat1', id);
  await page.locator('.queue-row', { hasText: '待人判断' }).waitFor();
  const waiting = page.locator('article.waiting');
  const upToIt = async () => {
    while ((await waiting.count()) === 0) await press(page, 'k');
    await waiting.locator('.card').first().waitFor();
  };
  await upToIt();
  const keys = () => waiting.locator('.card .key').allTextContents();
  expect(await keys()).toEqual(expect.arrayContaining(['A', 'B']));
  await goTo(page, (one) => one === id);
  await press(page, 'b');
  await upToIt();
  expect(await keys()).not.toContain('A');
  expect(await keys()).toContain('B');

  const held: Route[] = [];
  await page.route('**/decide', (route) => void held.push(route));
  await press(page, 'Escape', '0');
  await until('the judgement is on its way', () => held.length === 1);
  await goTo(page, (one) => one === id);
  await begun(page, 'x', '不予受理', no);
  await page.keyboard.type('正在写的理由');
  await held[0]!.continue();
  await page.locator('.undo-bar', { hasText: '已另立一案' }).waitFor();
  expect(await panelOf(page).locator('textarea:focus').inputValue()).toBe('正在写的理由');
  expect(await shownId(page)).toBe(id);
  await close();
});

test('several matters that are dispatched while one goes on to the next take no focus when they are done', async () => {
  const [first, next] = [await city.work.called(1), await city.work.called(1)];
  const [{ no }] = (await city.core.rows<{ no: string }>('select no from incident where id = $1', [next])) as [{ no: string }]; // prettier-ignore
  const { page, close } = await city.openMatter('seat1', first);
  const held: Route[] = [];
  await page.route('**/dispatch', (route) => void held.push(route));
  await press(page, 'b', 'd');
  await page.getByRole('button', { name: /派遣 1 件/u }).waitFor();
  await press(page, 'Control+Enter');
  await until('the dispatch is on its way', () => held.length === 1);
  await press(page, 'Escape');
  await goTo(page, (one) => one === next);
  await begun(page, 'x', '不予受理', no);
  await page.keyboard.type('正在写');
  await held[0]!.continue();
  await page.locator('.undo-bar', { hasText: '已派遣 1 件' }).waitFor();
  await page.keyboard.type('njk 的理由');
  expect(await panelOf(page).locator('textarea:focus').inputValue()).toBe('正在写njk 的理由');
  expect(await shownId(page)).toBe(next);
  await close();
});
