import type { Db } from '#store/db.ts';
import type { Vault } from '#store/vault.ts';
import * as requests from '#store/requests.ts';
import type { FurtherCall } from '#store/requests.ts';
import { phoneIndexOf } from './sealed.ts';
import { otherCategory } from './other.ts';
import type { Understood } from './understand.ts';

/** So long after a call somebody still calls about it. */
const days = 60;

const reasons: Record<number, string> = {
  1: '来件说的工单号是该案件的',
  2: '来件说的尾号是该案件工单的',
  3: '同一来电人追问、催办前件',
  4: '同一来电人称前件未解决',
};

type Further = { ix: number; incidentId: number; reason: string; further: { requestId: number } };

/** 催办、追问: a further call in a ticket of its own, and the matter that it speaks of, where only one can be meant. */
export async function byFurtherCall(tx: Db, vault: Vault, events: readonly Understood[]): Promise<Further[]> {
  const calls = events.flatMap((event, ix) => callOf(vault, event, ix));
  const found = await requests.spokenOf(tx, calls);
  return found.map(({ ix, rank, requestId, incidentId }) => ({
    ix,
    incidentId,
    reason: reasons[rank]!,
    further: { requestId },
  }));
}

function callOf(
  vault: Vault,
  { row, told, ticket, category, family, at }: Understood,
  ix: number,
): FurtherCall[] {
  if (!ticket || ticket.part > 1 || (told?.kind !== 'follow-up' && told?.kind !== 'urge')) return [];
  const named = at !== null || category.code !== otherCategory;
  return [
    {
      ix,
      platform: ticket.platform,
      ticketNo: told.ticketNo,
      tail: told.tail,
      phone: ticket.confidential ? null : (phoneIndexOf(vault, row)?.toString('hex') ?? null),
      family: named && category.code !== otherCategory ? family.code : null,
      since: new Date(row.observedAt.getTime() - days * 86_400_000),
      at: row.observedAt,
    },
  ];
}
