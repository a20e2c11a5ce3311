import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

/** The figures of 昨夜今晨 in the order of the page; each opens exactly its cases. */
export const dayFigureNames = {
  events: '来件',
  opened: '新立案',
  danger: '涉险',
  requests: '群众诉求',
  closed: '办结',
  due: '到期应结',
  overdue: '超时未办',
  reported: '信息报送',
} as const;
export const DayFigureName = z.enum(Object.keys(dayFigureNames) as [DayFigureName, ...DayFigureName[]]);
export type DayFigureName = keyof typeof dayFigureNames;

/** One number of the brief with what it is counted against, and the cases behind it. */
export const DayFigure = z.object({
  name: DayFigureName,
  count: z.number().int(),
  /** 应答 7，已答 5: a part of the count, and what it is called. */
  part: z.object({ name: z.string(), count: z.number().int() }).nullable(),
  incidentIds: z.array(z.number().int()),
});
export type DayFigure = z.infer<typeof DayFigure>;

export const DayText = z.object({
  overview: z.string().trim().max(1500),
  important: z.string().trim().max(2500),
  late: z.string().trim().max(2000),
  note: z.string().trim().max(1000),
});
export type DayText = z.infer<typeof DayText>;
export const dayTextNames: Record<keyof DayText, string> = {
  overview: '总体情况',
  important: '重要事项',
  late: '超时与待办',
  note: '预警、值班与提示',
};

/** 昨夜今晨: 08:00 to 08:00. The figures are the machine's, the words a person's. */
export const DayBrief = z.object({
  day: z.iso.date(),
  version: z.number().int(),
  from: instant,
  to: instant,
  asOf: instant,
  figures: z.array(DayFigure.omit({ incidentIds: true }).extend({ cases: z.number().int() })),
  text: DayText,
  editedName: z.string().nullable(),
  state: z.enum(['draft', 'signed']),
  signedAt: instant.nullable(),
  signedName: z.string().nullable(),
});
export type DayBrief = z.infer<typeof DayBrief>;

export const DayBriefs = z.object({ days: z.array(z.iso.date()) });
export const DayCasesQuery = z.object({
  figure: DayFigureName.default('events'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
});
export const DayEditBody = z.object({ version: z.number().int(), text: DayText });
export const DaySignBody = z.object({ version: z.number().int() });
