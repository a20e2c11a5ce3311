import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

export const alertStateNames = { raised: '待确认', acknowledged: '已确认', cleared: '已恢复' } as const;

/** 监测告警（系统研判，未发布）: never called a warning, whatever its level. Times are those of the readings. */
export const Alert = z.object({
  id: z.number().int(),
  version: z.number().int(),
  /** The metric of a threshold, or the code of a trend rule. */
  rule: z.string(),
  ruleName: z.string(),
  deviceId: z.string(),
  name: z.string(),
  metric: z.string(),
  unit: z.string(),
  /** Whether it became an event, and so an incident, as well. */
  outcome: z.enum(['event', 'alert']),
  level: z.number().int().min(1).max(4),
  state: z.enum(['raised', 'acknowledged', 'cleared']),
  raisedAt: instant,
  observedAt: instant,
  clearedAt: instant.nullable(),
  value: z.number(),
  peak: z.number(),
  words: z.string(),
  lng: z.number(),
  lat: z.number(),
  acknowledgedAt: instant.nullable(),
  acknowledgedName: z.string().nullable(),
});
export type Alert = z.infer<typeof Alert>;

/** GET /api/alerts: `state=all` also brings what was cleared within a day. */
export const AlertQuery = z.object({
  state: z.enum(['open', 'all']).default('open'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const AlertList = z.object({ asOf: instant, open: z.number().int(), items: z.array(Alert) });
export const ConfirmAlertBody = z.object({ note: z.string().trim().max(200).default('') });
