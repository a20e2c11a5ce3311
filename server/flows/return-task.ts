import type { z } from 'zod';
import type { ReturnBody } from '#contracts/task.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import { drop as dropPleas } from '#store/pleas.ts';
import * as tasks from '#store/tasks.ts';
import { restartDispatchClock } from './dispatch-clock.ts';
import { assertCan, finish, noteBeside } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { notifyUnit } from './notify-unit.ts';
import { takeStep } from './task-step.ts';
import type { StepAnswer, TaskStep } from './task-step.ts';

/** 退单: with a reason, back to the desk; the caller's promise runs on, the desk's dispatching clock starts again. */
export async function returnTask(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof ReturnBody>,
): Promise<StepAnswer> {
  return takeStep(parts, by, id, body, ['to-sign', 'handling'], async (step) => {
    const { tx, now, incident, task, reference } = step;
    if (task.part === 'host') assertCan('return', incident);
    const saved = await tasks.save(
      tx,
      id,
      {
        status: 'returned',
        returned_at: now,
        return_reason: body.reason,
        ended_at: now,
      },
      now,
    );
    await stopDeadlines(tx, 'task', [id], { kind: null, stage: null }, now);
    const unit = reference.unit.get(task.unitCode)?.name ?? task.unitCode;
    await tellCentre(step, unit);
    if (task.part === 'co-host') {
      const words = `${unit}退回协办：${body.reason}`;
      await noteBeside(step, by, 'co-return', { words, reason: body.reason });
      return saved;
    }
    await dropPleas(tx, incident.id, by.actor.username, now);
    await restartDispatchClock(step);
    const times = incident.returnCount + 1;
    const words = `${unit}退单：${body.reason}${times >= 2 ? `（第 ${times} 次退单，须值班长裁定，首接单位先办）` : ''}`;
    await finish(
      tx,
      by.actor,
      { incident, move: 'return', to: 'to-dispatch', now },
      { words, reason: body.reason, patch: { unit_code: null, basis: null, return_count: times } },
    );
    return saved;
  });
}

async function tellCentre({ tx, now, incident, task, reference }: TaskStep, unit: string): Promise<void> {
  const centre = [...reference.unit.values()].find((one) => one.type === 'center')?.code;
  if (!centre) return;
  const title = `${unit}退单：${incident.title}`;
  const body = { title, ring: incident.severity <= 2, severity: incident.severity };
  const notice = { taskId: task.id, incidentId: incident.id, step: 'returned', unitCode: centre, body };
  await notifyUnit(tx, reference, notice, now);
}
