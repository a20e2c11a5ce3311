import { failureKind, cityNow, inTransaction } from '#store/db.ts';
import * as mergeQueue from '#store/merge-queue.ts';
import type { Share } from '#store/merge-queue.ts';
import * as quarantine from '#store/quarantine.ts';
import type { Logger } from '#server/log.ts';
import { excludeNetHits } from '#server/metrics.ts';
import { watchLoop } from '#server/progress.ts';
import type { Pulse } from '#server/progress.ts';
import { cut } from '#text/normalise.ts';
import { batchSize, mergeBatch } from './batch.ts';
import { Moved } from './moved.ts';
import type { MergeParts } from './parts.ts';

/** How often an event may break the merge before it is set apart with its reason. */
const mostTries = 5;
/** Without a hint the queue is looked at this often. */
const restMs = 100;

/**
 * Runs `lanes` merge loops until closed, each over its own lots of ground; `nudge` ends their rest early. While one writes
 * another reads: on two cores three do a tenth more than two, four no more (located events, 2026-12-01).
 */
export function startMerging(
  parts: MergeParts & { log: Logger },
  lanes: number,
): { nudge: () => void; close: () => Promise<void> } {
  let closed = false;
  let rest: (() => void)[] = [];
  const loops = Array.from({ length: lanes }, (_, i) =>
    lane(watchLoop(`merge-${i + 1}`), { lane: i, lanes }),
  );

  async function lane(pulse: Pulse, share: Share): Promise<void> {
    while (!closed) {
      const done = await pulse.turn((beat) => mergeSafely(parts, share, beat)).catch(() => waitForDatabase());
      if (done === 0)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, restMs);
          rest.push(() => {
            clearTimeout(timer);
            resolve();
          });
        });
    }
    pulse.end();
  }

  const nudge = (): void => {
    const waking = rest;
    rest = [];
    for (const wake of waking) wake();
  };
  return {
    nudge,
    async close() {
      closed = true;
      nudge();
      await Promise.all(loops);
    },
  };
}

/** No progress: the next turn tries again. */
async function waitForDatabase(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 200));
  return 0;
}

/** One batch. Answers how many events were linked or set aside; throws only when the database is away. */
async function mergeSafely(
  parts: MergeParts & { log: Logger },
  share: Share,
  beat: () => void,
): Promise<number> {
  try {
    return await mergeBatch(parts, share);
  } catch (error) {
    if (error instanceof Moved) return 1;
    const code = (error as { code?: string }).code;
    // The net was hit while the locks should have kept it idle: a bug alarm, not a user's error (counter exclude_net_hits).
    if (code === '23P01') {
      excludeNetHits.inc();
      parts.log.error(
        { loop: 'merge', event: 'exclude_net_hit' },
        'two open incidents of one problem were refused by the net',
      );
    }
    if (failureKind(error) === 'away') {
      parts.log.warn({ loop: 'merge', code }, 'merge waits for the database');
      throw error;
    }
    parts.log.error({ loop: 'merge', err: error }, 'a merge batch failed; its events go one by one');
    return mergeOneByOne(parts, share, beat);
  }
}

/** After a failed batch every event of it goes alone, so that one bad event never holds its neighbours. */
async function mergeOneByOne(
  parts: MergeParts & { log: Logger },
  share: Share,
  beat: () => void,
): Promise<number> {
  const ids = await firstWaiting(parts, share);
  for (const id of ids) {
    beat();
    try {
      await mergeBatch(parts, { ids: [id] });
    } catch (error) {
      if (error instanceof Moved || failureKind(error) === 'away') continue;
      await setAside(parts, id, error as Error).catch(() => undefined);
    }
  }
  return ids.length;
}

async function firstWaiting(parts: MergeParts, share: Share): Promise<number[]> {
  return inTransaction(parts.pool, '*', async (tx) => {
    const rows = await mergeQueue.takeWaiting(tx, await cityNow(tx), batchSize, share);
    return rows.map((row) => row.eventId);
  });
}

/** Later once more; after five times into quarantine with the reason, from where a person can replay it. */
async function setAside(parts: MergeParts & { log: Logger }, eventId: number, error: Error): Promise<void> {
  await inTransaction(parts.pool, '*', async (tx, now) => {
    const tries = await mergeQueue.postpone(tx, eventId, now);
    if (tries < mostTries) return;
    const source = await mergeQueue.giveUp(tx, eventId);
    const sealed = parts.vault.seal(`quarantine:${source}`, JSON.stringify({ eventId }));
    const message = `归并失败 ${tries} 次，已转人工：${cut(error.message, 120)}`;
    await quarantine.keep(
      tx,
      [
        {
          source,
          key: null,
          deviceId: null,
          eventId,
          code: 'merge-failed',
          message,
          sealed,
          itemHash: `event/${eventId}`,
        },
      ],
      now,
    );
  });
  parts.log.error({ loop: 'merge', eventId, err: error }, 'an event could not be merged');
}
