import { Refusal } from '#contracts/errors.ts';
import type { Actor } from '#contracts/people.ts';
import { record } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import * as warnings from '#store/warnings.ts';

/**
 * 签收预警: a named person has read this version. Throws Refusal 'stale-version' when the authority has changed it since,
 * 'wrong-status' when it is signed for or lifted.
 */
export async function signWarning(
  parts: { pool: Pool; wake: (topic: 'change') => void },
  by: { actor: Actor },
  id: number,
  { version, note }: { version: number; note: string },
): Promise<void> {
  await inTransaction(parts.pool, '*', async (tx, now) => {
    const warning = await warnings.lockOne(tx, id);
    if (!warning) throw new Refusal('not-found', '没有这条预警');
    if (warning.lifted) throw new Refusal('wrong-status', '该预警已解除，无需签收');
    if (warning.signedName !== null)
      throw new Refusal('wrong-status', `该预警已由${warning.signedName}签收，无需再签`);
    if (warning.version !== version)
      throw new Refusal('stale-version', '该预警已有变更，请看过最新内容再签收', {
        version: warning.version,
      });
    await warnings.sign(tx, id, by.actor, now);
    await record(tx, {
      actor: by.actor.username,
      action: 'warning.sign',
      target: `warning/${id}`,
      detail: { version, note },
      now,
    });
  });
  parts.wake('change');
}
