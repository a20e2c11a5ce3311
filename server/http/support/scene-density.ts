import type { SceneDensity } from '#contracts/scene.ts';
import { leastInCell, stepOf } from '#domain/density.ts';
import { grouped } from '#domain/kpi.ts';
import { daysKnown } from '#domain/records.ts';
import type { Records } from '#domain/records.ts';
import type { Cells } from '#store/density.ts';

const mostDays = 30;

/** 密度 as the wall draws it: how dense, never how many, so that the same picture serves every wall. */
export function densityOf({ all, placed, cells }: Cells, records: Records): SceneDensity {
  const most = cells.reduce((so, { count }) => Math.max(so, count), leastInCell);
  return {
    days: daysKnown(records, mostDays),
    all,
    placed,
    least: leastInCell,
    most,
    cells: cells.map(({ count, corners }) => ({ step: stepOf(count, most), corners })),
  };
}

/** What the picture is made of, for the sources of a scene. */
export const densityWords = ({ all, placed }: Cells, records: Records): string =>
  `分布：近 ${daysKnown(records, mostDays)} 日 ${grouped(placed)}/${grouped(all)} 件可标`;
