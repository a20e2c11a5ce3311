import { z } from 'zod';
import { choice } from './choice.ts';
import { code, name } from './fields.ts';

/** Where the effects of a cause are looked for. */
export const causeReachNames = {
  near: '起因案件附近',
  district: '全县（市、区），可由数量推断',
} as const;

const families = (what: string, least: number): z.ZodType<string[]> =>
  z.array(code).min(least).max(60).describe(what);

/** 因果: which families are effects of which cause, how far and how long after it; data of the city, not a program. */
export const Cause = z.object({
  code,
  name,
  /** Of the cause itself: its open incident becomes the parent; where there is none, a new one of this category. */
  categoryCode: code.describe('母案小类'),
  reach: choice(causeReachNames).describe('范围'),
  /** Families that by their number alone tell of the cause; empty where its own incident is needed. */
  signs: families('由数量推断的归并族', 0),
  /** Families that belong to it once it stands. */
  effects: families('受影响的归并族', 0),
  /** From the cause's own place; of a district's, from one place to the next. */
  radiusM: z.number().min(50).max(20_000).describe('距离（米）'),
  /** After the cause; of a district's, how far back the count goes. */
  windowMinutes: z.number().int().min(10).max(720).describe('时间（分钟）'),
  least: z.number().int().min(2).max(100).describe('至少处数'),
  /** As the parent is called after its district. */
  words: z.string().trim().min(2).max(30).describe('母案名称'),
  source: z.string().min(1).max(200).describe('出处'),
});
export type Cause = z.infer<typeof Cause>;
