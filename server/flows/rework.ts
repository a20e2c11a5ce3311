import { Refusal } from '#contracts/errors.ts';
import * as tasks from '#store/tasks.ts';
import { resumeClocks } from './clock-pause.ts';
import type { Done, Step } from './flow.ts';
import { notifyUnit } from './notify-unit.ts';

/** 返工: the same task goes on with the time that it had left; everything done so far is kept. */
export async function rework(step: Step, reason: string): Promise<Done> {
  const { tx, now, incident, reference } = step;
  const task = await tasks.lockOpenHost(tx, incident.id);
  if (!task) throw new Refusal('wrong-status', '该案件没有在办工单，请改用派遣');
  const due = await resumeClocks(step, task, null);
  await tasks.save(tx, task.id, { status: 'handling', ...(due ? { due_at: due } : {}) }, now);
  const body = {
    title: `退回返工：${incident.title}`,
    ring: incident.severity <= 2,
    severity: incident.severity,
  };
  const step_ = `rework-${incident.reworkCount + 1}`;
  await notifyUnit(
    tx,
    reference,
    { taskId: task.id, incidentId: incident.id, step: step_, unitCode: task.unitCode, body },
    now,
  );
  return { words: `${reason}，返工`, reason, patch: { rework_count: incident.reworkCount + 1 } };
}
