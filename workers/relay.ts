import { cityNow, inTransaction } from '#store/db.ts';
import { handBack, lockExhausted, oldestDueSeconds, takeLost, takeNew } from '#store/deliveries.ts';
import type { Queued } from '#store/deliveries.ts';
import { startLoop } from '#workers/loop.ts';
import type { Loop } from '#workers/loop.ts';
import type { Queues } from '#workers/queues.ts';
import { buryAndTell } from '#workers/settle.ts';
import type { Work } from '#workers/work.ts';

const batch = 500;
const everyMs = 150;
const sweepEveryMs = 1_000;
const lostBatches = 4;

/**
 * 转发: hands deliveries from PostgreSQL to the queues, and again those that were lost on the way. The normal path and
 * the recovery are this one loop, so a Redis that was wiped heals without a word (law 7).
 */
export function startRelay(work: Work, queues: Queues, known: ReadonlySet<string>): Loop {
  let sweptAt = -Infinity;
  return startLoop(work.log, 'relay', everyMs, async (beat) => {
    while ((await handOver(work, queues, await takeNew(work.pool, batch))) === batch) beat();
    if (performance.now() - sweptAt < sweepEveryMs) return;
    sweptAt = performance.now();
    for (let n = 0; n < lostBatches; n += 1)
      if ((await handOver(work, queues, await takeLost(work.pool, batch))) < batch) break;
    await buryExhausted(work, known);
  });
}

async function handOver(work: Work, queues: Queues, rows: readonly Queued[]): Promise<number> {
  if (rows.length === 0) return 0;
  try {
    await queues.add(rows);
  } catch (error) {
    await handBack(
      work.pool,
      rows.map(({ id }) => id),
    ).catch(() => undefined);
    throw error;
  }
  return rows.length;
}

/** Deliveries that kill whoever sends them, and those of a channel that this program does not have. */
async function buryExhausted(work: Work, known: ReadonlySet<string>): Promise<void> {
  await inTransaction(work.pool, '*', async (tx) => {
    const rows = await lockExhausted(tx, [...known], 100);
    if (rows.length === 0) return;
    const now = await cityNow(tx);
    for (const delivery of rows) {
      const reason = known.has(delivery.channel)
        ? '多次尝试均未完成'
        : `没有“${delivery.channel}”这种送达方式`;
      const { id, taskId, incidentId, channel } = delivery;
      work.log.error({ delivery: id, taskId, incidentId, channel, reason }, 'a delivery was given up');
      await buryAndTell(tx, work, { delivery, outcome: { kind: 'dead', reason }, now });
    }
  });
}

/**
 * Alive means moving: a consumer that says it runs while deliveries lie for a minute is started anew, with new
 * connections (BullMQ after some outages of Redis).
 */
export function watchProgress(work: Work, queues: Queues, { everyMs = 5_000, stuckSeconds = 60 } = {}): Loop {
  let seen = queues.handled();
  let movedAt = performance.now();
  return startLoop(work.log, 'progress', everyMs, async () => {
    const oldest = await oldestDueSeconds(work.pool);
    if (queues.handled() !== seen || oldest < stuckSeconds) {
      seen = queues.handled();
      movedAt = performance.now();
      return;
    }
    if (performance.now() - movedAt < stuckSeconds * 1000) return;
    work.log.error({ loop: 'progress', oldestSeconds: oldest }, 'deliveries do not move; consuming anew');
    movedAt = performance.now();
    await queues.consume();
  });
}
