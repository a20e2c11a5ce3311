import type { z } from 'zod';
import { modesOf } from '#contracts/dispatch-mode.ts';
import type { moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import type { Actor } from '#contracts/people.ts';
import { checkNames } from '#contracts/task.ts';
import { checkClock } from '#domain/limits.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { addDeadlines, deadlineRow, stopDeadlines } from '#store/outgoing.ts';
import * as tasks from '#store/tasks.ts';
import { restartDispatchClock } from './dispatch-clock.ts';
import { moveIncident } from './flow.ts';
import type { By, FlowParts, Step } from './flow.ts';
import { notifyUnit } from './notify-unit.ts';
import { voidOne } from './recall-task.ts';

type Body = z.output<(typeof moveBodies)['send-verify']>;

/** 派核实: somebody goes and looks whether it is so before it is filed; the desk's clock stands meanwhile. */
export async function sendVerify(parts: FlowParts, by: By, id: number, body: Body): Promise<IncidentRow> {
  return moveIncident(parts, by, { id, version: body.version, move: 'send-verify' }, async (step) => {
    await stopDeadlines(step.tx, 'incident', [id], { kind: 'stage', stage: 'dispatch' }, step.now);
    return { words: await giveCheck(step, by.actor, 'verify', body) };
  });
}

/** 派核查: somebody goes and looks whether the work is done; the desk may still inspect it itself. */
export async function sendInspect(parts: FlowParts, by: By, id: number, body: Body): Promise<IncidentRow> {
  return moveIncident(parts, by, { id, version: body.version, move: 'send-inspect' }, async (step) => ({
    words: await giveCheck(step, by.actor, 'inspect', body),
  }));
}

/** 撤回核实: the desk decides without it. */
export async function recallVerify(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<(typeof moveBodies)['recall-verify']>,
): Promise<IncidentRow> {
  return moveIncident(parts, by, { id, version: body.version, move: 'recall-verify' }, async (step) => {
    await voidCheck(step, '已撤回核实');
    await restartDispatchClock(step);
    return { words: `撤回核实：${body.reason}`, reason: body.reason };
  });
}

async function giveCheck(
  { tx, now, incident, reference }: Step,
  actor: Pick<Actor, 'username'>,
  kind: 'verify' | 'inspect',
  body: Body,
): Promise<string> {
  const unit = reference.unit.get(body.unitCode);
  if (!unit) throw new Refusal('bad-input', `没有代码为“${body.unitCode}”的单位，请重新选择`);
  const what = checkNames[kind];
  if (modesOf(unit, 'host')[0] !== 'dispatch')
    throw new Refusal('bad-input', `${what}只能派镇街、部门的采集员、网格员`);
  if ((await tasks.lockOpen(tx, incident.id)).some((task) => task.kind !== 'handle'))
    throw new Refusal('wrong-status', `已派人${what}，尚未回话`);
  const clock = checkClock(now);
  const note = body.note || null;
  const facts = { incidentId: incident.id, round: incident.round, unitCode: unit.code, districtCode: incident.districtCode }; // prettier-ignore
  const [made] = await tasks.create(
    tx,
    [{ ...facts, kind, part: 'host', mode: 'dispatch', note, createdBy: actor.username, dueAt: clock.dueAt }],
    now,
  );
  const told = {
    title: `${what}：${incident.title}`,
    ring: incident.severity <= 2,
    severity: incident.severity,
  };
  const notice = { taskId: made!.id, incidentId: incident.id, step: 'dispatch', unitCode: unit.code };
  await notifyUnit(tx, reference, { ...notice, body: told }, now);
  const subject = { subject: 'task' as const, subjectId: made!.id, incidentId: incident.id, seq: 1 };
  await addDeadlines(tx, [deadlineRow({ ...subject, kind: 'stage', stage: kind }, clock)]);
  return `派${unit.name}${what}${body.note ? `：${body.note}` : ''}`;
}

/** Ends an open 核实 or 核查 without effect and tells its unit; nothing when there is none. */
export async function voidCheck(step: Step, why: string): Promise<void> {
  for (const task of await tasks.lockOpen(step.tx, step.incident.id))
    if (task.kind !== 'handle') await voidOne(step, task, { reason: why, title: why });
}
