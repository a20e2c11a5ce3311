import type { Page } from 'playwright-core';
import { hashPassword } from '#flows/passwords.ts';
import type { Actor } from '#contracts/people.ts';
import { insertAccounts } from '#store/accounts.ts';
import { launchBrowser, openPage } from './browser.ts';
import type { PageOptions, WatchedPage } from './browser.ts';
import { startChengyun } from './chengyun.ts';
import type { Chengyun } from './chengyun.ts';
import { makeCore } from './core.ts';
import type { Core } from './core.ts';
import { makeDeskWork } from './desk-work.ts';
import type { DeskWork } from './desk-work.ts';
import { redisUrl, uniquePrefix } from './stack.ts';

const password = 'Kadu-Reme-4827';

/** A running city with a browser before it, and these people's accounts. */
export type DeskCity = {
  core: Core;
  work: DeskWork;
  /** Its processes, for a test that kills them. */
  city: Chengyun;
  /** A page of nobody's. */
  openPage: (options?: PageOptions) => Promise<WatchedPage>;
  /** The page of that person, signed in. */
  openAs: (username: string, path: string, options?: PageOptions) => Promise<WatchedPage>;
  /** The desk with one matter open, ready for its keys. */
  openMatter: (username: string, id: number) => Promise<WatchedPage>;
  close: () => Promise<void>;
};

export async function startDeskCity(people: readonly Actor[]): Promise<DeskCity> {
  const core = await makeCore();
  const passwordHash = await hashPassword(password);
  const accounts = people.map((actor) => ({ ...actor, passwordHash, dutySeat: false, createdBy: 'test' }));
  await insertAccounts(core.pool, accounts, new Date());
  const env = { CHENGYUN_QUEUE: uniquePrefix() };
  const city = await startChengyun({ databaseUrl: core.url, redisUrl: redisUrl(), env });
  const browser = await launchBrowser();
  async function openAs(username: string, path: string, options: PageOptions = {}): Promise<WatchedPage> {
    await core.asOwner('truncate sign_in_try');
    const opened = await openPage(browser, city.url, {
      expectedError: /4(0[149]|25)|ERR_ABORTED/,
      ...options,
    });
    await opened.page.context().request.post('/api/session', { data: { username, password } });
    await opened.page.goto(path);
    return opened;
  }
  return {
    core,
    work: makeDeskWork(core),
    city,
    openPage: (options) => openPage(browser, city.url, options),
    openAs,
    async openMatter(username, id) {
      const opened = await openAs(username, `/desk?incident=${id}`);
      await opened.page.locator('.incident-head h2').waitFor();
      return opened;
    },
    close: async () => {
      await browser.close();
      await city.stop();
      await core.close();
    },
  };
}

/** Takes what the open list offers under this name, with Enter, once it offers nothing else first. */
export async function choose(page: Page, name: string): Promise<void> {
  await page.locator('.ant-select-item-option-active', { hasText: name }).waitFor();
  await page.keyboard.press('Enter');
}
