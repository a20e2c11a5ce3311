import type { Confirmed } from '#contracts/write-back.ts';
import { Refusal } from '#contracts/errors.ts';
import type { Reference } from '#contracts/reference.ts';
import type { HotlinePlatform } from '#contracts/upward.ts';
import { record } from '#store/audit.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import { addDeliveries } from '#store/outgoing.ts';
import { sendAgain } from '#store/unsent.ts';
import * as writeBacks from '#store/write-backs.ts';
import type { WriteBackRow } from '#store/write-backs.ts';
import type { By } from './flow.ts';

type Parts = {
  pool: Pool;
  reference: () => Reference;
  wake: (topic: 'delivery') => void;
};

/** Whether a platform hears answers at an address of its own, or in its workbook. */
export const wayOf = ({ writeBackUrl }: HotlinePlatform): 'interface' | 'file' =>
  writeBackUrl === null ? 'file' : 'interface';

/**
 * 回写: what was signed for a caller is never typed again: the same words go back to the platform that the ticket came
 * from, as a row of the transaction that answered (law 6).
 */
export async function writeBackWithin(
  tx: Db,
  reference: Reference,
  requestIds: readonly number[],
  now: Date,
): Promise<void> {
  const platforms = [...reference.hotlinePlatform.values()].map((one) => ({
    code: one.code,
    way: wayOf(one),
  }));
  const made = await writeBacks.add(tx, requestIds, platforms);
  const deliveries = made
    .filter(({ way }) => way === 'interface')
    .map(({ id, platform, ticketNo, severity, incidentId }) => ({
      taskId: null,
      incidentId,
      step: writeBacks.stepOf(id),
      recipient: platform,
      channel: 'hotline',
      body: { title: `热线回写 ${ticketNo}`, ring: false, severity },
    }));
  await addDeliveries(tx, deliveries, now);
}

/** 重推: under its old key, so that the platform takes it once. */
export async function pushAgain(parts: Parts, by: By, id: number): Promise<void> {
  await inTransaction(parts.pool, '*', async (tx, now) => {
    const deliveryId = await writeBacks.lockFailed(tx, id);
    if (deliveryId === null) throw new Refusal('wrong-status', '这一件没有失败，或已有人重推');
    await sendAgain(tx, deliveryId);
    await tell(tx, by, { action: 'write-back.push', target: `write-back/${id}`, count: 1 }, now);
  });
  parts.wake('delivery');
}

async function tell(
  tx: Db,
  by: By,
  { action, target, count }: { action: string; target: string; count: number },
  now: Date,
): Promise<void> {
  await record(tx, { actor: by.actor.username, action, target, detail: { count }, now });
}

function platformOf({ reference }: Pick<Parts, 'reference'>, code: string): HotlinePlatform {
  const platform = reference().hotlinePlatform.get(code);
  if (!platform) throw new Refusal('not-found', `没有登记代码为“${code}”的热线平台`);
  return platform;
}

/** 导出: the answers for a platform without an interface, marked as exported in the same transaction. */
export async function exportAnswers(
  parts: Parts,
  by: By,
  { platform: code, again }: { platform: string; again: boolean },
): Promise<{ platform: HotlinePlatform; book: number; rows: WriteBackRow[] }> {
  const platform = platformOf(parts, code);
  return inTransaction(parts.pool, '*', async (tx, now) => {
    const taken = await writeBacks.takeForFile(tx, code, again, by.actor.username, now);
    if (taken === null) throw new Refusal('wrong-status', '没有待导出的答复');
    const count = taken.rows.length;
    await tell(tx, by, { action: 'write-back.export', target: `platform/${code}`, count }, now);
    return { platform, ...taken };
  });
}

export type Said = {
  row: number;
  ticketNo: string;
  outcome: string;
  reason: string;
  receipt: string | null;
};

/** Why a row was left alone; null when it was read now or before. */
function unreadWords(heard: writeBacks.Heard, no: string): string | null {
  if (heard === 'unknown') return `没有编号为“${no}”的答复`;
  if (heard === 'not-exported') return `编号为“${no}”的答复尚未导出，不能先有回执`;
  if (typeof heard !== 'number') return null;
  return `旧回执：编号为“${no}”的答复在这份回执读过之后又导出过（第 ${heard} 批），请读平台对该批的新回执`;
}

/** Why the platform did not take it; null when it did. */
const refusalOf = ({ outcome, reason }: Said, success: string): string | null =>
  outcome === success ? null : reason || outcome;

/**
 * 确认: what the platform's workbook says of each ticket; once, however often it is read, and nothing of what was exported
 * again after that. A dry run rolls back.
 */
export async function confirmAnswers(
  parts: Parts,
  by: By,
  { platform: code, dryRun, digest }: { platform: string; dryRun: boolean; digest: Buffer },
  said: readonly Said[],
): Promise<Confirmed> {
  const { confirm } = platformOf(parts, code);
  const tally: Confirmed = { rows: said.length, taken: 0, refused: 0, known: 0, unknown: [] };
  const work = async (tx: Db): Promise<void> => {
    const now = await cityNow(tx);
    const book = await writeBacks.bookOfReceipt(tx, { platform: code, digest, by: by.actor.username }, now);
    for (const one of said) {
      const { row, ticketNo, receipt } = one;
      if (one.outcome === '') {
        tally.unknown.push({ row, message: `“${confirm.outcome}”是空的，平台还没有结果` });
        continue;
      }
      const refused = refusalOf(one, confirm.success);
      const heard = await writeBacks.confirm(tx, { platform: code, ticketNo, receipt, refused, book }, now);
      const message = unreadWords(heard, ticketNo.slice(0, 40));
      if (message !== null) tally.unknown.push({ row, message });
      else if (heard === 'known') tally.known += 1;
      else if (refused === null) tally.taken += 1;
      else tally.refused += 1;
    }
    const count = tally.taken + tally.refused;
    if (count > 0)
      await tell(tx, by, { action: 'write-back.confirm', target: `platform/${code}`, count }, now);
    if (dryRun) throw new DryRun();
  };
  await inTransaction(parts.pool, '*', work).catch((error: unknown) => {
    if (!(error instanceof DryRun)) throw error;
  });
  return tally;
}

/** Ends the transaction of a dry run with nothing written. */
class DryRun extends Error {}
