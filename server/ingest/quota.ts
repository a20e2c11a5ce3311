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
  past: (door: string, items: readonly unknown[]) => ReadonlySet<number>;
};

/**
 * One count for each source of each door; a flood of one never costs its neighbours anything. Counted here and not by the
 * rate limiter of the sockets: its promise for each of 500 devices took a sixth of the sensor door's whole time.
 */
export function makeQuota(limits = quotaPerMinute): Quota {
  const within = new Map(Object.entries(limits).map(([door, { items }]) => [door, makeMinute(items)]));
  return {
    past(door, items) {
      const bySource = new Map<string, number[]>();
      items.forEach((item, index) => {
        const value = (item as Record<string, unknown> | null)?.[limits[door]!.field];
        const name = typeof value === 'string' ? value.slice(0, 100) : '?';
        const list = bySource.get(name);
        if (list) list.push(index);
        else bySource.set(name, [index]);
      });
      const over = new Set<number>();
      for (const [name, indexes] of bySource)
        if (!within.get(door)!(name, indexes.length)) for (const index of indexes) over.add(index);
      if (over.size === items.length)
        throw new Refusal('too-many', '该数据源超出每分钟配额，请降低频率后重发', { retryAfterSeconds: 30 });
      return over;
    },
  };
}

/** Counts by name within a minute of the process; false once a name is past `most`. */
function makeMinute(most: number): (name: string, count: number) => boolean {
  let counts = new Map<string, number>();
  let endsAt = 0;
  return (name, count) => {
    if (performance.now() >= endsAt) {
      counts = new Map();
      endsAt = performance.now() + 60_000;
    }
    const total = (counts.get(name) ?? 0) + count;
    counts.set(name, total);
    return total <= most;
  };
}
