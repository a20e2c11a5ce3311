import { createHash } from 'node:crypto';
import { readMark } from '#store/city-mark.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import * as events from '#store/events.ts';
import * as snapshots from '#store/snapshots.ts';
import type { DueSnapshot } from '#store/snapshots.ts';
import { fetchBytes } from './fetch-bytes.ts';
import type { Fetched } from './fetch-bytes.ts';
import { approvedBy } from './reach.ts';

/** So many at a time: a platform that hangs holds up a round for five seconds, not for ever. */
const batch = 16;
const limits = { ms: 5_000, bytes: 5 * 1024 * 1024 };
/** The pauses before the second to the sixth try; then the picture is given up, never the alert. */
const pauses = [30, 120, 600, 1_800, 7_200];

type Parts = { pool: Pool; stopping: AbortSignal };

/** 取抓拍图: fetches the pictures that are due; what came becomes a raw photo for the clean-up. Answers how many were tried. */
export async function fetchDueSnapshots({ pool, stopping }: Parts): Promise<number> {
  const due = await snapshots.claimDue(pool, await cityNow(pool), batch);
  if (due.length === 0) return 0;
  const mark = await readMark(pool);
  const approved = approvedBy(await snapshots.approvedHosts(pool), mark === 'test' ? 'test' : 'real');
  const outside = mark === 'real' || mark === 'test';
  await Promise.all(
    due.map(async (one) => {
      // Nothing leaves a demonstration or a drill (law 14).
      const got: Fetched = outside
        ? await fetchBytes(one.url, approved, { ...limits, stopping })
        : { kind: 'refused', reason: '演示或演练库不访问外部' };
      if (!stopping.aborted) await keep(pool, one, got);
    }),
  );
  return due.length;
}

async function keep(pool: Pool, { eventId, tries }: DueSnapshot, got: Fetched): Promise<void> {
  await inTransaction(pool, '*', async (tx, now) => {
    if (got.kind === 'bytes') {
      if (!(await snapshots.settle(tx, eventId, 'done', null))) return;
      const sha256 = createHash('sha256').update(got.bytes).digest();
      return events.addPhotos(tx, [{ eventId, bytes: got.bytes, sha256 }], now);
    }
    const pause = pauses[tries - 1];
    if (got.kind !== 'again') await snapshots.settle(tx, eventId, got.kind, got.reason);
    else if (pause === undefined) await snapshots.settle(tx, eventId, 'dead', got.reason);
    else await snapshots.postpone(tx, eventId, new Date(now.getTime() + pause * 1000), got.reason);
  });
}
