import { cityNow } from '#store/db.ts';
import { forgetMarks } from '#store/past-marks.ts';
import { deleteArchived, dropExpired } from '#store/upkeep.ts';
import type { Job } from '#workers/work.ts';

/** 到期数据: readings and tracks after 30 days, versions and the past of walls with its marks after 90. Frames and changes are the publisher's. */
export const job: Job = {
  id: 'prune',
  title: '到期数据',
  kind: 'periodic',
  everySeconds: 3_600,
  alone: true,
  run: async ({ pool, log, stopping }, beat) => {
    const now = await cityNow(pool);
    const days = await dropExpired(pool, now);
    let rows = await forgetMarks(pool, now);
    for (let deleted = 1; deleted > 0 && !stopping.aborted; rows += deleted) {
      beat();
      deleted = await deleteArchived(pool, now);
    }
    if (days + rows > 0) log.info({ days, rows }, 'expired data was dropped');
  },
};
