import { statusNames } from '#contracts/incident.ts';
import type { Named } from '../../shared/map/geometry.ts';
import { faceAt } from '../../shared/map/face.ts';
import type { Box, Placed, Wanted } from '../labels.ts';
import { placeLabels } from '../labels.ts';
import type { Standing } from './marks.ts';

/** A label of the map: one or two lines beside a symbol, or a count at a township. */
export type MapLabel = Placed & { title: string; note: string | null; kind: 'matter' | 'town' | 'unit' };
type Draft = Wanted & Pick<MapLabel, 'title' | 'note' | 'kind'>;

export const titleSize = 0.028;
export const noteSize = 0.026;
const longestTitle = 12;
const mostLabels = 8;

/** At most `most` letters, with an ellipsis. */
export function shorten(text: string, most = longestTitle): string {
  const letters = [...text.trim()];
  return letters.length <= most ? letters.join('') : `${letters.slice(0, most - 1).join('')}…`;
}

/** Measures text in CSS pixels. */
export type Measure = (text: string, size: number, weight: number) => number;

/** Measures with a canvas and the bundled face. */
export function canvasMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  return (text, size, weight) => {
    if (!context) return text.length * size;
    context.font = faceAt(size, weight);
    return context.measureText(text).width;
  };
}

function sized(
  title: string,
  note: string | null,
  height: number,
  measure: Measure,
): { width: number; height: number } {
  const width = measure(title, titleSize * height, 600);
  const below = note === null ? 0 : measure(note, noteSize * height, 400);
  return {
    width: Math.ceil(Math.max(width, below)) + 4,
    height: Math.ceil(height * (note === null ? titleSize * 1.3 : (titleSize + noteSize) * 1.3)),
  };
}

/**
 * The labels of the map, placed without touching each other: the most urgent full symbols, who an arc flew to,
 * and the counts of townships. `height` is the height of the screen in pixels.
 */
export function mapLabels(input: {
  standing: readonly Standing[];
  units: readonly { id: number; name: string; x: number; y: number }[];
  towns: readonly { town: Named; count: number; x: number; y: number }[];
  area: Box;
  obstacles: readonly Box[];
  height: number;
  measure: Measure;
}): MapLabel[] {
  const { standing, units, towns, area, obstacles, height, measure } = input;
  const matters: Draft[] = standing
    .filter(({ full }) => full)
    .slice(0, mostLabels)
    .map(({ row, x, y, size }, index) => {
      const title = shorten(row.title);
      const note = index < 3 ? shorten(row.departmentName ?? statusNames[row.status], 10) : null;
      return {
        id: `m${row.id}`,
        x,
        y,
        radius: size / 2,
        title,
        note,
        kind: 'matter',
        ...sized(title, note, height, measure),
      };
    });
  const sent: Draft[] = units.map(({ id, name, x, y }) => {
    const title = shorten(name, 10);
    return {
      id: `u${id}`,
      x,
      y,
      radius: height * 0.006,
      title,
      note: null,
      kind: 'unit',
      ...sized(title, null, height, measure),
    };
  });
  const counts: Draft[] = towns.map(({ town, count, x, y }) => {
    const title = `${town.name} ${count} 件`;
    return {
      id: `t${town.code}`,
      x,
      y,
      radius: height * 0.006,
      title,
      note: null,
      kind: 'town',
      ...sized(title, null, height, measure),
    };
  });
  const drafts = [...matters, ...sent, ...counts];
  const others = standing.filter(({ full }) => full).slice(mostLabels);
  const covered = others.map(({ x, y, size }) => ({
    x: x - size / 2,
    y: y - size / 2,
    width: size,
    height: size,
  }));
  const placed = placeLabels(drafts, area, [...obstacles, ...covered], height * 0.006);
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  return placed.map((label) => {
    const { title, note, kind } = byId.get(label.id)!;
    return { ...label, title, note, kind };
  });
}
