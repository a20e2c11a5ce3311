import type { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import type { moveBodies } from '#contracts/desk.ts';
import type { IncidentRow } from '#store/incidents.ts';
import * as tasks from '#store/tasks.ts';
import { moveIncident } from './flow.ts';
import { resumeClocks } from './clock-pause.ts';
import { notifyUnit } from './notify-unit.ts';
import type { By, Done, FlowParts, Step } from './flow.ts';

/** 审核: passes the unit's report on to inspection, or sends it back for rework. */
export async function reviewReport(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.review>,
): Promise<IncidentRow> {
  const move = body.pass ? 'review' : 'rework';
  return moveIncident(parts, by, { id, version: body.version, move }, async (step) => {
    if (!body.pass) return rework(step, body.reason, '审核不通过');
    return { words: `审核通过${body.reason ? `：${body.reason}` : ''}`, reason: body.reason || null };
  });
}

/** 核查: passes to closing, or sends back for rework. */
export async function inspectIncident(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.inspect>,
): Promise<IncidentRow> {
  const move = body.pass ? 'inspect' : 'rework';
  return moveIncident(parts, by, { id, version: body.version, move }, async (step) => {
    if (!body.pass) return rework(step, body.reason, '核查不通过');
    return { words: `核查通过${body.reason ? `：${body.reason}` : ''}`, reason: body.reason || null };
  });
}

/** 返工: the same task goes on with the time that it had left; everything done so far is kept. */
async function rework(step: Step, reason: string, what: string): Promise<Done> {
  if (reason.trim().length < 4) throw new Refusal('bad-input', `${what}须写明理由，至少 4 个字`);
  const { tx, now, incident, reference } = step;
  const task = await tasks.lockOpenHost(tx, incident.id);
  if (!task) throw new Refusal('wrong-status', '该案件没有在办工单，请改用派遣');
  const due = await resumeClocks(step, task.id, null);
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
  return { words: `${what}，返工：${reason}`, reason, patch: { rework_count: incident.reworkCount + 1 } };
}
