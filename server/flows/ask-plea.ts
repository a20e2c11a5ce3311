import type { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { pleaWords } from '#contracts/plea.ts';
import type { PleaKind } from '#contracts/plea.ts';
import type { AppealBody, ExtensionBody, SuspensionBody, WithdrawBody } from '#contracts/task.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { extensionRefusal, suspensionEnd, suspensionRefusal } from '#domain/pause.ts';
import { lateOf } from '#store/deadlines.ts';
import * as incidents from '#store/incidents.ts';
import * as pleas from '#store/pleas.ts';
import type { NewPlea } from '#store/pleas.ts';
import * as tasks from '#store/tasks.ts';
import type { TaskRow } from '#store/tasks.ts';
import { unitClocks } from './clock-pause.ts';
import { assertCan, finish, note } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { tellCentre } from './notify-unit.ts';
import { takeStep } from './task-step.ts';
import type { StepAnswer, TaskStep } from './task-step.ts';

/** 申请延期: before the time is over, at most one original limit each; the clock runs on until it is granted. */
export async function askExtension(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof ExtensionBody>,
): Promise<StepAnswer> {
  return takeStep(parts, by, id, body, ['handling'], async (step) => {
    assertHost(step);
    assertCan('ask-extension', step.incident);
    const clocks = await unitClocks(step, id);
    const [original, last] = [clocks[0], clocks.at(-1)];
    if (!original || !last || last.stoppedAt)
      throw new Refusal('wrong-status', '本单没有在走的承办时限，无需延期');
    const before = (await pleas.ofTasks(step.tx, [id])).filter((one) => one.kind === 'extension');
    const granted = before.filter(({ state }) => state === 'granted').length;
    const { amount, reason } = body;
    const refusal = extensionRefusal({ amount, original, granted, dueAt: last.dueAt, now: step.now });
    if (refusal) throw new Refusal('bad-input', refusal);
    return ask(step, by, { kind: 'extension', reason, amount }, original.unit);
  });
}

/** 申请挂账: once for each matter, for a year at most, and never over words of danger that nobody has confirmed. */
export async function askSuspension(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof SuspensionBody>,
): Promise<StepAnswer> {
  return takeStep(parts, by, id, body, ['handling'], async (step) => {
    const { tx, now, incident } = step;
    assertHost(step);
    assertCan('ask-suspension', incident);
    if (incident.danger.length > 0) throw new Refusal('wrong-status', '险情尚未确认，不能挂账');
    const refusal = suspensionRefusal(body.until, now);
    if (refusal) throw new Refusal('bad-input', refusal);
    const before = await pleas.ofIncident(tx, incident.id);
    if (before.some(({ kind, state }) => kind === 'suspension' && state === 'granted'))
      throw new Refusal('wrong-status', '该案件已挂账一次，不能再申请');
    const until = { day: body.until, at: suspensionEnd(body.until) };
    return ask(step, by, { kind: 'suspension', reason: body.reason, until });
  });
}

/** 申诉: after closing, once; asks that a lateness be not counted. That it was late stays. */
export async function appealTask(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof AppealBody>,
): Promise<StepAnswer> {
  return takeStep(parts, by, id, body, ['done'], async (step) => {
    const { tx, incident } = step;
    assertHost(step);
    if (!['closed', 'follow-up', 'archived'].includes(incident.status))
      throw new Refusal('wrong-status', '结案后才能申诉');
    if (!(await lateOf(tx, incident.id, id))) throw new Refusal('wrong-status', '本单没有超时记录，无需申诉');
    const before = await pleas.ofIncident(tx, incident.id);
    if (before.some(({ kind, state }) => kind === 'appeal' && state !== 'dropped'))
      throw new Refusal('wrong-status', '该案件已申诉一次，不能再申诉');
    return ask(step, by, { kind: 'appeal', reason: body.reason });
  });
}

/** 撤回申请: the unit takes back what nobody has decided yet. */
export async function withdrawPlea(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof WithdrawBody>,
): Promise<StepAnswer> {
  return takeStep(parts, by, id, body, ['handling', 'done'], async (step) => {
    const { tx, now, incident } = step;
    const open = (await pleas.ofTasks(tx, [id])).find(({ state }) => state === 'asked');
    if (!open) throw new Refusal('wrong-status', '没有待批的申请可撤回');
    await pleas.withdraw(tx, open.id, by.actor.username, now);
    const done = { words: `${unitName(step)}撤回申请：${pleaWords(open)}` };
    if (open.kind === 'appeal') await say(step, by, 'withdraw-plea', done);
    else await finish(tx, by.actor, { incident, move: 'withdraw-plea', to: 'handling', now }, done);
    return tasks.save(tx, id, {}, now);
  });
}

/** The matter's own time is the host's: a unit that only helps has nothing of it to ask for. */
function assertHost({ task }: TaskStep): void {
  if (task.part === 'host') return;
  throw new Refusal('wrong-status', '时限由主办单位申请，请与主办单位商定');
}

const unitName = ({ task, reference }: TaskStep): string => unitNameOf(reference, task.unitCode);

async function ask(
  step: TaskStep,
  by: By,
  asked: Omit<NewPlea, 'incidentId' | 'taskId'> & { kind: PleaKind },
  unit: string | null = null,
): Promise<TaskRow> {
  const { tx, now, incident, task, reference } = step;
  await pleas.ask(tx, { ...asked, incidentId: incident.id, taskId: task.id }, by.actor, now);
  const what = pleaWords({
    kind: asked.kind,
    amount: asked.amount ?? null,
    unit,
    until: asked.until?.day ?? null,
  });
  const words = `${unitName(step)}申请${what}：${asked.reason}`;
  if (asked.kind === 'appeal') await say(step, by, 'appeal', { words, reason: asked.reason });
  else {
    const move = `ask-${asked.kind}` as const;
    await finish(
      tx,
      by.actor,
      { incident, move, to: 'approval-pending', now },
      { words, reason: asked.reason },
    );
  }
  const saved = await tasks.save(tx, task.id, {}, now);
  const title = `待批：${unitName(step)}申请${what}，${incident.title}`;
  const body = { title, ring: false, severity: incident.severity };
  const notice = { taskId: task.id, incidentId: incident.id, step: `plea-${saved.version}`, body };
  await tellCentre(tx, reference, notice, now);
  return saved;
}

/** A line of history that moves no status. */
async function say(
  { tx, now, incident }: TaskStep,
  by: By,
  move: string,
  done: { words: string; reason?: string },
): Promise<void> {
  const row = await incidents.save(tx, incident.id, {}, now);
  await note(tx, by.actor, { row, from: incident.status, move, now }, done);
}
