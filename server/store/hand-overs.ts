import type { Db } from '#store/db.ts';
import { taskColumns } from '#store/tasks.ts';
import type { TaskRow } from '#store/tasks.ts';

export type HandOverRow = TaskRow & { incidentNo: string; incidentTitle: string };

/** 移交台账: tasks handed over since then, and every older one that is still tracked; the tracked first, then the newest. */
export async function handOvers(db: Db, since: Date): Promise<HandOverRow[]> {
  const { rows } = await db.query<HandOverRow>(
    `select ${taskColumns}, i.no as "incidentNo", i.title as "incidentTitle"
       from task t join incident i on i.id = t.incident_id
      where t.mode = 'hand-over' and (t.created_at > $1 or t.status in ('to-sign', 'handling'))
      order by (t.status in ('to-sign', 'handling')) desc, t.created_at desc limit 300`,
    [since],
  );
  return rows;
}
