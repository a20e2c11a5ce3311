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

const grouping = new Intl.NumberFormat('en-US');

/** 1,284: thousands apart by a comma. */
export function grouped(value: number): string {
  return grouping.format(value);
}

/** 96.4 %（应结 1,012，按期 976）: a rate in words, with its fraction; null when nothing was due. */
export function rateWords({ numerator, denominator }: Rate): string | null {
  if (denominator === 0) return null;
  const percent = ((numerator * 100) / denominator).toFixed(1);
  return `${percent} %（应结 ${grouped(denominator)}，按期 ${grouped(numerator)}）`;
}

/** 较昨日同时段 132 件增 54 件（+41 %）: the change against the same time yesterday, which is named. */
export function changeWords(today: number, yesterday: number): string {
  const change = today - yesterday;
  if (yesterday === 0) return '昨日同时段无来件';
  if (change === 0) return `与昨日同时段 ${grouped(yesterday)} 件持平`;
  const percent = `${change > 0 ? '+' : '−'}${grouped(Math.round((Math.abs(change) * 100) / yesterday))} %`;
  return `较昨日同时段 ${grouped(yesterday)} 件${change > 0 ? '增' : '减'} ${grouped(Math.abs(change))} 件（${percent}）`;
}
