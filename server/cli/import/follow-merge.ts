import { setTimeout as sleep } from 'node:timers/promises';
import * as mergeQueue from '#store/merge-queue.ts';
import type { Pool } from '#store/db.ts';

/** Without progress for this long nobody is merging: the events wait safely for the next start. */
const patienceMs = 8_000;

/** Waits while the city's mergers work through what was brought in; answers how it ended, in words. */
export async function followMerge(pool: Pool, note: (words: string) => void): Promise<string> {
  const began = performance.now();
  const upTo = await mergeQueue.newestWaiting(pool);
  let left = await mergeQueue.countWaiting(pool, upTo);
  let moved = performance.now();
  while (left > 0 && performance.now() - moved < patienceMs) {
    await sleep(200);
    const now = await mergeQueue.countWaiting(pool, upTo);
    if (now < left) moved = performance.now();
    left = now;
    note(`  归并中，还有 ${left} 条`);
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  return left === 0 ? `归并完成，又用 ${seconds} 秒` : `还有 ${left} 条等待归并：后台进程运行时自动继续`;
}
