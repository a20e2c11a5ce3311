import type { Severity } from '#contracts/incident.ts';
import type { Threshold, Trend } from '#contracts/rules.ts';

/** What a threshold and a trend rule have in common: what alerts and events are made from. */
export type Watching = Pick<
  Threshold & Trend,
  'code' | 'name' | 'unit' | 'direction' | 'raise' | 'severity' | 'severeRaise' | 'outcome' | 'categoryCode'
>;

/** The level of an alert whose most extreme value was `peak`: one more urgent past the second line. */
export function alertLevel(rule: Watching, peak: number): Severity {
  const { severeRaise, direction, severity } = rule;
  const severe = severeRaise !== null && (direction === 'above' ? peak >= severeRaise : peak <= severeRaise);
  return (severe ? Math.max(1, severity - 1) : severity) as Severity;
}

const round = (value: number): string => String(Math.round(value * 100) / 100);

/** 绥江怀集站河道水位 50.02 米，达到阈值 50 米. */
export function alertWords(rule: Watching, device: string, value: number): string {
  const words = rule.direction === 'above' ? '达到' : '低于';
  return `${device}${rule.name} ${round(value)} ${rule.unit}，${words}阈值 ${rule.raise} ${rule.unit}`;
}

type Gauge = { value: number; line: number; unit: string };

/** The same for a trend: what stands now, and that an extrapolation is no forecast. */
export function trendWords(trend: Trend, device: string, value: number, gauge: Gauge): string {
  const hours = trend.windowMinutes / 60;
  if (trend.measure === 'sum')
    return `${device} ${round(hours)} 小时雨量 ${round(value)} 毫米，达到 ${trend.raise} 毫米`;
  const now = `${device}现 ${gauge.value.toFixed(2)} ${gauge.unit}`;
  if (trend.measure === 'rise') return `${now}，每小时涨 ${round(value)} ${gauge.unit}`;
  return `${now}，外推 ${Math.round(value)} 分钟到警戒 ${gauge.line.toFixed(2)} ${gauge.unit}，非水文预报`;
}
