import { cleanPhotos } from '#workers/photo/clean-photos.ts';
import type { Job } from '#workers/work.ts';

/** 照片检查: nobody sees an uploaded photo before it has been re-encoded here. */
export const job: Job = {
  id: 'clean-photo',
  title: '照片检查',
  kind: 'periodic',
  everySeconds: 2,
  alone: true,
  run: async ({ pool, stopping }, beat) => {
    while (!stopping.aborted && (await cleanPhotos(pool)) > 0) beat();
  },
};
