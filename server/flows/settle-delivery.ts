import { Refusal } from '#contracts/errors.ts';
import type { Actor } from '#contracts/people.ts';
import { record } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { countAsSent, lockUnsent, sendAgain } from '#store/unsent.ts';

export type Settling = { decision: 'resend' | 'sent'; reason: string };

/**
 * 核对未送达: what could not be delivered, or may have been (a restore), is decided by a named person who has asked the
 * receiver: once more under the same key, or it counts as sent. Throws Refusal when somebody else has decided.
 */
export async function settleDelivery(
  parts: { pool: Pool; wake: (topic: 'delivery') => void },
  by: { actor: Actor },
  id: number,
  { decision, reason }: Settling,
): Promise<void> {
  await inTransaction(parts.pool, '*', async (tx, now) => {
    const row = await lockUnsent(tx, id);
    if (!row) throw new Refusal('not-found', '没有这件未送达，可能已由他人处理');
    if (decision === 'resend') await sendAgain(tx, id);
    else await countAsSent(tx, id, now);
    await record(tx, {
      actor: by.actor.username,
      action: `delivery.${decision}`,
      target: `delivery/${id}`,
      detail: { was: row.state, reason },
      now,
    });
  });
  if (decision === 'resend') parts.wake('delivery');
}
