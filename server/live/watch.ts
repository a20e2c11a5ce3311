import { encodeMovers } from '#contracts/movers.ts';
import { cityNow } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { latestSince } from '#store/feed.ts';
import type { Horizon, StandingValue } from '#store/feed.ts';
import { moversSince } from '#store/movers.ts';
import type { LatestMover } from '#store/movers.ts';
import { makeMoved } from './movers.ts';
import { encodeReadings, makeDifference } from './readings.ts';

export type Watch = {
  /** What has changed since the last call as one block, null when nothing has; with it all that was written below `seen` is told. */
  take: () => { block: ArrayBuffer | null; seen: Horizon | null };
  close: () => void;
};

type Watched<Value> = {
  /** What was written since a horizon (null: all), and the next one; some of it twice. */
  since: (horizon: Horizon | null) => Promise<{ values: readonly Value[]; horizon: Horizon }>;
  /** What of it screens do not know yet. */
  news: (values: readonly Value[]) => readonly Value[];
  encode: (values: readonly Value[]) => ArrayBuffer;
};

/** Readings that have changed. */
export const watchReadings = (pool: Pool): Watch =>
  watch<StandingValue>({
    since: (horizon) => latestSince(pool, horizon),
    news: makeDifference(),
    encode: encodeReadings,
  });

/** Vessels and vehicles that have spoken, whether they moved or not: a screen must know that they are there. */
export const watchMovers = (pool: Pool): Watch =>
  watch<LatestMover>({
    since: async (horizon) => {
      const { movers, horizon: next } = await moversSince(pool, horizon, await cityNow(pool));
      return { values: movers, horizon: next };
    },
    news: makeMoved(),
    encode: encodeMovers,
  });

/**
 * Looks beside the publisher, on the pool: however long it takes, rows never wait for it, and it takes at most a tenth of
 * one connection's time.
 */
function watch<Value extends { no: number }>({ since, news, encode }: Watched<Value>, everyMs = 500): Watch {
  const waiting = new Map<number, Value>();
  let horizon: Horizon | null = null;
  let closed = false;
  let timer: NodeJS.Timeout;

  const look = async (): Promise<void> => {
    const began = performance.now();
    const found = await since(horizon).catch(() => null);
    if (closed) return;
    if (found) {
      horizon = found.horizon;
      for (const value of news(found.values)) waiting.set(value.no, value);
    }
    timer = setTimeout(() => void look(), Math.max(everyMs, 10 * (performance.now() - began)));
  };
  timer = setTimeout(() => void look(), 0);
  return {
    take: () => {
      const values = [...waiting.values()];
      waiting.clear();
      return { block: values.length === 0 ? null : encode(values), seen: horizon };
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}
