import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

/** How a source was last heard. `lastAt` null: it is not connected, which is not the same as late. */
export const SourceState = z.object({
  source: z.string(),
  name: z.string(),
  lastAt: instant.nullable(),
  late: z.boolean(),
  lateWords: z.string(),
});
export type SourceState = z.infer<typeof SourceState>;

/** GET /api/ops/state: what an administrator looks at first when somebody says that it is slow. */
export const OpsState = z.object({
  asOf: instant,
  versions: z.object({
    program: z.string(),
    node: z.string(),
    postgresql: z.string(),
    postgis: z.string(),
    reference: z.number().int(),
  }),
  /** This server process, by the clock of its machine. */
  startedAt: instant,
  databaseBytes: z.number(),
  sources: z.array(SourceState),
  /** What waits, and since when the oldest of it does. */
  backlogs: z.array(
    z.object({
      id: z.enum(['merge', 'ask', 'deliver', 'dead', 'quarantine', 'photo']),
      count: z.number().int(),
      since: instant.nullable(),
    }),
  ),
  /** 自检: measured by the reconciling job each minute; what should be zero. */
  checks: z.array(z.object({ id: z.string(), count: z.number() })),
  /** 实时画面: when the publisher was last at work. */
  feed: z.object({ no: z.number().int(), aliveAt: instant.nullable() }),
  jobs: z.array(
    z.object({
      id: z.string(),
      startedAt: instant,
      finishedAt: instant.nullable(),
      error: z.string().nullable(),
    }),
  ),
  /** The last day whose partitions are there; without the partition of today no event can be accepted. */
  partitionsUntil: z.iso.date().nullable(),
});
export type OpsState = z.infer<typeof OpsState>;
