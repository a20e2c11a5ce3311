/** A wall is drawn for a screen at least this wide for its height. */
const narrowest = 16 / 9;
/** The name above each picture, in parts of the height of the screen. */
const namePart = 0.038;

export type BesideLayout = { direction: 'row' | 'column'; width: number; height: number; name: number };

/** Its area times the size of its letters, which is in proportion to its height. */
const sizeOf = ({ width, height }: BesideLayout): number => width * height * height;

/**
 * Two walls on one screen, side by side or one above the other, whichever makes each of them larger. Everything in CSS pixels:
 * the screen, one picture, the height of its name.
 */
export function besideLayout(width: number, height: number): BesideLayout {
  const name = Math.round(height * namePart);
  const fit = (wide: number, high: number): Pick<BesideLayout, 'width' | 'height'> => ({
    width: Math.floor(wide),
    height: Math.floor(Math.min(high, wide / narrowest)),
  });
  const row: BesideLayout = { direction: 'row', name, ...fit(width / 2, height - name) };
  const column: BesideLayout = { direction: 'column', name, ...fit(width, height / 2 - name) };
  return sizeOf(row) >= sizeOf(column) ? row : column;
}
