import { suggestBursts } from '#flows/suggest-bursts.ts';
import type { Job } from '#workers/work.ts';

/** 归案建议: looks each 15 seconds for open matters that one cause has made; a person decides about them. */
export const job: Job = {
  id: 'watch-bursts',
  title: '同因归案研判',
  kind: 'periodic',
  everySeconds: 15,
  alone: true,
  run: async (work) => {
    const moved = await suggestBursts(work);
    if (moved > 0) work.log.info({ moved }, 'matters of one cause were found, or their number changed');
  },
};
