import { cityNow, inSnapshot } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import { seriesOfScope } from '#store/map.ts';
import { moversOfScope } from '#store/movers.ts';
import type { View } from './picture.ts';

/** Numbers of the series and of the moving objects that may go to a view; '*' for every one. */
export type InSight = '*' | { series: ReadonlySet<number>; movers: ReadonlySet<number> };
const nothing: InSight = { series: new Set(), movers: new Set() };

/** What each narrowed view may see. Who has not been looked up sees nothing. */
export type SightBook = {
  of: (view: View) => InSight;
  /** Looks it up unless it is known. */
  open: (view: View) => Promise<void>;
  /** Looks up again what the given views may see, and forgets all others: devices are moved, vessels move. */
  renew: (views: readonly View[]) => Promise<void>;
};

const isNarrow = (view: View): boolean => view.readings && view.scope !== '*';

async function look(tx: Db, { movers }: View): Promise<InSight> {
  return {
    series: new Set(await seriesOfScope(tx)),
    movers: new Set(movers ? await moversOfScope(tx, await cityNow(tx)) : []),
  };
}

export function makeSightBook(pool: Pool): SightBook {
  const known = new Map<string, InSight>();
  const read = async (view: View): Promise<void> => {
    known.set(view.key, await inSnapshot(pool, view.scope, (tx) => look(tx, view)));
  };
  return {
    of: (view) => (view.scope === '*' ? '*' : (known.get(view.key) ?? nothing)),
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
