import type { Pool } from '#store/db.ts';
import { latestSince } from '#store/feed.ts';
import type { Horizon, LatestValue } from '#store/feed.ts';
import { encodeReadings, makeDifference } from './readings.ts';

export type ReadingWatch = {
  /** What has changed since the last call as one block; null when nothing has. */
  take: () => ArrayBuffer | null;
  close: () => void;
};

/**
 * Looks for changed readings beside the publisher, on the pool: however long it takes, rows never wait for it, and it
 * takes at most a tenth of one connection's time.
 */
export function watchReadings(pool: Pool, everyMs = 500): ReadingWatch {
  const waiting = new Map<number, LatestValue>();
  const changed = makeDifference();
  let horizon: Horizon | null = null;
  let closed = false;
  let timer: NodeJS.Timeout;

  const look = async (): Promise<void> => {
    const began = performance.now();
    const found = await latestSince(pool, horizon).catch(() => null);
    if (closed) return;
    if (found) {
      horizon = found.horizon;
      for (const value of changed(found.values)) waiting.set(value.no, value);
    }
    timer = setTimeout(() => void look(), Math.max(everyMs, 10 * (performance.now() - began)));
  };
  timer = setTimeout(() => void look(), 0);
  return {
    take: () => {
      if (waiting.size === 0) return null;
      const values = [...waiting.values()];
      waiting.clear();
      return encodeReadings(values);
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}
