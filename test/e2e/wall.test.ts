import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '#flows/passwords.ts';
import { insertAccounts } from '#store/accounts.ts';
import { launchBrowser, openPage, wallSize } from '#test/support/browser.ts';
import type { WatchedPage } from '#test/support/browser.ts';
import { startChengyun } from '#test/support/chengyun.ts';
import type { Chengyun } from '#test/support/chengyun.ts';
import { sendTickets } from '#test/support/hotline.ts';
import { actorOf, freshPool } from '#test/support/people.ts';
import { redisUrl } from '#test/support/stack.ts';

const password = 'Kadu-Reme-4827';
let database: Awaited<ReturnType<typeof freshPool>>;
let city: Chengyun;
let browser: Browser;

beforeAll(async () => {
  database = await freshPool();
  const passwordHash = await hashPassword(password);
  const accounts = (['wall', 'shift-leader'] as const).map((role) => ({
    ...actorOf(role),
    passwordHash,
    dutySeat: false,
    createdBy: 'test',
  }));
  await insertAccounts(database.pool, accounts, new Date());
  city = await startChengyun({ databaseUrl: database.url, redisUrl: redisUrl() });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
  await database?.close();
});

/** A wall of this size, signed in, with its map drawn. */
async function openWall(viewport = wallSize, expectedError?: RegExp): Promise<WatchedPage> {
  const opened = await openPage(browser, city.url, { viewport, ...(expectedError ? { expectedError } : {}) });
  await signIn(opened.page, 'a-wall');
  await opened.page.goto('/wall');
  await opened.page.locator('.map[data-ready]').waitFor();
  return opened;
}

async function signIn(page: Page, username: string): Promise<void> {
  const answer = await page.context().request.post('/api/session', { data: { username, password } });
  expect(answer.ok()).toBe(true);
}

let calls = 0;
/** A call that comes in at the hotline door, acknowledged after its commit. */
async function call(text: string, place: { lng: number; lat: number }): Promise<void> {
  calls += 1;
  const ticket = {
    platform: 'zq12345',
    ticketNo: `E2E-${calls}`,
    text,
    ...place,
    calledAt: new Date().toISOString(),
  };
  const answer = await sendTickets(city.url, [ticket]);
  expect(answer.status).toBe(202);
}

test('an empty city says that all is well, and a call stands on the wall soon after its commit', async () => {
  const { page, close } = await openWall();
  await page.getByText('今日暂无来件，系统正常').waitFor();
  // Nobody warns because nobody has been connected, which is no calm.
  await page.getByText('预警　未接入').waitFor();
  await call('蕉园村口路面积水很深，车辆熄火', { lng: 112.432, lat: 23.066 });
  await page.locator('.matter .title', { hasText: '积水' }).waitFor();
  await close();
});

test('danger to life rings on top of the right column until a person confirms it at the desk', async () => {
  const { page, close } = await openWall();
  await call('电梯停电，有人被困在里面，喘不过气', { lng: 112.47, lat: 23.06 });
  await page.locator('.alarm').waitFor();
  const desk = await openPage(browser, city.url);
  await signIn(desk.page, 'a-shift-leader');
  const { request } = desk.page.context();
  const { items } = (await (await request.get('/api/incidents?status=open&order=urgent')).json()) as {
    items: { id: number; version: number; danger: string[] }[];
  };
  const [first] = items;
  expect(first?.danger.length).toBeGreaterThan(0);
  const confirmed = await request.post(`/api/incidents/${first!.id}/confirm-danger`, {
    data: { version: first!.version, note: '已电话核实，消防已出动' },
  });
  expect(confirmed.status()).toBe(200);
  await page.locator('.alarm').waitFor({ state: 'detached' });
  await desk.close();
  await close();
});

test.each([
  ['one PC screen', { width: 1920, height: 1080 }],
  ['a 4K wall', { width: 3840, height: 2160 }],
  ['a wall of 32 to 9', { width: 7680, height: 2160 }],
])(
  '%s: the canvas has every pixel, and no text is smaller than 2.6 per cent of the height',
  async (_, size) => {
    const { page, close } = await openWall(size);
    const canvas = page.locator('canvas.maplibregl-canvas');
    expect(await canvas.evaluate((at: HTMLCanvasElement) => [at.width, at.height])).toEqual([
      size.width,
      size.height,
    ]);
    const small = await page.evaluate(() => {
      const least = innerHeight * 0.026 - 0.5;
      return [...document.querySelectorAll('.sheet *')]
        .filter((at) => [...at.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()))
        .filter((at) => at.getClientRects().length > 0 && at.tagName !== 'text')
        .filter((at) => parseFloat(getComputedStyle(at).fontSize) < least)
        .map((at) => `${at.className}: ${at.textContent}`);
    });
    expect(small).toEqual([]);
    const outside = await page.evaluate(() =>
      [...document.querySelectorAll('.head, .feeds, .column .panel')]
        .filter((at) => getComputedStyle(at).display !== 'none' && at.getClientRects().length > 0)
        .filter((at) => {
          const { left, top, right, bottom } = at.getBoundingClientRect();
          return left < 0 || top < 0 || right > innerWidth + 1 || bottom > innerHeight + 1;
        })
        .map((at) => at.className),
    );
    expect(outside).toEqual([]);
    await close();
  },
);

test('every scene stands whole under its duty, and is chosen from the list that zero opens', async () => {
  const { page, close } = await openWall();
  await page.keyboard.press('0');
  const chooser = page.getByRole('navigation', { name: '专题' });
  await chooser.getByText('经济调节').waitFor();
  const titles = await chooser.locator('button b').allTextContents();
  expect(titles.slice(0, 2)).toEqual(['总览', '民意']);
  expect(titles.length).toBeGreaterThanOrEqual(13);
  await page.keyboard.press('0');
  for (const title of titles.slice(1)) {
    await page.keyboard.press('0');
    await chooser.getByRole('button', { name: title }).click();
    await page.locator('.head [aria-current]', { hasText: title }).waitFor();
    await page.locator('.board-finding').waitFor();
    const outside = await page.evaluate(() =>
      [...document.querySelectorAll('.board, .board-finding, .board-numbers .figure, .board-sources')]
        .filter((at) => {
          const { left, right, bottom } = at.getBoundingClientRect();
          return left < 0 || right > innerWidth || bottom > innerHeight * 0.95;
        })
        .map((at) => at.className),
    );
    expect([title, ...outside]).toEqual([title]);
  }
  await close();
});

test('a list that has no room for all its rows says how many there are besides', async () => {
  const { page, close } = await openWall();
  // As small as a wall may be: its words are large, and nine bridges have no room.
  await page.goto('/wall?scene=bridges&mm=0.315');
  const list = page.locator('.board-list', { hasText: '桥下净空' });
  await list.locator('li').nth(8).waitFor({ state: 'attached' });
  const rows = await list
    .locator('li')
    .evaluateAll((all) => all.map((one) => (one as HTMLElement).offsetLeft));
  const leftOut = rows.filter((left) => left > rows[0]!).length;
  expect(leftOut).toBeGreaterThan(0);
  await list.getByText(`另 ${leftOut} 座`).waitFor();
  await close();
});

test.each([
  ['packed by brotli (TLS)', 'gzip, br', 800_000],
  ['packed by gzip (plain HTTP)', 'gzip', 900_000],
])('the scripts and styles of the first picture, %s, stay within their bound', async (_, accept, bound) => {
  const { page, close } = await openPage(browser, city.url, { viewport: wallSize });
  await signIn(page, 'a-wall');
  const asked = new Set<string>();
  page.context().on('request', (request) => asked.add(request.url()));
  await page.goto('/wall');
  await page.locator('.map[data-ready]').waitFor();
  const files = [...asked].filter((url) => /\.(m?js|css)$/.test(url));
  expect(files.some((url) => url.includes('maplibre-gl-worker'))).toBe(true);
  let bytes = 0;
  for (const url of files) {
    const head = await fetch(url, { method: 'HEAD', headers: { 'accept-encoding': accept } });
    expect(head.headers.get('content-encoding')).toBe(accept.split(', ').at(-1));
    bytes += Number(head.headers.get('content-length'));
  }
  expect(bytes).toBeGreaterThan(400_000);
  expect(bytes).toBeLessThan(bound);
  await close();
});

test('nothing is drawn while nothing moves', async () => {
  const { page, close } = await openWall();
  await page.evaluate(() => {
    const counter = globalThis as unknown as { draws: number };
    counter.draws = 0;
    for (const name of ['drawElements', 'drawElementsInstanced', 'drawArraysInstanced'] as const) {
      const draw = WebGL2RenderingContext.prototype[name] as (this: unknown, ...args: unknown[]) => void;
      Object.assign(WebGL2RenderingContext.prototype, {
        [name](this: unknown, ...args: unknown[]): void {
          counter.draws += 1;
          draw.apply(this, args);
        },
      });
    }
  });
  // Once it has drawn all that came with the first picture, three seconds must pass without a stroke.
  const strokes = async (): Promise<number> => {
    const drawn = () => page.evaluate(() => (globalThis as unknown as { draws: number }).draws);
    const before = await drawn();
    await page.waitForTimeout(3_000);
    return (await drawn()) - before;
  };
  await expect.poll(strokes, { timeout: 60_000 }).toBe(0);
  await close();
});

test('a GPU that drops the map gets a new one', async () => {
  const { page, close } = await openWall();
  await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas.maplibregl-canvas');
    canvas?.setAttribute('data-lost', '');
    canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
  });
  // The moment without a map may be too short to be seen: what counts is that a new one stands there.
  await page.locator('.map[data-ready] canvas.maplibregl-canvas:not([data-lost])').waitFor();
  await close();
});

test('a server that dies is shown as late, then lost; when it is back the wall heals by itself', async () => {
  const { page, close } = await openWall(wallSize, /WebSocket|Failed to load resource|ERR_CONNECTION/);
  await city.kill('server');
  // Late stands for four seconds only; a page that is kept from drawing may pass over it.
  await page.getByText(/^数据(延迟|中断) \d+ 秒/).waitFor();
  await page.getByText(/^数据中断 \d+ 秒/).waitFor();
  await city.restart('server');
  await page.locator('.link-note').waitFor({ state: 'detached' });
  await call('天宁北路路面塌陷', { lng: 112.4662, lat: 23.0702 });
  await page.locator('.matter .title', { hasText: '塌陷' }).waitFor();
  await close();
});
