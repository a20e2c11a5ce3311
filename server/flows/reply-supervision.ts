import type { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import type { ReplyBody } from '#contracts/task.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { levelNames } from '#domain/supervision.ts';
import type { Level } from '#domain/supervision.ts';
import * as incidents from '#store/incidents.ts';
import * as supervisions from '#store/supervisions.ts';
import * as tasks from '#store/tasks.ts';
import { maskText } from '#text/mask.ts';
import { cut } from '#text/normalise.ts';
import { note } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { tellCentre } from './notify-unit.ts';
import { takeStep } from './task-step.ts';
import type { StepAnswer } from './task-step.ts';

/** 回复督办单: the unit says what it does about it; the work itself goes on as before. */
export async function replySupervision(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof ReplyBody>,
): Promise<StepAnswer> {
  return takeStep(parts, by, id, body, ['to-sign', 'handling', 'reported'], async (step) => {
    const { tx, now, incident, task, reference } = step;
    const one = (await supervisions.sentTo(tx, [id])).find((sent) => sent.id === body.supervisionId);
    if (!one) throw new Refusal('not-found', '没有找到该督办单');
    if (one.state !== 'sent' && one.state !== 'replied')
      throw new Refusal('wrong-status', '该督办已解除，无需回复');
    await supervisions.reply(tx, one.id, body.text, by.actor, now);
    const unit = unitNameOf(reference, task.unitCode);
    const level = levelNames[one.level as Level];
    const row = await incidents.save(tx, incident.id, {}, now);
    const words = `${unit}回复${level}督办单：${cut(maskText(body.text), 80)}`;
    await note(tx, by.actor, { row, from: incident.status, move: 'reply-supervision', now }, { words });
    const saved = await tasks.save(tx, id, {}, now);
    const told = {
      title: `${unit}回复${level}督办单：${incident.title}`,
      ring: false,
      severity: incident.severity,
    };
    const notice = {
      taskId: id,
      incidentId: incident.id,
      step: `reply-${one.id}-${saved.version}`,
      body: told,
    };
    await tellCentre(tx, reference, notice, now);
    return saved;
  });
}
