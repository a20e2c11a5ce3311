import type { Reference } from '#contracts/reference.ts';
import type { Pool } from '#store/db.ts';
import type { Logger } from './log.ts';

/** What server and workers both hand to their rooms; made once in a main file and passed in. */
export type Common = {
  pool: Pool;
  log: Logger;
  /** The reference data as of the last change, kept fresh. */
  reference: () => Reference;
  /** Tells the loops that a topic has work; a hint only. */
  wake: (topic: 'waiting' | 'change' | 'delivery' | 'deadline') => void;
};
