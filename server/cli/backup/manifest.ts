import { z } from 'zod';

/** The first piece of a copy: what it is, and what must be there when it is restored. */
export const Manifest = z.object({
  program: z.string(),
  at: z.iso.datetime({ offset: true }),
  mark: z.string(),
  postgresql: z.string(),
  postgis: z.string(),
  migrations: z.array(z.string()),
  counts: z.record(z.string(), z.number().int()),
  auditHeads: z.array(z.object({ stream: z.number(), seq: z.number(), hash: z.string() })),
  feed: z.object({ epoch: z.string(), no: z.number() }),
  unsent: z.number().int(),
  waiting: z.number().int(),
});
export type Manifest = z.infer<typeof Manifest>;

/** A small file of the data folder; `name` is relative to it. */
export const KeptFile = z.object({
  name: z.string().regex(/^(secrets\.json|accounts\.txt|tls\/[A-Za-z0-9.-]+)$/),
  text: z.string(),
});
export type KeptFile = z.infer<typeof KeptFile>;

/** The last piece: the dump is whole. */
export const End = z.object({ dumpBytes: z.number().int(), dumpSm3: z.string() });
