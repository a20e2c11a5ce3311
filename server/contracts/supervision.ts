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
  /** Of one that was opened by hand: until when the unit is to answer. */
  answerBy: instant.nullable(),
  /** The unit still has the task, and may answer. */
  withUnit: z.boolean(),
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

/** 督办, 领导督办: what it is called in the ledger and at the matter. */
export function supervisionName({ kind, level }: Pick<Supervision, 'kind' | 'level'>): string {
  const by = kind === 'overdue' ? '' : `${supervisionKindNames[kind]}，`;
  return `${by}${supervisionLevelNames[level]}`;
}

/** Whether the answer came, or has not come, after its time. */
export function isAnswerLate(
  one: Pick<Supervision, 'answerBy' | 'repliedAt' | 'endedAt'>,
  now: number,
): boolean {
  if (one.answerBy === null) return false;
  const at = one.repliedAt ?? one.endedAt;
  return (at === null ? now : Date.parse(at)) > Date.parse(one.answerBy);
}

const reason = z.string().trim().min(4, '理由至少 4 个字').max(500);
/** 签发: with the words as the person leaves them. */
export const SignSupervisionBody = z.object({
  text: z.string().trim().min(20, '督办单正文至少 20 个字').max(3000),
});
/** 督办: opened by hand on an open matter; to the host when no unit is named, by the usual time when no instant is. */
export const SuperviseBody = z.object({
  version: z.number().int(),
  unitCode: z.string().optional(),
  text: z.string().trim().min(10, '督办要求至少 10 个字').max(1000),
  answerBy: instant.optional(),
});
export const DiscardBody = z.object({ reason });
/** 解除督办: what was looked at. */
export const ReleaseBody = z.object({ reason });
