/** What one check found. All three lists must be empty; each entry names one case. */
export type Verdict = {
  promise: string;
  counted: number;
  lost: string[];
  doubled: string[];
  wrong: string[];
};

export const isClean = ({ lost, doubled, wrong }: Verdict): boolean =>
  lost.length + doubled.length + wrong.length === 0;

/** How often each key comes. */
export function countBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string | number,
): Map<string | number, number> {
  const counts = new Map<string | number, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

/** Every wanted key must be held; used by the checker and by the negative controls alike. */
export function missing(wanted: Iterable<string>, held: ReadonlySet<string>): string[] {
  return [...wanted].filter((key) => !held.has(key));
}

/** For every group of truth, the incidents that its reports went to; more than one is a split. */
export function splits(pairs: readonly { group: number; incident: number }[]): {
  byGroup: Map<number, Set<number>>;
  byIncident: Map<number, Set<number>>;
} {
  const byGroup = new Map<number, Set<number>>();
  const byIncident = new Map<number, Set<number>>();
  for (const { group, incident } of pairs) {
    byGroup.set(group, (byGroup.get(group) ?? new Set()).add(incident));
    byIncident.set(incident, (byIncident.get(incident) ?? new Set()).add(group));
  }
  return { byGroup, byIncident };
}

/** The incidents beyond one for each group, named. */
export const extraIncidents = (byGroup: ReadonlyMap<number, ReadonlySet<number>>): string[] =>
  [...byGroup].flatMap(([group, incidents]) =>
    [...incidents].slice(1).map((incident) => `group ${group}: incident ${incident}, too`),
  );
