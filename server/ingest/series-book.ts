import type { Db } from '#store/db.ts';
import * as registry from '#store/registry.ts';

/** The series numbers that this process has met: a series never changes its number, so nothing here grows stale. */
export type SeriesBook = {
  find: (deviceId: string, metric: string) => number | undefined;
  /** Looks up what is not known yet; a new metric of a registered device gets its series. */
  learn: (tx: Db, pairs: readonly { deviceId: string; metric: string }[]) => Promise<void>;
};

export function makeSeriesBook(): SeriesBook {
  const known = new Map<string, number>();
  const name = (deviceId: string, metric: string): string => `${deviceId}\n${metric}`;
  return {
    find: (deviceId, metric) => known.get(name(deviceId, metric)),
    async learn(tx, pairs) {
      const missing = new Map<string, { deviceId: string; metric: string }>();
      for (const pair of pairs) {
        const id = name(pair.deviceId, pair.metric);
        if (!known.has(id)) missing.set(id, { deviceId: pair.deviceId, metric: pair.metric });
      }
      if (missing.size === 0) return;
      for (const series of await registry.seriesOf(tx, [...missing.values()])) {
        known.set(name(series.deviceId, series.metric), series.no);
      }
    },
  };
}
