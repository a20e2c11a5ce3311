import { unitNameOf } from '#contracts/reference.ts';
import { centreOf } from '#domain/duty.ts';
import { deliveryOutcomes } from '#server/metrics.ts';
import { addDeliveries } from '#store/outgoing.ts';
import { inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import { bury, markSent, mostAttempts, retryLater } from '#store/deliveries.ts';
import type { Delivery } from '#store/deliveries.ts';
import type { Outcome, Work } from '#workers/work.ts';

/** Seconds until the next attempt: 2, 4, 8 ... with a scatter of a half, so that many failures do not return as one. */
export function backoffSeconds(attempts: number, random: number): number {
  return Math.min(300, 2 ** attempts) * (0.75 + random / 2);
}

/** Writes what became of an attempt, as long as the claim holds: who woke up too late changes nothing. */
export async function settle(work: Work, delivery: Delivery, outcome: Outcome): Promise<void> {
  const last = delivery.attempts >= mostAttempts;
  deliveryOutcomes.inc({ channel: delivery.channel, outcome: outcome.kind });
  if (outcome.kind === 'again' && !last) {
    const waitSeconds = backoffSeconds(delivery.attempts, Math.random());
    return retryLater(work.pool, delivery, { reason: outcome.reason, waitSeconds, counts: true });
  }
  await inTransaction(work.pool, '*', async (tx, now) => {
    if (outcome.kind === 'sent') await markSent(tx, [delivery], now);
    else await buryAndTell(tx, work, { delivery, outcome, now });
  });
  if (outcome.kind !== 'sent') {
    const { id, taskId, incidentId, channel } = delivery;
    work.log.error({ delivery: id, taskId, incidentId, channel, outcome }, 'a delivery was given up');
    work.wake('delivery');
  }
}

/** 死信: the delivery ends with its reason, and the centre's own inbox says so. */
export async function buryAndTell(
  tx: Db,
  work: Work,
  { delivery, outcome, now }: { delivery: Delivery; outcome: Exclude<Outcome, { kind: 'sent' }>; now: Date },
): Promise<void> {
  const state = outcome.kind === 'refused' ? 'refused' : 'dead';
  if (!(await bury(tx, delivery, state, outcome.reason))) return;
  const reference = work.reference();
  const centre = centreOf(reference);
  // What was meant for the centre's inbox itself cannot be reported there.
  if (centre === null || (delivery.channel === 'inbox' && delivery.recipient === centre)) return;
  const unit = unitNameOf(reference, delivery.recipient);
  const { taskId, incidentId, body } = delivery;
  const title = `送达失败：${unit}，${body.title}（${outcome.reason}）`;
  await addDeliveries(
    tx,
    [
      {
        taskId,
        incidentId,
        step: `dead-${delivery.id}`,
        recipient: centre,
        channel: 'inbox',
        body: { title, ring: body.severity === 1, severity: body.severity },
      },
    ],
    now,
  );
}
