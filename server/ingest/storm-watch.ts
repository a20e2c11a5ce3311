import { stormAfter, stormWindowMs } from '#domain/storm.ts';

const stepMs = 1_000;

/**
 * Counts the alerts of each kind within the last minute, second by second. Kept by each server for itself: a restart
 * begins anew, and several servers each see their own share.
 */
export function makeStormWatch(): (kind: string, now: Date) => boolean {
  const seen = new Map<string, Map<number, number>>();
  return (kind, now) => {
    const second = Math.floor(now.getTime() / stepMs);
    const counts = seen.get(kind) ?? new Map<number, number>();
    seen.set(kind, counts);
    counts.set(second, (counts.get(second) ?? 0) + 1);
    let sum = 0;
    for (const [at, count] of counts) {
      if (at <= second - stormWindowMs / stepMs) counts.delete(at);
      else sum += count;
    }
    return sum > stormAfter;
  };
}
