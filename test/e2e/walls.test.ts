import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WatchedPage } from '#test/support/browser.ts';
import { WallList } from '#contracts/driven-wall.ts';
import { citySecond } from '#contracts/city-time.ts';
import { startDeskCity } from '#test/support/desk-page.ts';
import type { DeskCity } from '#test/support/desk-page.ts';
import { sendTickets } from '#test/support/hotline.ts';
import { actorOf } from '#test/support/people.ts';
import { shareOf } from '#test/support/pixels.ts';
import { darkLevels } from '../../client/shared/theme.ts';

const names = ['一号大屏', '二号大屏', '三号大屏'];
/** Small: three maps are drawn in software, and what is tried here is not their size. */
const small = { width: 480, height: 270 };
const expectedError = /WebSocket|Failed to load resource|ERR_|4(01|04)/u;

let city: DeskCity;
let desk: WatchedPage;
const walls: WatchedPage[] = [];

beforeAll(async () => {
  city = await startDeskCity([actorOf('shift-leader')]);
});
afterAll(() => city?.close());

const sceneOf = (page: Page) => page.locator('.head nav button[aria-current]');
const stands = (page: Page, title: string): Promise<void> =>
  page.locator('.head nav button[aria-current]', { hasText: title }).waitFor();
/** What the walls have answered the console: each scene and, since they were enrolled, how many orders stand there. */
async function answered(): Promise<{ scene: string; told: number; same: boolean }[]> {
  const answer = await desk.page.context().request.get('/api/walls');
  const { items } = WallList.parse(await answer.json());
  const said = items.map(({ report, version }) => ({
    scene: report?.scene ?? '',
    told: (report?.version ?? 0) - 1,
    same: report?.version === version,
  }));
  return [...new Map(said.map((one) => [JSON.stringify(one), one])).values()];
}
/** Whether the map itself, without the legend and what stands above it, has a symbol in the colour of a severity. */
async function hasSymbol(page: Page): Promise<boolean> {
  const mask = [page.locator('.notices'), page.locator('.legend')];
  const png = await page.locator('.centre').screenshot({ mask, maskColor: '#000000' });
  const shares = await Promise.all(Object.values(darkLevels).map(({ fill }) => shareOf(png, fill, 12)));
  return shares.some((share) => share > 0);
}
const onWalls = (step: (page: Page) => Promise<unknown>): Promise<unknown> =>
  Promise.all(walls.map(({ page }) => step(page)));

test('three screens become walls by their codes, which a shift leader enters at the desk', async () => {
  desk = await city.openAs('a-shift-leader', '/desk', { expectedError });
  await desk.page
    .getByRole('button', { name: '补录' })
    .or(desk.page.locator('.desk-queue'))
    .first()
    .waitFor();
  await desk.page.keyboard.press('Shift+W');
  for (const name of names) {
    const wall = await city.openPage({ viewport: small, expectedError });
    walls.push(wall);
    await wall.page.goto('/wall');
    const code = wall.page.getByLabel('登记码');
    await expect.poll(() => code.textContent(), { timeout: 30_000 }).toMatch(/^[A-Z2-9]{6}$/u);
    await desk.page.getByRole('button', { name: '登记大屏' }).click();
    const form = desk.page.locator('form[aria-label="登记大屏"]');
    await form.getByLabel('登记码（屏上 6 位）').fill((await code.textContent()) ?? '');
    await form.getByLabel('名称').fill(name);
    await form.getByLabel('分组（可不填）').fill('指挥大厅');
    await desk.page.keyboard.press('Control+Enter');
    await form.waitFor({ state: 'detached' });
  }
  await onWalls((page) => page.locator('.map[data-ready]').waitFor());
  await desk.page.getByText('3/3 在线').waitFor();
  await desk.page.locator('.wall-size', { hasText: '480 × 270' }).nth(2).waitFor();
});

test('what the console asks stands on all three, by keys alone: scene, message, a matter in the middle', async () => {
  await desk.page.keyboard.press('a');
  await desk.page.getByText('已选 3 块').waitFor();
  await desk.page.getByRole('group', { name: '专题' }).getByRole('button', { name: '内涝' }).click();
  await onWalls((page) => stands(page, '内涝'));
  await expect.poll(answered, { timeout: 30_000 }).toEqual([{ scene: 'water', told: 1, same: true }]);
  const message = desk.page.getByLabel('通知内容');
  await message.fill('十点在指挥大厅会商');
  await message.press('Enter');
  await onWalls((page) => page.locator('.wall-message', { hasText: '十点在指挥大厅会商' }).waitFor());
  const place = { lng: 112.4662, lat: 23.0702 };
  const ticket = { platform: 'zq12345', ticketNo: 'W-1', text: '天宁北路路面塌陷', ...place };
  await sendTickets(city.city.url, [{ ...ticket, calledAt: new Date().toISOString() }]);
  await desk.page.locator('.desk-queue', { hasText: '塌陷' }).waitFor();
  await message.blur();
  await desk.page.keyboard.press('Escape');
  await desk.page.locator('.incident-head h2', { hasText: '塌陷' }).waitFor();
  await desk.page.keyboard.press('=');
  await onWalls((page) => page.locator('.spotlight', { hasText: '塌陷' }).waitFor());
  // It is no matter of this scene: its symbol comes with the spotlight, and goes with it.
  for (const { page } of walls) await expect.poll(() => hasSymbol(page), { timeout: 30_000 }).toBe(true);
  // The walls may be quicker than the answer to the desk, which is what can be taken back.
  await desk.page.locator('.undo-bar', { hasText: '上墙' }).waitFor();
  await desk.page.keyboard.press('Control+z');
  await onWalls((page) => page.locator('.spotlight').waitFor({ state: 'detached' }));
  for (const { page } of walls) await expect.poll(() => hasSymbol(page), { timeout: 30_000 }).toBe(false);
});

test('told to look back, all three stand at one instant of the past until they are brought back', async () => {
  await desk.page.keyboard.press('Shift+W');
  await desk.page.getByLabel('回看时刻').fill(citySecond(Date.now() + 3_600_000));
  await desk.page.getByText('只能回看已经过去的时刻').waitFor();
  await desk.page.getByLabel('回看时刻').fill(citySecond(Date.now() - 3_000));
  await desk.page.getByLabel('回看时刻').press('Enter');
  await onWalls((page) => page.locator('.past-mark', { hasText: '历史' }).waitFor());
  await onWalls((page) => page.getByText('历史回溯由值班台控制').waitFor());
  await desk.page.getByRole('button', { name: '回到现在' }).click();
  await onWalls((page) => page.locator('.past-mark').waitFor({ state: 'detached' }));
});

test('a killed server brings the walls back into the state, and so does a reload', async () => {
  await city.city.kill('server');
  await city.city.restart('server');
  await walls[1]!.page.reload();
  await onWalls((page) => stands(page, '内涝'));
  await onWalls((page) => page.locator('.wall-message').waitFor());
  await desk.page.getByText('3/3 在线').waitFor();
  await desk.page.getByRole('group', { name: '轮播' }).getByRole('button', { name: '开始轮播' }).click();
  await expect.poll(async () => [...new Set(await Promise.all(walls.map(({ page }) => sceneOf(page).textContent())))], { timeout: 30_000 }).toEqual(['总览']); // prettier-ignore
});

test('a revoked wall shows a code within seconds; the others go on', async () => {
  const [first, , third] = walls;
  await desk.page
    .locator('.wall-line', { hasText: '三号大屏' })
    .getByRole('button', { name: '设置' })
    .click();
  await desk.page.getByRole('button', { name: '停用大屏' }).click();
  await desk.page.locator('.ant-popconfirm').getByRole('button', { name: '停用' }).click();
  await third!.page.getByText('本屏尚未登记').waitFor();
  await desk.page.getByText('2/2 在线').waitFor();
  await first!.page.locator('.link-note').waitFor({ state: 'detached' });
  expect(await first!.page.locator('.wall-message').count()).toBe(1);
  for (const { close } of [...walls, desk]) await close();
});
