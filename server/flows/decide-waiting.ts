import type { z } from 'zod';
import type { DecideBody } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import * as incidents from '#store/incidents.ts';
import * as waiting from '#store/waiting.ts';
import type { By, FlowParts } from './flow.ts';

/**
 * 人工判断: which incident a waiting event belongs to, or that it is a matter of its own. The decision is a row; the merge
 * carries it out under its locks, exactly as it was decided.
 */
export async function decideWaiting(
  parts: FlowParts,
  by: By,
  eventId: number,
  body: z.output<typeof DecideBody>,
): Promise<void> {
  await inTransaction(parts.pool, by.scope, async (tx) => {
    if (body.incidentId !== null && !(await incidents.byId(tx, body.incidentId)))
      throw new Refusal('not-found', '没有找到所选案件');
    if (body.categoryCode && !parts.reference().category.has(body.categoryCode))
      throw new Refusal('bad-input', `没有代码为“${body.categoryCode}”的小类`);
    const decision = {
      ...body,
      by: by.actor.username,
      name: by.actor.name,
      at: (await cityNow(tx)).toISOString(),
    };
    if (!(await waiting.decide(tx, eventId, decision)))
      throw new Refusal('not-found', '该来件已由他人判断，或不在您的管辖范围内');
  });
  parts.wake('waiting');
}
