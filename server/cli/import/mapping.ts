import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Crs } from '#server/sources/common.ts';
import type { Field, ImportKind } from './kind.ts';

const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']);

/** 映射文件 (README of this folder): how the columns of an unknown file are to be understood. */
export const Mapping = z.strictObject({
  /** Column heading to field; several columns of one field are joined by line breaks; `metric:<code>` for wide tables. */
  columns: z.record(z.string(), z.string()).default({}),
  /** Field to the value that every row has. */
  constants: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])).default({}),
  /** Field to what its values are called in the file, and what they mean. */
  values: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  /** Field (or `metric:<code>`) to the factor that makes its numbers what the field wants: 0.01 for centimetres. */
  scale: z.record(z.string(), z.number()).default({}),
  /** What stands for "no value". */
  missing: z.array(z.string()).default(['', '-', '--', '—', 'NA', 'N/A', 'null', 'NULL']),
  /** In the letters of day.js (`DD/MM/YYYY HH:mm`); without it year-first dates and ISO 8601 are understood. */
  dateFormat: z.string().optional(),
  /** Of times without an offset. */
  timeZone: z.string().refine((zone) => zones.has(zone), '不是已知的时区，例如 Asia/Shanghai').default('Asia/Shanghai'),
  crs: Crs.unwrap().optional(),
}); // prettier-ignore
export type Mapping = z.infer<typeof Mapping>;

/** Reads a mapping file; throws one Chinese sentence that names every mistake. */
export async function readMapping(file: string): Promise<Mapping> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw new Error(`映射文件 ${file} 不存在，或不是有效的 JSON`);
  }
  const parsed = Mapping.safeParse(value);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.') || '整体'}：${issue.message}`);
  throw new Error(`映射文件 ${file} 有误：${lines.join('；')}`);
}

const plain = (heading: string): string =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]/g, '');

/** The field that a heading names by itself. */
function fieldOf(fields: readonly Field[], heading: string): Field | undefined {
  const said = plain(heading);
  return fields.find(({ name, title, headings = [] }) =>
    [name, title, ...headings].some((one) => plain(one) === said),
  );
}

export type Target = { column: string; field: Field };

/** A metric of its own column, in a table that is wide instead of long. */
const metricField = (name: string): Field => ({ name, title: name.slice('metric:'.length), type: 'number' });

/**
 * Which columns fill which fields: as the mapping says, and by their own headings. Throws in Chinese on a column that is
 * not in the file, or a field that the kind does not have.
 */
export function targetsOf(kind: ImportKind, mapping: Mapping, columns: readonly string[]): Target[] {
  const known = new Map(kind.fields.map((field) => [field.name, field]));
  for (const name of Object.keys({ ...mapping.constants, ...mapping.values }))
    if (!known.has(name)) throw new Error(`映射文件中的字段“${name}”不属于${kind.title}：${fieldList(kind)}`);
  for (const [column, name] of Object.entries(mapping.columns)) {
    if (!columns.includes(column)) throw new Error(`文件中没有映射文件所说的列“${column}”，只有：${columns.join('、')}`); // prettier-ignore
    if (!known.has(name) && !(name.startsWith('metric:') && known.has('metric')))
      throw new Error(`映射文件中的字段“${name}”不属于${kind.title}：${fieldList(kind)}`);
  }
  const said = new Set(Object.values(mapping.columns));
  return columns.flatMap((column) => {
    const name = mapping.columns[column];
    if (name !== undefined) return [{ column, field: known.get(name) ?? metricField(name) }];
    const field = fieldOf(kind.fields, column);
    return field && !said.has(field.name) ? [{ column, field }] : [];
  });
}

/** Required fields that neither a column nor a constant fills. */
export function unfilled(kind: ImportKind, mapping: Mapping, targets: readonly Target[]): Field[] {
  const filled = new Set([...targets.map(({ field }) => field.name), ...Object.keys(mapping.constants)]);
  const wide = [...filled].some((name) => name.startsWith('metric:'));
  return kind.fields.filter(
    ({ name, required }) =>
      required &&
      !filled.has(name) &&
      name !== kind.key &&
      !(wide && (name === 'metric' || name === 'value')),
  );
}

export const fieldList = (kind: ImportKind): string =>
  kind.fields.map(({ name, title, required }) => `${name}（${title}${required ? '，必填' : ''}）`).join('、');
