import { Indicator } from '#contracts/indicator.ts';
import { periodOf } from '#domain/period.ts';
import { importIndicators } from '#flows/put-indicators.ts';
import type { DoorAnswer } from '#server/ingest/answer.ts';
import { wordsOf } from '#server/sources/common.ts';
import type { ImportCity, ImportKind } from '../kind.ts';

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

async function take(city: ImportCity, items: readonly Record<string, unknown>[]): Promise<DoorAnswer> {
  const lines = items.map((item) => read(city, item));
  const good = lines.filter((line) => typeof line !== 'string');
  // The last of a period in one file counts.
  const once = new Map(good.map((line) => [`${line.name} ${line.period}`, line]));
  const changed = await importIndicators(city, 'import', [...once.values()]);
  return {
    accepted: changed,
    duplicates: good.length - changed,
    quarantined: lines.flatMap((line, index) =>
      typeof line === 'string' ? [{ index, code: 'bad-item', message: line }] : [],
    ),
  };
}

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
  take,
  doubt: (city, item) => {
    const line = read(city, item);
    return typeof line === 'string' ? line : null;
  },
}; // prettier-ignore
