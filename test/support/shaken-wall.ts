import type { CDPSession, Page } from 'playwright-core';

/** What the page of a wall remembers for the test; a reload begins anew. */
type Noted = {
  /** Every WebGL context that was ever made. */
  contexts: WeakRef<WebGL2RenderingContext>[];
  /** Strokes of all contexts. */
  strokes: number;
  /** The first words that said the feed is silent. */
  late: string | null;
};
type Noting = typeof globalThis & { noted: Noted };

/** Runs in the page before its own code. */
function takeNotes(): void {
  const noted: Noted = { contexts: [], strokes: 0, late: null };
  Object.assign(globalThis, { noted });
  const canvases: object = HTMLCanvasElement.prototype;
  const make = Reflect.get(canvases, 'getContext') as (this: unknown, ...words: unknown[]) => unknown;
  Object.assign(canvases, {
    getContext(this: unknown, ...words: unknown[]): unknown {
      const made = make.apply(this, words);
      const known = noted.contexts.some((one) => one.deref() === made);
      if (made instanceof WebGL2RenderingContext && !known) noted.contexts.push(new WeakRef(made));
      return made;
    },
  });
  for (const name of [
    'drawElements',
    'drawArrays',
    'drawElementsInstanced',
    'drawArraysInstanced',
  ] as const) {
    const draw = WebGL2RenderingContext.prototype[name] as (this: unknown, ...words: unknown[]) => void;
    Object.assign(WebGL2RenderingContext.prototype, {
      [name](this: unknown, ...words: unknown[]): void {
        noted.strokes += 1;
        draw.apply(this, words);
      },
    });
  }
  new MutationObserver(() => {
    const words = document.querySelector('.link-note')?.textContent ?? '';
    if (words.startsWith('数据')) noted.late ??= words;
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

export type ShakenWall = {
  /** Throws away the map's context, as a driver does that starts again. */
  loseContext: () => Promise<void>;
  /** Resolves when the page has said that the feed is silent; with its first words for it. */
  late: () => Promise<string>;
  /** Resolves when a map that was not lost stands there, nothing is said of the line, and the map has drawn since. */
  drawn: () => Promise<void>;
  /** WebGL contexts that still live, and nodes of the document, after a collection. */
  held: () => Promise<{ contexts: number; nodes: number }>;
};

/** Watches a page that will show the wall; to be called before it goes there. */
export async function shakenWall(page: Page): Promise<ShakenWall> {
  await page.addInitScript(takeNotes);
  const devtools: CDPSession = await page.context().newCDPSession(page);
  return {
    loseContext: () =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('canvas.maplibregl-canvas');
        canvas?.setAttribute('data-lost', '');
        canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
      }),
    late: async () => {
      await page.waitForFunction(() => (globalThis as Noting).noted.late !== null);
      return page.evaluate(() => {
        const { noted } = globalThis as Noting;
        const words = noted.late ?? '';
        noted.late = null;
        return words;
      });
    },
    drawn: async () => {
      await page.locator('.map[data-ready] canvas.maplibregl-canvas:not([data-lost])').waitFor();
      await page.locator('.link-note').waitFor({ state: 'detached' });
      await page.evaluate(() => Object.assign((globalThis as Noting).noted, { strokes: 0, late: null }));
      await page.waitForFunction(() => (globalThis as Noting).noted.strokes > 0);
      const lost = await page.evaluate(() =>
        document
          .querySelector<HTMLCanvasElement>('.map[data-ready] canvas.maplibregl-canvas')
          ?.getContext('webgl2')
          ?.isContextLost(),
      );
      if (lost !== false) throw new Error('the map stands on a context that is lost');
    },
    held: async () => {
      await devtools.send('HeapProfiler.collectGarbage');
      return page.evaluate(() => {
        const { contexts } = (globalThis as Noting).noted;
        const alive = contexts.filter((one) => one.deref()?.isContextLost() === false);
        return { contexts: alive.length, nodes: document.querySelectorAll('*').length };
      });
    },
  };
}
