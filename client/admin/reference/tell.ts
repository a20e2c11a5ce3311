import { formatNumber } from '../../shared/format.ts';
import type { Names } from '../useNames.ts';
import type { Field } from './fields.ts';

/** 立案条件 of the limit that holds wherever no other does; every category has one. */
export const standing = 'default';
export const otherwise = '其余情形';

/** A value of a field in words: names for codes, 是 and 否, lists on one line. An empty value is a dash. */
export function tell(field: Field, value: unknown, names: Names): string {
  if (value === null || value === undefined || value === '') return field.type === 'district' ? '全市' : '—';
  switch (field.type) {
    case 'flag':
      return value === true ? '是' : '否';
    case 'number':
      return typeof value === 'number' ? formatNumber(value) : String(value);
    case 'choice':
      return field.names[String(value)] ?? String(value);
    case 'link':
      return names.of(field.to).get(String(value)) ?? String(value);
    case 'district':
      return names.districts.get(String(value)) ?? String(value);
    case 'text':
    case 'day':
      return field.name === 'condition' && value === standing ? otherwise : String(value);
    case 'span':
      return Array.isArray(value) ? value.join(' 至 ') : String(value);
    case 'tags':
      return Array.isArray(value) && value.length > 0 ? value.join('、') : '—';
    case 'group':
      return tellGroup(field.fields, value as Record<string, unknown>, names);
    case 'list':
      return Array.isArray(value) && value.length > 0
        ? value.map((one) => tell(field.item, one, names)).join('；')
        : '—';
  }
}

/** An amount with its unit reads as one; other groups name their parts. */
function tellGroup(fields: readonly Field[], value: Record<string, unknown>, names: Names): string {
  const [first, second] = fields;
  if (fields.length === 2 && first?.name === 'amount' && second?.name === 'unit')
    return `${tell(first, value['amount'], names)} ${tell(second, value['unit'], names)}`;
  return fields
    .filter((one) => value[one.name] !== null && value[one.name] !== '')
    .map((one) => `${one.label} ${tell(one, value[one.name], names)}`)
    .join('，');
}

/** Whether two values of a field are the same to a reader. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value ?? null;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, one]) => [name, sorted(one)]));
}
