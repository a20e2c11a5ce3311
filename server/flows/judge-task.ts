import type { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { checkNames, verdictNames } from '#contracts/task.ts';
import type { JudgeBody } from '#contracts/task.ts';
import { unitNameOf } from '#contracts/reference.ts';
import type { MoveName } from '#domain/lifecycle.ts';
import { moves } from '#domain/lifecycle.ts';
import { seeEverything } from '#store/db.ts';
import * as history from '#store/history.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import { attachToTask } from '#store/photos.ts';
import * as tasks from '#store/tasks.ts';
import { maskText } from '#text/mask.ts';
import { cut } from '#text/normalise.ts';
import { assertNoneTracked, endTasks } from './ask-co-host.ts';
import { restartDispatchClock } from './dispatch-clock.ts';
import { assertCan, finish } from './flow.ts';
import type { By, Done, FlowParts, Step } from './flow.ts';
import { rework } from './rework.ts';
import { takeStep } from './task-step.ts';
import type { StepAnswer, TaskStep } from './task-step.ts';

type Body = z.output<typeof JudgeBody>;
type Check = 'verify' | 'inspect';

const moveOf: Record<Check, Record<Body['verdict'], MoveName>> = {
  verify: { pass: 'verify', fail: 'verify-false', unable: 'verify-unable' },
  inspect: { pass: 'inspect', fail: 'rework', unable: 'inspect-unable' },
};

/** 核实、核查结论: what the one who was sent saw there, in words or photos; it moves the incident at once. */
export async function judgeTask(parts: FlowParts, by: By, id: number, body: Body): Promise<StepAnswer> {
  return takeStep(parts, by, id, body, ['to-sign', 'handling'], async (step) => {
    const { tx, now, task } = step;
    const kind = task.kind;
    if (kind === 'handle') throw new Refusal('wrong-status', '该工单须提交处置反馈，不是核实、核查');
    const move = moveOf[kind][body.verdict];
    assertCan(move, step.incident);
    await assertSeen(step, body, by.actor.username);
    if (move === 'inspect') await assertNotOwnWork(step, by.actor.username);
    // What follows concerns the tasks of other units too.
    await seeEverything(tx);
    const report = body.text || '见照片';
    const saved = await tasks.save(
      tx,
      id,
      {
        status: 'done',
        verdict: body.verdict,
        report,
        signed_at: task.signedAt ?? now,
        signed_by: task.signedBy ?? by.actor.name,
        arrived_at: task.arrivedAt ?? now,
        reported_at: now,
        reported_by: by.actor.name,
        ended_at: now,
      },
      now,
    );
    await stopDeadlines(tx, 'task', [id], { kind: null, stage: null }, now);
    const done = await consequence(step, move, wordsOf(step, kind, body));
    await finish(tx, by.actor, { incident: step.incident, move, to: moves[move].to, now }, done);
    return saved;
  });
}

function wordsOf({ task, reference }: TaskStep, kind: Check, body: Body): string {
  const unit = unitNameOf(reference, task.unitCode);
  const photos = body.photoIds.length > 0 ? `，照片 ${body.photoIds.length} 张` : '';
  const place = body.placeNote ? `（位置说明：${body.placeNote}）` : '';
  const said = body.text ? `：${cut(maskText(body.text), 80)}` : '';
  return `${unit}${checkNames[kind]}${verdictNames[kind][body.verdict]}${said}${photos}${place}`;
}

async function assertSeen({ tx, incident, task }: TaskStep, body: Body, uploadedBy: string): Promise<void> {
  const stages = await attachToTask(tx, body.photoIds, { id: task.id, incidentId: incident.id }, uploadedBy);
  if (stages.length < new Set(body.photoIds).size)
    throw new Refusal('bad-input', '有照片尚未上传完成，请待照片上传后再提交');
  const seen = stages.length > 0 || task.photos.length > 0;
  if (body.verdict === 'pass' && !seen && body.text.length < 2)
    throw new Refusal('bad-input', '请拍一张照片，或写一句看到了什么');
  if (body.verdict !== 'pass' && body.text.length < 4)
    throw new Refusal('bad-input', '请写明理由，至少 4 个字');
}

/** 处置与核查分开: nobody passes the work that he reported himself, in this round. */
export async function assertNotOwnWork({ tx, incident }: Step, username: string): Promise<void> {
  const reporters = await history.whoDid(tx, incident.id, incident.round, ['report', 'co-report']);
  if (reporters.includes(username))
    throw new Refusal('not-allowed', '您提交过本案的处置反馈，须由另一人核查');
}

async function consequence(step: TaskStep, move: MoveName, words: string): Promise<Done> {
  const { tx, now, incident } = step;
  if (move === 'rework') return rework(step, words);
  if (move === 'verify') {
    await restartDispatchClock(step);
    return { words: `${words}，按规则立案`, detail: { filed: true } };
  }
  if (move === 'verify-unable') {
    await restartDispatchClock(step);
    return { words };
  }
  if (move !== 'verify-false') return { words };
  await assertNoneTracked(step, '不予受理');
  await endTasks(step, 'all', '案件不予受理');
  await stopDeadlines(tx, 'incident', [incident.id], { kind: null, stage: null }, now);
  return { words: `${words}，不予受理`, reason: words, patch: { closed_at: now } };
}
