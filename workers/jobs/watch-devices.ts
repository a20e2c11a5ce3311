import { stuckAfterHours } from '#domain/threshold.ts';
import { stillEvents } from '#server/ingest/still-events.ts';
import { inTransaction } from '#store/db.ts';
import * as events from '#store/events.ts';
import { markStillTold, takeStandingStill } from '#store/readings.ts';
import type { Job } from '#workers/work.ts';

/** 设备巡检: a device that shows one value for a day, though it reports, becomes a matter of its owner: once. */
export const job: Job = {
  id: 'watch-devices',
  title: '设备巡检',
  kind: 'periodic',
  everySeconds: 300,
  alone: true,
  run: async ({ pool, reference, wake, stopping }, beat) => {
    let taken = 1;
    while (taken > 0 && !stopping.aborted) {
      taken = await inTransaction(pool, '*', async (tx, now) => {
        const still = await takeStandingStill(tx, stuckAfterHours, now);
        await events.accept(
          tx,
          await stillEvents(tx, still, reference().threshold, stuckAfterHours, now),
          now,
        );
        await markStillTold(
          tx,
          still.map((one) => one.seriesNo),
        );
        return still.length;
      });
      beat();
      if (taken > 0) wake('waiting');
    }
  },
};
