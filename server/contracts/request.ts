import { z } from 'zod';
import { AnswerText } from './answer.ts';
import { IncidentStatus } from './incident.ts';

const instant = z.iso.datetime({ offset: true });

export const requestKindNames: Record<string, string> = {
  consult: '咨询',
  help: '求助',
  complaint: '投诉',
  report: '举报',
  suggestion: '建议',
  praise: '表扬',
};
export const followUpNames = {
  satisfied: '满意',
  basic: '基本满意',
  dissatisfied: '不满意',
  unreached: '未联系上',
  'no-number': '未留号码，无法回访',
} as const;
export const FollowUpResult = z.enum(['satisfied', 'basic', 'dissatisfied', 'unreached', 'no-number']);
export type FollowUpResult = z.infer<typeof FollowUpResult>;

/** Whether the caller was spoken with: only then is there anything that they said. */
export function wasHeard(result: FollowUpResult): boolean {
  return result !== 'unreached' && result !== 'no-number';
}

/** 不满意（未解决）原因: why a caller is not content, as a centre counts it. */
export const discontentNames = {
  handling: '处置不到位',
  answer: '答复不清楚',
  late: '办理超时',
  manner: '服务态度',
  beyond: '诉求超出职权',
  other: '其他',
} as const;
export const DiscontentCause = z.enum(['handling', 'answer', 'late', 'manner', 'beyond', 'other']);
export type DiscontentCause = z.infer<typeof DiscontentCause>;

/** Whether a caller who was heard is not content: then a cause is asked for. */
export function isDiscontent(result: FollowUpResult, solved: boolean | null): boolean {
  return wasHeard(result) && (solved === false || result === 'dissatisfied');
}

/** One of several matters of a caller. What another department works on is only told by whether it has ended. */
export const RequestMatter = z.object({
  /** From 1, in the order of the call. */
  part: z.number().int(),
  eventId: z.number().int(),
  /** Null while it waits for a person, and where it is out of sight. */
  incidentId: z.number().int().nullable(),
  no: z.string().nullable(),
  title: z.string().nullable(),
  status: IncidentStatus.nullable(),
  ended: z.boolean(),
  /** The caller's words about it. */
  words: z.string().nullable(),
  /** What its unit reported, once 审核 has passed it. */
  result: z.string().nullable(),
  reasons: z.array(z.string()),
});
export type RequestMatter = z.infer<typeof RequestMatter>;

/** 诉求单: one caller's matter, or several of one call (一电多事) with one promise and one answer. Names and numbers are masked here, always. */
export const CityRequest = z.object({
  id: z.number().int(),
  version: z.number().int(),
  round: z.number().int(),
  platform: z.string(),
  ticketNo: z.string(),
  revision: z.number().int(),
  eventId: z.number().int(),
  incidentId: z.number().int().nullable(),
  status: z.enum(['open', 'answered', 'settled', 'withdrawn']),
  kind: z.string(),
  confidential: z.boolean(),
  title: z.string(),
  body: z.string(),
  callerName: z.string().nullable(),
  callerPhone: z.string().nullable(),
  callerAddress: z.string().nullable(),
  calledAt: instant,
  promisedAt: instant.nullable(),
  urged: z.number().int(),
  answer: z.string().nullable(),
  answeredAt: instant.nullable(),
  answeredBy: z.string().nullable(),
  result: FollowUpResult.nullable(),
  solved: z.boolean().nullable(),
  followedAt: instant.nullable(),
  followNote: z.string().nullable(),
  /** Every call in which this caller was not content, the oldest first. */
  discontents: z.array(
    z.object({ round: z.number().int(), cause: DiscontentCause, words: z.string(), saidAt: instant }),
  ),
  reasons: z.array(z.string()),
  /** 一电多事: all of them, the first one too; empty for a call of one matter. */
  matters: z.array(RequestMatter),
});
export type CityRequest = z.infer<typeof CityRequest>;

/**
 * POST /api/requests/answer: one draft may answer several callers of one incident; each keeps an answer of its own.
 * `reason`: why a caller of several matters is answered before all of them have ended.
 */
export const AnswerBody = z.object({
  requestIds: z.array(z.number().int()).min(1).max(200),
  text: AnswerText,
  reason: z.string().trim().min(4, '理由至少 4 个字').max(200).optional(),
});

/** POST /api/requests/:id/follow-up 回访. Not solved opens a new round for this caller alone. */
export const FollowUpBody = z.object({
  result: FollowUpResult,
  /** Not kept when nobody was heard. */
  solved: z.boolean(),
  note: z.string().trim().max(500).default(''),
  /** Asked for when the caller is not content, and kept only then. */
  cause: DiscontentCause.optional(),
  /** Of a caller of several matters: those that are not solved; absent, the first one. */
  incidentIds: z.array(z.number().int()).min(1).max(9).optional(),
  /** Another incident of the same problem is open there: ask (409 `taken`), or keep the reopened one apart. */
  whenOpenNearby: z.enum(['ask', 'apart']).default('ask'),
});

/** POST /api/requests/:id/reveal: the full name and number, for a stated reason, audited. */
export const RevealBody = z.object({
  reason: z.string().trim().min(4, '请写明查看原因，至少 4 个字').max(200),
});
export const Revealed = z.object({
  name: z.string().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
});
