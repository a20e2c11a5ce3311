import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

// WebGL 2 in software, and no request of the browser's own to the outside.
const flags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--use-gl=angle',
  '--ignore-gpu-blocklist',
  '--enable-precise-memory-info',
];

/** Debian's Chromium, with a new profile in a folder of its own that goes when it closes. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });

export const wallSize = { width: 1920, height: 1080 };
export const deskSize = { width: 1440, height: 900 };
export const phoneSize = { width: 360, height: 740 };

/** How long a page on an overloaded machine may need for what a person sees at once. */
const patienceMs = 60_000;

export type WatchedPage = {
  page: Page;
  /** Console errors, uncaught exceptions, requests to other hosts, answers of 500 and above; in order. */
  problems: string[];
  /** Throws when anything went wrong on the page, then closes it with its cookies. */
  close: () => Promise<void>;
};

export type PageOptions = Pick<
  BrowserContextOptions,
  'viewport' | 'storageState' | 'geolocation' | 'permissions'
> & {
  /** A console error that the test itself provokes, for example a refused sign-in. */
  expectedError?: RegExp;
};

/**
 * A page in a fresh context (own cookies, Chinese, Beijing time) on which nothing may go wrong unseen:
 * `close` fails the test on console errors and on any request that leaves `baseUrl`'s host.
 */
export async function openPage(
  browser: Browser,
  baseUrl: string,
  options: PageOptions = {},
): Promise<WatchedPage> {
  const { expectedError, ...context } = options;
  const opened = await browser.newContext({
    baseURL: baseUrl,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ignoreHTTPSErrors: true,
    viewport: deskSize,
    ...context,
  });
  const host = new URL(baseUrl).host;
  const problems: string[] = [];
  const note = (kind: string, text: string): void => {
    if (!expectedError?.test(text)) problems.push(`${kind}: ${text}`);
  };
  opened.setDefaultTimeout(patienceMs);
  const page = await opened.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') note('console', message.text());
  });
  page.on('pageerror', (error) => note('exception', error.message));
  page.on('response', (response) => {
    if (response.status() >= 500) note('answer', `${response.status()} ${response.url()}`);
  });
  opened.on('request', (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.host !== host) note('outside', request.url());
  });
  return {
    page,
    problems,
    close: async () => {
      await opened.close();
      if (problems.length > 0) throw new Error(`the page was not clean:\n${problems.join('\n')}`);
    },
  };
}
