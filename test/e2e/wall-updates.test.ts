import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FrameRow } from '#contracts/live.ts';
import { rowOf } from '#test/support/live-row.ts';
import { startWallPages } from '#test/support/wall-page.ts';
import type { OpenWallPage, WallPages } from '#test/support/wall-page.ts';

const sensors = 5_000;
let pages: WallPages;
let page: OpenWallPage;

/** Matters over the map, so that symbols and labels are drawn as on a real wall. */
const matters: FrameRow[] = Array.from({ length: 60 }, (_, i) =>
  rowOf({
    id: i + 1,
    severity: (i % 4) + 1,
    lng: 112.1 + (i % 10) / 12,
    lat: 22.9 + Math.floor(i / 10) / 12,
  }),
);

beforeAll(async () => {
  pages = await startWallPages();
  page = await pages.open();
  await page.call('open', sensors, matters);
});
afterAll(async () => {
  await page?.close();
  await pages?.close();
});

test('an update of any size is one upload for each attribute it touches, and one picture', async () => {
  for (const [of, scattered] of [
    [1, false],
    [sensors, false],
    [sensors / 2, true],
  ] as const) {
    const { uploads, bytes, pictures } = await page.call('update', of, scattered);
    // Colour and size, whole: no place, no symbol, nothing that stands still is sent again.
    expect(uploads, `${of} readings`).toBeLessThanOrEqual(2);
    expect(bytes).toBeLessThan(sensors * 8 * 1.1);
    expect(pictures).toBe(1);
  }
});

test('a calm wall draws nothing, and every reading is drawn in the first picture after its frame', async () => {
  expect(await page.call('stream', 0, 1, 1)).toMatchObject({ pictures: 0, uploads: 0 });
  const { pictures } = await page.call('stream', 12, 1, 500);
  expect(pictures).toBeLessThanOrEqual(13);
});

test('the picture is never frozen: colour and size of a point on the screen follow its readings', async () => {
  const seen: { brightness: number; lit: number }[] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    await page.call('update', sensors, false);
    seen.push(await page.middle());
  }
  const over = seen.filter(({ brightness }) => brightness > 200);
  expect(over).toHaveLength(2);
  // 8 pixels across, where a series below its threshold has 3.
  for (const { lit } of over) expect(lit).toBeGreaterThan(30);
});

test('two thousand updates leave no more behind than they found', async () => {
  await page.call('stream', 1_000, 40, 1_000);
  const { objects } = await page.call('update', 1, false);
  const before = await page.held();
  await page.call('stream', 2_000, 40, 1_000);
  const after = await page.held();
  expect((await page.call('update', 1, false)).objects).toBe(objects);
  expect(after.nodes).toBeLessThanOrEqual(before.nodes);
  expect(after.listeners).toBeLessThanOrEqual(before.listeners);
  // 20 bytes an update, and what the engine keeps of code that has just become hot; the long form is `npm run bench`.
  expect(after.heap - before.heap).toBeLessThan(2_000 * 20 + 600_000);
});

test('twenty thousand movers on the map are one upload for each attribute that was touched, and one picture', async () => {
  const wall = await pages.open();
  await wall.call('open', sensors, [], 'hazmat');
  await wall.call('move', 20_000, { class: 'hazmat', to: 'on' });
  const moved = await wall.call('move', 20_000, { class: 'hazmat', to: 'on' });
  // Place, and three of the trail; nobody turned, stopped or changed its ink.
  expect(moved).toMatchObject({ pictures: 1 });
  expect(moved.uploads).toBeLessThanOrEqual(4);
  // Heard again where they stood: nothing is sent and nothing is drawn.
  await wall.call('move', 20_000, { class: 'hazmat', to: 'stay' });
  expect(await wall.call('move', 20_000, { class: 'hazmat', to: 'stay' })).toMatchObject({ uploads: 0, pictures: 0 }); // prettier-ignore
  // What this scene does not show is no reason to draw.
  expect(await wall.call('move', 20, { class: 'cargo', to: 'on' })).toMatchObject({ uploads: 0, pictures: 0 }); // prettier-ignore
  // Silence: ink, icon and trail, once; and nothing more until they go.
  const silent = await wall.call('wait', 4);
  expect(silent).toMatchObject({ pictures: 1 });
  expect(silent.uploads).toBeLessThanOrEqual(3);
  expect(await wall.call('wait', 1)).toMatchObject({ uploads: 0, pictures: 0 });
  expect(await wall.call('wait', 8)).toMatchObject({ pictures: 1 });
  await wall.close();
});

test('the marks of movers are never frozen: one comes to the middle of the screen, leaves it, and comes back', async () => {
  const wall = await pages.open();
  await wall.call('open', 100, [], 'hazmat');
  const bright: number[] = [];
  for (const to of ['on', 'middle', 'on', 'middle'] as const) {
    await wall.call('move', 500, { class: 'hazmat', to });
    bright.push((await wall.middle()).brightness);
  }
  await wall.call('wait', 11);
  bright.push((await wall.middle()).brightness);
  expect(bright.map((one) => one > 80)).toEqual([false, true, false, true, false]);
  await wall.close();
});
