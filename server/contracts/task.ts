import { z } from 'zod';
import { RunningClock } from './clocks.ts';
import { Incident } from './incident.ts';
import { accuracyM, lat, lng } from './place.ts';

const instant = z.iso.datetime({ offset: true });

export const taskStatusNames = {
  'to-sign': '待签收',
  handling: '处置中',
  reported: '已反馈，待审核',
  done: '已办结',
  returned: '已退单',
  recalled: '已撤回',
} as const;

/** 工单: one assignment of one incident to one unit. */
export const Task = z.object({
  id: z.number().int(),
  incidentId: z.number().int(),
  round: z.number().int(),
  kind: z.enum(['handle', 'verify', 'inspect']),
  part: z.enum(['host', 'co-host']),
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
export const ReportBody = z.object({
  ...step,
  text: z.string().trim().min(2, '请写一句处置情况').max(2000),
  photoIds: z.array(z.uuid()).max(9).default([]),
  /** When the place cannot be had, a word of why (practice: never refuse a report for a bad position). */
  placeNote: z.string().max(200).optional(),
});

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
