import { fetchDueSnapshots } from '#workers/snapshot/fetch-due.ts';
import type { Job } from '#workers/work.ts';

/** 取抓拍图: pictures that alerts only point to, from approved hosts; the alert itself never waits for them. */
export const job: Job = {
  id: 'fetch-snapshot',
  title: '取抓拍图',
  kind: 'periodic',
  everySeconds: 2,
  alone: true,
  run: async ({ pool, stopping }, beat) => {
    while (!stopping.aborted && (await fetchDueSnapshots({ pool, stopping })) > 0) beat();
  },
};
