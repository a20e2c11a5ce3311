import { ladderAt } from '#domain/ladder.ts';
import { leftMs, resumed } from '#domain/pause.ts';
import { addDeadlines, deadlinesOf, stopDeadlines } from '#store/outgoing.ts';
import type { DeadlineRow } from '#store/outgoing.ts';
import type { KeptClock } from '#store/pleas.ts';
import type { Step } from './flow.ts';

/** The rows of a task's own time, the oldest first: the first is the original limit, the last one counts. */
export async function unitClocks({ tx, incident }: Step, taskId: number): Promise<DeadlineRow[]> {
  return (await taskClocks({ tx, incident }, taskId)).filter(({ kind }) => kind === 'unit');
}

async function taskClocks(
  { tx, incident }: Pick<Step, 'tx' | 'incident'>,
  taskId: number,
): Promise<DeadlineRow[]> {
  const all = await deadlinesOf(tx, incident.id);
  return all
    .filter(({ subject, subjectId }) => subject === 'task' && subjectId === taskId)
    .sort((a, b) => a.seq - b.seq);
}

/** 停钟: stops every running clock of a task; answers what each had left. The promises to people run on. */
export async function pauseClocks(step: Step, taskId: number): Promise<KeptClock[]> {
  const { tx, now, reference } = step;
  const running = (await taskClocks(step, taskId)).filter(({ stoppedAt }) => stoppedAt === null);
  await stopDeadlines(tx, 'task', [taskId], { kind: null, stage: null }, now);
  return running.map((clock) => ({ deadlineId: clock.id, leftMs: leftMs(clock, now, reference.calendar) }));
}

/**
 * 续钟: the clocks of `kept` go on with what they had left; without `kept`, the unit's own time with what it had left
 * when it stopped. Answers until when the unit has now; null when it has no clock.
 */
export async function resumeClocks(
  step: Step,
  taskId: number,
  kept: readonly KeptClock[] | null,
): Promise<Date | null> {
  const { tx, now, incident, reference } = step;
  const rows = await taskClocks(step, taskId);
  const last = rows.findLast(({ kind, stoppedAt }) => kind === 'unit' && stoppedAt !== null);
  const wanted = kept ?? (last ? [{ deadlineId: last.id, leftMs: leftMs(last, last.stoppedAt!, reference.calendar) }] : []); // prettier-ignore
  const again = wanted.flatMap(({ deadlineId, leftMs: left }) => {
    const row = rows.find(({ id }) => id === deadlineId);
    if (!row?.stoppedAt) return [];
    const { kind, stage } = row;
    const seq = rows.filter((one) => one.kind === kind && one.stage === stage).length + 1;
    const clock = resumed(row, { stoppedAt: row.stoppedAt, left, at: now }, reference.calendar);
    const subject = { subject: 'task' as const, subjectId: taskId, incidentId: incident.id };
    const ladder = ladderAt(clock, row.rung, reference.calendar);
    // Told of once: a clock that goes on late does not fire again.
    return [
      { ...subject, kind, stage, seq, ...clock, ...ladder, firedAt: left < 0 ? (row.firedAt ?? null) : null },
    ];
  });
  await addDeadlines(tx, again);
  return again.find(({ kind }) => kind === 'unit')?.dueAt ?? null;
}
