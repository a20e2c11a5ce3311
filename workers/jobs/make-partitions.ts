import { cityNow } from '#store/db.ts';
import { makePartitions } from '#store/upkeep.ts';
import type { Job } from '#workers/work.ts';

/** 日分区: two weeks ahead, so that a fortnight without workers costs nothing. */
export const job: Job = {
  id: 'make-partitions',
  title: '日分区',
  kind: 'periodic',
  everySeconds: 3_600,
  alone: true,
  run: async ({ pool, log }) => {
    const made = await makePartitions(pool, await cityNow(pool));
    if (made > 0) log.info({ made }, 'days ahead were made');
  },
};
