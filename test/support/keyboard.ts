import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** The matter that the desk shows, by its number in the address. */
export async function shownId(page: Page): Promise<number> {
  return Number(await page.evaluate(() => new URLSearchParams(location.search).get('incident')));
}

/** Goes down the queue, and up again from its end, until it shows a matter that `wanted` says yes to. */
export async function goTo(page: Page, wanted: (id: number) => boolean): Promise<number> {
  let key = 'j';
  for (let tries = 0; tries < 200; tries += 1) {
    const id = await shownId(page);
    if (wanted(id)) return id;
    await page.keyboard.press(key);
    if ((await shownId(page)) === id) key = key === 'j' ? 'k' : 'j';
  }
  throw new Error('the queue holds no such matter');
}

/** Goes from field to field until the one that `selector` names has the focus. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  const there = (): Promise<boolean> =>
    page.evaluate((name) => document.activeElement?.matches(name) ?? false, selector);
  for (let tries = 0; tries < 20; tries += 1) {
    if (await there()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no Tab reaches ${selector}`);
}

export const panelOf = (page: Page) => page.locator('form.panel');

/** The panel of this step stands open on the matter of this number, which was on the page when the key was pressed. */
export async function begun(page: Page, key: string, title: string, no: string): Promise<void> {
  const shown = page.locator('.incident-facts', { hasText: no });
  await shown.waitFor();
  await page.keyboard.press(key);
  await panelOf(page).getByRole('heading', { name: title }).waitFor();
  expect(await shown.count()).toBe(1);
}

/** Takes the step whose panel stands open; it closes when the step has been taken. */
export async function sent(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter');
  await panelOf(page).waitFor({ state: 'detached' });
}

/** What has just arrived is on the page. */
export async function drawn(page: Page): Promise<void> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  for (let n = 0; n < 5; n += 1) await page.evaluate(frame);
}

/** From now on the page counts the keys that are pressed, and notes whether a pointer touches it. */
export async function watchHands(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { dataset } = document.body;
    addEventListener('keydown', () => (dataset['keys'] = String(Number(dataset['keys'] ?? 0) + 1)), true);
    addEventListener('pointerdown', () => (dataset['touched'] = 'yes'), true);
  });
}
export const handsOf = (page: Page): Promise<{ keys: number; touched: boolean }> =>
  page.evaluate(() => {
    const { keys, touched } = document.body.dataset;
    return { keys: Number(keys ?? 0), touched: touched !== undefined };
  });
