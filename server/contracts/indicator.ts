import { z } from 'zod';

/** 一项指标的一期: a monthly or quarterly figure as its authority has published it. */
export const Indicator = z.object({
  name: z.string().trim().min(1).max(40),
  /** 2026-05, or 2026-Q2. */
  period: z.string().regex(/^\d{4}-(0[1-9]|1[0-2]|Q[1-4])$/u, '时期须为 2026-05 或 2026-Q2'),
  value: z.number(),
  unit: z.string().trim().max(12),
  /** 同比, in per cent; null: the authority has not said. */
  changePercent: z.number().nullable(),
  issuer: z.string().trim().min(1).max(40),
  publishedOn: z.iso.date('发布日期须为 2026-06-15'),
});
export type Indicator = z.infer<typeof Indicator>;
