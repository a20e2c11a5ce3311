import type { z } from 'zod';
import type { SignBody } from '#contracts/task.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import * as tasks from '#store/tasks.ts';
import { assertCan, finish, noteBeside } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { takeStep } from './task-step.ts';
import type { StepAnswer } from './task-step.ts';

/**
 * 签收: stops the signing clock only; the unit's own time runs on (practice, rule 10). A co-host's moves nothing but its
 * own task; a notice asks for no more than this.
 */
export async function signTask(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof SignBody>,
): Promise<StepAnswer> {
  return takeStep(parts, by, id, body, ['to-sign'], async ({ tx, now, incident, task, reference }) => {
    const hosts = task.part === 'host';
    if (hosts) assertCan('sign', incident);
    const noticed = task.mode === 'notice';
    const saved = await tasks.save(
      tx,
      id,
      {
        status: noticed ? 'done' : 'handling',
        signed_at: now,
        signed_by: by.actor.name,
        ...(noticed ? { ended_at: now } : {}),
      },
      now,
    );
    await stopDeadlines(tx, 'task', [id], { kind: 'stage', stage: 'sign' }, now);
    const unit = reference.unit.get(task.unitCode)?.name ?? task.unitCode;
    if (hosts)
      await finish(tx, by.actor, { incident, move: 'sign', to: 'handling', now }, { words: `${unit}签收` });
    else
      await noteBeside({ tx, now, incident }, by, 'co-sign', {
        words: `${unit}${noticed ? '已知悉' : '签收（协办）'}`,
      });
    return saved;
  });
}
