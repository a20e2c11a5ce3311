import { eraseDuePersons } from '#flows/erase-persons.ts';
import { cityNow } from '#store/db.ts';
import type { Job } from '#workers/work.ts';

const cityDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });

/** 到期清除: callers whose retention has ended. */
export const job: Job = {
  id: 'erase-persons',
  title: '个人信息到期清除',
  kind: 'periodic',
  everySeconds: 3_600,
  alone: true,
  run: async ({ pool, log }) => {
    const now = await cityNow(pool);
    const count = await eraseDuePersons(pool, cityDay.format(now), now);
    if (count > 0) log.info({ count }, 'callers were erased');
  },
};
