import type { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import type { TrackBody } from '#contracts/task.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { trackClock } from '#domain/limits.ts';
import * as incidents from '#store/incidents.ts';
import { addDeadlines, deadlineRow, deadlinesOf, stopDeadlines } from '#store/outgoing.ts';
import * as tasks from '#store/tasks.ts';
import { clock, assertCan, finish, note } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { takeStep } from './task-step.ts';
import type { StepAnswer, TaskStep } from './task-step.ts';

type Body = z.output<typeof TrackBody>;

/**
 * 移交跟踪: who answered at 110, 119, 120 and when, every word from there, and at last that it is done. Each word begins
 * the ten minutes anew after which the desk is reminded. The desk writes for the other side, which has no account here.
 */
export async function trackHandOver(parts: FlowParts, by: By, id: number, body: Body): Promise<StepAnswer> {
  return takeStep(parts, by, id, body, ['to-sign', 'handling'], async (step) => {
    const { tx, now, task } = step;
    if (task.mode !== 'hand-over') throw new Refusal('wrong-status', '该工单不是三方移交，不必跟踪');
    if (task.seat === null && body.seat === undefined)
      throw new Refusal('bad-input', '请写明对方坐席，再记反馈');
    if (body.text.length < 2 && (body.back || body.seat === undefined))
      throw new Refusal('bad-input', '请写一句对方怎么说');
    const at = body.receivedAt === undefined ? now : new Date(body.receivedAt);
    if (at.getTime() > now.getTime() + 60_000) throw new Refusal('bad-input', '接收时间不能晚于现在');
    await stopDeadlines(tx, 'task', [id], { kind: 'stage', stage: 'track' }, now);
    if (!body.back) await trackAgain(step);
    const seat = body.seat === undefined ? {} : { seat: body.seat, signed_by: body.seat, received_at: at, signed_at: task.signedAt ?? at }; // prettier-ignore
    const saved = await tasks.save(tx, id, { status: 'handling', ...seat }, now);
    await tellReceived(step, by, body, at);
    return body.back ? reportBack(step, by, body.text) : saved;
  });
}

async function trackAgain({ tx, now, incident, task }: TaskStep): Promise<void> {
  const before = (await deadlinesOf(tx, incident.id)).filter(
    (one) => one.subject === 'task' && one.subjectId === task.id && one.stage === 'track',
  ).length;
  const subject = { subject: 'task' as const, subjectId: task.id, incidentId: incident.id };
  await addDeadlines(tx, [
    deadlineRow({ ...subject, kind: 'stage', stage: 'track', seq: before + 1 }, trackClock(now)),
  ]);
}

/** 119（坐席 07）17:18 接收：已出警. The host's receipt moves the incident as a signature does. */
async function tellReceived(
  { tx, now, incident, task, reference }: TaskStep,
  by: By,
  body: Body,
  at: Date,
): Promise<void> {
  const unit = unitNameOf(reference, task.unitCode);
  const who = body.seat === undefined ? '' : `（坐席 ${body.seat}）${clock(at)} 接收`;
  const words = `${unit}${who}${body.text && !body.back ? `：${body.text}` : ''}`;
  const hosts = task.part === 'host' && incident.status === 'to-sign';
  if (hosts) await finish(tx, by.actor, { incident, move: 'sign', to: 'handling', now }, { words });
  else if (body.seat !== undefined || !body.back) {
    const row = await incidents.save(tx, incident.id, {}, now);
    await note(tx, by.actor, { row, from: incident.status, move: 'track', now }, { words });
  }
}

/** They report back: the co-host's part is done and archived; the host's goes to the review as every report. */
async function reportBack(
  { tx, now, incident, task, reference }: TaskStep,
  by: By,
  text: string,
): Promise<tasks.TaskRow> {
  const unit = unitNameOf(reference, task.unitCode);
  const hosts = task.part === 'host';
  const patch = { reported_at: now, reported_by: by.actor.name, report: text };
  const saved = await tasks.save(tx, task.id, hosts ? { ...patch, status: 'reported' } : { ...patch, status: 'done', ended_at: now }, now); // prettier-ignore
  await stopDeadlines(tx, 'task', [task.id], { kind: null, stage: null }, now);
  const words = `${unit}反馈：${text}${hosts ? '' : '，移交归档'}`;
  const [fresh] = await incidents.rowsByIds(tx, [incident.id]);
  if (hosts) {
    assertCan('report', fresh!);
    await finish(tx, by.actor, { incident: fresh!, move: 'report', to: 'to-review', now }, { words });
  } else {
    const row = await incidents.save(tx, incident.id, {}, now);
    await note(tx, by.actor, { row, from: row.status, move: 'track', now }, { words });
  }
  return saved;
}
