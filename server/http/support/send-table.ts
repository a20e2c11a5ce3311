import type { Response } from 'express';
import writeXlsxFile from 'write-excel-file/node';
import { sendFile, xlsxType } from './send-file.ts';

type TableFile = {
  name: string;
  format: 'xlsx' | 'csv';
  /** A show or a drill says so in the name of the file. */
  mark: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
};
const markWords: Record<string, string> = { demo: '（演示）', drill: '（演练）', test: '（测试）' };

/** A table to be kept, as a workbook or as text. All cells are text: none is taken for a formula. */
export async function sendTable(res: Response, { name, format, mark, head, rows }: TableFile): Promise<void> {
  const called = `${name}${markWords[mark] ?? ''}.${format}`;
  if (format === 'csv') {
    sendFile(res, { name: called, type: 'text/csv; charset=utf-8', bytes: Buffer.from(asCsv(head, rows)) });
    return;
  }
  const cells = [
    head.map((value) => ({ value, fontWeight: 'bold' as const })),
    ...rows.map((row) => row.map((value) => ({ value, type: String }))),
  ];
  const bytes = await writeXlsxFile(cells, { columns: head.map(() => ({ width: 18 })) }).toBuffer();
  sendFile(res, { name: called, type: xlsxType, bytes });
}

/** For a spreadsheet: with the mark of UTF-8, and no cell that it would take for a formula, full width included. */
function asCsv(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string =>
    `"${text.replace(/^(?=[=+\-@＝＋－＠\t\r\n])/, "'").replaceAll('"', '""')}"`;
  return `\uFEFF${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
