import { ladderAt } from '#domain/ladder.ts';
import { leftMs, resumed } from '#domain/pause.ts';
import { seeEverything } from '#store/db.ts';
import { addDeadlines, deadlineRow, deadlinesOf, stopDeadlines } from '#store/outgoing.ts';
import type { DeadlineRow } from '#store/outgoing.ts';
import type { KeptClock } from '#store/pleas.ts';
import * as tasks from '#store/tasks.ts';
import type { TaskRow } from '#store/tasks.ts';
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
 * when it stopped. Who has signed meanwhile is not asked to sign again, and what runs anew since is left to run.
 * Answers until when the unit has now; null when it has no clock.
 */
export async function resumeClocks(
  step: Step,
  { id: taskId, status }: Pick<TaskRow, 'id' | 'status'>,
  kept: readonly KeptClock[] | null,
): Promise<Date | null> {
  const { tx, now, incident, reference } = step;
  const rows = await taskClocks(step, taskId);
  const over = ({ kind, stage }: DeadlineRow): boolean =>
    (stage === 'sign' && status !== 'to-sign') ||
    rows.some((one) => one.kind === kind && one.stage === stage && one.stoppedAt === null);
  const last = rows.findLast(({ kind, stoppedAt }) => kind === 'unit' && stoppedAt !== null);
  const wanted = kept ?? (last ? [{ deadlineId: last.id, leftMs: leftMs(last, last.stoppedAt!, reference.calendar) }] : []); // prettier-ignore
  const again = wanted.flatMap(({ deadlineId, leftMs: left }) => {
    const row = rows.find(({ id }) => id === deadlineId);
    if (!row?.stoppedAt || over(row)) return [];
    const { kind, stage } = row;
    const seq = rows.filter((one) => one.kind === kind && one.stage === stage).length + 1;
    const clock = resumed(row, { stoppedAt: row.stoppedAt, left, at: now }, reference.calendar);
    const subject = { subject: 'task' as const, subjectId: taskId, incidentId: incident.id };
    const ladder = ladderAt(clock, row.rung, reference.calendar);
    // Told of once: a clock that goes on late does not fire again.
    const firedAt = left < 0 ? (row.firedAt ?? null) : null;
    return [deadlineRow({ ...subject, kind, stage, seq }, { ...clock, ...ladder, firedAt })];
  });
  await addDeadlines(tx, again);
  return again.find(({ kind }) => kind === 'unit')?.dueAt ?? null;
}

/** 协办单位 whose time stands still with the host's: all but 110, 119 and 120, which the desk follows itself. */
async function standingStill({ tx, incident }: Step): Promise<TaskRow[]> {
  // The host resumes by itself, and does not see the tasks of others.
  await seeEverything(tx);
  const open = await tasks.lockOpen(tx, incident.id);
  return open.filter(
    ({ kind, part, mode }) => kind === 'handle' && part === 'co-host' && mode !== 'hand-over',
  );
}

/** 挂账: the clocks of the co-hosts stop with the host's. Answers what each had left, and whose clocks stopped. */
export async function pauseCoHosts(step: Step): Promise<{ kept: KeptClock[]; stopped: TaskRow[] }> {
  const kept: KeptClock[] = [];
  const stopped: TaskRow[] = [];
  for (const task of await standingStill(step)) {
    const clocks = await pauseClocks(step, task.id);
    if (clocks.length === 0) continue;
    kept.push(...clocks);
    stopped.push(await tasks.save(step.tx, task.id, {}, step.now));
  }
  return { kept, stopped };
}

/** 恢复办理: the co-hosts that are still at work go on with what they had left. Answers whose clocks run again. */
export async function resumeCoHosts(step: Step, kept: readonly KeptClock[]): Promise<TaskRow[]> {
  const running: TaskRow[] = [];
  for (const task of await standingStill(step)) {
    const ids = new Set((await taskClocks(step, task.id)).map(({ id }) => id));
    const own = kept.filter(({ deadlineId }) => ids.has(deadlineId));
    if (own.length === 0) continue;
    const due = await resumeClocks(step, task, own);
    running.push(await tasks.save(step.tx, task.id, due ? { due_at: due } : {}, step.now));
  }
  return running;
}
