import type { z } from 'zod';
import type { SignBody } from '#contracts/task.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import * as tasks from '#store/tasks.ts';
import { assertCan, finish } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { takeStep } from './task-step.ts';
import type { StepAnswer } from './task-step.ts';

/** 签收: stops the signing clock only; the unit's own time runs on (practice, rule 10). */
export async function signTask(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof SignBody>,
): Promise<StepAnswer> {
  return takeStep(parts, by, id, body, ['to-sign'], async ({ tx, now, incident, task, reference }) => {
    assertCan('sign', incident);
    const saved = await tasks.save(
      tx,
      id,
      { status: 'handling', signed_at: now, signed_by: by.actor.name },
      now,
    );
    await stopDeadlines(tx, 'task', [id], { kind: 'stage', stage: 'sign' }, now);
    const unit = reference.unit.get(task.unitCode)?.name ?? task.unitCode;
    await finish(tx, by.actor, { incident, move: 'sign', to: 'handling', now }, { words: `${unit}签收` });
    return saved;
  });
}
