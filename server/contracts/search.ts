import { z } from 'zod';
import { IncidentStatus } from './incident.ts';

/** 查找: one question over everything that the caller may see. In a body, so that no log on the way holds what was asked. */
export const SearchBody = z.object({
  q: z.string().trim().min(2, '请输入两个字以上').max(100, '最多 100 个字'),
});

/** A text in parts; `hit` are the words that were looked for. */
export const Marked = z.array(z.object({ text: z.string(), hit: z.boolean() }));
export type Marked = z.infer<typeof Marked>;

export const foundNames = {
  incident: '事件',
  request: '诉求单',
  person: '诉求人',
  event: '来件',
  task: '工单',
} as const;
export type FoundKind = keyof typeof foundNames;

/** What was found, and the matter that it belongs to; callers are masked. */
export const Found = z.object({
  incidentId: z.number().int(),
  no: z.string(),
  title: Marked,
  status: IncidentStatus,
  severity: z.number().int(),
  /** ISO instant: of the matter its opening, of a report when it was made. */
  at: z.string(),
  /** Which ticket, unit, source or masked caller. */
  what: z.string(),
  /** Where the words stand, cut around the first of them; null where the title says it all. */
  words: Marked.nullable(),
});
export type Found = z.infer<typeof Found>;

export const SearchAnswer = z.object({
  groups: z.array(
    z.object({
      kind: z.enum(Object.keys(foundNames) as [FoundKind, ...FoundKind[]]),
      items: z.array(Found),
      /** There are more than are told here. */
      more: z.boolean(),
    }),
  ),
});
export type SearchAnswer = z.infer<typeof SearchAnswer>;
