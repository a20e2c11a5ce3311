import { z } from 'zod';
import { RunningClock } from './clocks.ts';
import { Incident } from './incident.ts';
import { Plea } from './plea.ts';
import { Supervision } from './supervision.ts';
import { accuracyM, lat, lng } from './place.ts';
import { DispatchMode } from './dispatch-mode.ts';

const instant = z.iso.datetime({ offset: true });

export const taskStatusNames = {
  'to-sign': '待签收',
  handling: '处置中',
  reported: '已反馈，待审核',
  done: '已办结',
  returned: '已退单',
  recalled: '已撤回',
} as const;

/** 核实、核查: what the one who was sent found. */
export const Verdict = z.enum(['pass', 'fail', 'unable']);
export type Verdict = z.infer<typeof Verdict>;
export const checkNames = { verify: '核实', inspect: '核查' } as const;
export const verdictNames = {
  verify: { pass: '属实', fail: '不属实', unable: '无法核实' },
  inspect: { pass: '通过', fail: '不通过', unable: '无法核查' },
} as const;

/** Where a task stands, as people say it: of a notice and of a hand-over other words than of work. */
export function taskWords({
  status,
  mode,
  kind,
  verdict,
}: Pick<Task, 'status' | 'mode' | 'kind' | 'verdict'>): string {
  if (kind !== 'handle' && verdict !== null) return verdictNames[kind][verdict];
  if (kind !== 'handle' && status === 'handling') return `${checkNames[kind]}中`;
  if (mode === 'notice')
    return { 'to-sign': '已通知', done: '已知悉' }[status as string] ?? taskStatusNames[status];
  if (mode !== 'hand-over') return taskStatusNames[status];
  return (
    {
      'to-sign': '已呼叫，待对方接收',
      handling: '已移交，跟踪中',
      reported: '对方已反馈，待审核',
      done: '对方已反馈，已归档',
    }[status as string] ?? taskStatusNames[status]
  );
}

/** 每跳: who has a task from then on. */
export const Hop = z.object({
  kind: z.enum(['pass-on', 'reassign', 'take-back', 'send-back', 'assign']),
  unitCode: z.string(),
  unitName: z.string(),
  assignee: z.string().nullable(),
  at: instant,
  by: z.string(),
  note: z.string().nullable(),
  signedAt: instant.nullable(),
  signedBy: z.string().nullable(),
});
export type Hop = z.infer<typeof Hop>;

/** 工单: one assignment of one incident to one unit. */
export const Task = z.object({
  id: z.number().int(),
  incidentId: z.number().int(),
  round: z.number().int(),
  kind: z.enum(['handle', 'verify', 'inspect']),
  part: z.enum(['host', 'co-host']),
  /** How the unit was asked. A card kept by a phone may lack this and the two of a hand-over. */
  mode: DispatchMode.default('dispatch'),
  /** 对方坐席、接收时间 of a 三方移交. */
  seat: z.string().nullable().default(null),
  receivedAt: instant.nullable().default(null),
  /** What a 核实 or 核查 found. */
  verdict: Verdict.nullable().default(null),
  unitCode: z.string(),
  unitName: z.string(),
  districtCode: z.string().nullable(),
  status: z.enum(['to-sign', 'handling', 'reported', 'done', 'returned', 'recalled']),
  version: z.number().int(),
  note: z.string().nullable(),
  createdAt: instant,
  dueAt: instant.nullable(),
  signedAt: instant.nullable(),
  signedBy: z.string().nullable(),
  arrivedAt: instant.nullable(),
  reportedAt: instant.nullable(),
  report: z.string().nullable(),
  returnedAt: instant.nullable(),
  returnReason: z.string().nullable(),
  photos: z.array(z.object({ id: z.string(), stage: z.string(), state: z.string() })),
  endedAt: instant.nullable().default(null),
  /** 多级派遣: who passed it on, from the top; whom the centre sent; and every hop after that. */
  via: z.array(z.string()).default([]),
  firstUnitName: z.string().default(''),
  hops: z.array(Hop).default([]),
});
export type Task = z.infer<typeof Task>;

/** GET /api/tasks: my unit's tasks with what a worker must know; sorted by what to do next. */
export const TaskCard = Task.extend({
  incident: Incident,
  /** The clocks of this task that run. A card kept by a phone may lack them. */
  clocks: z.array(RunningClock).default([]),
  /** The masked words of the newest events, newest first, at most five. */
  said: z.array(z.string()),
  photoRule: z.enum(['none', 'after', 'before-after']),
  /** 督办单 that were sent about this task. A card kept by a phone may lack them. */
  supervisions: z.array(Supervision).default([]),
  /** What was asked for this task. A card kept by a phone may lack them. */
  pleas: z.array(Plea).default([]),
  /** The unit's own limit as it was first set: one extension is at most this much. */
  limit: z.object({ amount: z.number(), unit: z.string() }).nullable().default(null),
});
export type TaskCard = z.infer<typeof TaskCard>;

/** Where a phone believes to be: a place that is none counts as not known and never refuses what was done. */
const anyPlace = { lng: lng.optional().catch(undefined), lat: lat.optional().catch(undefined) };

/** Every step of a phone carries an id made on the phone: sent twice, it takes effect once. */
const step = {
  actionId: z.uuid(),
  version: z.number().int(),
  at: instant.optional(),
  ...anyPlace,
};
export const SignBody = z.object({ ...step });
/** The phone's word on how far off its place may be. */
export const ArriveBody = z.object({ ...step, accuracyM: accuracyM.optional().catch(undefined) });
export const ReturnBody = z.object({
  ...step,
  reason: z.string().trim().min(4, '退单理由至少 4 个字').max(500),
});
const ReasonedStep = z.object({ ...step, reason: z.string().trim().min(4, '理由至少 4 个字').max(500) });
/** 申请延期: how much more, in the unit of the original limit. */
export const ExtensionBody = ReasonedStep.extend({ amount: z.number().positive().max(10_000) });
/** 申请挂账: until the beginning of a day of the city. */
export const SuspensionBody = ReasonedStep.extend({ until: z.iso.date('日期写作 2026-07-01') });
export const AppealBody = ReasonedStep;
export const ResumeBody = ReasonedStep;
/** 回复督办单. */
export const ReplyBody = z.object({
  ...step,
  supervisionId: z.number().int(),
  text: z.string().trim().min(4, '回复至少 4 个字').max(2000),
});
export const WithdrawBody = z.object(step);
export const ReportBody = z.object({
  ...step,
  text: z.string().trim().min(2, '请写一句处置情况').max(2000),
  photoIds: z.array(z.uuid()).max(9).default([]),
  /** When the place cannot be had, a word of why (practice: never refuse a report for a bad position). */
  placeNote: z.string().max(200).optional(),
});

/** 核实、核查结论: with what was seen, in words or in a photo. */
export const JudgeBody = z.object({
  ...step,
  verdict: Verdict,
  text: z.string().trim().max(2000).default(''),
  photoIds: z.array(z.uuid()).max(9).default([]),
  placeNote: z.string().max(200).optional(),
});

/** 转派、改派、派到人: to a unit below, to one's own again, or to a person of one's own unit. */
export const PassBody = z
  .object({
    ...step,
    unitCode: z.string().optional(),
    assignee: z.string().optional(),
    note: z.string().trim().max(500).default(''),
  })
  .refine((body) => (body.unitCode === undefined) !== (body.assignee === undefined), '请选定转给谁');
/** GET /api/tasks/:id/below: to whom it may be passed. */
export const Below = z.object({
  units: z.array(z.object({ code: z.string(), name: z.string() })),
  people: z.array(z.object({ username: z.string(), name: z.string() })),
});

/** 移交跟踪: what the desk hears from 110, 119, 120; `back`: they report that it is done. */
export const TrackBody = z.object({
  actionId: z.uuid(),
  version: z.number().int(),
  seat: z.string().trim().min(1).max(50).optional(),
  receivedAt: instant.optional(),
  text: z.string().trim().max(500).default(''),
  back: z.boolean().default(false),
});

/** GET /api/hand-overs: 移交台账, what is still tracked first, then the newest. */
export const HandOver = Task.extend({ incidentNo: z.string(), incidentTitle: z.string() });
export type HandOver = z.infer<typeof HandOver>;
export const HandOverQuery = z.object({ days: z.coerce.number().int().min(1).max(366).default(30) });

/** POST /api/photos (multipart `file`, fields below). The id is made on the phone. */
export const PhotoFields = z.object({
  id: z.uuid(),
  taskId: z.coerce.number().int().optional(),
  stage: z.enum(['report', 'before', 'after', 'scene']),
  takenAt: instant.optional(),
  lng: z.coerce.number().pipe(lng).optional().catch(undefined),
  lat: z.coerce.number().pipe(lat).optional().catch(undefined),
});

/** POST /api/field/reports: something new, in three steps. */
export const FieldReportBody = z.object({
  actionId: z.uuid(),
  text: z.string().trim().min(2, '请写一句看到了什么').max(2000),
  categoryCode: z.string().optional(),
  ...anyPlace,
  address: z.string().max(200).optional(),
  observedAt: instant,
  photoIds: z.array(z.uuid()).max(9).default([]),
  selfHandled: z.boolean().default(false),
});

export const InboxItem = z.object({
  id: z.number().int(),
  unitCode: z.string(),
  taskId: z.number().int().nullable(),
  incidentId: z.number().int().nullable(),
  step: z.string(),
  title: z.string(),
  ring: z.boolean(),
  createdAt: instant,
  readAt: instant.nullable(),
});
export type InboxItem = z.infer<typeof InboxItem>;
