import { placeLabels } from '../labels.ts';
import type { Box } from '../labels.ts';
import { noteSize } from './text-sizes.ts';
import type { LabelInput, MapLabel } from './label-list.ts';
import type { LevelCount } from './marks.ts';

/** There are more than are drawn; the legend says so. */
export const more = '另';
/** A shape with its distance from its number, and what lies between two of them, over the height of the screen. */
const [shapeWidth, between] = [0.027, 0.01];
/** So far, in half radii, its numbers may stand from a symbol: they are never left out for want of room nearby. */
const tries = 24;

/** Beside a symbol: how many more of each severity are there, which are not drawn. */
export function countLabels(
  { standing, area, height, measure }: LabelInput,
  taken: readonly Box[],
): MapLabel[] {
  const text = noteSize * height;
  const widthOf = ({ count }: LevelCount): number => height * shapeWidth + measure(String(count), text, 400);
  const drafts = standing
    .filter(({ counted }) => counted.length > 0)
    .map(({ row, x, y, size, counted }) => {
      // In one line, or in two of the same width.
      const perLine = counted.length > 2 ? 2 : counted.length;
      const widest = Math.max(...counted.map(widthOf));
      return {
        id: `c${row.id}`,
        x,
        y,
        radius: size / 2,
        width: Math.ceil(text + perLine * (widest + height * between)) + 2,
        height: Math.ceil(text * 1.3 * Math.ceil(counted.length / perLine)),
        tries,
        counts: counted,
      };
    });
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  return placeLabels(drafts, area, taken, height * 0.004).map((place) => {
    const { counts } = byId.get(place.id)!;
    return { ...place, title: more, note: null, kind: 'counts', counts };
  });
}
