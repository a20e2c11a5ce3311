import type { Severity } from '#contracts/incident.ts';
import type { FrameRow } from '#contracts/live.ts';
import { asSeverity } from '../../shared/map/symbols.ts';
import { gather } from '../clusters.ts';
import type { LngLat } from '../motion.ts';
import type { Mark } from './layers.ts';

/** Diameters in pixels of a 1080 high screen: the graver the larger; small ones carry no numeral. */
const fullSize = { 1: 50, 2: 47, 3: 42, 4: 40 } as const;
const smallSize = { 1: 17, 2: 16, 3: 12, 4: 11 } as const;
const mostFull = 24;
/** How far around a symbol matters are counted beside it: as far as its numbers reach, about. Pixels of a 1080 high screen. */
const countReach = { x: 110, y: 70 };
/** A city with few matters shows all of them in full. */
const quietCity = 12;

/** How many matters of a severity are counted, not drawn; the gravest first, none that is zero. */
export type LevelCount = { level: Severity; count: number };

/** An incident with its place on the screen, whether its symbol stands in full, and what is counted beside it. */
export type Standing = {
  row: FrameRow;
  at: LngLat;
  x: number;
  y: number;
  size: number;
  full: boolean;
  counted: LevelCount[];
};

/**
 * Which matters are drawn, in order of urgency, the grave ones in full; where they would cover each other the most urgent
 * is drawn and the others are counted beside it. `small` names matters that something else (the lens) shows in full;
 * the one in the spotlight always is, and covers who stands there: it has to come first.
 */
export function standings(
  urgent: readonly FrameRow[],
  project: (at: LngLat) => { x: number; y: number },
  scale: number,
  small: ReadonlySet<number> = new Set(),
  spotlight: number | null = null,
): Standing[] {
  const sited = urgent.flatMap((row) =>
    row.lng === null || row.lat === null ? [] : [{ row, at: [row.lng, row.lat] as LngLat }],
  );
  const spots = sited.map(({ row, at }) => {
    const severity = asSeverity(row.severity);
    const isWorthy =
      row.id === spotlight ||
      (!small.has(row.id) && (severity <= 2 || row.danger.length > 0 || sited.length <= quietCity));
    const { x, y } = project(at);
    return { x, y, full: isWorthy ? fullSize[severity] * scale : null, small: smallSize[severity] * scale };
  });
  const reach = { x: countReach.x * scale, y: countReach.y * scale };
  return gather(spots, reach, mostFull).map(({ index, size, isFull, counted }) => {
    const { x, y } = spots[index]!;
    return { ...sited[index]!, x, y, size, full: isFull, counted: countsOf(counted.map((one) => sited[one]!.row)) }; // prettier-ignore
  });
}

function countsOf(rows: readonly FrameRow[]): LevelCount[] {
  return ([1, 2, 3, 4] as const)
    .map((level) => ({ level, count: rows.filter(({ severity }) => asSeverity(severity) === level).length }))
    .filter(({ count }) => count > 0);
}

/** The same as marks of the icon layer, the most urgent last and so on top, full ones above small ones. */
export function marksOf(standing: readonly Standing[]): Mark[] {
  const mark = ({ row, at, full, size }: Standing): Mark => ({
    at,
    size,
    icon: `${full ? 's' : 'd'}${asSeverity(row.severity)}`,
  });
  const upward = [...standing].reverse();
  return [...upward.filter(({ full }) => !full), ...upward.filter(({ full }) => full)].map(mark);
}
