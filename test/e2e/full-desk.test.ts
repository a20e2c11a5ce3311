import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { confirmDanger } from '#flows/confirm-danger.ts';
import { alert, by, minutesAgo, ticket } from '#test/support/core.ts';
import { startDeskCity } from '#test/support/desk-page.ts';
import type { DeskCity } from '#test/support/desk-page.ts';
import { byUrgency, fillDesk } from '#test/support/full-desk.ts';
import { screens, shoot, sticksOut } from '#test/support/looks.ts';
import { actorOf } from '#test/support/people.ts';

/** Each case stands in a district of its own, so that one city carries all of them. */
const districts = { empty: '441224', full: '441202', late: '441204' } as const;
let city: DeskCity;
beforeAll(async () => {
  const seat = (username: keyof typeof districts, name: string) => ({
    ...actorOf('operator', { districtCode: districts[username] }),
    username,
    name,
  });
  city = await startDeskCity([
    seat('empty', '植夜值'),
    seat('full', '林静怡'),
    seat('late', '欧阳倩影'),
    { ...actorOf('shift-leader'), username: 'leader', name: '何国华' },
  ]);
});
afterAll(() => city?.close());

const rowsOf = (page: Page) => page.locator('.queue-row');
const countsAre = (page: Page, words: string) =>
  page.locator('.queue-counts', { hasText: words }).waitFor({ timeout: 60_000 });

/** Both windows are looked at: nothing stands out at a side. */
async function look(page: Page, name: string): Promise<void> {
  for (const [screen, size] of Object.entries(screens)) {
    await page.setViewportSize(size);
    await shoot(page, `desk-${name}-${screen}`);
    expect(await sticksOut(page), `${name} ${screen}`).toEqual([]);
  }
}

test('a desk with nothing open says that all is calm and what to do with the next call', async () => {
  const { page, close } = await city.openAs('empty', '/desk');
  await countsAre(page, '在办 0　超时 0');
  await page.locator('.queue', { hasText: '一切平稳' }).waitFor();
  expect(await rowsOf(page).count()).toBe(0);
  await look(page, 'empty');
  await page.locator('.desk-columns > article', { hasText: '按 N 补录来电' }).waitFor();
  await page.keyboard.press('n');
  await page.locator('.call').waitFor();
  await close();
});

test('of 500 open matters the most urgent stand first, only those in sight are drawn, and ↓ walks down', async () => {
  await fillDesk(city.core, districts.full, 500, (n) => (n % 4 === 3 ? -600 - n * 60 : 1_200 + n * 45));
  const order = await byUrgency(city.core, districts.full);
  const { page, close } = await city.openAs('full', '/desk', { viewport: screens.narrow });
  await countsAre(page, '在办 500　超时 125');
  const titles = (n: number) =>
    page
      .locator('.queue-title')
      .evaluateAll((all, count) => all.slice(0, count).map((one) => one.getAttribute('title')), n);
  await expect.poll(() => titles(6)).toEqual(order.slice(0, 6));
  expect(await rowsOf(page).count()).toBeLessThan(30);
  await page.locator('.incident-head h2', { hasText: order[0]! }).waitFor();
  await look(page, 'full');

  for (let n = 0; n < 40; n += 1) await page.keyboard.press('ArrowDown');
  const chosen = page.locator('.queue-row[aria-current="true"]');
  expect(await chosen.locator('.queue-title').getAttribute('title')).toBe(order[40]);
  const [box, row] = [await page.locator('.queue-box').boundingBox(), await chosen.boundingBox()];
  expect(row!.y).toBeGreaterThanOrEqual(box!.y);
  expect(row!.y + row!.height).toBeLessThanOrEqual(box!.y + box!.height + 1);
  await page.locator('.incident-head h2', { hasText: order[40]! }).waitFor();
  await shoot(page, 'desk-full-walked');

  await page.locator('.queue-box').evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await page.locator(`.queue-title[title="${order[499]}"]`).waitFor();
  expect(await rowsOf(page).count()).toBeLessThan(30);
  await close();
});

test('danger stands above the list wherever it is scrolled to, until somebody confirms it', async () => {
  const { page, close } = await city.openAs('leader', '/desk', { viewport: screens.narrow });
  await countsAre(page, '在办 500');
  await page.locator('.queue-box').evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await page.locator('.queue-row').first().waitFor();
  const id = await city.work.called(1, {
    text: '工地塌方，有人被困，快来救人',
    lng: 112.46,
    lat: 23.05,
  });
  const row = page.locator('.queue-row.danger');
  await row.waitFor();
  const [head, box] = [await row.boundingBox(), await page.locator('.queue-box').boundingBox()];
  expect(head!.y + head!.height).toBeLessThanOrEqual(box!.y + 1);
  await look(page, 'danger-above');
  await row.click();
  await page.locator('.danger-strip').waitFor();
  const { version } = await city.work.incident(id);
  await confirmDanger(city.core, by('shift-leader'), id, { version, note: '已移交 119，现场已疏散' });
  await row.waitFor({ state: 'detached' });
  await close();
});

test('where everything is overdue, each row says by how much in plain words and no row shouts', async () => {
  await fillDesk(city.core, districts.late, 300, (n) => -90 - n * 400);
  const order = await byUrgency(city.core, districts.late);
  const { page, close } = await city.openAs('late', '/desk');
  await countsAre(page, '在办 300　超时 300');
  await expect.poll(() => page.locator('.queue-title').first().getAttribute('title')).toBe(order[0]);
  const clocks = await page.locator('.queue-clock').allInnerTexts();
  for (const words of clocks) expect(words).toMatch(/超时\s*派遣 已超 /u);
  const loud = await page
    .locator('.queue .light-over')
    .evaluateAll(
      (all) => all.filter((one) => getComputedStyle(one).backgroundColor !== 'rgba(0, 0, 0, 0)').length,
    );
  expect(loud).toBe(0);
  await look(page, 'late');
  await close();
});

/** 120 callers, 70 alarms of cameras and 10 readings over their line, all of one flood; answers the matter's id. */
async function floodOf200(): Promise<number> {
  const at = (n: number) => ({ lng: 112.9 + (n % 10) * 0.00002, lat: 23.3 + (n % 7) * 0.00002 });
  await city.core.asOwner(
    `insert into sensor select 'w' || n, '村口水位 ' || n, 'depth', st_setsrid(st_makepoint(112.9, 23.3), 4326), '441202', null, '',
       '{depth_m}', now(), now() from generate_series(1, 10) n`,
  );
  const words = ['路面水浸', '水浸到膝头，车过唔到', '路面水浸好深，冇人理', '成条村路水浸，请快点派人抽水'];
  const calls = Array.from({ length: 120 }, (_, n) =>
    ticket({ ...at(n), text: `蕉园村口${words[n % 4]}`, calledAt: minutesAgo(58 - n / 2.2), callerName: '陈先生', callerPhone: `1380013${8000 + n}` }),
  ); // prettier-ignore
  const alarms = Array.from({ length: 70 }, (_, n) =>
    alert({ ...at(n), cameraId: `cam-${n % 14}`, observedAt: minutesAgo(50 - n / 1.6) }),
  );
  const readings = Array.from({ length: 20 }, (_, n) => ({ deviceId: `w${(n % 10) + 1}`, metric: 'depth_m', value: 0.6, observedAt: minutesAgo(n < 10 ? 42 - n : 20) })); // prettier-ignore
  await city.core.send('hotline', calls);
  await city.core.send('camera', alarms);
  await city.core.send('sensor', readings);
  const whole = () =>
    city.core.rows<{ id: number; n: number }>(
      "select id, event_count as n from incident where family_code = 'flooding' and anchor is not null and st_x(anchor) > 112.89 and st_x(anchor) < 112.91",
    );
  await expect.poll(whole, { timeout: 60_000 }).toEqual([{ id: expect.any(Number), n: 200 }]);
  return (await whole())[0]!.id;
}

test('200 reports of one matter stand by source with the first and the last of each, and open whole', async () => {
  const id = await floodOf200();
  const { page, close } = await city.openMatter('leader', id);
  await page.locator('.tabs', { hasText: '诉求 120，逐单答复' }).waitFor();
  await page.locator('.tabs', { hasText: '来件 200热线 120 摄像 70 传感 10' }).waitFor();
  expect(await page.locator('.request').count()).toBeLessThan(30);
  await page.locator('.requests-sum', { hasText: '120 单：未答复 120' }).waitFor();
  await look(page, 'calls');
  await page.getByRole('button', { name: '逐单列出 120 单' }).click();
  await expect.poll(() => page.locator('.request').count()).toBe(120);
  await page.getByRole('button', { name: '收起' }).click();

  await page.keyboard.press('w');
  const group = (name: string) => page.locator('.event-group', { hasText: name });
  await group('热线 120 件').waitFor();
  await group('摄像 70 件').waitFor();
  await group('传感 10 件').waitFor();
  expect(await page.locator('.event').count()).toBeLessThan(30);
  await look(page, 'events');
  await page.getByRole('button', { name: '热线 120 件逐件列出' }).click();
  await expect.poll(() => page.locator('.event').count()).toBeGreaterThan(120);
  const [key] = await city.core.rows<{ key: string }>(
    "select key from event where source = 'camera' and asset_id = 'cam-3' order by id limit 1",
  );
  await page.getByPlaceholder('在来件中查找').fill(key!.key);
  await expect.poll(() => page.locator('.event').count()).toBe(1);
  await close();
});
