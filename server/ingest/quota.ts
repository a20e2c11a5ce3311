import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Refusal } from '#contracts/errors.ts';

/** 配额: items a minute of one upstream system, or of one device; about twice what the busiest real one sends. */
export const quotaPerMinute: Record<string, { field: string; items: number }> = {
  sensor: { field: 'deviceId', items: 6_000 },
  camera: { field: 'platformId', items: 600_000 },
  hotline: { field: 'platform', items: 600_000 },
  report: { field: 'reporterKind', items: 60_000 },
  vessel: { field: 'id', items: 6_000 },
  vehicle: { field: 'id', items: 6_000 },
  warning: { field: 'issuer', items: 600 },
};

export type Quota = {
  /** Which items are past the quota of their source. Throws Refusal 'too-many' when all of them are: others go on. */
  past: (door: string, items: readonly unknown[]) => Promise<ReadonlySet<number>>;
};

/** One bucket for each source of each door; a flood of one never costs its neighbours anything. */
export function makeQuota(limits = quotaPerMinute): Quota {
  const buckets = new Map(
    Object.entries(limits).map(([door, { items }]) => [
      door,
      new RateLimiterMemory({ points: items, duration: 60 }),
    ]),
  );
  return {
    async past(door, items) {
      const bySource = new Map<string, number[]>();
      items.forEach((item, index) => {
        const value = (item as Record<string, unknown> | null)?.[limits[door]!.field];
        const name = typeof value === 'string' ? value.slice(0, 100) : '?';
        const list = bySource.get(name);
        if (list) list.push(index);
        else bySource.set(name, [index]);
      });
      const over = new Set<number>();
      for (const [name, indexes] of bySource) {
        const within = await buckets
          .get(door)!
          .consume(name, indexes.length)
          .then(
            () => true,
            () => false,
          );
        if (!within) for (const index of indexes) over.add(index);
      }
      if (over.size === items.length)
        throw new Refusal('too-many', '该数据源超出每分钟配额，请降低频率后重发', { retryAfterSeconds: 30 });
      return over;
    },
  };
}
