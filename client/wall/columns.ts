import type { WallSettings } from '#contracts/driven-wall.ts';

/** Of the sheet, in parts of the height: its margin, the gap between columns, their widths from the edge inwards. */
const edge = 2.96;
const gap = 2;
const fromLeft = { '--column': 43.4, '--next': 41 } as const;
const fromRight = (aspect: number) => ({ '--right': 41, '--districts': aspect < 2.9 ? 36 : 41 });
/** A bezel is kept clear of by so much. */
const clear = 0.5;
/** A column gives up no more than this share of its width; a seam further in it must bear. */
const leastShare = 0.85;

/** Widths of columns that lie side by side from one edge on, so that none is cut where a seam lies near its end. */
export function betweenSeams(widths: readonly number[], seams: readonly number[]): number[] {
  let at = edge;
  return widths.map((wanted) => {
    const seam = seams.find((x) => x - clear < at + wanted && x - clear - at >= wanted * leastShare);
    const width = seam === undefined ? wanted : seam - clear - at;
    at += width + gap;
    return width;
  });
}

/** 按拼缝对齐: the widths of the columns of a wall that is built of tiles; nothing when the desk has not said so. */
export function columnSizes(
  width: number,
  height: number,
  tiles: WallSettings['tiles'],
): Record<`--${string}`, string> {
  if (!tiles || tiles.across < 2) return {};
  const tile = ((width / tiles.across) * 100) / height;
  const seams = Array.from({ length: tiles.across - 1 }, (_, n) => (n + 1) * tile);
  const sizes = (columns: Record<string, number>): [string, string][] => {
    const fitted = betweenSeams(Object.values(columns), seams);
    return Object.keys(columns).map((name, n) => [name, `${fitted[n]!.toFixed(2)}cqh`]);
  };
  return Object.fromEntries([...sizes(fromLeft), ...sizes(fromRight(width / height))]) as Record<
    `--${string}`,
    string
  >;
}
