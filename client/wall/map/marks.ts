import type { FrameRow } from '#contracts/live.ts';
import { asSeverity } from '../../shared/map/symbols.ts';
import { fullSymbols } from '../labels.ts';
import type { LngLat } from '../motion.ts';
import type { Mark } from './layers.ts';

/** Diameters in pixels of a 1080 high screen: the graver the larger; small ones carry no numeral. */
const fullSize = { 1: 50, 2: 47, 3: 42, 4: 40 } as const;
const smallSize = { 1: 17, 2: 16, 3: 12, 4: 11 } as const;
const mostFull = 24;
/** A city with few matters shows all of them in full. */
const quietCity = 12;

/** An incident with its place on the screen and whether its symbol stands in full. */
export type Standing = { row: FrameRow; at: LngLat; x: number; y: number; size: number; full: boolean };

/**
 * Which symbols stand in full, in order of urgency: the grave ones that cover no more urgent one; the rest are
 * small shapes. `small` names matters that something else (the lens) shows in full.
 */
export function standings(
  urgent: readonly FrameRow[],
  project: (at: LngLat) => { x: number; y: number },
  scale: number,
  small: ReadonlySet<number> = new Set(),
): Standing[] {
  const sited = urgent.flatMap((row) =>
    row.lng === null || row.lat === null ? [] : [{ row, at: [row.lng, row.lat] as LngLat }],
  );
  const points = sited.map(({ row, at }) => {
    const severity = asSeverity(row.severity);
    return { row, at, ...project(at), severity, radius: (fullSize[severity] * scale) / 2 };
  });
  const worthy = points.filter(
    ({ row, severity }) =>
      !small.has(row.id) && (severity <= 2 || row.danger.length > 0 || points.length <= quietCity),
  );
  const chosen = fullSymbols(worthy, mostFull);
  const full = new Set(worthy.filter((_, index) => chosen.has(index)).map(({ row }) => row.id));
  return points.map(({ row, at, x, y, severity }) => {
    const stands = full.has(row.id);
    return { row, at, x, y, full: stands, size: (stands ? fullSize : smallSize)[severity] * scale };
  });
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
