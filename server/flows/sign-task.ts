import type { z } from 'zod';
import { checkNames } from '#contracts/task.ts';
import type { SignBody } from '#contracts/task.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import * as hops from '#store/hops.ts';
import * as tasks from '#store/tasks.ts';
import type { TaskRow } from '#store/tasks.ts';
import { assertCan, finish, noteBeside } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { takeStep } from './task-step.ts';
import type { StepAnswer, TaskStep } from './task-step.ts';

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
  const work = async (step: TaskStep): Promise<TaskRow> => {
    const { tx, now, incident, task } = step;
    // What was passed on has moved the incident already, by being passed on.
    const moves = task.part === 'host' && task.kind === 'handle' && task.via.length === 0;
    if (moves) assertCan('sign', incident);
    const signedBy = signer(step, by);
    const noticed = task.mode === 'notice';
    const ended = noticed ? { ended_at: now } : {};
    const status = noticed ? 'done' : 'handling';
    const saved = await tasks.save(tx, id, { status, signed_at: now, signed_by: signedBy, ...ended }, now);
    await hops.sign(tx, id, signedBy, now);
    await stopDeadlines(tx, 'task', [id], { kind: 'stage', stage: 'sign' }, now);
    const done = { words: wordsOf(step, by) };
    if (moves) await finish(tx, by.actor, { incident, move: 'sign', to: 'handling', now }, done);
    else await noteBeside(step, by, 'co-sign', done);
    return saved;
  };
  return takeStep(parts, by, id, body, ['to-sign'], work, 'above');
}

/** 代签: whoever passed it on may sign for the one who has it now, and is named with the unit. */
const isProxy = ({ task }: TaskStep, by: By): boolean =>
  by.actor.unitCode !== null && by.actor.unitCode !== task.unitCode;

function signer(step: TaskStep, by: By): string {
  if (!isProxy(step, by)) return by.actor.name;
  const own = unitNameOf(step.reference, by.actor.unitCode!);
  return `${by.actor.name}（${own}代签）`;
}

function wordsOf(step: TaskStep, by: By): string {
  const { task, reference } = step;
  const unit = unitNameOf(reference, task.unitCode);
  if (task.mode === 'notice') return `${unit}已知悉`;
  const what =
    task.kind === 'handle' ? (task.part === 'host' ? '' : '（协办）') : `（${checkNames[task.kind]}）`;
  return `${unit}签收${what}${isProxy(step, by) ? `，由${signer(step, by)}` : ''}`;
}
