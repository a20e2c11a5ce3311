import { z } from 'zod';
import { referenceKinds, referenceLinks } from '#contracts/reference.ts';
import type { ReferenceKind } from '#contracts/reference.ts';

/** How a field of reference data is shown and filled in; built from its schema. */
export type Field = { name: string; label: string; nullable: boolean } & (
  | { type: 'text'; long: boolean }
  | { type: 'number'; min: number | null; max: number | null; whole: boolean }
  | { type: 'flag' }
  | { type: 'choice'; names: Readonly<Record<string, string>>; numeric: boolean }
  | { type: 'link'; to: ReferenceKind }
  | { type: 'district' }
  | { type: 'day' }
  | { type: 'tags'; of: 'text' | 'day' }
  | { type: 'span' }
  | { type: 'group'; fields: readonly Field[] }
  | { type: 'list'; item: Field }
);

type Inner<F> = F extends Field ? Omit<F, 'name' | 'label' | 'nullable'> : never;
type Meta = { description?: string; names?: Readonly<Record<string, string>> };

const metaOf = (schema: z.core.$ZodType): Meta => (z.globalRegistry.get(schema) ?? {}) as Meta;
/** A limit that somebody chose, not the widest number there is. */
const chosen = (limit: number | null): number | null =>
  limit === null || Math.abs(limit) >= Number.MAX_SAFE_INTEGER ? null : limit;

/** Longer texts get more than one line. */
const longText = 100;

function innerOf(schema: z.core.$ZodType, name: string, meta: Meta): Inner<Field> {
  if (name === 'districtCode') return { type: 'district' };
  if (schema instanceof z.ZodEnum) {
    const names = meta.names ?? Object.fromEntries(schema.options.map((one) => [String(one), String(one)]));
    return { type: 'choice', names, numeric: false };
  }
  if (schema instanceof z.ZodNumber) {
    if (meta.names) return { type: 'choice', names: meta.names, numeric: true };
    const { minValue, maxValue, isInt } = schema;
    return { type: 'number', min: chosen(minValue), max: chosen(maxValue), whole: isInt };
  }
  if (schema instanceof z.ZodBoolean) return { type: 'flag' };
  if (schema instanceof z.ZodISODate) return { type: 'day' };
  if (schema instanceof z.ZodString) return { type: 'text', long: (schema.maxLength ?? 0) > longText };
  if (schema instanceof z.ZodURL) return { type: 'text', long: false };
  if (schema instanceof z.ZodTuple) return { type: 'span' };
  if (schema instanceof z.ZodObject) return { type: 'group', fields: fieldsOf(schema) };
  if (schema instanceof z.ZodArray) return listOf(schema.element);
  throw new Error(`no form for the field ${name}`);
}

function listOf(element: z.core.$ZodType): Inner<Field> {
  if (element instanceof z.ZodISODate) return { type: 'tags', of: 'day' };
  if (element instanceof z.ZodString) return { type: 'tags', of: 'text' };
  return { type: 'list', item: fieldOf(element, '') };
}

function fieldOf(given: z.core.$ZodType, name: string): Field {
  // A default is for rows that were written before the field existed; a form always fills it in.
  const schema = given instanceof z.ZodDefault ? given.unwrap() : given;
  const nullable = schema instanceof z.ZodNullable;
  const inner = nullable ? schema.unwrap() : schema;
  const meta = { ...metaOf(inner), ...metaOf(schema), ...metaOf(given) };
  return { name, label: meta.description ?? name, nullable, ...innerOf(inner, name, meta) };
}

/** The fields of an object schema in the order in which they are written. */
function fieldsOf(schema: z.ZodObject): Field[] {
  return Object.entries(schema.shape).map(([name, one]) => fieldOf(one, name));
}

/** The fields of a kind of reference data; codes of other kinds become links. */
export function formOf(kind: ReferenceKind): Field[] {
  return fieldsOf(referenceKinds[kind].schema).map((field) => {
    const link = referenceLinks.find((one) => one.kind === kind && one.field === field.name);
    if (!link) return field;
    const { name, label, nullable } = field;
    return { name, label, nullable, type: 'link', to: link.to };
  });
}

/** A value to begin with; what must be chosen by a person stays open (null), so that it is asked for. */
export function blankOf(field: Field): unknown {
  if (field.nullable) return null;
  switch (field.type) {
    case 'text':
      return '';
    case 'flag':
      return false;
    case 'tags':
    case 'list':
      return [];
    case 'span':
      return ['', ''];
    case 'group':
      return Object.fromEntries(field.fields.map((one) => [one.name, blankOf(one)]));
    case 'number':
    case 'choice':
    case 'link':
    case 'district':
    case 'day':
      return null;
  }
}
