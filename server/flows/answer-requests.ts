import { Refusal } from '#contracts/errors.ts';
import { inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as links from '#store/links.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import * as requests from '#store/requests.ts';
import * as several from '#store/several.ts';
import { cut } from '#text/normalise.ts';
import { note } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { writeBackWithin } from './write-back.ts';

/**
 * 答复: one draft, signed by a named person, answers several callers; each keeps an answer and a clock of its own. Who has
 * told several matters is answered once, when all of them have ended; before that only for a stated reason.
 */
export async function answerRequests(
  parts: FlowParts,
  by: By,
  ids: readonly number[],
  text: string,
  reason?: string,
): Promise<number[]> {
  const incidentIds = await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const rows = await lockRequests(tx, ids);
    for (const row of rows) assertAnswerable(row, reason);
    await requests.answer(tx, ids, text, by.actor.name, now);
    await writeBackWithin(tx, parts.reference(), ids, now);
    await stopDeadlines(tx, 'request', ids, { kind: 'promise', stage: null }, now);
    const standing = await several.incidentsOf(tx, ids);
    const touched = [...new Set(standing.map(({ incidentId }) => incidentId))];
    for (const incidentId of touched) {
      const mine = standing.flatMap((one) => (one.incidentId === incidentId ? [one.requestId] : []));
      const row = await links.recount(tx, incidentId, now);
      const early = reason ? `（先行答复：${reason}）` : '';
      const words = `答复 ${mine.length} 位诉求人${early}：${cut(text, 60)}${text.length > 60 ? '…' : ''}`;
      await note(
        tx,
        by.actor,
        { row, from: row.status, move: 'answer', now },
        { words, reason: reason ?? null, detail: { requestIds: mine } },
      );
    }
    return touched;
  });
  parts.wake('change');
  parts.wake('delivery');
  return incidentIds;
}

function assertAnswerable(
  { status, ticketNo, matters }: requests.RequestRow,
  reason: string | undefined,
): void {
  if (status !== 'open') throw new Refusal('wrong-status', `诉求 ${ticketNo} 已答复，不能重复答复`);
  const left = matters.filter(({ ended }) => !ended).length;
  if (left > 0 && !reason)
    throw new Refusal(
      'wrong-status',
      `诉求 ${ticketNo} 共 ${matters.length} 件事，尚有 ${left} 件未办结；全部办结后一并答复，确需先行答复的请写明理由`,
    );
}

/** Locks the incidents first, then the requests: the same order everywhere. Throws Refusal when one is out of sight. */
export async function lockRequests(tx: Db, ids: readonly number[]): Promise<requests.RequestRow[]> {
  await requests.lockTheirIncidents(tx, ids);
  const rows = await requests.lock(tx, ids);
  if (rows.length < new Set(ids).size) throw new Refusal('not-found', '有诉求单不存在，或不在您的管辖范围内');
  return rows;
}
