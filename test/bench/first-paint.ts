import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { build, preview } from 'vite';
import { say } from '../../server/launch/say.mjs';
import { hashPassword } from '#flows/passwords.ts';
import { baseMapFile, buildBaseMap } from '#geodata/base-map.ts';
import { insertAccounts } from '#store/accounts.ts';
import { launchBrowser, openPage } from '#test/support/browser.ts';
import { testSecrets } from '#test/support/chengyun.ts';
import { actorOf } from '#test/support/people.ts';
import { openCity } from './city.ts';
import type { BenchCity } from './city.ts';
import { load, median, rounded, slack } from './report.ts';

const root = path.join(import.meta.dirname, 'bare-wall');
/** Drawn in software: fewer pixels leave more of the time to what a page itself does. */
const small = { width: 960, height: 540 };
/** At most so many times the bare page's time, and so much code of our own. */
const [mostTimes, mostOwn] = [2, 150_000];
const account = { username: 'a-wall', password: 'Kadu-Reme-4827' };

/** A page whose map says `data-ready` when it is drawn. */
type Side = { url: string; path: string; signIn: boolean };
/** Milliseconds from the navigation to the map drawn, and the bytes of scripts and styles that came, packed. */
type Seen = { ms: number; code: number };

/** Notes when the map of either page stands. */
const noteReady = `new MutationObserver((_, observer) => {
  if (!document.querySelector('.map[data-ready]')) return;
  observer.disconnect();
  window.readyAt = performance.now();
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-ready'] })`;

/** Scripts and styles as they come, each once; sizes are those of their packed form whatever the server sends. */
function countCode(page: Page): () => Promise<number> {
  const sizes = new Map<string, Promise<number>>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (!/\.(m?js|css)$/.test(pathname) || sizes.has(pathname)) return;
    sizes.set(
      pathname,
      response.body().then((body) => gzipSync(body, { level: 9 }).length),
    );
  });
  return async () => (await Promise.all(sizes.values())).reduce((sum, one) => sum + one, 0);
}

/** Opens it as a screen that has never been here. */
async function see(browser: Browser, side: Side): Promise<Seen> {
  const { page, close } = await openPage(browser, side.url, { viewport: small });
  if (side.signIn) await page.context().request.post('/api/session', { data: account });
  await page.addInitScript(noteReady);
  const code = countCode(page);
  await page.goto(side.path);
  await page.locator('.map[data-ready]').waitFor();
  const seen = { ms: await page.evaluate<number>('window.readyAt'), code: await code() };
  await close();
  return seen;
}

/** The city with the demonstration's base map and an account for the wall. */
async function openMappedCity(): Promise<BenchCity> {
  const city = await openCity('server');
  await buildBaseMap(city.pool, city.chengyun.dataDir, 'zhaoqing');
  const { password } = account;
  const wall = { ...actorOf('wall'), username: account.username, dutySeat: false, createdBy: 'bench' };
  await insertAccounts(city.pool, [{ ...wall, passwordHash: await hashPassword(password) }], new Date());
  return city;
}

/** Builds the bare pages and serves them with the base map of the city, copied. */
async function serveBare(city: BenchCity): Promise<{ url: string; close: () => Promise<void> }> {
  const outDir = await mkdtemp(path.join(os.tmpdir(), 'bare-wall-'));
  const shared = { root, configFile: false, logLevel: 'error' } as const;
  const input = ['map.html', 'libraries.html'].map((name) => path.join(root, name));
  await build({ ...shared, build: { outDir, assetsInlineLimit: 0, chunkSizeWarningLimit: 4_000, rolldownOptions: { input } } }); // prettier-ignore
  const token = { Authorization: `Bearer ${testSecrets.CHENGYUN_API_TOKEN}` };
  const base = await fetch(`${city.url}/api/map/base`, { headers: token });
  await mkdir(path.join(outDir, 'api/map'), { recursive: true });
  await writeFile(path.join(outDir, 'api/map/base'), await base.text());
  await copyFile(baseMapFile(city.chengyun.dataDir, 'zhaoqing'), path.join(outDir, 'api/map/base.pmtiles'));
  const server = await preview({ ...shared, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
  return {
    url: server.resolvedUrls!.local[0]!.replace(/\/$/, ''),
    close: async () => {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

/** 首屏: the wall with its base map against a bare MapLibre page, and its own code over that of its libraries. */
export async function firstPaint(rounds: number, full: boolean): Promise<boolean> {
  const times = rounds * (full ? 5 : 2);
  say(
    `\nFirst paint: /wall with its base map, opened ${times} times with nothing kept, against MapLibre alone`,
  );
  const city = await openMappedCity();
  const bare = await serveBare(city);
  const browser = await launchBrowser();
  try {
    const wall = { url: city.url, path: '/wall', signIn: true };
    const map = { url: bare.url, path: '/map.html', signIn: false };
    const { code } = await see(browser, wall);
    const libraries = (await see(browser, { ...map, path: '/libraries.html' })).code;
    await see(browser, map);
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let n = 0; n < times; n += 1) {
      ours.push((await see(browser, wall)).ms);
      theirs.push((await see(browser, map)).ms);
      say(`  opened ${n + 1}: ${rounded(ours.at(-1)!)} ms, bare map ${rounded(theirs.at(-1)!)}; ${load()}`);
    }
    const ratio = median(ours) / median(theirs);
    say(`  map drawn after ${rounded(median(ours))} ms against ${rounded(median(theirs))}, ${ratio.toFixed(2)}x (at most ${mostTimes}x, fails above ${(mostTimes * (1 + slack)).toFixed(2)}x); ${load()}`); // prettier-ignore
    say(`  scripts and styles ${rounded(code / 1000)} kB packed, libraries alone ${rounded(libraries / 1000)}: ${rounded((code - libraries) / 1000)} kB of our own (at most ${mostOwn / 1000})`); // prettier-ignore
    return ratio <= mostTimes * (1 + slack) && code - libraries <= mostOwn;
  } finally {
    await browser.close();
    await bare.close();
    await city.close();
  }
}
