import { z } from 'zod';
import { choice } from './choice.ts';
import { code, day, name, severity } from './fields.ts';

/** A station with limits of its own, for example the warning level of a river gauge. */
export const ThresholdSite = z.object({
  deviceId: z.string().min(1).max(100).describe('设备编号'),
  name,
  raise: z.number().describe('触发值'),
  clear: z.number().describe('解除值'),
  severeRaise: z.number().nullable().describe('加重值'),
  recordHigh: z.number().nullable().default(null).describe('历史最高'),
  source: z.string().min(1).max(100).describe('出处'),
  effectiveOn: day.describe('生效日期'),
});
export type ThresholdSite = z.infer<typeof ThresholdSite>;

/** What a rule makes of a crossing: an event, which becomes an incident, or an alert that people see and nobody is sent for. */
export const outcomeNames = { event: '生成来件并立案', alert: '只作监测告警' } as const;
const outcome = choice(outcomeNames).default('event').describe('触发后');

/** 阈值 of a metric; `code` is the metric. Raise and clear stand apart (hysteresis). */
export const Threshold = z
  .object({
    code: code.describe('指标'),
    name,
    unit: z.string().max(12).describe('计量单位'),
    direction: choice({ above: '高于触发', below: '低于触发' }).describe('方向'),
    raise: z.number().describe('触发值'),
    clear: z.number().describe('解除值'),
    forSeconds: z.number().min(0).max(86_400).describe('持续（秒）'),
    severity: severity.describe('等级'),
    /** From here on the event is one level more urgent; null when there is one step only. */
    severeRaise: z.number().nullable().describe('加重值'),
    categoryCode: code.describe('小类'),
    outcome,
    /** A value that moves faster from one reading to the next is doubted and makes no work; null: anything goes. */
    maxPerHour: z.number().positive().nullable().default(null).describe('每小时变幅上限'),
    /** The physical range: outside of it the device is at fault, and the value goes to quarantine. */
    min: z.number().describe('物理下限'),
    max: z.number().describe('物理上限'),
    sites: z.array(ThresholdSite).describe('站点专用值'),
  })
  .refine((t) => [t, ...t.sites].every((s) => ordered(t.direction, s)), '触发值与解除值次序不对')
  .refine((t) => t.min < t.max && t.raise >= t.min && t.raise <= t.max, '触发值须在物理范围之内');
export type Threshold = z.infer<typeof Threshold>;

function ordered(
  direction: 'above' | 'below',
  step: { raise: number; clear: number; severeRaise: number | null },
): boolean {
  const sign = direction === 'above' ? 1 : -1;
  return (
    sign * step.clear < sign * step.raise && sign * (step.severeRaise ?? step.raise) >= sign * step.raise
  );
}

/** 趋势规则: what is watched is not a reading but how the readings of a window move. Raise and clear stand apart. */
export const Trend = z
  .object({
    code,
    name,
    metric: code.describe('指标'),
    measure: choice({ rise: '每小时上涨', 'to-line': '外推到触发值的分钟数', sum: '时段累计' }).describe(
      '算法',
    ),
    windowMinutes: z.number().int().min(10).max(1_440).describe('时段（分钟）'),
    unit: z.string().max(12).describe('计量单位'),
    direction: choice({ above: '高于触发', below: '低于触发' }).describe('方向'),
    raise: z.number().describe('触发值'),
    clear: z.number().describe('解除值'),
    severity: severity.describe('等级'),
    severeRaise: z.number().nullable().describe('加重值'),
    outcome,
    categoryCode: code.describe('小类'),
  })
  .refine((t) => ordered(t.direction, t), '触发值与解除值次序不对');
export type Trend = z.infer<typeof Trend>;
