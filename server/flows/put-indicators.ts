import type { Indicator } from '#contracts/indicator.ts';
import { record } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { putIndicators } from '#store/indicators.ts';

/** 导入指标: who brought them in is audited with them. Answers how many changed. */
export async function importIndicators(
  { pool }: { pool: Pool },
  actor: string,
  items: readonly Indicator[],
): Promise<number> {
  return inTransaction(pool, '*', async (tx, now) => {
    const changed = await putIndicators(tx, items, now);
    if (changed > 0)
      await record(tx, { actor, action: 'indicator.import', target: 'indicator/*', detail: { count: changed }, now }); // prettier-ignore
    return changed;
  });
}
