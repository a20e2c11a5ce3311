import { sweepCalls } from '#flows/note-call.ts';
import { openDueCallouts } from '#flows/open-callout.ts';
import type { Job } from '#workers/work.ts';

/** 叫应: who must be called is named at once, and after ten minutes without an answer the stand-in. */
export const job: Job = {
  id: 'callout',
  title: '叫应',
  kind: 'periodic',
  everySeconds: 5,
  alone: false,
  run: async (work) => {
    await openDueCallouts(work);
    await sweepCalls(work);
  },
};
