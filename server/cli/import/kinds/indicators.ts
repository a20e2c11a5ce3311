import { Indicator } from '#contracts/indicator.ts';
import { periodOf } from '#domain/period.ts';
import { importIndicators } from '#flows/put-indicators.ts';
import { wordsOf } from '#server/sources/common.ts';
import type { ImportCity, ImportKind } from '../kind.ts';
import { byLines } from '../lines.ts';

/** A date cell comes as a Date whose UTC parts are what the cell shows. */
const textOf = (value: unknown): string =>
  value instanceof Date ? value.toISOString().slice(0, 10) : String(value ?? '').trim();
const dateOf = (value: unknown): string =>
  textOf(value).replace(/^(\d{4})[年/.-](\d{1,2})[月/.-](\d{1,2})日?$/u, (_, year, month, day) =>
    [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-'),
  );
const isNothing = (value: unknown): boolean => value === undefined || value === null || value === '';

/** An indicator, or in words why it is none. A figure that is published later than now cannot be one. */
function read({ now }: ImportCity, item: Record<string, unknown>): Indicator | string {
  const { name, period, value, unit, changePercent, issuer, publishedOn } = item;
  const parsed = Indicator.safeParse({
    name: textOf(name),
    period: periodOf(textOf(period)),
    value,
    unit: textOf(unit),
    changePercent: isNothing(changePercent) ? null : changePercent,
    issuer: textOf(issuer),
    publishedOn: dateOf(publishedOn),
  });
  if (!parsed.success) return wordsOf(parsed.error);
  const late = Date.parse(`${parsed.data.publishedOn}T00:00:00+08:00`) > now.getTime();
  return late ? '发布日期在今天以后，请核对' : parsed.data;
}

/** Writes figures as the command; of a period that stands twice in one file the last counts. Answers how many changed. */
const put = (city: ImportCity, good: readonly Indicator[]): Promise<number> =>
  importIndicators(city, 'import', [
    ...new Map(good.map((one) => [`${one.name} ${one.period}`, one])).values(),
  ]);

/** 经济运行指标: the same figure again changes nothing; a later publication of a period replaces the earlier. */
export const kind: ImportKind = {
  id: 'indicators',
  title: '经济运行指标',
  formats: ['xlsx', 'csv', 'json'],
  fields: [
    { name: 'name', title: '指标', required: true, headings: ['指标名称'] },
    { name: 'period', title: '时期', required: true, headings: ['月份', '统计时期', '报告期'] },
    { name: 'value', title: '数值', type: 'number', required: true, headings: ['指标值'] },
    { name: 'unit', title: '单位', headings: ['计量单位'] },
    { name: 'changePercent', title: '同比（%）', type: 'number', headings: ['同比', '同比增长', '同比增长（%）', '同比(%)'] },
    { name: 'issuer', title: '发布单位', required: true, headings: ['数据来源', '来源'] },
    { name: 'publishedOn', title: '发布日期', required: true, headings: ['发布时间'] },
  ],
  batch: 500,
  ...byLines(read, put),
}; // prettier-ignore
