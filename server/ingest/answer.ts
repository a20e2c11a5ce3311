import { z } from 'zod';

/** What a door answers, after the commit (CONTRACT §3). */
export const DoorAnswer = z.object({
  accepted: z.number().int(),
  duplicates: z.number().int(),
  quarantined: z.array(z.object({ index: z.number().int(), code: z.string(), message: z.string() })),
});
export type DoorAnswer = z.infer<typeof DoorAnswer>;

/** Nothing good and no resend either: the whole request answers 422. */
export function allBad(answer: DoorAnswer): boolean {
  return answer.accepted === 0 && answer.duplicates === 0 && answer.quarantined.length > 0;
}
