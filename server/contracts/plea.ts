import { z } from 'zod';
import { limitUnitNames } from './reference.ts';

const instant = z.iso.datetime({ offset: true });

export const pleaNames = { extension: '延期', suspension: '挂账', appeal: '申诉' } as const;
export const PleaKind = z.enum(['extension', 'suspension', 'appeal']);
export type PleaKind = z.infer<typeof PleaKind>;

export const pleaStateNames = {
  asked: '待批',
  granted: '已批准',
  refused: '未批准',
  dropped: '已撤回',
} as const;

/** 申请: what a unit asks about its own time; a named person decides. Never holds a caller. */
export const Plea = z.object({
  id: z.number().int(),
  incidentId: z.number().int(),
  taskId: z.number().int(),
  kind: PleaKind,
  state: z.enum(['asked', 'granted', 'refused', 'dropped']),
  unitCode: z.string(),
  unitName: z.string(),
  reason: z.string(),
  /** Of an extension: how much, in the unit of the original limit. */
  amount: z.number().nullable(),
  unit: z.string().nullable(),
  /** Of a suspension: the day on which it ends by itself, and when it did end. */
  until: z.string().nullable(),
  endedAt: instant.nullable(),
  askedAt: instant,
  askedName: z.string(),
  /** Of an appeal: who reviewed it first; another person decides. */
  firstAt: instant.nullable(),
  firstName: z.string().nullable(),
  firstWords: z.string().nullable(),
  decidedAt: instant.nullable(),
  decidedName: z.string().nullable(),
  decision: z.string().nullable(),
});
export type Plea = z.infer<typeof Plea>;

/** GET /api/pleas: what waits for a decision, the oldest first. */
export const PleaList = z.object({
  items: z.array(Plea.extend({ no: z.string(), title: z.string(), dueAt: instant.nullable() })),
});
export type PleaList = z.infer<typeof PleaList>;

/** 延期 2 个工作日, 挂账至 2026-07-01, 申诉免计超时: what is asked for, in words. */
export function pleaWords(plea: Pick<Plea, 'kind' | 'amount' | 'unit' | 'until'>): string {
  if (plea.kind === 'suspension') return `挂账至 ${plea.until}`;
  if (plea.kind === 'appeal') return '申诉免计超时';
  const unit = limitUnitNames[plea.unit as keyof typeof limitUnitNames] ?? plea.unit;
  return `延期 ${plea.amount} ${plea.unit?.endsWith('-day') ? '个' : ''}${unit}`;
}
