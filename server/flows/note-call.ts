import { postNames } from '#contracts/duty.ts';
import { Refusal } from '#contracts/errors.ts';
import { machine } from '#contracts/people.ts';
import type { Actor } from '#contracts/people.ts';
import { answerWithinMs, centreOf } from '#domain/duty.ts';
import * as callouts from '#store/callouts.ts';
import type { CalledRow } from '#store/callouts.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as incidents from '#store/incidents.ts';
import { addDeliveries } from '#store/outgoing.ts';
import { lockIncident, note } from './flow.ts';
import type { By, FlowParts } from './flow.ts';

type Parts = Pick<FlowParts, 'pool' | 'reference' | 'wake'>;
type Who = Pick<Actor, 'username' | 'name'>;
const mostAtOnce = 100;

const nameOf = ({ post, name, standIn }: CalledRow): string => `${standIn ? '备岗' : postNames[post]}${name}`;

/** 登记叫应结果: one key. Who did not answer is replaced by the stand-in at once, without waiting for the ten minutes. */
export async function noteCall(
  parts: Parts,
  by: By,
  id: number,
  result: 'answered' | 'missed',
): Promise<void> {
  await inTransaction(parts.pool, by.scope, async (tx) => {
    const found = await callouts.calledById(tx, id);
    if (!found) throw new Refusal('not-found', '没有这条叫应');
    if (found.incidentId !== null) await lockIncident(tx, found.incidentId, null);
    const called = (await callouts.lockCalled(tx, id))!;
    if (called.state === 'answered') throw new Refusal('wrong-status', `${called.name}已登记叫应`);
    if (called.state === 'missed' && result === 'missed')
      throw new Refusal('wrong-status', `${called.name}已登记未接`);
    await settle(tx, parts, by.actor, { called, incidentId: found.incidentId, result });
  });
  parts.wake('change');
  parts.wake('delivery');
}

async function settle(
  tx: Db,
  parts: Pick<Parts, 'reference'>,
  who: Who,
  step: { called: CalledRow; incidentId: number | null; result: 'answered' | 'missed' },
): Promise<void> {
  const { called, incidentId, result } = step;
  const now = await cityNow(tx);
  await callouts.note(tx, called.id, result, who, now);
  const standIn =
    result === 'missed' && !called.standIn
      ? await callouts.callStandIn(tx, called, new Date(now.getTime() + answerWithinMs), now)
      : null;
  const words =
    result === 'answered'
      ? `已叫应${nameOf(called)}`
      : `${nameOf(called)}未接${standIn === null ? '' : `，改叫备岗${standIn}`}`;
  if (incidentId !== null) {
    const row = await incidents.save(tx, incidentId, {}, now);
    await note(tx, who, { row, from: row.status, move: 'callout', now }, { words });
  }
  if (who.username === machine.username) await tellCentre(tx, parts, { called, incidentId, words }, now);
}

/** What the machine found out rings at the centre: somebody must call the stand-in. */
async function tellCentre(
  tx: Db,
  { reference }: Pick<Parts, 'reference'>,
  { called, incidentId, words }: { called: CalledRow; incidentId: number | null; words: string },
  now: Date,
): Promise<void> {
  const recipient = centreOf(reference());
  if (recipient === null) return;
  const body = { title: `叫应：${words}`, ring: true, severity: 1 };
  await addDeliveries(
    tx,
    [{ taskId: null, incidentId, step: `callout-${called.id}`, recipient, channel: 'inbox', body }],
    now,
  );
}

/**
 * 叫应巡检: who has not answered within ten minutes is missed, and the stand-in is named; once, however many workers look
 * and wherever one of them ends, because both are one transaction over the locked row.
 */
export async function sweepCalls(parts: Parts): Promise<number> {
  const due = await callouts.unanswered(parts.pool, await cityNow(parts.pool), mostAtOnce);
  let missed = 0;
  for (const id of due)
    missed += await inTransaction(parts.pool, '*', async (tx) => {
      const found = await callouts.calledById(tx, id);
      if (found === null) return 0;
      if (found.incidentId !== null) await lockIncident(tx, found.incidentId, null);
      const called = await callouts.lockCalled(tx, id);
      if (called?.state !== 'waiting') return 0;
      await settle(tx, parts, machine, { called, incidentId: found.incidentId, result: 'missed' });
      return 1;
    });
  if (missed > 0) {
    parts.wake('change');
    parts.wake('delivery');
  }
  return missed;
}
