import { z } from 'zod';
import { Cause } from './cause.ts';
import { choice } from './choice.ts';
import { DispatchMode } from './dispatch-mode.ts';
import { code, day, districtCode, name, severity } from './fields.ts';
import { lat, lng } from './place.ts';
import { Threshold, Trend } from './rules.ts';
import { ResponseScale, WarningScale } from './scales.ts';
import { HotlinePlatform, ReportLimit } from './upward.ts';

/** 时限单位 (mission.md §6): 紧急工作时 never stops; 工作时 and 工作日 follow the calendar. */
export const limitUnitNames = {
  'urgent-hour': '紧急工作时',
  'work-hour': '工作时',
  'work-day': '工作日',
  'natural-day': '自然日',
} as const;
export const LimitUnit = choice(limitUnitNames);
export type LimitUnit = z.infer<typeof LimitUnit>;

export const Limit = z
  .object({ amount: z.number().positive().max(10_000).describe('数量'), unit: LimitUnit.describe('单位') })
  .refine((l) => l.unit.endsWith('-hour') || Number.isInteger(l.amount), '按日计的时限须为整数');
export type Limit = z.infer<typeof Limit>;

/** 时限 of a category under one filing condition (立案条件). `default` stands for every condition that is not listed. */
export const CategoryLimits = z.object({
  condition: z.string().min(1).max(30).describe('立案条件'),
  /** The promise to the person who asked: never recomputed. */
  promise: Limit.describe('对群众承诺时限'),
  /** The unit's own time: starts again when another unit takes over. */
  unit: Limit.describe('承办时限'),
  sign: Limit.describe('签收时限'),
  dispatch: Limit.describe('派遣时限'),
});
export type CategoryLimits = z.infer<typeof CategoryLimits>;

/** 五大职能. */
export const Duty = z.object({ code, name, order: z.number().int().min(1).describe('次序') });
export type Duty = z.infer<typeof Duty>;

/** 归并族: categories that can be the same problem seen differently (DESIGN §5). */
export const Family = z.object({
  code,
  name,
  /** R: two precise places nearer than this are one problem. Metres. */
  radiusM: z.number().min(10).max(5_000).describe('归并半径（米）'),
  windowHours: z.number().positive().max(8_760).describe('未结案件归并时窗（小时）'),
  decayHours: z.number().positive().max(8_760).describe('时间衰减（小时）'),
  recurrenceHours: z.number().positive().max(8_760).describe('结案后算复发的时间（小时）'),
  attach: z.number().min(0).max(1).describe('自动归并分值'),
  ask: z.number().min(0).max(1).describe('转人工判断分值'),
  placeless: z.boolean().describe('按涉事主体与诉求事项归并'),
  /** Without a place, or beside a vague one: how long reports about one party may be one matter. 0: never. */
  partyHours: z.number().min(0).max(8_760).default(0).describe('同一主体归并时窗（小时，0 为不归并）'),
  /** Families whose matters callers tell apart differently: noise and dust of one plant. */
  kin: z.string().max(30).nullable().default(null).describe('相近问题组'),
  /** Its categories hold many matters: the same one about one party proves less. */
  broad: z.boolean().default(false).describe('同一小类仍可能是不同诉求'),
  /** Families as which the same problem is reported too at one place: water on a road, and the drain that it stands over. */
  alsoAs: z.array(code).max(10).default([]).describe('同处也可能报为（归并族）'),
  weightsVersion: z.string().min(1).max(30).describe('权重版本'),
});
export type Family = z.infer<typeof Family>;

export const profileNames = { city: '城管案件', hotline: '热线诉求', emergency: '应急险情' } as const;
export const wallNames = { point: '可上屏', town: '只到镇街', never: '不上屏' } as const;
export const photoRuleNames = { none: '不要求', after: '处置后', 'before-after': '处置前后' } as const;

/** 小类. */
export const Category = z.object({
  code,
  name,
  dutyCode: code.describe('所属职能'),
  familyCode: code.describe('归并族'),
  profile: choice(profileNames).describe('流程'),
  placeRequired: z.boolean().describe('必须有点位'),
  severity: severity.describe('等级'),
  /** Files and dispatches itself when the machine is sure of place and unit. */
  autoFile: z.boolean().describe('自动立案派遣'),
  wall: choice(wallNames).describe('上屏'),
  photos: choice(photoRuleNames).describe('照片'),
  /** What callers say, Cantonese included; the text room classifies by them. */
  words: z.array(z.string().trim().min(2).max(20)).max(40).describe('群众用语'),
  safety: z.boolean().describe('安全类（永不静默）'),
  limits: z
    .array(CategoryLimits)
    .min(1)
    .max(10)
    .refine((list) => list.filter((l) => l.condition === 'default').length === 1, '须恰有一条默认时限')
    .refine((list) => new Set(list.map((l) => l.condition)).size === list.length, '立案条件重复')
    .describe('时限'),
});
export type Category = z.infer<typeof Category>;

export const unitTypeNames = {
  center: '运行管理中心',
  bureau: '本级部门',
  county: '县（市、区）',
  town: '镇街',
  vertical: '垂直管理',
  enterprise: '企业',
  police: '应急联动',
} as const;

/** 单位. */
export const Unit = z.object({
  code,
  name,
  type: choice(unitTypeNames).describe('类型'),
  level: z.number().int().min(1).max(4).describe('层级'),
  parentCode: code.nullable().describe('上级单位'),
  districtCode,
  dispatchMode: DispatchMode.describe('派遣方式'),
  webhookUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .describe('对接地址'),
  dutyPhone: z.string().max(20).nullable().describe('值班电话'),
});
export type Unit = z.infer<typeof Unit>;

/** 权属与职责清单: who is responsible for a category in a district, and why. */
export const Route = z.object({
  code: code.describe('清单项号'),
  categoryCode: code.describe('小类'),
  districtCode,
  unitCode: code.describe('承办单位'),
  basis: z.string().trim().min(4).max(200).describe('依据'),
  effectiveOn: day.describe('生效日期'),
  note: z.string().max(200).describe('备注'),
  /** Of a ruling: at this place only; both and the radius, or none. */
  lng: lng.nullable().default(null).describe('经度'),
  lat: lat.nullable().default(null).describe('纬度'),
  radiusM: z.number().min(10).max(5_000).nullable().default(null).describe('半径（米）'),
});
export type Route = z.infer<typeof Route>;

/** 摄像识别类型. */
export const CameraKind = z.object({
  code,
  name,
  categoryCode: code.describe('小类'),
  minConfidence: z.number().min(0).max(1).describe('最低置信度'),
});
export type CameraKind = z.infer<typeof CameraKind>;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时刻写作 08:30');

/** 工作日历. Holidays come from the State Council's notices; `years` holds those entered by hand, and they win. */
export const Calendar = z.object({
  code,
  name,
  version: z.string().min(1).max(30).describe('版本'),
  hours: z
    .array(z.tuple([clock, clock]))
    .min(1)
    .refine(
      (spans) => spans.flat().every((at, i, all) => i === 0 || all[i - 1]! < at),
      '时段须先后相接不重叠',
    )
    .describe('工作时段'),
  /** Days on which offices were closed by order (typhoon). */
  suspensionDays: z.array(day).describe('停工日'),
  years: z
    .array(
      z.object({
        year: z.number().int().describe('年份'),
        off: z.array(day).describe('放假日'),
        work: z.array(day).describe('调休上班日'),
        source: z.string().describe('出处'),
      }),
    )
    .describe('手工录入的年度安排'),
  source: z.string().min(1).max(200).describe('出处'),
});
export type Calendar = z.infer<typeof Calendar>;

/**
 * 答复模板: `{places}` is where, `{unit}` who, `{result}` the report that 审核 has passed, `{time}` until when the caller
 * was promised a reply. The other words must be true at any stage; `（请填…）` is a gap for the person who signs.
 */
export const ReplyTemplate = z.object({
  code,
  categoryCode: code.nullable().describe('小类'),
  title: z.string().min(1).max(60).describe('标题'),
  body: z.string().min(4).max(2000).describe('正文'),
});
export type ReplyTemplate = z.infer<typeof ReplyTemplate>;

/**
 * 基础数据: everything that a city may change without a programmer. One schema for each kind; the description of a
 * field is its name on the administration page. Every row is found by (kind, code); `code` is part of the body.
 */
export const referenceKinds = {
  duty: { name: '职能', schema: Duty },
  family: { name: '归并族', schema: Family },
  category: { name: '小类', schema: Category },
  unit: { name: '单位', schema: Unit },
  route: { name: '职责清单', schema: Route },
  threshold: { name: '阈值', schema: Threshold },
  trend: { name: '趋势规则', schema: Trend },
  cause: { name: '因果', schema: Cause },
  'camera-kind': { name: '识别类型', schema: CameraKind },
  'warning-scale': { name: '预警等级', schema: WarningScale },
  'response-scale': { name: '响应级别', schema: ResponseScale },
  calendar: { name: '工作日历', schema: Calendar },
  'reply-template': { name: '答复模板', schema: ReplyTemplate },
  'report-limit': { name: '报送时限', schema: ReportLimit },
  'hotline-platform': { name: '热线平台', schema: HotlinePlatform },
} as const;
export type ReferenceKind = keyof typeof referenceKinds;
export const ReferenceKind = z.enum(Object.keys(referenceKinds) as [ReferenceKind, ...ReferenceKind[]]);
export type ReferenceBody<K extends ReferenceKind> = z.infer<(typeof referenceKinds)[K]['schema']>;

/** Which field of which kind names a row, or several, of which other kind. */
export const referenceLinks: { kind: ReferenceKind; field: string; to: ReferenceKind }[] = [
  { kind: 'category', field: 'dutyCode', to: 'duty' },
  { kind: 'category', field: 'familyCode', to: 'family' },
  { kind: 'unit', field: 'parentCode', to: 'unit' },
  { kind: 'route', field: 'categoryCode', to: 'category' },
  { kind: 'route', field: 'unitCode', to: 'unit' },
  { kind: 'threshold', field: 'categoryCode', to: 'category' },
  { kind: 'trend', field: 'metric', to: 'threshold' },
  { kind: 'trend', field: 'categoryCode', to: 'category' },
  { kind: 'camera-kind', field: 'categoryCode', to: 'category' },
  { kind: 'cause', field: 'categoryCode', to: 'category' },
  { kind: 'cause', field: 'signs', to: 'family' },
  { kind: 'cause', field: 'effects', to: 'family' },
  { kind: 'reply-template', field: 'categoryCode', to: 'category' },
];

type Table<K extends ReferenceKind> = ReadonlyMap<string, ReferenceBody<K>>;

/** The reference data as of one version: what judgement reads. Never changed in place. */
export type Reference = {
  version: number;
  duty: Table<'duty'>;
  family: Table<'family'>;
  category: Table<'category'>;
  unit: Table<'unit'>;
  route: Table<'route'>;
  threshold: Table<'threshold'>;
  trend: Table<'trend'>;
  cause: Table<'cause'>;
  cameraKind: Table<'camera-kind'>;
  warningScale: Table<'warning-scale'>;
  responseScale: Table<'response-scale'>;
  replyTemplate: Table<'reply-template'>;
  reportLimit: Table<'report-limit'>;
  hotlinePlatform: Table<'hotline-platform'>;
  /** The city's own calendar. */
  calendar: Calendar;
  /** 判类模型 that the city trained; null: the shipped one judges. */
  matterModel: { version: string; bytes: Uint8Array } | null;
};

/** A unit's name; its code when the list does not know it any more. */
export function unitNameOf(reference: Pick<Reference, 'unit'>, code: string): string {
  return reference.unit.get(code)?.name ?? code;
}

/** A category's name; its code when the city does not have it any more. */
export function categoryNameOf(reference: Pick<Reference, 'category'>, code: string): string {
  return reference.category.get(code)?.name ?? code;
}

/** GET /api/reference/:kind: one row with what was shipped and whether the city changed it. */
export const ReferenceRow = z.object({
  kind: ReferenceKind,
  code: z.string(),
  body: z.record(z.string(), z.unknown()),
  shipped: z.record(z.string(), z.unknown()).nullable(),
  shippedVersion: z.string().nullable(),
  editedAt: z.iso.datetime({ offset: true }).nullable(),
  editedBy: z.string().nullable(),
});
export type ReferenceRow = z.infer<typeof ReferenceRow>;
