import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import type { CDPSession, Page } from 'playwright-core';
import sharp from 'sharp';
import { build, preview } from 'vite';
import { launchBrowser, openPage } from './browser.ts';
import type { WallPage } from './wall-page/page.ts';

const root = path.join(import.meta.dirname, 'wall-page');

/** Drawn in software: what is counted does not depend on the number of pixels. */
const small = { width: 480, height: 270 };

/** The heap after a collection, and what grows when a page leaks. */
export type Held = { heap: number; nodes: number; listeners: number };

export type OpenWallPage = {
  /** Calls a function of the page (`wall-page/page.ts`). */
  call: <K extends keyof WallPage>(
    name: K,
    ...words: Parameters<WallPage[K]>
  ) => Promise<Awaited<ReturnType<WallPage[K]>>>;
  /** The point in the middle of the map as it is on the screen: brightness (0 to 255), and how many pixels it lights. */
  middle: () => Promise<{ brightness: number; lit: number }>;
  held: () => Promise<Held>;
  /** Milliseconds of processor that the page's script has taken since it was opened: other work on the machine is not in it. */
  scriptMs: () => Promise<number>;
  close: () => Promise<void>;
};

export type WallPages = { open: () => Promise<OpenWallPage>; close: () => Promise<void> };

/** Builds the page of the wall's map alone, serves it on a free port, and has a browser ready. */
export async function startWallPages(): Promise<WallPages> {
  const outDir = await mkdtemp(path.join(os.tmpdir(), 'wall-page-'));
  const shared = { root, configFile: false, logLevel: 'error' } as const;
  await build({ ...shared, plugins: [react()], build: { outDir, chunkSizeWarningLimit: 4_000 } });
  const server = await preview({ ...shared, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
  const browser = await launchBrowser();
  return {
    open: async () => {
      const { page, close } = await openPage(browser, server.resolvedUrls!.local[0]!, {
        viewport: small,
      });
      await page.goto('/');
      await page.waitForFunction(() => 'wallPage' in window);
      const devtools = await page.context().newCDPSession(page);
      await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
      const clip = { x: small.width / 2 - 8, y: small.height / 2 - 8, width: 16, height: 16 };
      const middle = async (): Promise<{ brightness: number; lit: number }> =>
        seenIn(await page.screenshot({ clip }));
      const scriptMs = async (): Promise<number> => (await metricsOf(devtools))('ScriptDuration') * 1000;
      return { call: caller(page), middle, held: () => heldBy(devtools), scriptMs, close };
    },
    close: async () => {
      await browser.close();
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

function caller(page: Page): OpenWallPage['call'] {
  return (name, ...words) =>
    page.evaluate(
      ([what, given]) => {
        const { wallPage } = window as unknown as {
          wallPage: Record<string, (...words: readonly unknown[]) => never>;
        };
        return wallPage[what]!(...given);
      },
      [name, words] as const,
    );
}

async function heldBy(devtools: CDPSession): Promise<Held> {
  await devtools.send('HeapProfiler.collectGarbage');
  const of = await metricsOf(devtools);
  return { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
}

async function metricsOf(devtools: CDPSession): Promise<(name: string) => number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return (name) => metrics.find((one) => one.name === name)!.value;
}

async function seenIn(picture: Buffer): Promise<{ brightness: number; lit: number }> {
  const grey = await sharp(picture).greyscale().raw().toBuffer();
  return { brightness: Math.max(...grey), lit: grey.filter((one) => one > 60).length };
}
