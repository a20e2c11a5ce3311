import { z } from 'zod';
import { Incident } from './incident.ts';
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
  beforeTheCall: Rate,
});
export type StatsRow = z.infer<typeof StatsRow>;

/** GET /api/stats?by=district|department|category. The first row is the whole city. */
export const Stats = z.object({
  asOf: instant,
  by: z.enum(['district', 'department', 'category']),
  total: StatsRow,
  rows: z.array(StatsRow),
});
export type Stats = z.infer<typeof Stats>;
export const StatsQuery = z.object({
  by: z.enum(['district', 'department', 'category']).default('district'),
});

/** GET /api/stats/cases: the cases behind one number; the list's length equals the number. */
export const CasesQuery = z.object({
  by: z.enum(['district', 'department', 'category']).default('district'),
  code: z.string().optional(),
  figure: z.enum(['openedToday', 'open', 'overdue', 'closedToday', 'due', 'closedOnTime', 'eventsToday']),
});
export const Cases = z.object({ asOf: instant, total: z.number().int(), items: z.array(Incident) });

/** GET /api/stats/brief: what the leaders' page opens with. */
export const Brief = z.object({
  asOf: instant,
  /** Three sentences written from the data; `parts` with `figure` are links. */
  sentences: z.array(
    z.array(z.object({ text: z.string(), href: z.string().optional(), strong: z.boolean().optional() })),
  ),
  urgent: z.array(Incident),
  hourly: z.array(
    z.object({
      districtCode: z.string().nullable(),
      name: z.string(),
      today: z.array(z.number()),
      yesterday: z.array(z.number()),
    }),
  ),
  finding: z.object({ table: z.string(), chart: z.string() }),
});
export type Brief = z.infer<typeof Brief>;
