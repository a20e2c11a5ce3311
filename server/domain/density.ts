/** Fewer matters than this are not told of a hexagon: they would point at a house. */
export const leastInCell = 3;
const steps = 4;

/** How dense `count` is among hexagons of `leastInCell` to `most` matters: 0 to 3, in equal ratios. */
export function stepOf(count: number, most: number): number {
  const ratio = Math.log(count / leastInCell) / Math.log(most / leastInCell || 1);
  return Number.isFinite(ratio) ? Math.min(steps - 1, Math.max(0, Math.floor(ratio * steps))) : 0;
}
