import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

export const supervisionKindNames = { overdue: '超时督办', leader: '领导督办', key: '重点督办' } as const;
export const supervisionStateNames = {
  draft: '待签发',
  sent: '待回复',
  replied: '已回复',
  released: '已解除',
  dropped: '已作废',
} as const;
export const supervisionLevelNames: Readonly<Record<number, string>> = { 1: '一级', 2: '二级', 3: '三级' };

/** 督办单: drafted by the machine, signed by a named person, answered by the unit. Never holds a caller. */
export const Supervision = z.object({
  id: z.number().int(),
  incidentId: z.number().int(),
  taskId: z.number().int(),
  kind: z.enum(['overdue', 'leader', 'key']),
  level: z.number().int().min(1).max(3),
  state: z.enum(['draft', 'sent', 'replied', 'released', 'dropped']),
  unitCode: z.string(),
  unitName: z.string(),
  title: z.string(),
  body: z.string(),
  draftedAt: instant,
  signedAt: instant.nullable(),
  signedName: z.string().nullable(),
  reply: z.string().nullable(),
  repliedAt: instant.nullable(),
  repliedName: z.string().nullable(),
  endedAt: instant.nullable(),
  endedName: z.string().nullable(),
  endNote: z.string().nullable(),
});
export type Supervision = z.infer<typeof Supervision>;

/** GET /api/supervisions: drafts to sign and replies to read that are this person's, the oldest first. */
export const SupervisionList = z.object({
  items: z.array(Supervision.extend({ no: z.string(), matter: z.string() })),
});
export type SupervisionList = z.infer<typeof SupervisionList>;

const reason = z.string().trim().min(4, '理由至少 4 个字').max(500);
/** 签发: with the words as the person leaves them. */
export const SignSupervisionBody = z.object({
  text: z.string().trim().min(20, '督办单正文至少 20 个字').max(3000),
});
export const DiscardBody = z.object({ reason });
/** 解除督办: what was looked at. */
export const ReleaseBody = z.object({ reason });
