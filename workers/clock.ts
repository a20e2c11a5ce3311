import { machine } from '#contracts/people.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import { fire, lockPassed, passed } from '#store/deadlines.ts';
import type { DueDeadline } from '#store/deadlines.ts';
import * as history from '#store/history.ts';
import * as incidents from '#store/incidents.ts';
import { lateSeconds } from '#server/metrics.ts';
import { addDeliveries } from '#store/outgoing.ts';
import type { NewDelivery } from '#store/outgoing.ts';
import { centreOf } from '#domain/duty.ts';
import { spell } from '#domain/merging.ts';
import type { Work } from '#workers/work.ts';

const mostAtOnce = 200;

/**
 * 时限巡检: fires the deadlines that have passed by the database's clock (law 8), each once, however many workers look.
 * Mark, escalation, history, change and deliveries are one transaction. Answers how many fired.
 */
export async function sweepDeadlines(work: Work): Promise<number> {
  const candidates = await passed(work.pool, await cityNow(work.pool), mostAtOnce);
  if (candidates.length === 0) return 0;
  const fired = await inTransaction(work.pool, '*', async (tx, now) => {
    const due = await lockPassed(
      tx,
      candidates.map(({ id }) => id),
      now,
    );
    await fire(
      tx,
      due.map((deadline) => ({ ...deadline, words: words(deadline, now) })),
      now,
    );
    await tellIncidents(tx, due, now);
    await addDeliveries(tx, notices(due, centreOf(work.reference())), now);
    return due.map(({ dueAt }) => (now.getTime() - dueAt.getTime()) / 1000);
  });
  for (const seconds of fired) lateSeconds.observe(seconds);
  if (fired.length > 0) {
    work.wake('change');
    work.wake('delivery');
  }
  return fired.length;
}

const stageNames: Record<string, string> = {
  sign: '签收时限',
  dispatch: '派遣时限',
  track: '移交反馈时限',
  oral: '口头报告时限',
  written: '书面首报时限',
  verify: '核实时限',
  inspect: '核查时限',
};

function nameOf({ kind, stage }: DueDeadline): string {
  if (kind === 'promise') return '对群众承诺的时限';
  if (kind === 'unit') return stage === 'co-host' ? '协办时限' : '承办时限';
  return stageNames[stage] ?? '环节时限';
}

const cityTime = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** One sentence for timeline and escalation. */
function words(deadline: DueDeadline, now: Date): string {
  if (deadline.stage === 'track') return '移交后 10 分钟没有对方反馈，请电话追问';
  const minutes = Math.floor((now.getTime() - deadline.dueAt.getTime()) / 60_000);
  const late = minutes > 0 ? `，已超 ${spell(minutes)}` : '';
  return `${nameOf(deadline)}已到（应于${cityTime.format(deadline.dueAt)}前完成）${late}`;
}

/** Every incident concerned moves one version on, so that all screens show it overdue, and its timeline says why. */
async function tellIncidents(tx: Db, due: readonly DueDeadline[], now: Date): Promise<void> {
  const ids = new Set(due.flatMap(({ incidentId }) => (incidentId === null ? [] : [incidentId])));
  for (const id of [...ids].sort((a, b) => a - b)) {
    const { version, round } = await incidents.save(tx, id, {}, now);
    const lines = due
      .filter(({ incidentId }) => incidentId === id)
      .map((deadline) => ({
        incidentId: id,
        version,
        round,
        move: 'overdue',
        from: null,
        to: null,
        reason: null,
        words: words(deadline, now),
        detail: { deadlineId: deadline.id },
      }));
    await history.add(tx, machine, lines, now);
  }
}

/** The centre hears of every one, the unit of its own: what it was given to do, and promises made on its matter. */
function notices(due: readonly DueDeadline[], centre: string | null): NewDelivery[] {
  return due.flatMap((deadline) => {
    const { id, subject, subjectId, incidentId, kind, unitCode, severity } = deadline;
    const unit = subject === 'task' || kind === 'promise' ? unitCode : null;
    const title = `${nameOf(deadline)}已到：${deadline.incidentNo ?? '诉求'} ${deadline.title ?? ''}`.trim();
    return [...new Set([unit, centre])].flatMap((recipient) =>
      recipient === null
        ? []
        : [
            {
              taskId: subject === 'task' ? subjectId : null,
              incidentId,
              step: `overdue-${id}`,
              recipient,
              channel: 'inbox',
              body: { title, ring: severity === 1 || deadline.stage === 'track', severity: severity ?? 3 },
            },
          ],
    );
  });
}
