import { Refusal } from '#contracts/errors.ts';
import { record } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as incidents from '#store/incidents.ts';
import * as several from '#store/several.ts';
import type { FurtherMatter } from '#store/several.ts';
import { cut } from '#text/normalise.ts';
import { lockRequests } from './answer-requests.ts';
import { note } from './flow.ts';
import type { By, FlowParts } from './flow.ts';

/**
 * 分案办理: a person parts a ticket that came as one. Its own event stays where it is; each further matter becomes an event
 * of the same report, which the merge takes up as any other. The promise is the one that was given, the answer will be one.
 * `offered`: what the machine held likely, kept beside what was decided. Throws Refusal when it was parted or answered.
 */
export async function splitRequest(
  parts: FlowParts,
  by: By,
  id: number,
  { further, offered }: { further: readonly FurtherMatter[]; offered: readonly string[] },
): Promise<void> {
  for (const { categoryCode } of further)
    if (categoryCode !== undefined && !parts.reference().category.has(categoryCode))
      throw new Refusal('bad-input', `没有代码为“${categoryCode}”的小类`);
  await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const [request] = await lockRequests(tx, [id]);
    if (request!.matters.length > 0) throw new Refusal('wrong-status', '该诉求已分件，请核对最新情况');
    if (request!.status !== 'open') throw new Refusal('wrong-status', '该诉求已答复，不能再分件');
    const eventIds = await several.acceptFurther(tx, id, further, now);
    const decided = { eventIds, kinds: further.map(({ categoryCode }) => categoryCode ?? null), offered };
    await record(tx, {
      actor: by.actor.username,
      action: 'request.split',
      target: `request/${id}`,
      detail: decided,
      now,
    });
    if (request!.incidentId !== null)
      await tell(tx, by, {
        incidentId: request!.incidentId,
        further,
        detail: { requestId: id, ...decided },
        now,
      });
  });
  parts.wake('waiting');
  parts.wake('change');
}

type Told = {
  incidentId: number;
  further: readonly FurtherMatter[];
  detail: Record<string, unknown>;
  now: Date;
};

async function tell(tx: Db, by: By, { incidentId, further, detail, now }: Told): Promise<void> {
  const before = await incidents.lock(tx, incidentId);
  // A caller's first matter may be another district's.
  if (!before) return;
  const row = await incidents.save(tx, incidentId, {}, now);
  const words = `一电多事，另分出 ${further.length} 件：${further.map(({ text }) => cut(text, 20)).join('；')}`;
  await note(tx, by.actor, { row, from: row.status, move: 'split', now }, { words, detail });
}
