import { z } from 'zod';
import { FrameRow } from './live.ts';

const instant = z.iso.datetime({ offset: true });
const no = z.number().int().nonnegative();
/** A block of readings or movers as contracts/live.ts describes them, in base64. */
const block = z.base64();

/** GET /api/past: since when pictures are kept (null: not yet), and the city's time now. */
export const PastSpan = z.object({ first: instant.nullable(), now: instant });
export type PastSpan = z.infer<typeof PastSpan>;

/** A frame of the live feed as it was sent then; `at` in city time. */
export const PastFrame = z.object({
  no,
  at: instant,
  upserts: z.array(FrameRow),
  removals: z.array(z.number().int()),
  readings: block.optional(),
  movers: block.optional(),
});
export type PastFrame = z.infer<typeof PastFrame>;

/**
 * Every frame after `no` up to `lastNo`, none left out: what was known from `from` until `until`, city time. `open`: it is
 * still being written, and more may be asked for later.
 */
export const PastSegment = z.object({
  epoch: z.string(),
  no,
  lastNo: no,
  from: instant,
  until: instant,
  open: z.boolean(),
  frames: z.array(PastFrame),
});
export type PastSegment = z.infer<typeof PastSegment>;

/**
 * Of GET /api/past/moment?at=: the picture before an instant and the segment that leads to it and on. An instant after the
 * segment's `until` is one of which nothing was kept.
 */
export const PastMoment = z.object({
  picture: z.object({
    epoch: z.string(),
    no,
    at: instant,
    rows: z.array(FrameRow),
    readings: block,
    movers: block,
  }),
  segment: PastSegment,
});
export type PastMoment = z.infer<typeof PastMoment>;

/** `moment` null: nothing was kept so early. */
export const PastAnswer = z.object({ moment: PastMoment.nullable() });

/** GET /api/past/next?at=&no=: the segment that goes on from there; null when nothing was kept then, `resumes` says where records begin again. */
export const PastNext = z.object({ segment: PastSegment.nullable(), resumes: instant.nullable() });
export type PastNext = z.infer<typeof PastNext>;

export const PastAt = z.object({ at: instant });
export const PastFrom = z.object({ at: instant, no: z.coerce.number().int().nonnegative() });

/** 标记: an instant that somebody wants found again, in a few words. */
export const PastMark = z.object({
  id: z.number().int(),
  at: instant,
  words: z.string(),
  madeName: z.string(),
  madeAt: instant,
});
export type PastMark = z.infer<typeof PastMark>;
export const PastMarks = z.object({ items: z.array(PastMark) });
export const PastMarkBody = z.object({ at: instant, words: z.string().trim().min(1).max(40) });
export const PastStretch = z.object({ from: instant, until: instant });
