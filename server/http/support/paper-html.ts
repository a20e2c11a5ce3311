import type { Paper } from '#domain/paper.ts';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (found) => entities[found]!);
const lines = (text: string): string => escape(text).replaceAll('\n', '<br>');

const style = `@page { size: A4 portrait; margin: 16mm 20mm }
body { font: 12pt/1.6 "FangSong", "Noto Serif CJK SC", "Noto Sans SC", SimSun, serif; color: #000; margin: 0 auto; max-width: 170mm }
header { text-align: center; border-bottom: 0.7mm solid #c00000; margin-bottom: 4mm; color: #c00000 }
header b { font-size: 20pt } header p { margin: 0 0 1mm; font-size: 14pt }
h1 { font-size: 16pt; text-align: center; margin: 2mm 0 } .about { text-align: center; font-size: 10pt; margin: 0 0 4mm }
table { border-collapse: collapse; width: 100%; margin-bottom: 3mm }
td { border: 0.3mm solid #000; padding: 1mm; text-align: center; width: 25%; font-size: 10pt } td b { display: block; font-size: 12pt }
section { margin: 0 0 1.5mm; overflow-wrap: anywhere } footer { text-align: right; margin-top: 6mm }`;

/** A paper as a page that prints by itself: no script, no picture, nothing from elsewhere. */
export function paperHtml({ issuer, kind, title, about, parts, signed }: Paper): string {
  const body = parts.map((part) =>
    'cells' in part
      ? tableOf(part.cells)
      : `<section><b>${escape(part.name)}：</b>${lines(part.text)}</section>`,
  );
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>${escape(kind)} ${escape(title)}</title><style>${style}</style></head><body>
<header><b>${escape(issuer)}</b><p>${escape(kind)}</p></header>
<h1>${escape(title)}</h1><p class="about">${escape(about)}</p>
${body.join('\n')}
<footer>${escape(signed)}</footer></body></html>
`;
}

function tableOf(cells: readonly (readonly [string, string])[]): string {
  const rows = [];
  for (let at = 0; at < cells.length; at += 4)
    rows.push(
      cells
        .slice(at, at + 4)
        .map(([name, value]) => `<td>${escape(name)}<b>${escape(value)}</b></td>`)
        .join(''),
    );
  return `<table>${rows.map((row) => `<tr>${row}</tr>`).join('')}</table>`;
}
