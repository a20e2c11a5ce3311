import type { Reference } from '#contracts/reference.ts';
import type { Logger } from '#server/log.ts';
import { watchLoop } from '#server/progress.ts';
import { connectDirect } from '#store/direct.ts';
import { cityNow } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import {
  changesAfter,
  openFeed,
  pruneFeed,
  publishFrame,
  seeAllTasks,
  shownRows,
  touchFeed,
  tryLead,
} from '#store/frames.ts';
import type { Horizon } from '#store/feed.ts';
import type { Change, Cursor, Feed, ShownRow } from '#store/frames.ts';
import { listen } from '#store/signal.ts';
import { advance, foldChanges, readyPrefix } from './fold.ts';
import { blockedSeconds, publishing } from './metrics.ts';
import { liveRows } from './rows.ts';
import { watchMovers, watchReadings } from './watch.ts';
import type { Watch } from './watch.ts';

/** Frames come at most this often (CONTRACT §5); without a hint the feed is looked at this often, too. */
const tickMs = 100;
const changesPerFrame = 1_000;
const touchEveryMs = 1_000;
const pruneEveryMs = 60_000;
/** Changes held back this long by an older transaction are an outage that screens must show. */
const blockedLimitMs = 5_000;

type Lead = {
  db: Db;
  feed: Feed;
  /** What the picture holds, as published: whom a row leaves is decided against it. */
  shown: Map<number, ShownRow>;
  readings: Watch;
  movers: Watch;
  blockedSince: number | null;
  touchedAt: number;
  prunedAt: number;
};

export type PublisherParts = { pool: Pool; log: Logger; reference: () => Reference };

/**
 * The publisher of the live feed: of all servers one leads, by a session lock on its own connection, and everything
 * it writes goes through that connection, so that losing the lock is losing the ability to write (reliability §8).
 */
export function startPublisher(parts: PublisherParts): { close: () => Promise<void> } {
  let closed = false;
  let wake = (): void => undefined;
  const nap = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const hints = listen(parts.pool, (topic) => {
    if (topic === 'change') wake();
  });
  const isClosed = (): boolean => closed;

  const pulse = watchLoop('publisher');
  const run = async (): Promise<void> => {
    while (!closed) {
      await pulse
        .turn((beat) => lead(parts, { nap, isClosed, beat }))
        .catch((error: unknown) => {
          parts.log.warn({ loop: 'publisher', err: error }, 'the publisher lost its lead');
        });
      if (!closed) await nap(500);
    }
    pulse.end();
  };
  const running = run();
  return {
    close: async () => {
      closed = true;
      wake();
      await hints.close();
      await running;
    },
  };
}

type Pace = { nap: (ms: number) => Promise<void>; isClosed: () => boolean; beat: () => void };

/** Leads until closed or until the connection or the feed is lost. */
async function lead(parts: PublisherParts, { nap, isClosed, beat }: Pace): Promise<void> {
  // A frozen leader is cut off after ten seconds; a working one speaks ten times a second.
  const db = await connectDirect(parts.pool, 'chengyun-publisher', 10);
  try {
    await seeAllTasks(db);
    while (!(await tryLead(db))) {
      beat();
      await nap(500);
      if (isClosed()) return;
    }
    const state: Lead = {
      db,
      feed: await openFeed(db),
      shown: new Map((await shownRows(db)).map((row) => [row.id, row])),
      readings: watchReadings(parts.pool),
      movers: watchMovers(parts.pool),
      blockedSince: null,
      touchedAt: -Infinity,
      prunedAt: performance.now(),
    };
    publishing.set(1);
    parts.log.info({ epoch: state.feed.epoch, no: state.feed.head }, 'publishing the live feed');
    try {
      while (!isClosed()) {
        beat();
        const began = performance.now();
        const published = await tick(state, parts.reference());
        // Woken early only when nothing went out in this interval: at most one frame each 100 ms.
        await prune(state);
        const rest = Math.max(1, tickMs - (performance.now() - began));
        if (published) await new Promise((resolve) => setTimeout(resolve, rest));
        else await nap(rest);
      }
    } finally {
      publishing.set(0);
      state.readings.close();
      state.movers.close();
    }
  } finally {
    await db.end().catch(() => undefined);
  }
}

const untold = { block: null, seen: null };

/** One look at the feed; true when a frame went out. */
async function tick(lead: Lead, reference: Reference): Promise<boolean> {
  const changes = await changesAfter(lead.db, lead.feed.cursor, changesPerFrame);
  const ready = readyPrefix(changes);
  const stuck = noteBlocked(lead, changes.length > 0 && ready.length === 0);
  // While rows are stuck the rest waits too: a screen must not look fresh by half (law 9).
  const { block: readings, seen } = stuck ? untold : lead.readings.take();
  const { block: movers } = stuck ? untold : lead.movers.take();
  if (ready.length === 0 && readings === null && movers === null) {
    if (!stuck) await touch(lead, seen);
    return false;
  }
  const { incidentIds, nudges } = foldChanges(ready);
  const current =
    incidentIds.length === 0 ? [] : await liveRows(lead.db, incidentIds, reference, await cityNow(lead.db));
  const { rows, shown, gone } = advance(lead.shown, current);
  const cursor = cursorAfter(ready, lead.feed.cursor);
  const no = await publishFrame(lead.db, {
    feed: lead.feed,
    cursor,
    rows,
    nudges,
    readings,
    movers,
    seen,
    shown,
    gone,
  });
  if (no === null) throw new Error('the feed moved under its publisher');
  for (const row of shown) lead.shown.set(row.id, row);
  for (const id of gone) lead.shown.delete(id);
  lead.feed = { ...lead.feed, head: no, cursor };
  lead.touchedAt = performance.now();
  return true;
}

const cursorAfter = (ready: readonly Change[], before: Cursor): Cursor => {
  const last = ready.at(-1);
  return last ? { xid: last.xid, seq: last.seq } : before;
};

/** Notes since when nothing can be taken; true when that has lasted too long. */
function noteBlocked(lead: Lead, blocked: boolean): boolean {
  const now = performance.now();
  lead.blockedSince = blocked ? (lead.blockedSince ?? now) : null;
  const heldMs = lead.blockedSince === null ? 0 : now - lead.blockedSince;
  blockedSeconds.set(heldMs / 1000);
  return heldMs > blockedLimitMs;
}

/** Says that the publisher is at work, once a second when no frame has said so. */
async function touch(lead: Lead, seen: Horizon | null): Promise<void> {
  const now = performance.now();
  if (now - lead.touchedAt < touchEveryMs) return;
  if (!(await touchFeed(lead.db, lead.feed, seen))) throw new Error('the feed moved under its publisher');
  lead.touchedAt = now;
}

async function prune(lead: Lead): Promise<void> {
  const now = performance.now();
  if (now - lead.prunedAt < pruneEveryMs) return;
  await pruneFeed(lead.db, lead.feed);
  lead.prunedAt = now;
}
