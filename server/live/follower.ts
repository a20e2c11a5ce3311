import { watchLoop } from '#server/progress.ts';
import type { Pool } from '#store/db.ts';
import { firstKept, framesAfter, readHead } from '#store/feed.ts';
import type { StoredFrame } from '#store/frames.ts';
import { listen } from '#store/signal.ts';
import { makeRing } from './ring.ts';
import type { Ring } from './ring.ts';

/** How a server hears the numbered frames: from PostgreSQL, whoever published them. */
export type Follower = {
  ring: Ring;
  /** Resolves after the first look. */
  begun: Promise<void>;
  /** City time of the last look at the feed, when the feed is alive and its head was reached; else null. */
  aliveAt: () => string | null;
  /** Resolves when this server has frame `no`, or has given up waiting for it. */
  reach: (no: number) => Promise<void>;
  close: () => Promise<void>;
};

type Hear = {
  /** A frame, in order, none left out. */
  onFrame: (frame: StoredFrame) => void;
  /** Numbers do not follow any more (new epoch, or too far behind): everybody needs a snapshot. */
  onBreak: () => void;
  /** A hint of the database that is none of frames. */
  onHint: (hint: string) => void;
};

const lookEveryMs = 200;
const framesPerLook = 500;
const framesAtStart = 3_000;
/** After this long without an answer of the database nobody is told that all is well. */
const staleAfterMs = 3_000;

/** Takes the frames behind the ring's head, in order; how many came. */
async function takeFrames(pool: Pool, ring: Ring, { onFrame, onBreak }: Hear): Promise<number> {
  let taken = 0;
  for (;;) {
    const frames = await framesAfter(pool, ring.head(), framesPerLook);
    taken += frames.length;
    for (const frame of frames) {
      if (ring.push(frame)) onFrame(frame);
      else onBreak();
    }
    if (frames.length < framesPerLook) return taken;
  }
}

/** One look at the feed; answers its city time when it is alive and its head was reached, else null. */
async function look(pool: Pool, ring: Ring, hear: Hear): Promise<string | null> {
  const known = ring.head();
  const feed = await readHead(pool);
  if (ring.epoch() === '') {
    const first = await firstKept(pool, framesAtStart);
    ring.restart(feed.epoch, first === null ? feed.head : first - 1);
  }
  const taken = await takeFrames(pool, ring, hear);
  // A new epoch that has no frame yet, or a database that was set back.
  if (taken === 0 && (ring.epoch() !== feed.epoch || feed.head < known)) {
    ring.restart(feed.epoch, feed.head);
    hear.onBreak();
  }
  const reached = ring.epoch() === feed.epoch && ring.head() >= feed.head;
  return feed.alive && reached ? feed.at : null;
}

/** Follows the feed into a ring of its own; NOTIFY hurries it, looking five times a second is what it relies on. */
export function startFollower(pool: Pool, hear: Hear): Follower {
  const ring = makeRing();
  let heard: { at: string; ms: number } | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | null = null;
  let queue: Promise<void> = Promise.resolve();
  let queued = false;

  const pulse = watchLoop('follower');
  const lookOnce = async (): Promise<void> => {
    queued = false;
    if (closed) return;
    const at = await pulse.turn(() => look(pool, ring, hear)).catch(() => null);
    heard = at === null ? null : { at, ms: performance.now() };
  };
  /** One look at a time, and at most one waiting behind it. */
  const request = (): Promise<void> => {
    if (!queued) queue = queue.then(lookOnce);
    queued = true;
    return queue;
  };
  const keepLooking = (): void => {
    void request().then(() => {
      if (!closed) timer = setTimeout(keepLooking, lookEveryMs);
    });
  };
  const hints = listen(pool, (topic) => {
    if (topic === 'frame') void request();
    else hear.onHint(topic);
  });
  const begun = request();
  keepLooking();
  return {
    ring,
    begun,
    aliveAt: () => (heard !== null && performance.now() - heard.ms < staleAfterMs ? heard.at : null),
    reach: async (no) => {
      for (let tries = 0; tries < 20 && ring.head() < no && !closed; tries += 1) {
        await request();
        if (ring.head() < no) await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    close: async () => {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await hints.close();
      await queue;
      pulse.end();
    },
  };
}
