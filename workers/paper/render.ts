import { cityMoment, columns } from './lines.ts';
import type { Line } from './lines.ts';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (found) => entities[found]!);

// A4 across, black on white: grey vanishes on a copying machine, and colour on most printers.
const style = `@page { size: A4 landscape; margin: 12mm }
body { font: 10.5pt/1.35 "Noto Sans CJK SC", "Source Han Sans SC", SimSun, sans-serif; color: #000; margin: 0 }
h1 { font-size: 15pt; margin: 0 0 2mm } p { margin: 0 0 3mm }
table { border-collapse: collapse; width: 100% } thead { display: table-header-group } tr { break-inside: avoid }
th, td { border: 0.3mm solid #000; padding: 0.8mm 1.5mm; text-align: left; vertical-align: top; overflow-wrap: anywhere }
td:nth-child(1), th:nth-child(2), td:nth-child(2), th:nth-child(6), td:nth-child(6), td:nth-child(7), td:nth-child(8), td:nth-child(9) { white-space: nowrap }
tr.pressing td { font-weight: 700 }`;

/** The list as a page that prints by itself: no script, no picture, nothing from elsewhere. */
export function asHtml(lines: readonly Line[], now: Date, heading: string): string {
  const cells = (name: 'th' | 'td', texts: readonly string[]): string =>
    texts.map((text) => `<${name}>${escape(text)}</${name}>`).join('');
  const rows = lines.map(
    ({ cells: texts, danger, overdue }) =>
      `<tr${danger || overdue ? ' class="pressing"' : ''}>${cells('td', texts)}</tr>`,
  );
  const overdue = lines.filter((line) => line.overdue).length;
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>在办事项清单</title><style>${style}</style></head><body>
<h1>在办事项清单${escape(heading)}</h1>
<p>截至 ${cityMoment(now)}，共 ${lines.length} 件，其中超时 ${overdue} 件。系统不可用时按此清单以电话督办，办理情况手写在旁，恢复后补录。内部资料，用后收回。</p>
<table><thead><tr>${cells('th', columns)}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></body></html>
`;
}

/** For a spreadsheet: with the mark of UTF-8, and no cell that it would take for a formula, full width included. */
export function asCsv(lines: readonly Line[]): string {
  const cell = (text: string): string =>
    `"${text.replace(/^(?=[=+\-@＝＋－＠\t\r\n])/, "'").replaceAll('"', '""')}"`;
  const rows = [columns, ...lines.map(({ cells }) => cells)];
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
