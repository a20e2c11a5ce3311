import type { Seen } from '#contracts/burst.ts';
import { distanceM } from './geo.ts';

type Placed = Seen & { lng: number; lat: number };
const isPlaced = (one: Seen): one is Placed => one.lng !== null && one.lat !== null;

export function near(a: Seen, b: Seen, metres: number): boolean {
  return isPlaced(a) && isPlaced(b) && distanceM(a, b) <= metres;
}

/** Whether it stands no farther than so from one of them. */
export const joinedTo = (group: readonly Seen[], one: Seen, metres: number): boolean =>
  group.some((other) => near(other, one, metres));

/** Single linkage: whoever stands within so many metres of another is of one cluster with it. */
export function linked(all: readonly Seen[], metres: number): Seen[][] {
  const left = new Set(all);
  const clusters: Seen[][] = [];
  for (const first of all) {
    if (!left.delete(first)) continue;
    const cluster = [first];
    for (const one of cluster)
      for (const other of left)
        if (near(one, other, metres)) {
          left.delete(other);
          cluster.push(other);
        }
    clusters.push(cluster);
  }
  return clusters;
}

/** The longest way between two of them, metres; at most some hundred are looked at. */
export function spanM(group: readonly Seen[]): number {
  const placed = group.filter(isPlaced).slice(0, 200);
  return Math.max(0, ...placed.map((one, i) => Math.max(0, ...placed.slice(i + 1).map((other) => distanceM(one, other))))); // prettier-ignore
}
