import { clockOf } from '#domain/limits.ts';
import { Refusal } from '#contracts/errors.ts';
import type { Actor } from '#contracts/people.ts';
import type { Unit } from '#contracts/reference.ts';
import { addDeadlines, stopDeadlines } from '#store/outgoing.ts';
import type { NewDeadline } from '#store/outgoing.ts';
import * as tasks from '#store/tasks.ts';
import type { Step } from './flow.ts';
import { notifyUnit } from './notify-unit.ts';

/**
 * 派单: a task for a unit with its delivery and its two clocks; the stage clock of dispatching stops.
 * The unit's own time starts anew with every unit that takes over (practice, rule 10).
 */
export async function giveTask(
  step: Step,
  actor: Pick<Actor, 'username'>,
  given: { unitCode: string; round: number; note: string },
): Promise<Unit> {
  const { tx, now, incident, reference } = step;
  const unit = reference.unit.get(given.unitCode);
  if (!unit) throw new Refusal('bad-input', `没有代码为“${given.unitCode}”的单位，请重新选择`);
  const category = reference.category.get(incident.categoryCode)!;
  const own = clockOf(reference, category, 'unit', now);
  const sign = clockOf(reference, category, 'sign', now);
  const note = given.note || null;
  const task = {
    incidentId: incident.id,
    round: given.round,
    unitCode: unit.code,
    districtCode: incident.districtCode,
    part: 'host' as const,
    note,
  };
  const [made] = await tasks.create(
    tx,
    [{ ...task, createdBy: actor.username, dueAt: own?.dueAt ?? null }],
    now,
  );
  const body = { title: incident.title, ring: incident.severity <= 2, severity: incident.severity };
  const notice = { taskId: made!.id, incidentId: incident.id, step: 'dispatch', unitCode: unit.code, body };
  await notifyUnit(tx, reference, notice, now);
  const subject = { subject: 'task' as const, subjectId: made!.id, incidentId: incident.id, seq: 1 };
  const clocks: NewDeadline[] = [];
  if (own) clocks.push({ ...subject, kind: 'unit', stage: '', ...own });
  if (sign) clocks.push({ ...subject, kind: 'stage', stage: 'sign', ...sign });
  await addDeadlines(tx, clocks);
  await stopDeadlines(tx, 'incident', [incident.id], { kind: 'stage', stage: 'dispatch' }, now);
  return unit;
}
