import type { RunningClock } from '#contracts/clocks.ts';
import type { Db } from '#store/db.ts';

const clock = `case d.kind when 'stage' then d.stage else d.kind end`;

/** 下一个到期 of the incident `i`, as JSON: its running clock that ends first, its tasks' and its callers' among them. */
export const nextDue = `(select json_build_object('clock', ${clock}, 'startedAt', d.started_at, 'dueAt', d.due_at)
  from deadline d where d.incident_id = i.id and d.stopped_at is null order by d.due_at, d.id limit 1)`;

/** A clock as PostgreSQL's JSON writes it, with instants as the contract writes them. */
export function toClock({ clock: name, startedAt, dueAt }: RunningClock): RunningClock {
  return {
    clock: name,
    startedAt: new Date(startedAt).toISOString(),
    dueAt: new Date(dueAt).toISOString(),
  };
}

/** The running clocks of these tasks themselves: what their units have to keep. */
export async function clocksOfTasks(
  db: Db,
  taskIds: readonly number[],
): Promise<Map<number, RunningClock[]>> {
  if (taskIds.length === 0) return new Map();
  const { rows } = await db.query<{ id: number; clocks: RunningClock[] }>(
    `select d.subject_id as id,
            json_agg(json_build_object('clock', ${clock}, 'startedAt', d.started_at, 'dueAt', d.due_at) order by d.due_at) as clocks
       from deadline d where d.subject = 'task' and d.subject_id = any ($1) and d.stopped_at is null group by 1`,
    [taskIds],
  );
  return new Map(rows.map(({ id, clocks }) => [id, clocks.map(toClock)]));
}

/** The limit that each task's unit clock was first set to. */
export async function limitsOfTasks(
  db: Db,
  taskIds: readonly number[],
): Promise<Map<number, { amount: number; unit: string }>> {
  if (taskIds.length === 0) return new Map();
  const { rows } = await db.query<{ id: number; amount: number; unit: string }>(
    `select subject_id as id, amount::float8 as amount, unit from deadline
      where subject = 'task' and subject_id = any ($1) and kind = 'unit' and stage = '' and seq = 1`,
    [taskIds],
  );
  return new Map(rows.map(({ id, amount, unit }) => [id, { amount, unit }]));
}
