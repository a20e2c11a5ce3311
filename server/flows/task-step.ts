import { Refusal } from '#contracts/errors.ts';
import { taskStatusNames } from '#contracts/task.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import * as actions from '#store/actions.ts';
import * as tasks from '#store/tasks.ts';
import type { TaskRow } from '#store/tasks.ts';
import { lockIncident } from './flow.ts';
import type { By, FlowParts, Step } from './flow.ts';

export type TaskStep = Step & { task: TaskRow };
export type StepBody = { actionId: string; version: number };
export type StepAnswer = { taskId: number; status: TaskRow['status']; version: number };

/**
 * One step of a phone, in one transaction: the same actionId answers as it did the first time and changes nothing.
 * The incident is locked before its task, as everywhere. Throws Refusal for a task that is not the caller's.
 */
export async function takeStep(
  parts: FlowParts,
  by: By,
  id: number,
  body: StepBody,
  from: readonly TaskRow['status'][],
  work: (step: TaskStep) => Promise<TaskRow>,
  who: 'holder' | 'above' = 'holder',
): Promise<StepAnswer> {
  const answer = await inTransaction(parts.pool, by.scope, async (tx) => {
    const seen = await tasks.byId(tx, id);
    if (!seen) throw new Refusal('not-found', '没有找到该工单，可能已改派其他单位');
    const incident = await lockIncident(tx, seen.incidentId, null);
    const task = (await tasks.lock(tx, id))!;
    // Under the lock: a phone that lost patience sends again while the first time is still under way.
    const before = (await actions.answerOf(tx, body.actionId)) as StepAnswer | null;
    if (before) return before;
    assertHas(by, task, who, parts);
    if (!from.includes(task.status)) {
      throw new Refusal(
        'wrong-status',
        `该工单当前为“${taskStatusNames[task.status]}”，此步骤不能提交，请刷新后核对`,
        { status: task.status },
      );
    }
    if (task.version !== body.version)
      throw new Refusal('stale-version', '该工单已有更新，请核对最新情况后再提交', { version: task.version });
    const now = await cityNow(tx);
    const saved = await work({ tx, now, incident, task, reference: parts.reference() });
    const result: StepAnswer = { taskId: id, status: saved.status, version: saved.version };
    await actions.remember(tx, body.actionId, by.actor.username, result, now);
    return result;
  });
  parts.wake('change');
  parts.wake('delivery');
  return answer;
}

/** Whoever passed a task on sees it and may redirect it, but the work is the present holder's. */
function assertHas(by: By, task: TaskRow, who: 'holder' | 'above', parts: FlowParts): void {
  const own = by.actor.unitCode;
  if (own === null || own === task.unitCode || who === 'above') return;
  const name = unitNameOf(parts.reference(), task.unitCode);
  throw new Refusal('not-allowed', `该工单已转派${name}，由其办理；您可以改派、代签`);
}
