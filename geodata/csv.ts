import { parse } from 'csv-parse/sync';

/** The rows of a table as lists of fields, without a head. */
export const readRows = (text: string): string[][] =>
  parse(text, { relax_column_count: true, skip_empty_lines: true, bom: true }) as string[][];

/** The rows of a table with a head line, by column name. Throws when a row has more or fewer fields than the head. */
export function readTable(text: string): Record<string, string>[] {
  const [columns = [], ...rows] = readRows(text);
  return rows.map((fields) => {
    if (fields.length !== columns.length)
      throw new Error(`表格此行应有 ${columns.length} 列：${fields.join(',')}`);
    return Object.fromEntries(columns.map((column, i) => [column, fields[i]!]));
  });
}
