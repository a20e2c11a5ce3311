import { z } from 'zod';
import { Incident } from './incident.ts';
import { DiscontentCause } from './request.ts';
import { Rate } from './wall.ts';

const instant = z.iso.datetime({ offset: true });

/** One row of the table that everyone argues about. `filter` opens exactly its cases on GET /api/incidents. */
export const StatsRow = z.object({
  code: z.string().nullable(),
  name: z.string(),
  eventsToday: z.number().int(),
  eventsYesterdaySameTime: z.number().int(),
  openedToday: z.number().int(),
  open: z.number().int(),
  overdue: z.number().int(),
  closedToday: z.number().int(),
  closedOnTime: Rate,
  /** 本月特殊结案: apart, and never out of the denominator. */
  specialClosed: z.number().int(),
  beforeTheCall: Rate,
});
export type StatsRow = z.infer<typeof StatsRow>;

/** What the table counts by. */
export const StatsBy = z.enum(['district', 'department', 'category']);
export type StatsBy = z.infer<typeof StatsBy>;

/** 本月回访: matters with a caller who was heard, with one who was not content, and why; a matter may have several causes. */
export const CallsBack = z.object({
  heard: z.number().int(),
  discontent: z.number().int(),
  causes: z.array(z.object({ cause: DiscontentCause, cases: z.number().int() })),
});
export type CallsBack = z.infer<typeof CallsBack>;

/** GET /api/stats?by=district|department|category. `total` is all that the person may see, under its name. */
export const Stats = z.object({
  asOf: instant,
  by: StatsBy,
  total: StatsRow,
  rows: z.array(StatsRow),
  callsBack: CallsBack,
  /** The title of the table: what it shows, not what it is called. */
  finding: z.string(),
});
export type Stats = z.infer<typeof Stats>;
export const StatsQuery = z.object({ by: StatsBy.default('district') });

/** Numbers whose cases can be opened; `due`, `confirmed` are the denominators of the two rates. */
export const CaseFigure = z.enum([
  'openedToday', 'open', 'overdue', 'closedToday', 'due', 'closedOnTime', 'specialClosed', 'eventsToday', 'confirmed',
  'beforeTheCall', 'exempted', 'urgent', 'danger', 'level1', 'level2', 'calledBack', 'discontent',
  'discontentHandling', 'discontentAnswer', 'discontentLate', 'discontentManner', 'discontentBeyond', 'discontentOther',
]); // prettier-ignore
export type CaseFigure = z.infer<typeof CaseFigure>;

/** The figure that counts and opens the matters of one cause. */
export const figureOfCause = {
  handling: 'discontentHandling',
  answer: 'discontentAnswer',
  late: 'discontentLate',
  manner: 'discontentManner',
  beyond: 'discontentBeyond',
  other: 'discontentOther',
} as const satisfies Record<DiscontentCause, CaseFigure>;

/** `code` none: the row of what has no such code; absent: everything. */
const page = {
  by: StatsBy.default('district'),
  code: z.string().min(1).max(60).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
};

/** GET /api/stats/cases: the cases behind one number; `total` equals the number, `items` is one page of them. */
export const CasesQuery = z.object({ ...page, figure: CaseFigure });
export const Cases = z.object({ asOf: instant, total: z.number().int(), items: z.array(Incident) });
export type Cases = z.infer<typeof Cases>;

/** GET /api/stats/events: the 来件 behind one number, each with the case it belongs to; newest first. */
export const EventsQuery = z.object({ ...page, day: z.enum(['today', 'yesterday']).default('today') });
export const StatsEvents = z.object({
  asOf: instant,
  total: z.number().int(),
  items: z.array(
    z.object({
      eventId: z.number().int(),
      at: instant,
      source: z.string(),
      incident: Incident.pick({
        id: true, no: true, title: true, severity: true, status: true, departmentName: true, categoryName: true,
        address: true,
      }), // prettier-ignore
    }),
  ),
});
export type StatsEvents = z.infer<typeof StatsEvents>;

/** GET /api/stats/brief: what the leaders' page opens with. */
export const Brief = z.object({
  asOf: instant,
  /** Three sentences written from the data; `parts` with `figure` are links. */
  sentences: z.array(
    z.array(z.object({ text: z.string(), href: z.string().optional(), strong: z.boolean().optional() })),
  ),
  /** The first few of `urgentTotal`. */
  urgent: z.array(Incident),
  urgentTotal: z.number().int(),
  hourly: z.array(
    z.object({
      districtCode: z.string().nullable(),
      name: z.string(),
      today: z.array(z.number()),
      yesterday: z.array(z.number()),
      /** Of the whole of today, and of yesterday until the same time. */
      todayCount: z.number().int(),
      yesterdayCount: z.number().int(),
    }),
  ),
  /** Titles that say what is found. */
  finding: z.object({ urgent: z.string(), table: z.string(), chart: z.string() }),
});
export type Brief = z.infer<typeof Brief>;
