import { makeDayBrief } from '#flows/make-day-brief.ts';
import type { Job } from '#workers/work.ts';

/** 昨夜今晨: made from 07:30 of the city's clock on, its figures once more after 08:00. */
export const job: Job = {
  id: 'day-brief',
  title: '昨夜今晨',
  kind: 'periodic',
  everySeconds: 60,
  alone: true,
  run: async ({ pool, log, reference }) => {
    if (await makeDayBrief({ pool, reference })) log.info('the brief of the day was made');
  },
};
