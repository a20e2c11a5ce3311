import type { Db } from '#store/db.ts';
import * as registry from '#store/registry.ts';

/** The series numbers that this process has met: a series never changes its number, so nothing here grows stale. */
export type SeriesBook = {
  find: (deviceId: string, metric: string) => number | undefined;
  /** Looks up what is not known yet; a new metric of a registered device gets its series. */
  learn: (tx: Db, pairs: readonly { deviceId: string; metric: string }[]) => Promise<void>;
};

export function makeSeriesBook(): SeriesBook {
  // By metric, then device: a joined name would be made and hashed anew for each of thousands of readings a second.
  const known = new Map<string, Map<string, number>>();
  const find = (deviceId: string, metric: string): number | undefined => known.get(metric)?.get(deviceId);
  const note = ({ deviceId, metric, no }: { deviceId: string; metric: string; no: number }): void => {
    const devices = known.get(metric);
    if (devices) devices.set(deviceId, no);
    else known.set(metric, new Map([[deviceId, no]]));
  };
  return {
    find,
    async learn(tx, pairs) {
      const missing = pairs.filter(({ deviceId, metric }) => find(deviceId, metric) === undefined);
      if (missing.length === 0) return;
      const asked = new Map(missing.map((pair) => [`${pair.deviceId}\n${pair.metric}`, pair]));
      for (const series of await registry.seriesOf(tx, [...asked.values()])) note(series);
    },
  };
}
