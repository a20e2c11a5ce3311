import type { Actor } from '#contracts/people.ts';
import { record } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { endSession } from '#store/sessions.ts';

/** 退出登录: ends this session for good; a copy of its cookie opens nothing. */
export async function signOut(pool: Pool, call: { actor: Actor; sid: string; now: Date }): Promise<void> {
  const { username } = call.actor;
  await inTransaction(pool, '*', async (tx) => {
    await endSession(tx, call.sid);
    const entry = { actor: username, action: 'session.sign-out', target: `account/${username}`, detail: {} };
    await record(tx, { ...entry, now: call.now });
  });
}
