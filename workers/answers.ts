import type { Reference } from '#contracts/reference.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { momentWords } from '#domain/city-day.ts';
import { centreOf } from '#domain/duty.ts';
import { reminderWay } from '#domain/quiet.ts';
import { levelNames } from '#domain/supervision.ts';
import type { Level } from '#domain/supervision.ts';
import { cityNow, inSnapshot, inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import { addDeliveries } from '#store/outgoing.ts';
import type { NewDelivery } from '#store/outgoing.ts';
import { markReminded, unanswered } from '#store/supervisions.ts';
import type { Unanswered } from '#store/supervisions.ts';
import { tellIncident } from '#workers/tell.ts';
import type { Work } from '#workers/work.ts';

const mostAtOnce = 200;

/**
 * 督办催复: a 督办单 that is not answered by its time is reminded of once, however many workers look: the unit, and the
 * centre, whose signer it names. Mark, history, change and deliveries are one transaction. Answers how many.
 */
export async function sweepAnswers(work: Work): Promise<number> {
  const ids = await inSnapshot(work.pool, '*', async (tx) => unanswered(tx, await cityNow(tx), mostAtOnce));
  if (ids.length === 0) return 0;
  const reminded = await inTransaction(work.pool, '*', async (tx, now) => {
    const reference = work.reference();
    const late = await markReminded(tx, ids, now);
    for (const one of late) await tell(tx, one, reference, now);
    await addDeliveries(
      tx,
      late.flatMap((one) => noticesOf(one, reference, now)),
      now,
    );
    return late.length;
  });
  if (reminded > 0) {
    work.wake('change');
    work.wake('delivery');
  }
  return reminded;
}

async function tell(tx: Db, one: Unanswered, reference: Reference, now: Date): Promise<void> {
  const level = levelNames[one.level as Level];
  const words = `${unitNameOf(reference, one.unitCode)}未在 ${momentWords(one.answerBy)} 前回复${one.signedName}签发的${level}督办单，系统催复`;
  const detail = { supervisionId: one.id, unitCode: one.unitCode };
  await tellIncident(tx, one.incidentId, { move: 'remind-supervision', words, detail }, now);
}

function noticesOf(one: Unanswered, reference: Reference, now: Date): NewDelivery[] {
  const { id, taskId, incidentId, unitCode, severity } = one;
  const level = levelNames[one.level as Level];
  const notice = { taskId, incidentId, step: `unanswered-${id}` };
  const { channels, ring } = reminderWay(reference.unit.get(unitCode), { severity, ring: true }, now);
  const toUnit = {
    title: `督办（${level}）逾期未回复，请立即书面回复：${one.title}`,
    ring,
    severity,
  };
  const unit = channels.map((channel) => ({
    ...notice,
    recipient: unitCode,
    channel,
    body: toUnit,
  }));
  const centre = centreOf(reference);
  if (centre === null || centre === unitCode) return unit;
  const title = `${unitNameOf(reference, unitCode)}逾期未回复${one.signedName}签发的${level}督办单：${one.title}`;
  return [
    ...unit,
    { ...notice, recipient: centre, channel: 'inbox', body: { title, ring: false, severity } },
  ];
}
