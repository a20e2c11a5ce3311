import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

export const bulletinKindNames = { first: '首报', more: '续报', final: '终报' } as const;
export const BulletinKind = z.enum(['first', 'more', 'final']);
export type BulletinKind = z.infer<typeof BulletinKind>;

/** What nobody knows yet stays on the paper as such, and is counted for the person who signs. */
export const openPoint = (what: string): string => `（待核：${what}）`;

/** How many points of a report are still open. */
export function openPointsIn(fields: BulletinFields): number {
  return Object.values(fields).join('\n').split('（待核').length - 1;
}

const words = z.string().trim().max(2000);
const needed = (what: string) => words.min(1, `请填写${what}`);

/** The parts of a report in the order of the paper. Five must be filled in; all of them are drafted. */
export const BulletinFields = z.object({
  title: z.string().trim().min(4, '标题至少 4 个字').max(100),
  happenedAt: needed('发生时间'),
  place: needed('地点'),
  source: words,
  receivedAt: words,
  situation: needed('基本情况'),
  loss: words,
  measures: needed('已采取的措施'),
  onSpot: words,
  nextSteps: words,
});
export type BulletinFields = z.infer<typeof BulletinFields>;

export const bulletinFieldNames: Record<keyof BulletinFields, string> = {
  title: '标题',
  happenedAt: '发生时间',
  place: '地点',
  source: '信息来源',
  receivedAt: '接报时间',
  situation: '基本情况',
  loss: '人员伤亡与损失',
  measures: '已采取的措施',
  onSpot: '到场情况',
  nextSteps: '下一步安排',
};

/** 信息报送: one report to the superior level. A signed one never changes. */
export const Bulletin = z.object({
  id: z.number().int(),
  incidentId: z.number().int(),
  kind: BulletinKind,
  /** Counted for each kind by itself: 续报 1, 续报 2. */
  no: z.number().int(),
  state: z.enum(['draft', 'signed']),
  version: z.number().int(),
  fields: BulletinFields,
  draftedAt: instant,
  draftedName: z.string(),
  signedAt: instant.nullable(),
  signedName: z.string().nullable(),
});
export type Bulletin = z.infer<typeof Bulletin>;

/** 首报, 续报 2, 终报: how one report is called among those of its matter. */
export function bulletinName({ kind, no }: Pick<Bulletin, 'kind' | 'no'>): string {
  return kind === 'first' ? bulletinKindNames.first : `${bulletinKindNames[kind]} ${no}`;
}

/** 应报事项: since when a matter must be reported, and what has been said by telephone. */
export const Reportable = z.object({
  judgedAt: instant,
  judgedName: z.string(),
  oralDueAt: instant,
  writtenDueAt: instant,
  oralAt: instant.nullable(),
  oralName: z.string().nullable(),
  oralTo: z.string().nullable(),
});
export type Reportable = z.infer<typeof Reportable>;

/** GET /api/incidents/:id/bulletins. */
export const Bulletins = z.object({
  limit: z.object({ oralMinutes: z.number(), writtenMinutes: z.number(), source: z.string() }),
  reportable: Reportable.nullable(),
  items: z.array(Bulletin),
  /** What may be drafted now. */
  next: z.array(BulletinKind),
});
export type Bulletins = z.infer<typeof Bulletins>;

export const OralBody = z.object({ told: z.string().trim().min(2, '请写明向谁口头报告').max(60) });
export const DraftBody = z.object({ kind: BulletinKind });
export const EditBody = z.object({ version: z.number().int(), fields: BulletinFields });
export const SignBody = z.object({ version: z.number().int() });
