import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { machine } from '#contracts/people.ts';
import { unitNameOf } from '#contracts/reference.ts';
import type { ResumeBody } from '#contracts/task.ts';
import type { IncidentRow } from '#store/incidents.ts';
import * as pleas from '#store/pleas.ts';
import * as tasks from '#store/tasks.ts';
import type { TaskRow } from '#store/tasks.ts';
import { resumeClocks, resumeCoHosts } from './clock-pause.ts';
import { assertCan, clock, finish, moveIncident } from './flow.ts';
import type { By, Done, FlowParts, MoveParts, Step } from './flow.ts';
import { notifyUnit } from './notify-unit.ts';
import { takeStep } from './task-step.ts';
import type { StepAnswer } from './task-step.ts';

/** 恢复办理: the shift leader ends a suspension by hand. */
export async function resumeIncident(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.resume>,
): Promise<IncidentRow> {
  return moveIncident(parts, by, { id, version: body.version, move: 'resume' }, async (step) => {
    const { done, task } = await goOn(step, by.actor.username, body.reason);
    await tellUnit(step, task, done.words);
    return done;
  });
}

/** 恢复办理: the unit goes on before the day has come. */
export async function resumeTask(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof ResumeBody>,
): Promise<StepAnswer> {
  return takeStep(parts, by, id, body, ['handling'], async (step) => {
    assertCan('resume', step.incident);
    const { done, task } = await goOn(step, by.actor.username, body.reason);
    const { tx, now, incident } = step;
    await finish(tx, by.actor, { incident, move: 'resume', to: 'handling', now }, done);
    return task;
  });
}

/** The day has come: the machine ends the suspension. Answers whether it did; somebody may have been faster. */
export async function resumeByDate(parts: MoveParts, id: number): Promise<boolean> {
  try {
    await moveIncident(
      parts,
      { actor: machine, scope: '*' },
      { id, version: null, move: 'resume' },
      async (step) => {
        const { done, task } = await goOn(step, machine.username, '挂账日期已到');
        await tellUnit(step, task, done.words);
        return done;
      },
    );
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** The clocks that the suspension stopped go on with the time that they had left. */
async function goOn(step: Step, by: string, reason: string): Promise<{ done: Done; task: TaskRow }> {
  const { tx, now, incident } = step;
  const all = await pleas.ofIncident(tx, incident.id);
  const running = all.find((one) => one.kind === 'suspension' && one.state === 'granted' && !one.endedAt);
  if (!running) throw new Refusal('wrong-status', '该案件没有在挂账，无需恢复');
  const host = (await tasks.lock(tx, running.taskId))!;
  const due = await resumeClocks(step, host, running.kept);
  const beside = await resumeCoHosts(step, running.kept);
  await pleas.endSuspension(tx, incident.id, by, now);
  const task = await tasks.save(tx, running.taskId, due ? { due_at: due } : {}, now);
  const until = due ? `，承办时限续至 ${clock(due)}` : '';
  const words = `恢复办理：${reason}${until}`;
  for (const one of beside) await tellUnit(step, one, `协办时限同续，恢复办理：${reason}`);
  const names = beside.map(({ unitCode }) => unitNameOf(step.reference, unitCode)).join('、');
  const also = beside.length > 0 ? `；协办单位时限同续：${names}` : '';
  return { done: { words: `${words}${also}`, reason }, task };
}

async function tellUnit({ tx, now, incident, reference }: Step, task: TaskRow, words: string): Promise<void> {
  const body = { title: `${words}（${incident.title}）`, ring: false, severity: incident.severity };
  await notifyUnit(
    tx,
    reference,
    {
      taskId: task.id,
      incidentId: incident.id,
      step: `resume-${task.version}`,
      unitCode: task.unitCode,
      body,
    },
    now,
  );
}
