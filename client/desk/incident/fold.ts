/** So many stand in a list one by one; of more, each kind shows its ends until somebody opens it. */
export const mostListed = 20;

/** What is shown of a long run, oldest first: its first, its newest, and how many stand between. */
export type Ends<T> = { first: readonly T[]; between: number; last: readonly T[] };

/** The first one and the newest three; a run of up to six is shown whole. */
export function endsOf<T>(run: readonly T[]): Ends<T> {
  if (run.length <= 6) return { first: run, between: 0, last: [] };
  return { first: run.slice(0, 1), between: run.length - 4, last: run.slice(-3) };
}

/** By what it is, the most numerous kind first; each kind keeps the order of time. */
export function byKind<T>(rows: readonly T[], kindOf: (row: T) => string): [kind: string, rows: T[]][] {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(kindOf(row), [...(groups.get(kindOf(row)) ?? []), row]);
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

/** Of many: the first two, the newest six, and those that must not be overlooked, as far as there is room. */
export function worthSeeing<T>(rows: readonly T[], presses: (row: T) => boolean): ReadonlySet<T> {
  if (rows.length <= mostListed) return new Set(rows);
  const ends = [...rows.slice(0, 2), ...rows.slice(-6)];
  return new Set([...ends, ...rows.filter(presses).slice(0, mostListed - ends.length)]);
}
