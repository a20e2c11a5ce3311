import type { Reference } from '#contracts/reference.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { limitWords } from '#domain/deadline.ts';
import { centreOf } from '#domain/duty.ts';
import { climb } from '#domain/ladder.ts';
import { reminderWay } from '#domain/quiet.ts';
import { draftOf, levelNames, levelOf } from '#domain/supervision.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import { goOn, lockReached, reached } from '#store/ladder.ts';
import type { Climber } from '#store/ladder.ts';
import { addDeliveries } from '#store/outgoing.ts';
import type { NewDelivery } from '#store/outgoing.ts';
import { draft } from '#store/supervisions.ts';
import { tellIncident } from '#workers/tell.ts';
import type { Work } from '#workers/work.ts';

const mostAtOnce = 200;
type Told = Climber & { reached: number };

/**
 * 催办巡检: the clocks that have reached a rung of their ladder are told of it, each rung once, however many workers
 * look and wherever one dies: the step up, the words and the deliveries are one transaction. From 100 % on nothing goes
 * out: a 督办单 is drafted, which a named person signs. Answers how many climbed.
 */
export async function sweepLadder(work: Work): Promise<number> {
  const ids = await reached(work.pool, await cityNow(work.pool), mostAtOnce);
  if (ids.length === 0) return 0;
  const climbed = await inTransaction(work.pool, '*', async (tx, now) => {
    const reference = work.reference();
    const rows = await lockReached(tx, ids, now);
    const steps = rows.map((row) => ({ row, ...climb(row, now, reference.calendar) }));
    await goOn(
      tx,
      steps.map(({ row, next }) => ({ id: row.id, ...next })),
    );
    const told = steps.map((step): Told => ({ ...step.row, reached: step.reached }));
    await draft(tx, draftsOf(told, reference, now), now);
    await tellIncidents(tx, told, reference, now);
    await addDeliveries(
      tx,
      told.flatMap((one) => noticesOf(one, reference, now)),
      now,
    );
    return rows.length;
  });
  if (climbed > 0) {
    work.wake('change');
    work.wake('delivery');
  }
  return climbed;
}

function draftsOf(told: readonly Told[], reference: Reference, now: Date): Parameters<typeof draft>[1] {
  const centre = centreOf(reference);
  return told.flatMap((one) => {
    const level = levelOf(one.reached);
    if (level === null) return [];
    const overdue = {
      ...one,
      level,
      unitName: unitNameOf(reference, one.unitCode),
      centreName: centre === null ? '运行管理中心' : unitNameOf(reference, centre),
      // What must not be told beyond its township is not written out on paper either.
      address: one.wall === 'point' ? one.address : null,
      limit: limitWords(one.limit),
      now,
    };
    return [{ incidentId: one.incidentId, taskId: one.taskId, level, ...draftOf(overdue) }];
  });
}

const names: Record<number, string> = { 50: '提醒', 75: '催办', 90: '预警，请分管负责人过问' };

function wordsOf({ reached: rung, unitCode }: Told, reference: Reference): string {
  const level = levelOf(rung);
  const unit = unitNameOf(reference, unitCode);
  if (level === null) return `承办时限已用 ${rung} %，系统${rung === 90 ? '预警' : names[rung]}${unit}`;
  const signer = level === 1 ? '值班长' : '中心负责人';
  return `承办时限已用 ${rung} %，系统拟${levelNames[level]}督办单，待${signer}签发`;
}

async function tellIncidents(tx: Db, told: readonly Told[], reference: Reference, now: Date): Promise<void> {
  for (const one of [...told].sort((a, b) => a.incidentId - b.incidentId)) {
    const move = levelOf(one.reached) === null ? 'remind' : 'draft-supervision';
    const detail = { taskId: one.taskId, rung: one.reached };
    await tellIncident(tx, one.incidentId, { move, words: wordsOf(one, reference), detail }, now);
  }
}

/** Below 100 % the unit is told; from there on only the centre, that something waits for a signature. */
function noticesOf(one: Told, reference: Reference, now: Date): NewDelivery[] {
  const { taskId, incidentId, severity, title, reached: rung } = one;
  const level = levelOf(rung);
  const notice = { taskId, incidentId, step: `rung-${rung}` };
  if (level !== null) {
    const centre = centreOf(reference);
    const body = { title: `待签${levelNames[level]}督办单：${title}`, ring: false, severity };
    return centre === null ? [] : [{ ...notice, recipient: centre, channel: 'inbox', body }];
  }
  const unit = reference.unit.get(one.unitCode);
  const { channels, ring } = reminderWay(unit, { severity, ring: rung > 50 }, now);
  const body = { title: `${names[rung]}：${title}，承办时限已用 ${rung} %`, ring, severity };
  return channels.map((channel) => ({ ...notice, recipient: one.unitCode, channel, body }));
}
