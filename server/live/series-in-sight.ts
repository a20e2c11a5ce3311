import { inSnapshot } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { seriesOfScope } from '#store/map.ts';
import type { View } from './picture.ts';

/** Numbers of the series whose readings may go to a view; '*' for every one. */
export type InSight = '*' | ReadonlySet<number>;
export const noSeries: InSight = new Set();

/** Which series each narrowed view may see. Who has not been looked up sees none. */
export type SeriesBook = {
  of: (view: View) => InSight;
  /** Looks it up unless it is known. */
  open: (view: View) => Promise<void>;
  /** Looks up again what the given views may see, and forgets all others: devices are registered and moved. */
  renew: (views: readonly View[]) => Promise<void>;
};

const isNarrow = (view: View): boolean => view.readings && view.scope !== '*';

export function makeSeriesBook(pool: Pool): SeriesBook {
  const known = new Map<string, InSight>();
  const read = async ({ key, scope }: View): Promise<void> => {
    known.set(key, new Set(await inSnapshot(pool, scope, seriesOfScope)));
  };
  return {
    of: (view) => (view.scope === '*' ? '*' : (known.get(view.key) ?? noSeries)),
    open: async (view) => {
      if (isNarrow(view) && !known.has(view.key)) await read(view);
    },
    renew: async (views) => {
      const narrow = views.filter(isNarrow);
      for (const key of known.keys()) if (!narrow.some((view) => view.key === key)) known.delete(key);
      for (const view of narrow) await read(view);
    },
  };
}
