import type { z } from 'zod';
import type { ReturnBody } from '#contracts/task.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import * as tasks from '#store/tasks.ts';
import { restartDispatchClock } from './dispatch-clock.ts';
import { assertCan, finish } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { notifyUnit } from './notify-unit.ts';
import { takeStep } from './task-step.ts';
import type { StepAnswer } from './task-step.ts';

/** 退单: with a reason, back to the desk; the caller's promise runs on, the desk's dispatching clock starts again. */
export async function returnTask(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof ReturnBody>,
): Promise<StepAnswer> {
  return takeStep(parts, by, id, body, ['to-sign', 'handling'], async (step) => {
    const { tx, now, incident, task, reference } = step;
    assertCan('return', incident);
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
    await restartDispatchClock(step);
    const unit = reference.unit.get(task.unitCode)?.name ?? task.unitCode;
    const times = incident.returnCount + 1;
    const words = `${unit}退单：${body.reason}${times >= 2 ? `（第 ${times} 次退单，须值班长裁定，首接单位先办）` : ''}`;
    await finish(
      tx,
      by.actor,
      { incident, move: 'return', to: 'to-dispatch', now },
      { words, reason: body.reason, patch: { unit_code: null, basis: null, return_count: times } },
    );
    const told = {
      title: `${unit}退单：${incident.title}`,
      ring: incident.severity <= 2,
      severity: incident.severity,
    };
    const centre = [...reference.unit.values()].find((one) => one.type === 'center')?.code;
    if (centre)
      await notifyUnit(
        tx,
        reference,
        { taskId: id, incidentId: incident.id, step: 'returned', unitCode: centre, body: told },
        now,
      );
    return saved;
  });
}
