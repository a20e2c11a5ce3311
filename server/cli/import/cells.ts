import { readTime, tidy } from './values.ts';

/** What publishers write for "no value". */
const missing = new Set(['', '-', '-;', '--', '—', '－', 'NA', 'N/A', 'null', 'NULL']);

export const text = (cell: unknown): string => (cell === null || cell === undefined ? '' : tidy(cell));

/** The number of a cell, undefined where there is none. Throws in Chinese on anything else. */
export function number(title: string, cell: unknown): number | undefined {
  if (missing.has(text(cell))) return undefined;
  const value = Number(text(cell));
  if (Number.isNaN(value)) throw new Error(`${title}“${text(cell).slice(0, 40)}”不是数`);
  return value;
}

/** The instant of a cell in a zone as ISO 8601. Throws in Chinese when it is none. */
export function time(title: string, cell: unknown, zone: string): string {
  const found = readTime(cell instanceof Date ? cell : text(cell), zone);
  if (found === null) throw new Error(`${title}“${text(cell).slice(0, 40)}”不是能识别的时间`);
  return found;
}
