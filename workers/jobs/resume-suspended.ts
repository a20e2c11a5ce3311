import { resumeByDate } from '#flows/resume-incident.ts';
import { cityNow } from '#store/db.ts';
import { endedSuspensions } from '#store/pleas.ts';
import type { Job, Work } from '#workers/work.ts';

const mostAtOnce = 200;

/** 挂账到期: every suspension whose day has come ends, each once, however many workers look. Answers how many did. */
export async function resumeSuspended(work: Work, beat: () => void = () => undefined): Promise<number> {
  let resumed = 0;
  for (const id of await endedSuspensions(work.pool, await cityNow(work.pool), mostAtOnce)) {
    if (work.stopping.aborted) break;
    if (await resumeByDate(work, id)) resumed += 1;
    beat();
  }
  return resumed;
}

/** Each ten seconds: a suspension ends at midnight, long before anybody works on it. */
export const job: Job = {
  id: 'resume-suspended',
  title: '挂账到期恢复',
  kind: 'periodic',
  everySeconds: 10,
  alone: false,
  run: async (work, beat) => {
    while (!work.stopping.aborted && (await resumeSuspended(work, beat)) >= mostAtOnce) beat();
  },
};
