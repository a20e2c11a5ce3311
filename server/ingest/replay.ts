import { Refusal } from '#contracts/errors.ts';
import { replays } from '#server/metrics.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import type { Vault } from '#store/vault.ts';
import * as events from '#store/events.ts';
import * as quarantine from '#store/quarantine.ts';
import type { Door } from './doors.ts';

type ReplayParts = { pool: Pool; vault: Vault; doors: ReadonlyMap<string, Door> };

/** The item of a quarantine row as it came. Throws Refusal 'wrong-status' when its retention has ended. */
export function itemOf(vault: Vault, row: quarantine.SealedRow): string {
  if (row.sealed.length === 0) throw new Refusal('wrong-status', '原件已过保存期限并清除，不能查看或重放');
  return vault.open(`quarantine:${row.source}`, row.sealed).toString();
}

/**
 * 重放: sends kept items through their door again, as if they came now; the key makes a second replay harmless. An item
 * that is refused again stays in quarantine under its new row. Answers what became of them.
 */
export async function replay(
  parts: ReplayParts,
  by: { id: number } | { deviceId: string },
  actor: string,
): Promise<{ accepted: number; refused: number }> {
  const rows = await claim(parts, by, actor);
  let accepted = 0;
  let refused = 0;
  for (const row of rows) {
    if (row.eventId !== null) {
      await requeue(parts.pool, row.eventId);
      accepted += 1;
      continue;
    }
    const text = itemOf(parts.vault, row);
    const answer = await parts.doors.get(row.source)!.take([JSON.parse(text)], text.length);
    if (answer.quarantined.length > 0) refused += 1;
    else accepted += 1;
  }
  replays.inc({ outcome: 'accepted' }, accepted);
  replays.inc({ outcome: 'refused' }, refused);
  return { accepted, refused };
}

/**
 * Takes the rows out of the open list before they are sent: a replay that dies half-way leaves them marked, with the
 * sealed item still there, and can be made again by number.
 */
async function claim(
  parts: ReplayParts,
  by: { id: number } | { deviceId: string },
  actor: string,
): Promise<quarantine.SealedRow[]> {
  return inTransaction(parts.pool, '*', async (tx) => {
    const rows = await quarantine.takeOpen(tx, by);
    if (rows.length === 0 && 'id' in by)
      throw new Refusal('not-found', '没有这条待处理的隔离记录，可能已由他人处理');
    const ids = rows.map((row) => row.id);
    await quarantine.decide(tx, ids, { state: 'replayed', by: actor, note: '重放' }, await cityNow(tx));
    return rows;
  });
}

/** An event that broke the merge goes back into its queue. */
async function requeue(pool: Pool, eventId: number): Promise<void> {
  await inTransaction(pool, '*', async (tx) => events.requeue(tx, eventId, await cityNow(tx)));
}
