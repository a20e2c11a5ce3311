import { maskAddress, maskName, maskPhone, maskText } from '#text/mask.ts';
import { cityTime } from '../city-time.ts';
import type { Field, ImportCity, Row } from './kind.ts';
import { openFile } from './run.ts';
import type { Job } from './run.ts';
import { table } from './table.ts';

const shownRows = 10;
const masks = { name: maskName, phone: maskPhone, address: maskAddress, words: maskText };

function shown(field: Field, value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (field.type === 'time' && !Number.isNaN(Date.parse(text))) return cityTime(text);
  return (field.personal ? masks[field.personal](text) : text).replaceAll(/\s+/g, ' ');
}

/** 试读: the first ten rows as they would be understood, personal data masked; writes nothing. */
export async function preview(job: Job, city: ImportCity): Promise<string[]> {
  const { chosen, rows } = await openFile(job);
  const lines: [number, Record<string, unknown> | null, string][] = [];
  let seen = 0;
  for await (const row of rows) {
    lines.push(...understood(job, city, chosen.reader, row));
    seen += 1;
    if (seen === shownRows) break;
  }
  const items = lines.flatMap(([, item]) => (item ? [item] : []));
  const fields = job.kind.fields.filter(({ name }) => items.some((item) => item[name] !== undefined));
  return [
    `试读 ${job.file}（${chosen.title}，未写入任何数据）`,
    ...table(
      ['行', ...fields.map(({ title }) => title), '判断'],
      lines.map(([no, item, verdict]) => [String(no), ...fields.map((field) => shown(field, item?.[field.name])), verdict]), // prettier-ignore
    ),
    ...(chosen.unused.length > 0 ? [`未使用的列：${chosen.unused.join('、')}`] : []),
  ];
}

type Line = [number, Record<string, unknown> | null, string];

function understood(
  { kind }: Job,
  city: ImportCity,
  reader: (row: Row) => { items: Record<string, unknown>[]; left: string[] },
  row: Row,
): Line[] {
  try {
    const { items, left } = reader(row);
    if (items.length === 0) return [[row.no, null, left.join('；') || '没有可收的内容']];
    return items.map((item) => [row.no, item, kind.doubt?.(city, item) ?? '可收']);
  } catch (error) {
    return [[row.no, null, (error as Error).message]];
  }
}
