import type { CSSProperties } from 'react';
import { citySecond } from '#contracts/city-time.ts';
import type { WallSettings } from '#contracts/driven-wall.ts';
import { overviewId } from './scene.ts';
import type { Scene } from './scene.ts';

/**
 * 22 minutes of arc at 5 m are 32 mm of glyph, about 35 mm of font. On the wall this was drawn for (0.63 mm a
 * pixel, 2160 pixels high) that is 2.6 % of the height: the smallest text of the page.
 */
const designedMmHigh = 2160 * 0.63;
const smallest = 0.75;
const largest = 1.2;

/**
 * Sizes from the wall itself: `?mm=0.63`, or what the desk has set, is the pitch in mm of one CSS pixel. A wall that is physically higher
 * than the designed one may write smaller, a lower one must write larger; within what the columns can hold.
 */
export function wallSizes(
  search: string,
  height = sheetHeight(innerWidth, innerHeight),
  set: number | null = null,
): CSSProperties & Record<`--${string}`, string> {
  const pitch = set ?? Number(new URLSearchParams(search).get('mm'));
  if (!(pitch > 0)) return {};
  const factor = Math.min(largest, Math.max(smallest, designedMmHigh / (height * pitch)));
  return { '--wall-mm-per-px': String(pitch), '--k': factor.toFixed(3) };
}

/** The scene named in the address, else the first. */
export function sceneFromAddress(search: string, scenes: readonly Scene[]): string {
  const wanted = new URLSearchParams(search).get('scene');
  return scenes.find(({ id }) => id === wanted)?.id ?? scenes[0]!.id;
}

/** 没有专题“abc”: what is said when the address names a scene that is not there. */
export function unknownScene(search: string, scenes: readonly Scene[]): string | null {
  const wanted = new URLSearchParams(search).get('scene');
  if (!wanted || scenes.some(({ id }) => id === wanted)) return null;
  return `没有专题“${wanted.slice(0, 20)}”，已显示“${scenes[0]!.title}”`;
}

/** The same address with a scene; the overview needs no name. */
export function addressOfScene(href: string, id: string): string {
  const url = new URL(href);
  if (id === overviewId) url.searchParams.delete('scene');
  else url.searchParams.set('scene', id);
  return url.toString();
}

/** Digits choose a scene, arrows step through them; any other key changes nothing. */
export function nextScene(scenes: readonly Scene[], current: string, key: string): string {
  const at = scenes.findIndex(({ id }) => id === current);
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  if (step !== 0) return scenes[(at + step + scenes.length) % scenes.length]!.id;
  return /^[1-9]$/.test(key) ? (scenes[Number(key) - 1]?.id ?? current) : current;
}

/**
 * Until when, HH:MM of the city, a wall keeps quiet at `now`; null: it may ring. Quiet hours may go over midnight. What
 * rings at the desk is not theirs to say.
 */
export function hushedUntil(quiet: WallSettings['quiet'], now: number): string | null {
  if (quiet === null) return null;
  const { from, to } = quiet;
  const clock = citySecond(now).slice(11, 16);
  const inside = from <= to ? from <= clock && clock < to : from <= clock || clock < to;
  return inside ? to : null;
}

/** Height of the sheet in a window, as in wall.css: narrower than 16:10 it keeps its shape, smaller. CSS pixels. */
export const sheetHeight = (width: number, height: number): number => Math.min(height, width * 0.625);

type Tiles = WallSettings['tiles'];

/** How many tiles a wall has; unless the desk has set it, those of 1920 × 1080. */
export function tilesOf(width: number, height: number, tiles: Tiles = null): NonNullable<Tiles> {
  return tiles ?? { across: Math.ceil(width / 1920), down: Math.ceil(height / 1080) };
}

/** Where the tiles of the wall meet: strips that no label may cross. One tile has none. */
export function seams(
  width: number,
  height: number,
  tiles: Tiles = null,
): { x: number; y: number; width: number; height: number }[] {
  const strip = 8;
  const { across, down } = tilesOf(width, height, tiles);
  const [wide, high] = tiles ? [width / across, height / down] : [1920, 1080];
  return [
    ...Array.from({ length: across - 1 }, (_, n) => ({
      x: (n + 1) * wide - strip,
      y: 0,
      width: strip * 2,
      height,
    })),
    ...Array.from({ length: down - 1 }, (_, n) => ({
      x: 0,
      y: (n + 1) * high - strip,
      width,
      height: strip * 2,
    })),
  ];
}

const upAtLeastMs = 12 * 3_600_000;

/**
 * Whether the page should load itself afresh: once a night at four, city time, when it has been up for half a
 * day and nothing rings. A browser that runs for months is the weakest part of a wall.
 */
export function reloadDue(now: number, openedAt: number, calm: boolean): boolean {
  const hour = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  return calm && now - openedAt > upAtLeastMs && hour.format(now) === '04';
}
