import { sweepAnswers } from '#workers/answers.ts';
import { sweepLadder } from '#workers/ladder.ts';
import type { Job } from '#workers/work.ts';

/** 提醒、催办、预警、督办拟稿、督办催复 each two seconds; a backlog after an outage is worked off at once. */
export const job: Job = {
  id: 'sweep-ladder',
  title: '催办督办巡检',
  kind: 'periodic',
  everySeconds: 2,
  alone: false,
  run: async (work, beat) => {
    while (!work.stopping.aborted && (await sweepLadder(work)) > 0) beat();
    while (!work.stopping.aborted && (await sweepAnswers(work)) > 0) beat();
  },
};
