import { Refusal } from '#contracts/errors.ts';
import type { Actor } from '#contracts/people.ts';
import { record } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import * as quarantine from '#store/quarantine.ts';

/** 作废隔离记录: a named person judges that a kept item is worth nothing; it stays, marked, with the reason. */
export async function dropQuarantine(
  parts: { pool: Pool },
  by: { actor: Actor },
  id: number,
  note: string,
): Promise<void> {
  await inTransaction(parts.pool, '*', async (tx, now) => {
    const [row] = await quarantine.takeOpen(tx, { id });
    if (!row) throw new Refusal('not-found', '没有这条待处理的隔离记录，可能已由他人处理');
    await quarantine.decide(tx, [id], { state: 'dropped', by: by.actor.username, note }, now);
    await record(tx, {
      actor: by.actor.username,
      action: 'quarantine.drop',
      target: `quarantine/${id}`,
      detail: { note },
      now,
    });
  });
}
