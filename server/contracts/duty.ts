import { z } from 'zod';
import { code, day } from './fields.ts';

const instant = z.iso.datetime({ offset: true });

export const postNames = {
  lead: '带班领导',
  'shift-leader': '值班长',
  operator: '值班员',
  contact: '单位值班',
} as const;
export const Post = z.enum(['lead', 'shift-leader', 'operator', 'contact']);
export type Post = z.infer<typeof Post>;

const person = z.string().trim().min(2, '姓名至少 2 个字').max(30);
const phone = z
  .string()
  .trim()
  .regex(/^[+\d][\d -]{5,19}$/u, '号码只能用数字、空格和短横');

/** One line of the roster as it is typed or imported. An absent number keeps the one that stands there. */
export const DutyBody = z.object({
  day,
  unitCode: code,
  post: Post,
  name: person,
  phone: phone.optional(),
  standIn: person.nullable().default(null),
  standInPhone: phone.optional(),
});
export type DutyBody = z.infer<typeof DutyBody>;

/** 值班表: one line. Numbers are masked here, always. */
export const Duty = z.object({
  id: z.number().int(),
  day: z.iso.date(),
  unitCode: z.string(),
  unitName: z.string(),
  post: Post,
  name: z.string(),
  phone: z.string().nullable(),
  standIn: z.string().nullable(),
  standInPhone: z.string().nullable(),
});
export type Duty = z.infer<typeof Duty>;
export const DutyQuery = z.object({
  from: z.iso.date().optional(),
  days: z.coerce.number().int().min(1).max(31).default(7),
});
export const DutyList = z.object({ today: z.iso.date(), items: z.array(Duty) });
export const DutyPhones = z.object({ phone: z.string().nullable(), standInPhone: z.string().nullable() });

export const callStates = ['waiting', 'answered', 'missed'] as const;
/** 待叫应, 已叫应, 未接, 已改叫备岗: what a responsible person shows. */
export function callWords({ state, standInName }: Pick<Called, 'state' | 'standInName'>): string {
  if (state === 'waiting') return '待叫应';
  if (state === 'answered') return '已叫应';
  return standInName === null ? '未接' : `已改叫备岗${standInName}`;
}

export const Called = z.object({
  id: z.number().int(),
  dutyId: z.number().int().nullable(),
  unitName: z.string(),
  post: Post,
  standIn: z.boolean(),
  name: z.string(),
  state: z.enum(callStates),
  askedAt: instant,
  dueAt: instant,
  notedAt: instant.nullable(),
  notedName: z.string().nullable(),
  /** Who was called instead of a person who did not answer. */
  standInName: z.string().nullable(),
});
export type Called = z.infer<typeof Called>;

/** 叫应 of one matter, alert or warning. */
export const Callout = z.object({
  id: z.number().int(),
  about: z.enum(['incident', 'alert', 'warning']),
  aboutId: z.number().int(),
  no: z.string().nullable(),
  title: z.string(),
  openedAt: instant,
  openedName: z.string(),
  people: z.array(Called),
});
export type Callout = z.infer<typeof Callout>;
export const Callouts = z.object({ items: z.array(Callout) });
export const CalloutQuery = z.object({
  about: z.enum(['incident', 'alert', 'warning']).optional(),
  aboutId: z.coerce.number().int().optional(),
});
/** The days of the ledger, both of them in it. */
export const LedgerQuery = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  format: z.enum(['xlsx', 'csv']).default('xlsx'),
});
export const CalloutBody = z.object({
  about: z.enum(['incident', 'alert', 'warning']),
  aboutId: z.number().int(),
});
export const CallResultBody = z.object({ result: z.enum(['answered', 'missed']) });

/** 交接班: the parts of the note, in the order of the page. */
export const HandoverText = z.object({
  matters: z.string().trim().max(3000),
  dangers: z.string().trim().max(2000),
  waiting: z.string().trim().max(2000),
  late: z.string().trim().max(2000),
  note: z.string().trim().max(2000),
});
export type HandoverText = z.infer<typeof HandoverText>;
export const handoverNames: Record<keyof HandoverText, string> = {
  matters: '在办重要事项',
  dangers: '险情与预警',
  waiting: '待判断、待办',
  late: '超时',
  note: '交代事项',
};
/** What stands when one shift goes and the next one comes. */
export type ShiftCounts = {
  open: number;
  overdue: number;
  toDispatch: number;
  toSign: number;
  toReview: number;
  toClose: number;
  unanswered: number;
  asked: number;
  calling: number;
  toReport: number;
};
export const Handover = z.object({
  id: z.number().int(),
  version: z.number().int(),
  state: z.enum(['draft', 'given', 'signed']),
  text: HandoverText,
  draftedAt: instant,
  fromBy: z.string(),
  fromName: z.string(),
  givenAt: instant.nullable(),
  toName: z.string().nullable(),
  signedAt: instant.nullable(),
});
export type Handover = z.infer<typeof Handover>;
/** GET /api/shift: what is being handed over, and the last one that was. */
export const Shift = z.object({ open: Handover.nullable(), last: Handover.nullable() });
export const HandoverEdit = z.object({ version: z.number().int(), text: HandoverText });
export const HandoverSign = z.object({ version: z.number().int() });
