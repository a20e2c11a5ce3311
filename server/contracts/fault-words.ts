import type { z } from 'zod';

const formats: Record<string, string> = {
  date: '日期写作 2026-10-01',
  datetime: '时间写作 2026-10-01T08:00:00+08:00，须带时区',
  url: '须以 http:// 或 https:// 开头的完整地址',
  uuid: '编号格式不对，请刷新页面后重试',
  safeint: '须为整数',
};

const kinds: Record<string, string> = {
  string: '须为文字',
  number: '请填写数字',
  int: '须为整数',
  boolean: '须为是或否（true 或 false）',
  array: '须为列表 […]',
  tuple: '须为列表 […]',
  object: '须为对象 {…}',
  record: '须为对象 {…}',
};

/**
 * What is wrong with a field, as an official would say it: never a word of the library's own. A schema's own words
 * come before these. Both sides speak so: `z.config({ customError: faultWords })`.
 */
export function faultWords(issue: z.core.$ZodRawIssue): string {
  const { input } = issue;
  switch (issue.code) {
    case 'invalid_type':
      if (input === undefined || input === null || input === '') return '请填写';
      return kinds[issue.expected] ?? '填写的内容不合要求';
    case 'invalid_value':
      return choiceWords(issue.values, input);
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum), issue.inclusive ?? true);
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum), issue.inclusive ?? true);
    case 'not_multiple_of':
      return `须为 ${issue.divisor} 的倍数`;
    case 'invalid_format':
      return formats[issue.format] ?? '格式不对';
    case 'unrecognized_keys':
      return `多出的栏目：${issue.keys.slice(0, 5).join('、')}`;
    default:
      return '填写的内容不合要求';
  }
}

/** A person picks from a list and needs no codes; whoever sends a wrong one is told the right ones. */
function choiceWords(values: readonly unknown[], input: unknown): string {
  if (input === undefined || input === null || input === '') return '请选择';
  return `只能是 ${values.slice(0, 12).map(String).join('、')}${values.length > 12 ? ' 等' : ''}`;
}

function tooSmall(origin: string, minimum: number, inclusive: boolean): string {
  if (origin === 'string') return minimum <= 1 ? '请填写' : `至少 ${minimum} 个字`;
  if (origin === 'array') return minimum <= 1 ? '至少一项' : `至少 ${minimum} 项`;
  return inclusive ? `不得小于 ${minimum}` : `须大于 ${minimum}`;
}

function tooBig(origin: string, maximum: number, inclusive: boolean): string {
  if (origin === 'string') return `不得超过 ${maximum} 个字`;
  if (origin === 'array') return `不得超过 ${maximum} 项`;
  return inclusive ? `不得大于 ${maximum}` : `须小于 ${maximum}`;
}
