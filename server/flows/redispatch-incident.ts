import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import type { IncidentRow } from '#store/incidents.ts';
import * as tasks from '#store/tasks.ts';
import { moveIncident } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { giveTask } from './give-task.ts';
import { voidTask } from './recall-task.ts';

/** 改派: what is signed for cannot be recalled any more, only given to another unit (practice, rule 14). */
export async function redispatchIncident(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.redispatch>,
): Promise<IncidentRow> {
  return moveIncident(parts, by, { id, version: body.version, move: 'redispatch' }, async (step) => {
    const { incident } = step;
    const before = await tasks.lockOpenHost(step.tx, id);
    if (before?.unitCode === body.unitCode || before?.via[0] === body.unitCode)
      throw new Refusal('bad-input', '该单位正在承办，不必改派；可用催办');
    await voidTask(step, `已改派：${body.reason}`);
    const { unitCode, reason } = body;
    const keepTotal = by.actor.districtCode !== null;
    const given = await giveTask(step, by.actor, {
      unitCode,
      round: incident.round,
      note: reason,
      keepTotal,
    });
    const words = `改派，${given.words}：${reason}`;
    return { words, reason, patch: { unit_code: unitCode, basis: null }, detail: { unitCode } };
  });
}
