import { say } from '../../server/launch/say.mjs';
import { rowOf } from '#test/support/live-row.ts';
import { startWallPages } from '#test/support/wall-page.ts';
import type { WallPages } from '#test/support/wall-page.ts';
import { load, median, rounded, slack } from './report.ts';

const changed = 5_000;
const updates = 600;
/** Updates that are measured as one: what a call to the page costs is not theirs. */
const each = 10;
/** Readings that come to a wall in a day at one a second. */
const day = 86_400;

const matters = Array.from({ length: 200 }, (_, i) =>
  rowOf({
    id: i + 1,
    severity: (i % 4) + 1,
    lng: 112.1 + (i % 20) / 24,
    lat: 22.9 + Math.floor(i / 20) / 20,
  }),
);

/**
 * Milliseconds of processor for the script of one update of 5,000 readings: taking the frame in, and the picture it asks
 * for. What the card does is not in it, nor is other work on this machine.
 */
async function scriptMs(pages: WallPages, sensors: number, rounds: number): Promise<number> {
  const page = await pages.open();
  await page.call('drawNothing');
  await page.call('open', sensors, matters);
  await page.call('stream', each, 1, changed);
  const times: number[] = [];
  let uploads = 0;
  for (let n = 0; n < 3 * rounds; n += 1) {
    const before = await page.scriptMs();
    const counts = await page.call('stream', each, 1, changed);
    times.push(((await page.scriptMs()) - before) / each);
    uploads = Math.max(uploads, counts.uploads / each);
  }
  await page.close();
  say(`  ${rounded(sensors)} series: ${median(times).toFixed(1)} ms of script, at most ${uploads} uploads for two attributes; ${load()}`); // prettier-ignore
  return uploads <= 4 ? median(times) : Number.POSITIVE_INFINITY;
}

/** Milliseconds of processor for the script of one update in which every one of `of` vehicles moves, among 200,000 sensors. */
async function moversMs(pages: WallPages, of: number, rounds: number): Promise<number> {
  const page = await pages.open();
  await page.call('drawNothing');
  await page.call('open', 200_000, matters);
  await page.call('move', of, { class: 'coach', to: 'on' });
  const times: number[] = [];
  let uploads = 0;
  for (let n = 0; n < 4 * rounds; n += 1) {
    const before = await page.scriptMs();
    const counts = await page.call('move', of, { class: 'coach', to: 'on' });
    times.push((await page.scriptMs()) - before);
    uploads = Math.max(uploads, counts.uploads);
  }
  await page.close();
  say(`  ${rounded(of)} movers among 200,000 series: ${median(times).toFixed(1)} ms of script, at most ${uploads} uploads for one attribute; ${load()}`); // prettier-ignore
  return uploads <= 1 ? median(times) : Number.POSITIVE_INFINITY;
}

/**
 * Long tasks of a map that is drawn as often without news, and with 5,000 readings before every picture (in the short
 * form, five times as many); in turns, so that other work on this machine falls on both.
 */
async function longTasks(pages: WallPages, atOnce: number): Promise<boolean> {
  const page = await pages.open();
  await page.call('drawNothing');
  await page.call('open', 100_000, matters);
  await page.call('stream', 30, atOnce, changed);
  const turns = 10;
  let [ours, control] = [0, 0];
  for (let n = 0; n < turns; n += 1) {
    control += (await page.call('redraw', updates / atOnce / turns)).longTasks;
    ours += (await page.call('stream', updates / turns, atOnce, changed)).longTasks;
  }
  await page.close();
  say(`  ${updates} updates at 100,000 series: ${ours} long tasks, ${control} without news (at most one more); ${load()}`); // prettier-ignore
  return ours <= (control + 1) * (1 + slack);
}

/** A day's updates in a few minutes: what a page holds must not grow with them. */
async function soak(pages: WallPages, count: number): Promise<boolean> {
  const page = await pages.open();
  await page.call('drawNothing');
  await page.call('open', 10_000, matters);
  await page.call('stream', 20_000, 20, 1_000);
  const { objects } = await page.call('update', 1, false);
  const before = await page.held();
  await page.call('stream', count, 20, 1_000);
  const after = await page.held();
  const left = (await page.call('update', 1, false)).objects - objects;
  await page.close();
  const slope = (after.heap - before.heap) / count;
  say(`  ${rounded(count)} updates: heap ${slope.toFixed(1)} B an update (at most 20), nodes ${after.nodes - before.nodes}, listeners ${after.listeners - before.listeners}, objects on the card ${left}; ${load()}`); // prettier-ignore
  return slope <= 20 && left === 0 && after.nodes <= before.nodes && after.listeners <= before.listeners;
}

/** 大屏刷新: what an update costs a wall by the number of its sensors, drawn in software; counts and ratios alone. */
export async function wall(rounds: number, full: boolean): Promise<boolean> {
  say('\nWall: one update of 5,000 readings, by the number of series on the map');
  const pages = await startWallPages();
  try {
    const small = await scriptMs(pages, 10_000, rounds);
    const large = await scriptMs(pages, 1_000_000, rounds);
    const ratio = large / small;
    say(`  1,000,000 against 10,000: ${ratio.toFixed(1)}x (at most 3x)`);
    const kept = ratio <= 3 * (1 + slack);
    const crowd = (await moversMs(pages, 20_000, rounds)) / (await moversMs(pages, 2_000, rounds));
    say(`  20,000 movers against 2,000: ${crowd.toFixed(1)}x (at most 10x)`);
    const calm = await longTasks(pages, full ? 1 : 5);
    const flat = await soak(pages, full ? day : 20_000);
    return kept && crowd <= 10 * (1 + slack) && calm && flat;
  } finally {
    await pages.close();
  }
}
