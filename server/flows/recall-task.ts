import type { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import type { moveBodies } from '#contracts/desk.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import { drop as dropPleas } from '#store/pleas.ts';
import * as tasks from '#store/tasks.ts';
import { restartDispatchClock } from './dispatch-clock.ts';
import { moveIncident } from './flow.ts';
import type { By, FlowParts, Step } from './flow.ts';
import { notifyUnit } from './notify-unit.ts';

/** 撤回: only before it is signed (practice, rule 14); the unit is told that the task is void. */
export async function recallTask(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.recall>,
): Promise<IncidentRow> {
  return moveIncident(parts, by, { id, version: body.version, move: 'recall' }, async (step) => {
    await voidTask(step, body.reason);
    await restartDispatchClock(step);
    return {
      words: `撤回派遣：${body.reason}`,
      reason: body.reason,
      patch: { unit_code: null, basis: null },
    };
  });
}

/** Ends the open host task without effect and tells its unit. Throws Refusal when there is none. */
export async function voidTask(step: Step, reason: string): Promise<void> {
  const task = await tasks.lockOpenHost(step.tx, step.incident.id);
  if (!task) throw new Refusal('wrong-status', '该案件没有在办工单');
  await voidOne(step, task, { reason, title: '已撤回' });
  await dropPleas(step.tx, step.incident.id, 'system', step.now);
}

/** Ends this locked task without effect, stops its clocks and tells its unit. */
export async function voidOne(
  { tx, now, incident, reference }: Step,
  task: Pick<tasks.TaskRow, 'id' | 'unitCode'>,
  why: { reason: string; title: string },
): Promise<void> {
  await tasks.save(tx, task.id, { status: 'recalled', ended_at: now, return_reason: why.reason }, now);
  await stopDeadlines(tx, 'task', [task.id], { kind: null, stage: null }, now);
  const body = { title: `${why.title}：${incident.title}`, ring: false, severity: incident.severity };
  const notice = { taskId: task.id, incidentId: incident.id, step: 'recall', unitCode: task.unitCode };
  await notifyUnit(tx, reference, { ...notice, body }, now);
}
