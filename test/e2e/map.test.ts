import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '#flows/passwords.ts';
import { buildBaseMap } from '#geodata/base-map.ts';
import { insertAccounts } from '#store/accounts.ts';
import { deskSize, launchBrowser, openPage, wallSize } from '#test/support/browser.ts';
import { bearer } from '#test/support/app.ts';
import { startChengyun, testSecrets } from '#test/support/chengyun.ts';
import type { Chengyun } from '#test/support/chengyun.ts';
import { actorOf, freshPool } from '#test/support/people.ts';
import { shareOf } from '#test/support/pixels.ts';
import { redisUrl } from '#test/support/stack.ts';
import { darkMap, lightMap } from '../../client/shared/map/look.ts';

const password = 'Kadu-Reme-4827';
let database: Awaited<ReturnType<typeof freshPool>>;
let city: Chengyun;
let browser: Browser;

beforeAll(async () => {
  database = await freshPool();
  const passwordHash = await hashPassword(password);
  const accounts = (['wall', 'operator'] as const).map((role) => {
    return { ...actorOf(role), passwordHash, dutySeat: false, createdBy: 'test' };
  });
  await insertAccounts(database.pool, accounts, new Date());
  city = await startChengyun({ databaseUrl: database.url, redisUrl: redisUrl(), role: 'server' });
  await buildBaseMap(database.pool, city.dataDir, 'zhaoqing');
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
  await database?.close();
});

test.each([
  ['/wall', 'a-wall', wallSize, darkMap, '.map[data-ready]'],
  ['/desk', 'a-operator', deskSize, lightMap, '.map-canvas canvas'],
] as const)(
  '%s draws land and rivers from the tiles of this host, asked for by ranges',
  async (address, username, viewport, look, ready) => {
    const { page, close } = await openPage(browser, city.url, { viewport });
    const ranges: number[] = [];
    page.on('response', (answer) => {
      if (answer.url().includes('/api/map/base.pmtiles')) ranges.push(answer.status());
    });
    await page.context().request.post('/api/session', { data: { username, password } });
    await page.goto(address);
    await page.locator(ready).waitFor({ timeout: 90_000 });
    const draws = async (): Promise<[land: number, water: number]> => {
      const png = await page.screenshot();
      return [await shareOf(png, look.land), await shareOf(png, look.water)];
    };
    await expect.poll(async () => (await draws())[0], { timeout: 30_000 }).toBeGreaterThan(0.05);
    const [, water] = await draws();
    expect(water).toBeGreaterThan(0.0005);
    expect(new Set(ranges)).toEqual(new Set([206]));
    // Fails when any request left for another host.
    await close();
  },
  120_000,
);

test(
  'what an authority warns of in red is hatched on the wall until it is lifted',
  { timeout: 180_000 },
  async () => {
    const { page, close } = await openPage(browser, city.url, { viewport: { width: 960, height: 540 } });
    await page.context().request.post('/api/session', { data: { username: 'a-wall', password } });
    await page.goto('/wall');
    await page.locator('.map[data-ready]').waitFor({ timeout: 90_000 });
    /** How much of the map's middle is red: panels and their flags stand elsewhere. */
    const reddish = async (): Promise<number> => {
      const png = await page.screenshot({ clip: { x: 300, y: 120, width: 360, height: 320 } });
      const { data } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      let hits = 0;
      for (let i = 0; i < data.length; i += 3)
        if (data[i]! > data[i + 1]! + 25 && data[i]! > data[i + 2]! + 25) hits += 1;
      return hits / (data.length / 3);
    };
    expect(await reddish()).toBeLessThan(0.001);
    const red = { issuer: '肇庆市气象台', number: '肇气预警〔2026〕9号', hazard: '暴雨', scale: 'gd-rainstorm', colour: 'red', text: '全市', area: { districts: everyDistrict }, issuedAt: new Date().toISOString() }; // prettier-ignore
    await sendWarning(red);
    await page.locator('.legend', { hasText: '预警范围' }).waitFor();
    await expect.poll(reddish, { timeout: 30_000 }).toBeGreaterThan(0.008);
    // At the area stands what is warned of and who says so, on the map and over no other label.
    await expect.poll(() => page.locator('.label-warning').allInnerTexts()).toEqual(['暴雨红色\n市气象台']);
    expect(await touching(page)).toEqual([]);
    await sendWarning({ ...red, revision: 2, phase: 'lift', issuedAt: new Date().toISOString() });
    await expect.poll(reddish, { timeout: 30_000 }).toBeLessThan(0.001);
    expect(await page.locator('.legend', { hasText: '预警范围' }).count()).toBe(0);
    await page.locator('.label-warning').waitFor({ state: 'detached' });
    await close();
  },
);

/** Every district, so that it does not matter where the city lies on the screen. */
const everyDistrict = ['441202', '441203', '441204', '441223', '441224', '441225', '441226', '441284'];

/** Labels of the map that share more than an edge. */
const touching = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.label')].map((at) => ({ at, box: at.getBoundingClientRect() }));
    return boxes.flatMap(({ at, box }, i) =>
      boxes
        .slice(i + 1)
        .filter((other) => box.left < other.box.right - 1 && other.box.left < box.right - 1 && box.top < other.box.bottom - 1 && other.box.top < box.bottom - 1)
        .map((other) => `${at.textContent} ${other.at.textContent}`),
    );
  }); // prettier-ignore

async function sendWarning(warning: Record<string, unknown>): Promise<void> {
  const answer = await fetch(`${city.url}/api/ingest/warning`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(testSecrets.CHENGYUN_INGEST_TOKEN) },
    body: JSON.stringify({ warnings: [warning] }),
  });
  expect(await answer.json()).toMatchObject({ accepted: 1 });
}
