import { sweepDeadlines } from '#workers/clock.ts';
import type { Job } from '#workers/work.ts';

/** 时限巡检 each second; a backlog after an outage is worked off at once. */
export const job: Job = {
  id: 'sweep-deadlines',
  title: '时限巡检',
  kind: 'periodic',
  everySeconds: 1,
  alone: false,
  wokenBy: 'deadline',
  run: async (work, beat) => {
    while (!work.stopping.aborted && (await sweepDeadlines(work)) > 0) beat();
  },
};
