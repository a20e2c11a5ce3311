import type { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import type { ReportBody } from '#contracts/task.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import { drop as dropPleas } from '#store/pleas.ts';
import { attachToTask } from '#store/photos.ts';
import * as tasks from '#store/tasks.ts';
import { maskText } from '#text/mask.ts';
import { cut } from '#text/normalise.ts';
import { assertCan, finish, noteBeside } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { takeStep } from './task-step.ts';
import type { StepAnswer, TaskStep } from './task-step.ts';

/**
 * 反馈: what was done, the host's with the photos that the category asks for; the unit's own clock stops here. Only the
 * host's report moves the incident (practice, rule 8).
 */
export async function reportTask(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof ReportBody>,
): Promise<StepAnswer> {
  return takeStep(parts, by, id, body, ['handling'], async (step) => {
    const { tx, now, incident, task, reference } = step;
    if (task.kind !== 'handle') throw new Refusal('wrong-status', '核实、核查请提交结论');
    const hosts = task.part === 'host';
    if (hosts) assertCan('report', incident);
    await assertPhotos(step, body.photoIds, by.actor.username);
    const saved = await tasks.save(
      tx,
      id,
      {
        ...(hosts ? { status: 'reported' as const } : { status: 'done' as const, ended_at: now }),
        reported_at: now,
        reported_by: by.actor.name,
        report: body.text,
        arrived_at: task.arrivedAt ?? now,
      },
      now,
    );
    await stopDeadlines(tx, 'task', [id], { kind: null, stage: null }, now);
    if (hosts) await dropPleas(tx, incident.id, by.actor.username, now);
    const unit = unitNameOf(reference, task.unitCode);
    const place = body.placeNote ? `（位置说明：${body.placeNote}）` : '';
    const words = `${unit}反馈：${cut(maskText(body.text), 80)}${body.photoIds.length > 0 ? `，照片 ${body.photoIds.length} 张` : ''}${place}`;
    const done = { words: hosts ? words : `（协办）${words}`, detail: { photoIds: body.photoIds } };
    if (hosts) await finish(tx, by.actor, { incident, move: 'report', to: 'to-review', now }, done);
    else await noteBeside({ tx, now, incident }, by, 'co-report', done);
    return saved;
  });
}

/** The photos must be there before the report (the phone sends them first) and fit the category's rule. */
async function assertPhotos(
  { tx, incident, task, reference }: TaskStep,
  photoIds: readonly string[],
  uploadedBy: string,
): Promise<void> {
  const stages = await attachToTask(tx, photoIds, { id: task.id, incidentId: incident.id }, uploadedBy);
  if (stages.length < new Set(photoIds).size)
    throw new Refusal('bad-input', '有照片尚未上传完成，请待照片上传后再提交反馈');
  if (task.part === 'co-host') return;
  const rule = reference.category.get(incident.categoryCode)?.photos ?? 'none';
  const has = (stage: string): boolean =>
    stages.includes(stage) || task.photos.some((photo) => photo.stage === stage);
  if (rule !== 'none' && !has('after')) throw new Refusal('bad-input', '该小类须附处置后照片，请补拍后提交');
  if (rule === 'before-after' && !has('before'))
    throw new Refusal('bad-input', '该小类须附处置前照片，请补拍后提交');
}
