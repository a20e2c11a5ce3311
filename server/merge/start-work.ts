import { channelsOf } from '#domain/channels.ts';
import { modesOf } from '#contracts/dispatch-mode.ts';
import { clockOf } from '#domain/limits.ts';
import type { Db } from '#store/db.ts';
import { addDeadlines, addDeliveries, deadlineRow } from '#store/outgoing.ts';
import type { NewDeadline, NewDelivery } from '#store/outgoing.ts';
import * as tasks from '#store/tasks.ts';
import type { MergeParts } from './parts.ts';
import type { Prepared } from './write-openings.ts';

type Opened = { incidentId: number; prepared: Prepared };

/** Starts the clocks of new incidents, and the work of those that dispatched themselves: task, delivery, deadlines. */
export async function startWork(
  tx: Db,
  parts: MergeParts,
  opened: readonly Opened[],
  now: Date,
): Promise<void> {
  const live = opened.filter(({ prepared }) => prepared.row.closedAt === null);
  const own = live.filter(({ prepared }) => prepared.unitCode !== null);
  const made = await tasks.create(
    tx,
    own.map(({ incidentId, prepared }) => taskOf(parts, incidentId, prepared)),
    now,
  );
  const taskIds = new Map(made.map((task) => [task.incidentId, task.id]));
  await addDeliveries(
    tx,
    own.flatMap(({ incidentId, prepared }) =>
      deliveriesOf(parts, taskIds.get(incidentId)!, incidentId, prepared),
    ),
    now,
  );
  await addDeadlines(
    tx,
    live.flatMap(({ incidentId, prepared }) =>
      clocksOf(parts, taskIds.get(incidentId) ?? null, incidentId, prepared, now),
    ),
  );
}

function taskOf(parts: MergeParts, incidentId: number, { row, unitCode }: Prepared): tasks.NewTask {
  const unit = parts.reference().unit.get(unitCode!);
  return {
    incidentId,
    round: 1,
    unitCode: unitCode!,
    districtCode: row.districtCode,
    part: 'host',
    mode: unit ? modesOf(unit, 'host')[0]! : 'dispatch',
    note: null,
    createdBy: null,
    dueAt: row.dueAt,
  };
}

function deliveriesOf(
  parts: MergeParts,
  taskId: number,
  incidentId: number,
  { row, unitCode }: Prepared,
): NewDelivery[] {
  const body = { title: row.title, ring: row.severity <= 2, severity: row.severity };
  const delivery = { taskId, incidentId, step: 'dispatch', recipient: unitCode!, body };
  return channelsOf(parts.reference().unit.get(unitCode!)).map((channel) => ({ ...delivery, channel }));
}

function clocksOf(
  parts: MergeParts,
  taskId: number | null,
  incidentId: number,
  { opening, row }: Prepared,
  now: Date,
): NewDeadline[] {
  const reference = parts.reference();
  const { category } = opening.events[0]!.event;
  const clock = (
    which: 'unit' | 'sign' | 'dispatch',
    rest: Pick<NewDeadline, 'subject' | 'subjectId' | 'kind' | 'stage'>,
  ): NewDeadline[] => {
    const made = clockOf(reference, category, which, now);
    return made ? [deadlineRow({ ...rest, incidentId, seq: 1 }, made)] : [];
  };
  if (taskId === null)
    return row.closedAt
      ? []
      : clock('dispatch', { subject: 'incident', subjectId: incidentId, kind: 'stage', stage: 'dispatch' });
  return [
    ...clock('unit', { subject: 'task', subjectId: taskId, kind: 'unit', stage: '' }),
    ...clock('sign', { subject: 'task', subjectId: taskId, kind: 'stage', stage: 'sign' }),
  ];
}
