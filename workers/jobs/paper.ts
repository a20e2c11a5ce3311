import { writePaper } from '#workers/paper/write-paper.ts';
import type { Job } from '#workers/work.ts';

/** 纸质底单 each minute, on every machine that has workers: whichever is still there has one. */
export const job: Job = {
  id: 'paper',
  title: '纸质底单',
  kind: 'periodic',
  everySeconds: 60,
  alone: false,
  run: async (work) => {
    await writePaper(work);
  },
};
