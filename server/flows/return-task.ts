import type { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { checkNames } from '#contracts/task.ts';
import type { ReturnBody } from '#contracts/task.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import { drop as dropPleas } from '#store/pleas.ts';
import * as rulings from '#store/rulings.ts';
import * as tasks from '#store/tasks.ts';
import { restartDispatchClock } from './dispatch-clock.ts';
import { assertCan, finish, noteBeside } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { sendBack } from './pass-task.ts';
import { askRuling } from './rule-return.ts';
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
    const hosts = task.part === 'host' && task.kind === 'handle';
    if (task.via.length > 0) return sendBack(step, by, body.reason);
    if (hosts) assertCan('return', incident);
    if (hosts) await assertNotRuled(step);
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
    const unit = unitNameOf(reference, task.unitCode);
    await tellCentre(step, unit);
    if (!hosts) {
      await returnBeside(step, by, unit, body.reason);
      return saved;
    }
    await dropPleas(tx, incident.id, by.actor.username, now);
    await restartDispatchClock(step);
    const times = incident.returnCount + 1;
    const words = `${unit}退单：${body.reason}${times >= 2 ? `（第 ${times} 次退单）` : ''}`;
    const returned = await finish(
      tx,
      by.actor,
      { incident, move: 'return', to: 'to-dispatch', now },
      { words, reason: body.reason, patch: { unit_code: null, basis: null, return_count: times } },
    );
    if (times >= 2) await askRuling({ ...step, incident: returned });
    return saved;
  });
}

/** While a ruling is asked for the first receiver works, and whom it names works on: neither sends it back again. */
async function assertNotRuled({ tx, incident }: TaskStep): Promise<void> {
  const ruling = await rulings.ofRound(tx, incident.id, incident.round);
  if (ruling === null) return;
  throw new Refusal(
    'wrong-status',
    ruling.decidedAt === null
      ? '已提请值班长裁定，裁定前由首接单位先办，不能再退单'
      : '本案已经裁定由本单位承办，不能再退单；有新情况请报值班长',
  );
}

/** 退回协办、核实、核查: the matter stays; one that waited to be verified is the desk's again. */
async function returnBeside(step: TaskStep, by: By, unit: string, reason: string): Promise<void> {
  const { tx, now, incident, task } = step;
  const what = task.kind === 'handle' ? '协办' : checkNames[task.kind];
  const done = { words: `${unit}退回${what}：${reason}`, reason };
  if (task.kind !== 'verify') return void (await noteBeside(step, by, 'co-return', done));
  assertCan('verify-unable', incident);
  await restartDispatchClock(step);
  await finish(tx, by.actor, { incident, move: 'verify-unable', to: 'received', now }, done);
}

async function tellCentre({ tx, now, incident, task, reference }: TaskStep, unit: string): Promise<void> {
  const centre = [...reference.unit.values()].find((one) => one.type === 'center')?.code;
  if (!centre) return;
  const title = `${unit}退单：${incident.title}`;
  const body = { title, ring: incident.severity <= 2, severity: incident.severity };
  const notice = { taskId: task.id, incidentId: incident.id, step: 'returned', unitCode: centre, body };
  await notifyUnit(tx, reference, notice, now);
}
