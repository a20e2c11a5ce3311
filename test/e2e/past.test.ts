import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PastSpan } from '#contracts/past.ts';
import type { WatchedPage } from '#test/support/browser.ts';
import { startDeskCity } from '#test/support/desk-page.ts';
import type { DeskCity } from '#test/support/desk-page.ts';
import { sendTickets } from '#test/support/hotline.ts';
import { actorOf } from '#test/support/people.ts';

const small = { width: 1280, height: 720 };
const first = '天宁北路路面塌陷';
const second = '星湖大道路灯不亮';

let city: DeskCity;
let wall: WatchedPage;
/** An instant after the first call and before the second, and the page's address of it. */
let between = '';
let linked = '';

beforeAll(async () => {
  city = await startDeskCity([actorOf('wall'), actorOf('operator')]);
  wall = await city.openAs('a-wall', '/wall', { viewport: small });
  await wall.page.locator('.map[data-ready]').waitFor();
});
afterAll(() => city?.close());

const span = async (): Promise<PastSpan> =>
  PastSpan.parse(await (await wall.page.context().request.get('/api/past')).json());
const matters = (page: Page): Promise<string> => page.locator('.matters').innerText();
const says = (page: Page, words: RegExp): Promise<void> =>
  expect.poll(() => page.locator('.past-mark').innerText(), { timeout: 30_000 }).toMatch(words);

let calls = 0;
async function call(text: string, lng: number): Promise<void> {
  calls += 1;
  const { now } = await span();
  await sendTickets(city.city.url, [{ platform: 'zq12345', ticketNo: `P-${calls}`, text, lng, lat: 23.07, calledAt: now }]); // prettier-ignore
  await expect.poll(() => matters(wall.page), { timeout: 30_000 }).toContain(text.slice(4, 6));
}

test('the wall keeps what it is told from the start', async () => {
  await expect.poll(async () => (await span()).first, { timeout: 60_000 }).not.toBeNull();
  await call(first, 112.4662);
  between = (await span()).now;
  await new Promise((done) => setTimeout(done, 1_500));
  await call(second, 112.51);
});

const scene = (page: Page): Promise<string> => page.locator('.head nav button[aria-current]').innerText();

test('opened from a scene it begins where records do, in that scene, and so does its link', async () => {
  await wall.page.goto('/wall?scene=hotline');
  await wall.page.getByRole('button', { name: '历史回溯' }).waitFor();
  await expect.poll(() => scene(wall.page)).toBe('民意');
  await wall.page.keyboard.press('h');
  await says(wall.page, /历史.+暂停/u);
  expect(await scene(wall.page)).toBe('民意');
  await wall.page.getByText('本专题当时的数字未留存').waitFor();
  // Who cannot make a mark is told of none.
  expect(await wall.page.locator('.past-marks').count()).toBe(0);
  const [mark, centre] = await Promise.all(['.past-mark', '.centre'].map((part) => wall.page.locator(part).boundingBox())); // prettier-ignore
  expect(mark!.y + mark!.height).toBeLessThan(centre!.y);
  const typed = Date.parse(
    `${(await wall.page.getByLabel('日期和时刻').inputValue()).replace(' ', 'T')}+08:00`,
  );
  const knob = Number(await wall.page.getByLabel('时刻', { exact: true }).inputValue());
  expect(Math.abs(knob - typed)).toBeLessThan(1_000);
  await wall.page.keyboard.press('ArrowRight');
  await expect.poll(() => new URL(wall.page.url()).searchParams.get('scene')).toBe('assets');
  expect(new URL(wall.page.url()).searchParams.get('at')).not.toBeNull();
  await wall.page.getByRole('button', { name: '链接' }).click();
  const link = new URL(await wall.page.getByLabel('此刻的链接').inputValue());
  expect([link.searchParams.get('scene'), link.searchParams.has('at')]).toEqual(['assets', true]);
  await wall.page.goto(link.toString());
  await says(wall.page, /历史.+暂停/u);
  await expect.poll(() => scene(wall.page)).toBe('数据');
});

test('at an instant between two calls only the first stands on the screen, marked as history', async () => {
  await wall.page.goto(`/wall?at=${encodeURIComponent(between)}`);
  await says(wall.page, /历史.+暂停/u);
  await wall.page.locator('.map[data-ready]').waitFor();
  await expect.poll(() => matters(wall.page)).toContain('塌陷');
  expect(await matters(wall.page)).not.toContain('路灯');
  expect(await wall.page.locator('.sheet').innerText()).toContain('当时的统计数字和专题数字未留存');
  linked = wall.page.url();
});

test('played on it shows the second call and stands at the end of what is kept', async () => {
  await wall.page.keyboard.press(' ');
  await expect.poll(() => matters(wall.page), { timeout: 30_000 }).toContain('路灯');
  await says(wall.page, /已放到留存的最后/u);
});

test('a link opens the same picture for somebody else, who marks it for others; an instant can be typed', async () => {
  const other = await city.openAs('a-operator', linked.replace(city.city.url, ''), { viewport: small });
  await says(other.page, /历史.+暂停/u);
  await expect.poll(() => matters(other.page)).toContain('塌陷');
  expect(await matters(other.page)).not.toContain('路灯');
  const mark = other.page.getByLabel('标记此刻');
  const before = await scene(other.page);
  await mark.pressSequentially('2 号来电');
  await other.page.getByRole('button', { name: '标记', exact: true }).click();
  await other.page.locator('.past-marks', { hasText: '2 号来电' }).waitFor();
  expect(await scene(other.page)).toBe(before);
  const field = other.page.getByLabel('日期和时刻');
  await field.fill('2020-01-01 00:00');
  await field.press('Enter');
  await says(other.page, /这一时刻没有留存/u);
  // Nothing kept is not nothing happening: no list stands there that says so.
  expect(await other.page.locator('.matters').count()).toBe(0);
  expect(other.problems).toEqual([]);
  await other.close();
});

test('the past stands beside now on one screen, and one key leads back to now', async () => {
  await wall.page.goto(linked);
  await says(wall.page, /历史/u);
  // A wall sees the mark and cannot take it away.
  const mark = wall.page.locator('.past-marks button');
  await expect.poll(() => mark.allInnerTexts()).toEqual([expect.stringMatching(/^\d\d:\d\d 2 号来电$/u)]);
  await wall.page.getByRole('button', { name: '对照现在' }).click();
  const [then, now] = [wall.page.frameLocator('iframe[title="历史"]'), wall.page.frameLocator('iframe[title="现在"]')]; // prettier-ignore
  await then.locator('.past-mark').waitFor();
  const stood = (await then.locator('.clock').innerText()).slice(0, 5);
  expect(await wall.page.locator('.beside h2').allInnerTexts()).toEqual([`当时 ${stood}`, expect.stringMatching(/^现在/u)]); // prettier-ignore
  const highs = await wall.page.locator('.beside iframe').evaluateAll((all) => all.map(({ clientHeight }) => clientHeight)); // prettier-ignore
  expect(Math.min(...highs)).toBeGreaterThan(small.height * 0.45);
  await expect.poll(() => then.locator('.matters').innerText()).not.toContain('路灯');
  await expect.poll(() => now.locator('.matters').innerText()).toContain('路灯');
  await wall.page.getByRole('button', { name: '结束对照' }).click();
  await says(wall.page, /历史/u);
  await wall.page.keyboard.press('h');
  await wall.page.locator('.past-mark').waitFor({ state: 'detached' });
  await expect.poll(() => matters(wall.page), { timeout: 30_000 }).toContain('路灯');
  expect(wall.problems).toEqual([]);
});
