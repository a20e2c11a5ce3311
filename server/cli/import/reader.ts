import { bodyHash } from '#server/ingest/hash.ts';
import type { ImportKind, Layout, Reader } from './kind.ts';
import { fieldList, targetsOf, unfilled } from './mapping.ts';
import type { Mapping, Target } from './mapping.ts';
import { readValue, tidy } from './values.ts';

export type Chosen = { reader: Reader; title: string; unused: string[] };

/**
 * How the file's rows are read: by the mapping when it names columns, by a known layout, else by the headings
 * themselves. Throws in Chinese, naming columns and fields, when required fields stay empty.
 */
export function chooseReader(
  kind: ImportKind,
  layouts: readonly Layout[],
  mapping: Mapping,
  first: Record<string, unknown>,
): Chosen {
  const columns = Object.keys(first);
  const targets = targetsOf(kind, mapping, columns);
  const layout =
    Object.keys(mapping.columns).length === 0
      ? layouts.find(({ fits, reads }) => reads[kind.id] && fits(first))
      : undefined;
  if (layout) return { reader: layoutReader(kind, layout, mapping), title: layout.title, unused: [] };
  const missing = unfilled(kind, mapping, targets);
  if (missing.length > 0)
    throw new Error(
      `这个文件的列不足以导入${kind.title}：缺少${missing.map(({ title }) => title).join('、')}。\n` +
        `  文件的列：${columns.join('、')}\n  可用的字段：${fieldList(kind)}\n  请用 --map 给出映射文件（见 server/cli/README.md）。`,
    );
  const used = new Set(targets.map(({ column }) => column));
  return {
    reader: plainReader(kind, targets, mapping),
    title: '按列名识别',
    unused: columns.filter((column) => !used.has(column) && column !== 'geometry'),
  };
}

/** Constants of the mapping win over what the layout says; `crs` too. */
function layoutReader(kind: ImportKind, layout: Layout, { constants, crs }: Mapping): Reader {
  const over = { ...(crs ? { crs } : {}), ...constants };
  return ({ cells, no }) => {
    const { items, left } = layout.reads[kind.id]!(cells, no);
    return { items: items.map((item) => ({ ...item, ...over })), left };
  };
}

function plainReader(kind: ImportKind, targets: readonly Target[], mapping: Mapping): Reader {
  const { constants, values, scale, dateFormat, timeZone: zone, crs } = mapping;
  const missing = new Set(mapping.missing);
  const own = { ...(crs ? { crs } : {}), ...constants };
  const wide = targets.filter(({ field }) => field.name.startsWith('metric:'));
  const long = targets.filter((target) => !wide.includes(target));
  const isMissing = (value: unknown): boolean => value === null || value === undefined || missing.has(tidy(value)); // prettier-ignore

  const read = (cells: Record<string, unknown>, { column, field }: Target): unknown => {
    const value = cells[column];
    if (isMissing(value)) return undefined;
    const said = values[field.name]?.[tidy(value)] ?? value;
    return readValue(field, said, { zone, dateFormat, scale: scale[field.name] });
  };
  return ({ cells }) => {
    const item: Record<string, unknown> = { ...own };
    for (const target of long) {
      const value = read(cells, target);
      const { name } = target.field;
      if (value === undefined) continue;
      const before = item[name];
      item[name] = typeof before === 'string' && typeof value === 'string' && !(name in own) ? `${before}\n${value}` : value; // prettier-ignore
    }
    if (kind.key !== undefined && item[kind.key] === undefined) item[kind.key] = rowKey(cells);
    if (wide.length === 0) return { items: [item], left: [] };
    const items: Record<string, unknown>[] = [];
    const left: string[] = [];
    for (const target of wide) {
      const value = read(cells, target);
      const { title } = target.field;
      if (value === undefined) left.push(`${title} 缺测`);
      else items.push({ ...item, metric: title, value });
    }
    return { items, left };
  };
}

/** The same row has the same number in every run, so that a second one changes nothing. */
export const rowKey = (cells: Record<string, unknown>): string => `r${bodyHash(cells).slice(0, 20)}`;
