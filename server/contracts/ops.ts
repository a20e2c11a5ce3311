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

/** One disk that the program sees; `name`: data folder, or the private database where that lies elsewhere. */
export const Disk = z.object({
  name: z.enum(['data', 'database']),
  totalBytes: z.number(),
  freeBytes: z.number(),
  /** 0 to 1. */
  usedShare: z.number(),
});
export type Disk = z.infer<typeof Disk>;

/** A process of the program as it describes itself every five seconds. `silent`: it has stopped doing so. */
export const ProcessState = z.object({
  id: z.string(),
  part: z.enum(['server', 'workers']),
  host: z.string(),
  pid: z.number().int(),
  program: z.string(),
  startedAt: instant,
  seenAt: instant,
  silent: z.boolean(),
  /** Every loop with the seconds since its last progress; the one that stands longest first. */
  loops: z.array(z.object({ loop: z.string(), ageSeconds: z.number(), stuck: z.boolean() })),
  disks: z.array(Disk),
});
export type ProcessState = z.infer<typeof ProcessState>;

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
  processes: z.array(ProcessState),
  /** The newest copy of everything; null when there has never been one. */
  lastBackup: z.object({ at: instant, file: z.string(), bytes: z.number() }).nullable(),
  /** The last day whose partitions are there; without the partition of today no event can be accepted. */
  partitionsUntil: z.iso.date().nullable(),
});
export type OpsState = z.infer<typeof OpsState>;

/** GET /api/ops/unsent: deliveries that wait for a person's word. Nothing of them is sent by itself. */
export const Unsent = z.object({
  count: z.number().int(),
  items: z.array(
    z.object({
      id: z.number().int(),
      state: z.enum(['dead', 'refused', 'uncertain']),
      step: z.string(),
      /** Name of the unit. */
      recipient: z.string(),
      channel: z.string(),
      title: z.string(),
      incidentNo: z.string().nullable(),
      createdAt: instant,
      reason: z.string().nullable(),
    }),
  ),
});
export type Unsent = z.infer<typeof Unsent>;
