import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';

/** What a worker does on the field page, for browser tests. */

export const workerPassword = 'Kadu-Reme-4827';
/** Written into the EXIF of every photo that is taken here. */
export const exifWords = 'private-words';

/** Opens the field page in a fresh context and signs in. */
export async function enter(page: Page, username = 'quwang'): Promise<void> {
  await page.goto('/field');
  await page.getByLabel('账号').fill(username);
  await page.getByLabel('密码').fill(workerPassword);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('heading', { name: /我的任务/ }).waitFor();
}

/** Signs out; `says` is what the page must say before it asks again. */
export async function leave(page: Page, says?: string): Promise<void> {
  await page.goto('/field#/me');
  await page.getByRole('button', { name: '退出登录' }).click();
  if (says) await page.getByText(says).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '退出登录' }).click();
  await page.getByLabel('账号').waitFor();
}

export const big = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

/** Opens a task from the list. */
export async function goTo(page: Page, title: string): Promise<void> {
  await page.goto('/field#/');
  await page.getByRole('link', { name: title }).click();
}

/** Signs the open task and leaves the choice of maps. */
export async function sign(page: Page): Promise<void> {
  await big(page, '签收并导航').click();
  await page.getByRole('dialog', { name: /导航到/ }).waitFor();
  await page.keyboard.press('Escape');
}

/** Takes a photo of 2400 by 3200 pixels with the phone's own camera for the tile of that name. */
export async function photograph(page: Page, name: string): Promise<void> {
  const tile = page.locator('figure', { hasText: name });
  const buffer = await sharp({ create: { width: 2400, height: 3200, channels: 3, background: '#7a8a99' } })
    .withExif({ IFD0: { Copyright: exifWords } })
    .jpeg()
    .toBuffer();
  await tile.locator('input[type=file]').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer });
  await tile.locator('.photo-tile img[alt="现场照片"]').waitFor();
}

/** Waits for the words of the head: 已同步, 3 项待上传, 有待处理. */
export async function synced(page: Page, words: string): Promise<void> {
  await page.locator('.top-sync', { hasText: words }).waitFor();
}
