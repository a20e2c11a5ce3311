import { z } from 'zod';
import { choice } from './choice.ts';
import { Incident } from './incident.ts';
import { Rate } from './wall.ts';

const instant = z.iso.datetime({ offset: true });

/** So long alarms of the same device and kind are only counted once one was marked. */
export const quietHours = 24;

/** 误报原因. */
export const falseReasonNames = {
  'mis-seen': '算法误识（光影、水汽、遮挡等）',
  'device-fault': '设备故障或移位',
  'line-wrong': '阈值、识别区域设置不当',
  permitted: '许可作业、演练或正常活动',
  'not-there': '现场核实无此情况',
  other: '其他',
} as const;
export const FalseReason = choice(falseReasonNames);
export type FalseReason = z.infer<typeof FalseReason>;

/** Only devices are ever quieted: what a person says never is. */
export const AlarmSource = z.enum(['camera', 'sensor']);
const alarmKey = {
  source: AlarmSource,
  assetId: z.string().min(1).max(100),
  kind: z.string().min(1).max(100),
};

/** What is marked: `alarms` absent, every alarm of the incident that is not marked yet. */
export const FalseAlarmBody = z
  .object({
    alarms: z.array(z.object(alarmKey)).min(1).max(50).optional(),
    why: FalseReason,
    note: z.string().trim().max(200).default(''),
  })
  .refine(({ why, note }) => why !== 'other' || note.length >= 4, '选“其他”的，请写明原因，至少 4 个字');
export type FalseAlarmBody = z.output<typeof FalseAlarmBody>;

/** One mark. `quietUntil` null: a category of safety, judged false and never quieted. */
export const FalseAlarm = z.object({
  ...alarmKey,
  id: z.number().int(),
  incidentId: z.number().int(),
  deviceName: z.string(),
  kindName: z.string(),
  why: FalseReason,
  note: z.string(),
  markedAt: instant,
  markedName: z.string(),
  quietUntil: instant.nullable(),
  endedAt: instant.nullable(),
  endedName: z.string().nullable(),
  endReason: z.string().nullable(),
  withdrawn: z.boolean(),
  /** How many alarms were counted under it. */
  counted: z.number().int(),
});
export type FalseAlarm = z.infer<typeof FalseAlarm>;

/** 设备告警 of an incident: one line for each device and kind, with its newest mark that stands. */
export const IncidentAlarm = z.object({
  ...alarmKey,
  deviceName: z.string(),
  kindName: z.string(),
  categoryName: z.string(),
  safety: z.boolean(),
  events: z.number().int(),
  mark: FalseAlarm.nullable(),
});
export type IncidentAlarm = z.infer<typeof IncidentAlarm>;

/** GET /api/false-alarms: what is quieted now, the one that ends first at the top. */
export const QuietItem = FalseAlarm.extend({
  incident: Incident.pick({ id: true, no: true, title: true, status: true }),
});
export type QuietItem = z.infer<typeof QuietItem>;
export const QuietList = z.object({ asOf: instant, items: z.array(QuietItem) });

/** POST /api/false-alarms/:id/lift: alarms file again at once; `wrong`: the mark itself was wrong and counts no more. */
export const LiftBody = z.object({
  reason: z.string().trim().min(4, '理由至少 4 个字').max(200),
  wrong: z.boolean().default(false),
});

/** What the figures count by: each camera, each sensor, each rule (an algorithm of cameras, a rule of sensors). */
export const precisionNames = { camera: '摄像机', sensor: '传感器', rule: '规则' } as const;
export const PrecisionBy = choice(precisionNames);
export type PrecisionBy = z.infer<typeof PrecisionBy>;
/** 统计天数. */
export const precisionDays = 30;

/** One row; cases, but for `quieted`, which counts alarms. `precision`: confirmed of all that were judged. */
export const PrecisionRow = z.object({
  code: z.string(),
  name: z.string(),
  filed: z.number().int(),
  confirmed: z.number().int(),
  wrong: z.number().int(),
  undecided: z.number().int(),
  quieted: z.number().int(),
  precision: Rate,
});
export type PrecisionRow = z.infer<typeof PrecisionRow>;
/** GET /api/precision?by=: the worst first; `rows` may be the first of `total`. */
export const PrecisionQuery = z.object({ by: PrecisionBy.default('camera') });
export const Precision = z.object({
  asOf: instant,
  since: instant,
  by: PrecisionBy,
  total: z.number().int(),
  rows: z.array(PrecisionRow),
});

export const precisionFigureNames = {
  filed: '立案',
  confirmed: '属实',
  wrong: '误报',
  undecided: '未判定',
  quieted: '静默期计数',
} as const;
export const PrecisionFigure = choice(precisionFigureNames);
export type PrecisionFigure = z.infer<typeof PrecisionFigure>;
/** GET /api/precision/cases: the cases behind one number; of `quieted`, those at which the alarms were counted. */
export const PrecisionCasesQuery = z.object({
  by: PrecisionBy.default('camera'),
  code: z.string().min(1).max(220).optional(),
  figure: PrecisionFigure.default('filed'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
});
export const PrecisionCases = z.object({
  total: z.number().int(),
  items: z.array(Incident),
});

/** What marking will do, said before it is done. */
export function quietWords({
  source,
  safety,
  categoryName,
}: Pick<IncidentAlarm, 'source' | 'safety' | 'categoryName'>): string {
  if (safety) return `${categoryName}属安全类，永不静默：只记误报、计入精确率，今后告警照常立案`;
  return `该${precisionNames[source]}同类告警 ${quietHours} 小时内只计数、不立案，到期自动恢复`;
}
