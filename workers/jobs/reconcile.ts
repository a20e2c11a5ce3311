import { inTransaction } from '#store/db.ts';
import { reconcile } from '#store/reconcile.ts';
import type { Job } from '#workers/work.ts';

/** 对账 each minute: every value is a metric; what is not zero twice in a row is an alarm (reliability §5). */
export const job: Job = {
  id: 'reconcile',
  title: '对账',
  kind: 'periodic',
  everySeconds: 60,
  alone: true,
  run: async ({ pool, log }) => {
    const found = await inTransaction(pool, '*', async (tx, now) => reconcile(tx, now));
    const wrong = Object.fromEntries(Object.entries(found).filter(([, count]) => count > 0));
    if (Object.keys(wrong).length > 0) log.warn({ wrong }, 'the books do not balance');
  },
};
