import { z } from 'zod';
import { RunningClock } from './clocks.ts';

const instant = z.iso.datetime({ offset: true });

/** 案件状态: the names of the contract; the moves between them stand in domain/lifecycle.ts. */
export const IncidentStatus = z.enum([
  'received', 'verifying', 'to-file', 'to-dispatch', 'to-sign', 'handling', 'approval-pending', 'suspended',
  'to-review', 'inspecting', 'to-close', 'closed', 'follow-up', 'archived', 'rejected', 'handed-over', 'merged',
  'self-handled', 'answered',
]); // prettier-ignore
export type IncidentStatus = z.infer<typeof IncidentStatus>;

export const statusNames: Record<IncidentStatus, string> = {
  received: '待受理',
  verifying: '核实中',
  'to-file': '待立案',
  'to-dispatch': '待派遣',
  'to-sign': '待签收',
  handling: '处置中',
  'approval-pending': '待审批',
  suspended: '挂账',
  'to-review': '待审核',
  inspecting: '核查中',
  'to-close': '待结案',
  closed: '已结案',
  'follow-up': '回访中',
  archived: '已归档',
  rejected: '不予受理',
  'handed-over': '已移交',
  merged: '已并案',
  'self-handled': '自行处置',
  answered: '已答复',
};

/** The statuses behind the filter words `open` and `done`. */
export const doneStatuses: readonly IncidentStatus[] = [
  'closed', 'follow-up', 'archived', 'rejected', 'handed-over', 'merged', 'self-handled', 'answered',
]; // prettier-ignore

/** 等级: four ways at once, never colour alone. */
export const severityNames = { 1: '特急', 2: '紧急', 3: '一般', 4: '关注' } as const;
export type Severity = keyof typeof severityNames;

export const sourceNames: Record<string, string> = {
  sensor: '传感',
  camera: '摄像',
  hotline: '热线',
  report: '上报',
  vessel: '船舶',
  vehicle: '车辆',
  warning: '预警',
};

export const Light = z.enum(['正常', '将到期', '超时']);
export type Light = z.infer<typeof Light>;

/** 案件: the row that lists, feeds and walls show. Never holds a person. */
export const Incident = z.object({
  id: z.number().int(),
  no: z.string(),
  version: z.number().int(),
  round: z.number().int(),
  status: IncidentStatus,
  categoryCode: z.string(),
  categoryName: z.string(),
  severity: z.number().int().min(1).max(4),
  title: z.string(),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  locationAccuracyM: z.number().nullable(),
  address: z.string().nullable(),
  districtCode: z.string().nullable(),
  townCode: z.string().nullable(),
  gridCode: z.string().nullable(),
  departmentCode: z.string().nullable(),
  departmentName: z.string().nullable(),
  openedAt: instant,
  lastEventAt: instant,
  dueAt: instant.nullable(),
  /** 下一个到期: the running clock that ends first; what was answered or stopped is none. A row kept by a phone may lack it. */
  nextDue: RunningClock.nullable().default(null),
  overdue: z.boolean(),
  closedAt: instant.nullable(),
  eventCount: z.number().int(),
  sources: z.record(z.string(), z.number()),
  requestCount: z.number().int(),
  answeredCount: z.number().int(),
  returnCount: z.number().int(),
  reworkCount: z.number().int(),
  /** Words of danger to life that nobody has confirmed yet: rings and stays on top (law 13). */
  danger: z.array(z.string()),
  wall: z.enum(['point', 'town', 'never']),
  parentId: z.number().int().nullable(),
  mergedInto: z.number().int().nullable(),
  recurrenceOf: z.number().int().nullable(),
});
export type Incident = z.infer<typeof Incident>;

/** 来件, as linked to an incident, with what spoke for the link. */
export const LinkedEvent = z.object({
  eventId: z.number().int(),
  source: z.string(),
  key: z.string(),
  observedAt: instant,
  acceptedAt: instant,
  linkedAt: instant,
  score: z.number(),
  reasons: z.array(z.string()),
  body: z.string(),
  address: z.string().nullable(),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  accuracyM: z.number().nullable(),
  categoryCode: z.string(),
  flags: z.array(z.string()),
  photos: z.array(z.string()),
  decidedBy: z.string().nullable(),
});
export type LinkedEvent = z.infer<typeof LinkedEvent>;

export const HistoryRow = z.object({
  id: z.number().int(),
  at: instant,
  round: z.number().int(),
  version: z.number().int(),
  actor: z.string(),
  actorName: z.string(),
  move: z.string(),
  fromStatus: IncidentStatus.nullable(),
  toStatus: IncidentStatus.nullable(),
  reason: z.string().nullable(),
  /** The sentence of the timeline, in Chinese. */
  words: z.string(),
  /** Of an arrival: metres to the matter, when that is farther than the errors of both positions explain. */
  farM: z.number().nullable(),
});
export type HistoryRow = z.infer<typeof HistoryRow>;

/** 时限: one of the three clocks (law 8). */
export const Deadline = z.object({
  id: z.number().int(),
  subject: z.enum(['request', 'task', 'incident', 'bulletin']),
  subjectId: z.number().int(),
  kind: z.enum(['promise', 'unit', 'stage']),
  stage: z.string(),
  name: z.string(),
  startedAt: instant,
  dueAt: instant,
  stoppedAt: instant.nullable(),
  firedAt: instant.nullable(),
});
export type Deadline = z.infer<typeof Deadline>;

/** GET /api/incidents: the filters of the contract. */
export const IncidentQuery = z.object({
  status: z.string().optional(),
  category: z.string().optional(),
  department: z.string().optional(),
  district: z.string().optional(),
  bbox: z
    .string()
    .regex(/^-?[\d.]+(,-?[\d.]+){3}$/, '范围须为 西,南,东,北 四个数')
    .optional(),
  openedAfter: instant.optional(),
  openedBefore: instant.optional(),
  q: z.string().max(100).optional(),
  overdue: z.stringbool().optional(),
  severity: z.coerce.number().int().min(1).max(4).optional(),
  /** 'urgent' sorts danger first, then severity, then the nearest deadline; 'newest' by id. */
  order: z.enum(['urgent', 'newest']).default('newest'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(100).optional(),
});
export type IncidentQuery = z.infer<typeof IncidentQuery>;
