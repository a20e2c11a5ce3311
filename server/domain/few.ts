/** 少数合并: fewer than this at one place could point at a person. */
export const fewest = 3;

/** Those places that may stand by name, and how many of `all` are elsewhere: at one of the others, or nobody knows where. */
export function withoutFew<Row extends { count: number }>(
  rows: readonly Row[],
  all: number,
): { named: Row[]; others: number } {
  const named = rows.filter(({ count }) => count >= fewest);
  return { named, others: named.reduce((rest, { count }) => rest - count, all) };
}
