import { readSheet } from 'read-excel-file/node';
import type { Format, Row } from '../kind.ts';

/** The first sheet, its first row as the head. A date cell comes as a Date whose UTC parts are what the cell shows. */
async function* rows(file: string): AsyncGenerator<Row> {
  const [head, ...lines] = await readSheet(file, { trim: false }).catch((error: Error) => {
    throw new Error(`不是有效的 xlsx 文件：${error.message}`);
  });
  const columns = (head ?? []).map((cell) => String(cell ?? '').trim());
  for (const [index, line] of lines.entries()) {
    if (line.every((cell) => cell === null)) continue;
    yield { no: index + 2, cells: Object.fromEntries(columns.map((name, i) => [name, line[i] ?? ''])) };
  }
}

/** Excel 工作簿. */
export const format: Format = { id: 'xlsx', title: 'Excel 工作簿', rows };
