import { keepPast } from '#server/live/keep-past.ts';
import type { Job } from '#workers/work.ts';

/** 历史回溯: keeps the frames of the walls before they go; fifteen minutes without workers lose nothing. */
export const job: Job = {
  id: 'keep-past',
  title: '历史留存',
  kind: 'periodic',
  everySeconds: 30,
  alone: true,
  run: async ({ pool, reference, log }, beat) => {
    // Several segments at once when much has been published, or after a pause.
    for (let kept = true; kept;) {
      beat();
      kept = await keepPast(pool, reference());
      if (kept) log.debug('a piece of the past was kept');
    }
  },
};
