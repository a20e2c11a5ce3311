import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '#flows/passwords.ts';
import { buildBaseMap } from '#geodata/base-map.ts';
import { insertAccounts } from '#store/accounts.ts';
import { deskSize, launchBrowser, openPage, wallSize } from '#test/support/browser.ts';
import { startChengyun } from '#test/support/chengyun.ts';
import type { Chengyun } from '#test/support/chengyun.ts';
import { actorOf, freshPool } from '#test/support/people.ts';
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

/** The share of pixels of exactly this colour (#RRGGBB). */
async function shareOf(png: Buffer, colour: string): Promise<number> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const wanted = Buffer.from(colour.slice(1), 'hex');
  let hits = 0;
  for (let i = 0; i < data.length; i += 3) if (wanted.equals(data.subarray(i, i + 3))) hits += 1;
  return hits / (info.width * info.height);
}

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
