import { z } from 'zod';
import { choice } from './choice.ts';
import { code, name, severity } from './fields.ts';

/** What a platform's workbook can hold of an answer. */
export const answerFields = {
  ticketNo: '工单编号',
  answer: '答复内容',
  answeredBy: '答复人',
  answeredAt: '答复时间',
  round: '轮次',
} as const;
const heading = z.string().trim().min(1).max(40);

/** 热线平台: the upper platform that tickets come from, and how its answers go back to it. */
export const HotlinePlatform = z.object({
  code,
  name,
  /** Without an address its answers go by its own workbook. */
  writeBackUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .describe('回写地址'),
  columns: z
    .array(z.object({ field: choice(answerFields).describe('内容'), heading: heading.describe('列名') }))
    .min(2)
    .max(12)
    .describe('导出列'),
  confirm: z
    .object({
      ticketNo: heading.describe('编号列名'),
      outcome: heading.describe('结果列名'),
      success: heading.describe('成功的写法'),
      receipt: heading.describe('回执号列名'),
      /** Rows written before this column existed have none: then the outcome itself says why. */
      reason: heading.nullable().default(null).describe('原因列名'),
    })
    .describe('回执格式'),
});
export type HotlinePlatform = z.infer<typeof HotlinePlatform>;

/** 信息报送时限: of one level, or of every level that has no row of its own; counted from the judgement on. */
export const ReportLimit = z.object({
  code,
  name,
  severity: severity.nullable().describe('等级'),
  oralMinutes: z.number().int().min(1).max(1_440).describe('口头报告（分钟）'),
  writtenMinutes: z.number().int().min(1).max(2_880).describe('书面首报（分钟）'),
  source: z.string().trim().min(1).max(200).describe('依据'),
});
export type ReportLimit = z.infer<typeof ReportLimit>;
