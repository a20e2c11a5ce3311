import type { Common } from '#server/parts.ts';
import type { Mark } from '#store/city-mark.ts';
import type { Delivery } from '#store/deliveries.ts';
import type { Db } from '#store/db.ts';
import type { Topic } from '#store/signal.ts';

/** What jobs and channels may use; made once by main.ts and passed in. */
export type Work = Common & {
  /** The secret that signs what goes to a unit's own system. */
  webhookSecret: (unitCode: string) => string;
  /** Where files of this machine lie. */
  dataDir: string;
  /** Ends when the process is told to stop: whoever waits for a network lets go. */
  stopping: AbortSignal;
};

/** What became of one attempt. `refused`: it must not leave from here; `dead`: it never will; `again`: later. */
export type Outcome =
  | { kind: 'sent' }
  | { kind: 'again'; reason: string }
  | { kind: 'dead'; reason: string }
  | { kind: 'refused'; reason: string };

/**
 * A way to reach a department or a phone. The id is the file name. `inside` delivers within the database, in the very
 * transaction that marks it sent; `outside` speaks to another system and must end within ten seconds.
 */
export type Channel = { id: string; title: string } & (
  | { kind: 'inside'; put: (tx: Db, deliveries: readonly Delivery[], now: Date) => Promise<void> }
  | { kind: 'outside'; send: (work: Work, delivery: Delivery, mark: Mark) => Promise<Outcome> }
);

/** Does what one queue brings: bundles of at most `most` deliveries, at most `lanes` bundles at a time. */
export type Handler = { most: number; lanes: number; handle: (ids: readonly number[]) => Promise<void> };

/**
 * A job of the workers. The id is the file name. `queued` handles deliveries of one channel as the queue brings them;
 * `periodic` runs by the clock, `alone` by one worker of all in each period, and at once when `wokenBy` is heard.
 */
export type Job = { id: string; title: string } & (
  | { kind: 'queued'; handler: (work: Work, channel: Channel) => Handler }
  | {
      kind: 'periodic';
      everySeconds: number;
      alone: boolean;
      wokenBy?: Topic;
      /** `beat` after each batch of a long run: a job that is silent for a minute counts as hung. */
      run: (work: Work, beat: () => void) => Promise<void>;
    }
);
