import type { z } from 'zod';

const formats: Record<string, string> = {
  date: '日期写作 2026-10-01',
  url: '须以 http:// 或 https:// 开头的完整地址',
  safeint: '须为整数',
};

/** What is wrong with a field, as an official would say it; a schema's own words come before these. */
export function faultWords(issue: z.core.$ZodRawIssue): string | undefined {
  const { input } = issue;
  switch (issue.code) {
    case 'invalid_type':
      if (input === undefined || input === null || input === '') return '请填写';
      if (issue.expected === 'int') return '须为整数';
      return issue.expected === 'number' ? '请填写数字' : '填写的内容不合要求';
    case 'invalid_value':
      return '请选择';
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum), issue.inclusive ?? true);
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum), issue.inclusive ?? true);
    case 'invalid_format':
      return formats[issue.format] ?? '格式不对';
    default:
      return undefined;
  }
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
