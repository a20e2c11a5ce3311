import type { TaskCard } from '#contracts/task.ts';
import { clocksOfTasks } from '#store/clocks.ts';
import type { Db } from '#store/db.ts';
import { rowsByIds, toIncident } from '#store/incidents.ts';
import { saidOf } from '#store/task-cards.ts';
import type { TaskRow } from '#store/tasks.ts';
import type { Parts } from '../route.ts';
import { toTask } from './detail.ts';

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
  const clocks = await clocksOfTasks(
    tx,
    rows.map(({ id }) => id),
  );
  const said = await saidOf(tx, ids, mostSaid);
  return rows.flatMap((row) => {
    const incident = incidents.get(row.incidentId);
    if (!incident) return [];
    return {
      ...toTask(row, parts),
      incident: toIncident(incident, reference, now),
      clocks: clocks.get(row.id) ?? [],
      said: said.get(row.incidentId) ?? [],
      photoRule: reference.category.get(incident.categoryCode)?.photos ?? 'none',
    };
  });
}
