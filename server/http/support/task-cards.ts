import type { TaskCard } from '#contracts/task.ts';
import { clocksOfTasks, limitsOfTasks } from '#store/clocks.ts';
import type { Db } from '#store/db.ts';
import { rowsByIds, toIncident } from '#store/incidents.ts';
import { ofTasks as pleasOf } from '#store/pleas.ts';
import { sentTo } from '#store/supervisions.ts';
import { saidOf } from '#store/task-cards.ts';
import type { TaskRow } from '#store/tasks.ts';
import type { Parts } from '../route.ts';
import { toPlea, toSupervision, toTask } from './detail.ts';

const mostSaid = 5;

/** Tasks with what a worker must know of their incidents, in the order given; all from one snapshot. */
export async function taskCards(
  tx: Db,
  parts: Pick<Parts, 'reference'>,
  rows: readonly TaskRow[],
  now: Date,
): Promise<TaskCard[]> {
  const reference = parts.reference();
  const ids = [...new Set(rows.map(({ incidentId }) => incidentId))];
  const incidents = new Map((await rowsByIds(tx, ids)).map((row) => [row.id, row]));
  const taskIds = rows.map(({ id }) => id);
  const clocks = await clocksOfTasks(tx, taskIds);
  const asked = await pleasOf(tx, taskIds);
  const sent = await sentTo(tx, taskIds);
  const limits = await limitsOfTasks(tx, taskIds);
  const said = await saidOf(tx, ids, mostSaid);
  return rows.flatMap((row) => {
    const incident = incidents.get(row.incidentId);
    if (!incident) return [];
    return {
      ...toTask(row, parts),
      incident: toIncident(incident, reference, now),
      clocks: clocks.get(row.id) ?? [],
      said: said.get(row.incidentId) ?? [],
      supervisions: sent.filter(({ taskId }) => taskId === row.id).map((one) => toSupervision(one, parts)),
      pleas: asked.filter(({ taskId }) => taskId === row.id).map((plea) => toPlea(plea, parts)),
      limit: limits.get(row.id) ?? null,
      photoRule: reference.category.get(incident.categoryCode)?.photos ?? 'none',
    };
  });
}
