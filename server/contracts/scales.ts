import { z } from 'zod';
import { choice } from './choice.ts';
import { code, name } from './fields.ts';

/** 预警颜色, mildest first. Their number differs by hazard and issuer: never assume four. */
export const WarningScale = z.object({
  code,
  name,
  hazard: z.string().min(1).max(20).describe('灾种'),
  issuer: z.string().min(1).max(40).describe('发布单位'),
  levels: z
    .array(
      z.object({
        colour: choice({ white: '白', blue: '蓝', yellow: '黄', orange: '橙', red: '红' }).describe('颜色'),
        name: z.string().min(1).max(12).describe('名称'),
        roman: z.string().max(4).describe('级别'),
        meaning: z.string().max(200).describe('标准'),
      }),
    )
    .min(2)
    .describe('颜色'),
  /** 洪水按站点、河段，不按区县. */
  areaBy: choice({ district: '区域', station: '站点、河段' }).default('district').describe('发布范围'),
  source: z.string().min(1).max(100).describe('出处'),
});
export type WarningScale = z.infer<typeof WarningScale>;

/** 应急响应级别 of one level of government and one kind; not a warning colour. Mildest first. */
export const ResponseScale = z.object({
  code,
  name,
  government: choice({ province: '省', city: '市', county: '县（市、区）' }).describe('响应层级'),
  hazard: z.string().min(1).max(20).describe('类别'),
  commandUnit: z.string().min(1).max(40).describe('指挥机构'),
  levels: z
    .array(
      z.object({
        roman: z.enum(['IV', 'III', 'II', 'I']).describe('级别'),
        name: z.string().describe('名称'),
        startedBy: z.string().describe('启动人'),
      }),
    )
    .min(1)
    .describe('级别'),
  source: z.string().min(1).max(100).describe('出处'),
});
export type ResponseScale = z.infer<typeof ResponseScale>;
