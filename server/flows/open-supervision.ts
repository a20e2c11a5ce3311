import type { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { doneStatuses } from '#contracts/incident.ts';
import { unitNameOf } from '#contracts/reference.ts';
import type { SuperviseBody } from '#contracts/supervision.ts';
import { momentWords } from '#domain/city-day.ts';
import { centreOf } from '#domain/duty.ts';
import { deadlineAfter } from '#domain/deadline.ts';
import { can } from '#domain/rights.ts';
import { answerByRefusal, answerLimit, levelNames, sheetByHand } from '#domain/supervision.ts';
import { inTransaction } from '#store/db.ts';
import type { IncidentRow } from '#store/incidents.ts';
import * as supervisions from '#store/supervisions.ts';
import * as tasks from '#store/tasks.ts';
import type { TaskRow } from '#store/tasks.ts';
import { cut } from '#text/normalise.ts';
import { lockIncident, noteBeside } from './flow.ts';
import type { By, FlowParts, Step } from './flow.ts';
import { notifyUnit } from './notify-unit.ts';

type Body = z.output<typeof SuperviseBody>;

/**
 * 督办: a person who may sign such a one opens it by hand: the shift leader of level 1, the head of the centre of level
 * 2. It goes out at once under that person's name, and the matter is not closed before it is released.
 */
export async function openSupervision(
  parts: FlowParts,
  by: By,
  id: number,
  body: Body,
): Promise<IncidentRow> {
  const saved = await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const incident = await lockIncident(tx, id, body.version);
    if (doneStatuses.includes(incident.status))
      throw new Refusal('wrong-status', '案件已办结，不能督办；可先重开');
    const step: Step = { tx, now, incident, reference: parts.reference() };
    const task = await taskOf(step, body.unitCode);
    await assertNoneLive(step, task);
    const level = can(by.actor, 'supervision.sign-higher') ? 2 : 1;
    const answerBy = answerByOf(step, body.answerBy);
    const unitName = unitNameOf(step.reference, task.unitCode);
    const { no, title, address } = incident;
    const centre = centreOf(step.reference);
    const centreName = centre === null ? '运行管理中心' : unitNameOf(step.reference, centre);
    const sheet = sheetByHand({ level, unitName, centreName, no, title, address, demand: body.text, answerBy, now }); // prettier-ignore
    const opened = { incidentId: id, taskId: task.id, level, ...sheet, answerBy, by: by.actor };
    const sheetId = await supervisions.openByHand(tx, opened, now);
    const told = {
      title: `督办（${levelNames[level]}）：${sheet.title}`,
      ring: true,
      severity: incident.severity,
    };
    const notice = { taskId: task.id, incidentId: id, step: `supervise-${sheetId}`, unitCode: task.unitCode };
    await notifyUnit(tx, step.reference, { ...notice, body: told }, now);
    await tasks.save(tx, task.id, {}, now);
    const words = `对${unitName}发出${levelNames[level]}督办单，要求 ${momentWords(answerBy)} 前回复：${cut(body.text, 120)}`;
    return noteBeside(step, by, 'supervise', { words, detail: { unitCode: task.unitCode } });
  });
  parts.wake('change');
  parts.wake('delivery');
  return saved;
}

/** The task in question: of the named unit, else the host's. 110, 119, 120 and who was only told are not supervised. */
async function taskOf({ tx, incident, reference }: Step, unitCode: string | undefined): Promise<TaskRow> {
  const open = (await tasks.lockOpen(tx, incident.id)).filter(
    ({ kind, mode }) => kind === 'handle' && mode !== 'hand-over' && mode !== 'notice',
  );
  const task = open.find((one) => (unitCode === undefined ? one.part === 'host' : one.unitCode === unitCode));
  if (task) return task;
  if (unitCode === undefined) throw new Refusal('wrong-status', '本案还没有承办单位，请先派遣，再督办');
  throw new Refusal('bad-input', `${unitNameOf(reference, unitCode)}没有本案的在办工单，不能对其督办`);
}

/** One live 督办单 for each unit and matter: a second would ask the same people the same thing. */
async function assertNoneLive({ tx, incident, reference }: Step, task: TaskRow): Promise<void> {
  const all = await supervisions.ofIncident(tx, incident.id);
  const live = all.find(
    ({ taskId, kind, state }) =>
      taskId === task.id && (state === 'sent' || (kind !== 'overdue' && state === 'replied')),
  );
  if (!live) return;
  const next = live.state === 'sent' ? '请待其回复' : '请先解除该督办';
  const unit = unitNameOf(reference, task.unitCode);
  throw new Refusal('wrong-status', `${unit}已有${live.signedName}签发的督办单未了结，${next}，再行督办`);
}

function answerByOf({ now, reference }: Step, said: string | undefined): Date {
  if (said === undefined) return deadlineAfter(now, answerLimit, reference.calendar).dueAt;
  const answerBy = new Date(said);
  const refusal = answerByRefusal(answerBy, now);
  if (refusal) throw new Refusal('bad-input', refusal);
  return answerBy;
}
