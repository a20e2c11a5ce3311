import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';

const folder = path.join(process.env['CHENGYUN_TEST_DATA_DIR'] ?? os.tmpdir(), 'looks');

/** The two windows that most desks of a centre have. */
export const screens = { wide: { width: 1920, height: 1080 }, narrow: { width: 1366, height: 768 } } as const;

/** A picture of the page in the data folder of the run, for an eye to judge. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

/** Words and controls that stand out of the window at a side, where nobody can scroll to them; the map's own apart. */
export function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    return [...document.querySelectorAll('button, a, input, textarea, h1, h2, h3, p, td, th, time')].flatMap(
      (element) => {
        const { left, right, width } = element.getBoundingClientRect();
        const seen = width > 0 && getComputedStyle(element).visibility !== 'hidden';
        const out = seen && (right > wide + 1 || left < -1) && !element.closest('.desk-map');
        return out && !scrolls(element) ? [`${element.tagName} ${element.textContent?.slice(0, 40)}`] : [];
      },
    );
  });
}
