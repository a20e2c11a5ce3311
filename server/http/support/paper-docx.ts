import {
  AlignmentType,
  BorderStyle,
  Document,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { Paper } from '#domain/paper.ts';

/** Faces of official papers; a machine that lacks them shows its own. Sizes in half points. */
const song = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: 'SimSun' };
const fang = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: 'FangSong' };
const hei = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: 'SimHei' };
const red = 'C00000';
/** Twentieths of a point: A4, and margins that leave one page room. */
const page = { size: { width: 11_906, height: 16_838 }, margin: { top: 1_134, bottom: 1_020, left: 1_304, right: 1_304 } }; // prettier-ignore
const cellsAcross = 4;

/** A paper as an Office document. */
export async function paperDocx(paper: Paper, at: Date): Promise<Buffer> {
  const document = new Document({
    creator: paper.issuer,
    title: `${paper.kind} ${paper.title}`,
    lastModifiedBy: paper.issuer,
    styles: { default: { document: { run: { font: fang, size: 24 } } } },
    sections: [{ properties: { page }, children: [...headOf(paper), ...bodyOf(paper), footOf(paper, at)] }],
  });
  return Packer.toBuffer(document);
}

function headOf({ issuer, kind, title, about }: Paper): Paragraph[] {
  const rule = { style: BorderStyle.SINGLE, size: 12, color: red, space: 4 };
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      children: [new TextRun({ text: issuer, font: song, size: 36, bold: true, color: red })],
    }),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      border: { bottom: rule },
      spacing: { after: 160 },
      children: [new TextRun({ text: kind, font: hei, size: 28, color: red })],
    }),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      children: [new TextRun({ text: title, font: song, size: 32, bold: true })],
    }),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { after: 160 },
      children: [new TextRun({ text: about, size: 20 })],
    }),
  ];
}

function bodyOf({ parts }: Paper): (Paragraph | Table)[] {
  return parts.flatMap((part) => {
    if ('cells' in part) return [tableOf(part.cells), new Paragraph({ spacing: { after: 60 } })];
    const [first = '', ...more] = part.text.split('\n');
    const name = new TextRun({ text: `${part.name}：`, font: hei });
    return [
      new Paragraph({ spacing: { before: 80, line: 320 }, children: [name, new TextRun(first)] }),
      ...more.map((line) => new Paragraph({ spacing: { line: 320 }, children: [new TextRun(line)] })),
    ];
  });
}

function tableOf(cells: readonly (readonly [string, string])[]): Table {
  const rows = Math.ceil(cells.length / cellsAcross);
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: Array.from(
      { length: rows },
      (_, row) =>
        new TableRow({
          children: cells
            .slice(row * cellsAcross, (row + 1) * cellsAcross)
            .map(([name, value]) => cellOf(name, value)),
        }),
    ),
  });
}

function cellOf(name: string, value: string): TableCell {
  const line = (text: string, size: number, bold: boolean): Paragraph =>
    new Paragraph({
      alignment: AlignmentType.CENTER,
      children: [new TextRun({ text, size, bold, font: bold ? hei : fang })],
    });
  return new TableCell({
    width: { size: 100 / cellsAcross, type: WidthType.PERCENTAGE },
    children: [line(name, 20, false), line(value, 24, true)],
  });
}

function footOf({ signed }: Paper, at: Date): Paragraph {
  const made = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' }); // prettier-ignore
  return new Paragraph({
    alignment: AlignmentType.RIGHT,
    spacing: { before: 240 },
    children: [
      new TextRun({ text: signed }),
      new TextRun({ text: `${made.format(at)} 导出`, size: 18, break: 1 }),
    ],
  });
}
