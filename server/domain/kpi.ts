import type { Rate } from '#contracts/wall.ts';

/** A rate with its fraction, rounded half up to two decimals of a per cent, once and at the end (mission.md §8.1). */
export function rateOf(numerator: number, denominator: number): Rate {
  if (denominator === 0) return { numerator, denominator, value: null };
  return { numerator, denominator, value: Math.round((numerator * 10_000) / denominator) / 100 };
}

/** The counts of all rows together, for each name; no row is a row of zeros. */
export function sumUp<Name extends string>(
  rows: readonly Record<Name, number>[],
  names: readonly Name[],
): Record<Name, number> {
  const sum = (name: Name): number => rows.reduce((all, row) => all + row[name], 0);
  return Object.fromEntries(names.map((name) => [name, sum(name)])) as Record<Name, number>;
}

/** +54（+41 %）, −1, 持平: the change against the same time yesterday. */
export function changeWords(today: number, yesterday: number): string {
  const change = today - yesterday;
  if (change === 0) return '与昨日同时段持平';
  const percent =
    yesterday === 0
      ? ''
      : `（${change > 0 ? '+' : '−'}${Math.round((Math.abs(change) * 100) / yesterday)} %）`;
  return `较昨日同时段${change > 0 ? '增' : '减'} ${Math.abs(change)} 件${percent}`;
}
