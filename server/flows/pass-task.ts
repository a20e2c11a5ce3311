import type { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import type { PassBody } from '#contracts/task.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { isBelow } from '#domain/levels.ts';
import { clockOf } from '#domain/limits.ts';
import { peopleOf } from '#store/accounts.ts';
import { seeEverything } from '#store/db.ts';
import * as hops from '#store/hops.ts';
import { addDeadlines, deadlineRow, deadlinesOf, stopDeadlines } from '#store/outgoing.ts';
import * as tasks from '#store/tasks.ts';
import { finish, noteBeside } from './flow.ts';
import type { By, Done, FlowParts } from './flow.ts';
import { notifyUnit } from './notify-unit.ts';
import { takeStep } from './task-step.ts';
import type { StepAnswer, TaskStep } from './task-step.ts';

type Body = z.output<typeof PassBody>;
/** Where it goes: a unit below, one's own unit again, or a person of one's own unit. */
type Way = { kind: hops.NewHop['kind']; unitCode: string; assigneeName: string | null; assignee: string | null; via: string[] }; // prettier-ignore

/**
 * 转派、改派、收回、派到人: a unit passes its task on to a unit of its own or to one of its people, or gives what it has
 * passed on to another. It stays one task with one total time (practice, rule 8); each hop has its own.
 */
export async function passTask(parts: FlowParts, by: By, id: number, body: Body): Promise<StepAnswer> {
  return takeStep(
    parts,
    by,
    id,
    body,
    ['to-sign', 'handling'],
    async (step) => {
      const { task } = step;
      if (task.kind !== 'handle' || task.mode !== 'dispatch')
        throw new Refusal('wrong-status', '只有派遣的处置工单可以转派');
      const way = await wayOf(step, by, body);
      await seeEverything(step.tx);
      const seq = await hops.add(step.tx, { taskId: id, kind: way.kind, unitCode: way.unitCode, assigneeName: way.assigneeName, byName: by.actor.name, note: body.note || null, signedBy: signedBy(step, by, way) }, step.now); // prettier-ignore
      const saved = await moveTask(step, by, way);
      await tellUnit(step, way, seq);
      await tellIncident(step, by, way, body.note);
      return saved;
    },
    'above',
  );
}

async function wayOf({ tx, task, reference }: TaskStep, by: By, body: Body): Promise<Way> {
  const own = by.actor.unitCode;
  const at = own === task.unitCode ? task.via.length : task.via.indexOf(own ?? '');
  if (own === null || at < 0) throw new Refusal('not-allowed', '该工单不在您的单位，也不是您转派的');
  const holds = own === task.unitCode;
  if (body.assignee !== undefined) {
    const person = (await peopleOf(tx, own)).find(({ username }) => username === body.assignee);
    if (!holds || !person) throw new Refusal('bad-input', '只能派给本单位的人员');
    return { kind: 'assign', unitCode: own, assignee: person.username, assigneeName: person.name, via: task.via }; // prettier-ignore
  }
  const unitCode = body.unitCode ?? '';
  const upTo = task.via.slice(0, at);
  const nobody = { assignee: null, assigneeName: null };
  if (!holds && unitCode === own) return { kind: 'take-back', unitCode, ...nobody, via: upTo };
  if (unitCode === task.unitCode) throw new Refusal('bad-input', '该工单已在这个单位');
  if (!isBelow(reference, unitCode, own))
    throw new Refusal('bad-input', '只能转派本单位下属的部门、镇街；其他单位请退单，由上一级改派');
  return { kind: holds ? 'pass-on' : 'reassign', unitCode, ...nobody, via: [...upTo, own] };
}

/** Whoever takes it back, or is named in a unit that has signed, need not sign again. */
const signedBy = ({ task }: TaskStep, by: By, { kind }: Way): string | null =>
  kind === 'take-back' ? by.actor.name : kind === 'assign' ? (task.signedBy ?? by.actor.name) : null;

/** The same task in other hands: its total runs on, its signing begins anew with whoever has it now. */
async function moveTask(step: TaskStep, by: By, way: Way): Promise<tasks.TaskRow> {
  const { tx, now, task } = step;
  await stopDeadlines(tx, 'task', [task.id], { kind: 'stage', stage: 'sign' }, now);
  const signed = way.kind === 'take-back' || way.kind === 'assign';
  if (!signed) await signAgain(step);
  const kept = way.kind === 'assign' && task.signedAt !== null;
  const signature = kept ? {} : { signed_at: signed ? now : null, signed_by: signed ? by.actor.name : null };
  const patch = { unit_code: way.unitCode, via: way.via, assignee: way.assignee, ...signature };
  const arrived = way.kind === 'assign' ? {} : { arrived_at: null };
  return tasks.save(tx, task.id, { status: signed ? 'handling' : 'to-sign', ...patch, ...arrived }, now);
}

async function signAgain({ tx, now, incident, task, reference }: TaskStep): Promise<void> {
  const clock = clockOf(
    reference,
    reference.category.get(incident.categoryCode)!,
    'sign',
    now,
    incident.condition,
  );
  if (!clock) return;
  const before = (await deadlinesOf(tx, incident.id)).filter(
    (one) => one.subject === 'task' && one.subjectId === task.id && one.stage === 'sign',
  ).length;
  const subject = { subject: 'task' as const, subjectId: task.id, incidentId: incident.id };
  await addDeadlines(tx, [deadlineRow({ ...subject, kind: 'stage', stage: 'sign', seq: before + 1 }, clock)]);
}

async function tellUnit(
  { tx, now, incident, task, reference }: TaskStep,
  way: Way,
  seq: number,
): Promise<void> {
  const who = way.assigneeName === null ? '' : `派给${way.assigneeName}：`;
  const body = {
    title: `${who}${incident.title}`,
    ring: incident.severity <= 2,
    severity: incident.severity,
  };
  const notice = { taskId: task.id, incidentId: incident.id, step: `hop-${seq}` };
  await notifyUnit(tx, reference, { ...notice, unitCode: way.unitCode, body }, now);
  // Whom it was taken from must not go there for nothing.
  if (way.kind !== 'reassign' && way.kind !== 'take-back') return;
  const gone = { title: `已改派：${incident.title}`, ring: false, severity: incident.severity };
  await notifyUnit(tx, reference, { ...notice, unitCode: task.unitCode, body: gone }, now);
}

/** Passing on is signing for it: then the incident moves as it does by a signature, and else stands. */
async function tellIncident(step: TaskStep, by: By, way: Way, said: string): Promise<void> {
  const { tx, now, incident, task, reference } = step;
  const nameOf = (code: string): string => unitNameOf(reference, code);
  const own = nameOf(by.actor.unitCode!);
  const act = {
    'pass-on': `${own}转派${nameOf(way.unitCode)}`,
    reassign: `${own}改派：${nameOf(task.unitCode)} → ${nameOf(way.unitCode)}`,
    'take-back': `${own}收回自办`,
    'send-back': '',
    assign: `${own}派给${way.assigneeName ?? ''}`,
  }[way.kind];
  const done: Done = { words: `${act}${said ? `：${said}` : ''}`, detail: { unitCode: way.unitCode } };
  const first = task.part === 'host' && incident.status === 'to-sign';
  if (first)
    await finish(tx, by.actor, { incident, move: 'sign', to: 'handling', now }, { ...done, words: `签收，${done.words}` }); // prettier-ignore
  else await noteBeside(step, by, 'pass-on', done);
}

/** 退回上一级: from whoever has it to whoever passed it on; the centre hears nothing of it, and it counts as no return. */
export async function sendBack(step: TaskStep, by: By, reason: string): Promise<tasks.TaskRow> {
  const { tx, now, incident, task, reference } = step;
  const above = task.via.at(-1)!;
  await seeEverything(tx);
  const seq = await hops.add(tx, { taskId: task.id, kind: 'send-back', unitCode: above, assigneeName: null, byName: by.actor.name, note: reason, signedBy: by.actor.name }, now); // prettier-ignore
  await stopDeadlines(tx, 'task', [task.id], { kind: 'stage', stage: 'sign' }, now);
  const patch = { unit_code: above, via: task.via.slice(0, -1), assignee: null, signed_at: now, arrived_at: null }; // prettier-ignore
  const saved = await tasks.save(tx, task.id, { status: 'handling', ...patch }, now);
  const unit = unitNameOf(reference, task.unitCode);
  const title = `${unit}退回：${incident.title}`;
  const body = { title, ring: incident.severity <= 2, severity: incident.severity };
  const notice = { taskId: task.id, incidentId: incident.id, step: `hop-${seq}`, unitCode: above };
  await notifyUnit(tx, reference, { ...notice, body }, now);
  const to = unitNameOf(reference, above);
  await noteBeside(step, by, 'pass-on', { words: `${unit}退回${to}：${reason}`, reason });
  return saved;
}
