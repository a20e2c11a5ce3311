import { deliveryOutcomes } from '#server/metrics.ts';
import { readMark } from '#store/city-mark.ts';
import { cityNow, failureKind, inTransaction } from '#store/db.ts';
import { claim, claimSent, postpone, recipientOf, retryLater } from '#store/deliveries.ts';
import { makeCircuit } from '#workers/circuit.ts';
import type { Circuit } from '#workers/circuit.ts';
import { settle } from '#workers/settle.ts';
import type { Channel, Job, Work } from '#workers/work.ts';

type Inside = Extract<Channel, { kind: 'inside' }>;
type Outside = Extract<Channel, { kind: 'outside' }>;

/** 送达: what a queue brings is only numbers; PostgreSQL decides who may send them, and each once (law 7). */
export const job: Job = {
  id: 'deliver',
  title: '送达',
  kind: 'queued',
  handler: (work, channel) => {
    // Inside a bundle is one transaction, and few at a time leave the connections to others.
    if (channel.kind === 'inside')
      return { most: 250, lanes: 2, handle: (ids) => deliverInside(work, channel, ids) };
    // Outside every recipient has its own patience and its own failures: nobody travels with another.
    const circuit = makeCircuit(() => performance.now());
    return {
      most: 1,
      lanes: 200,
      handle: async (ids) => {
        for (const id of ids) await deliverOutside(work, { channel, circuit }, id);
      },
    };
  },
};

/** Effect and mark in one transaction: exactly once. One bad delivery does not hold up its neighbours. */
async function deliverInside(work: Work, channel: Inside, ids: readonly number[]): Promise<void> {
  try {
    const sent = await inTransaction(work.pool, '*', async (tx) => {
      const now = await cityNow(tx);
      const deliveries = await claimSent(tx, ids, now);
      await channel.put(tx, deliveries, now);
      return deliveries.length;
    });
    deliveryOutcomes.inc({ channel: channel.id, outcome: 'sent' }, sent);
    work.wake('change');
  } catch (error) {
    if (failureKind(error) === 'away') throw error;
    if (ids.length === 1) return countFailure(work, ids[0]!, error);
    for (const id of ids) await deliverInside(work, channel, [id]);
  }
}

/** The rollback took the attempt with it, so it is counted by itself. */
async function countFailure(work: Work, id: number, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  for (const delivery of await claim(work.pool, [id]))
    await settle(work, delivery, { kind: 'again', reason });
}

async function deliverOutside(
  work: Work,
  { channel, circuit }: { channel: Outside; circuit: Circuit },
  id: number,
): Promise<void> {
  const recipient = await recipientOf(work.pool, id);
  if (recipient === null) return;
  const pass = circuit.enter(recipient);
  if (!pass.go) return postpone(work.pool, id, pass.waitSeconds);
  let answered = true;
  try {
    const [delivery] = await claim(work.pool, [id]);
    if (!delivery) return;
    const outcome = await channel.send(work, delivery, await readMark(work.pool));
    if (work.stopping.aborted && outcome.kind === 'again')
      return await retryLater(work.pool, delivery, { reason: outcome.reason, waitSeconds: 0, counts: false });
    answered = outcome.kind !== 'again';
    await settle(work, delivery, outcome);
  } finally {
    circuit.leave(recipient, answered);
  }
}
