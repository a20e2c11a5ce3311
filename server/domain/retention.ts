/** Personal data is kept for three years and no longer than its purpose needs (个人信息保护法 第十九条), then erased. */
export const personalYears = 3;

/** The first day on which what was said on `at` is to be erased, YYYY-MM-DD. */
export function eraseAfter(at: Date): string {
  return `${at.getUTCFullYear() + personalYears}${at.toISOString().slice(4, 10)}`.replace('-02-29', '-03-01');
}
