/** Something with a place on the screen in CSS pixels: the side of its symbol in full, or null if it asks for none, and of its small one. */
export type Spot = { x: number; y: number; full: number | null; small: number };

/** A spot that is drawn, by its index, with the indices of those counted beside it. */
export type Drawn = { index: number; size: number; isFull: boolean; counted: number[] };

type Reach = { x: number; y: number };

/** Whether the middles lie so near, across and down, as half these sides together. */
const meets = (a: Reach, b: Reach, sides: number): boolean =>
  Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) < sides / 2;

/**
 * Who is drawn and who is only counted, in order of urgency, in one pass: what is said of the more urgent never depends
 * on the less urgent.
 *
 * Whose middle a drawn symbol covers is counted: by the most urgent within `reach` that counts already, else by the symbol
 * that covers it, which so becomes one that counts. Within reach of one that counts, whoever touches a symbol is counted
 * too. All others are drawn: in full if they ask for it, touch nothing drawn and fewer than `mostFull` are. So each is
 * drawn or counted once, and only beside a more urgent one.
 */
export function gather(spots: readonly Spot[], reach: Reach, mostFull: number): Drawn[] {
  const drawn: Drawn[] = [];
  const heads: Drawn[] = [];
  let fulls = 0;
  const isNear = (spot: Spot, { index }: Drawn): boolean => {
    const at = spots[index]!;
    return Math.abs(at.x - spot.x) < reach.x && Math.abs(at.y - spot.y) < reach.y;
  };
  const isFree = (spot: Spot, side: number): boolean =>
    !drawn.some(({ index, size }) => meets(spots[index]!, spot, size + side));

  for (const [index, spot] of spots.entries()) {
    const head = heads.find((one) => isNear(spot, one));
    if (head && !isFree(spot, spot.small)) {
      head.counted.push(index);
      continue;
    }
    const cover = drawn.find((one) => meets(spots[one.index]!, spot, one.size));
    if (cover) {
      cover.counted.push(index);
      heads.push(cover);
      continue;
    }
    const isFull = spot.full !== null && fulls < mostFull && isFree(spot, spot.full);
    if (isFull) fulls += 1;
    drawn.push({ index, size: isFull ? spot.full! : spot.small, isFull, counted: [] });
  }
  return drawn;
}
