import type { Db } from '#store/db.ts';
import { incidentColumns, inSight } from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';

/** 母案、子案、曾发、已并入 of an incident: those within the scope, oldest first. */
export async function kinOf(
  db: Db,
  row: Pick<IncidentRow, 'id' | 'parentId' | 'recurrenceOf' | 'mergedInto'>,
): Promise<IncidentRow[]> {
  const above = [row.parentId, row.recurrenceOf, row.mergedInto].filter((id) => id !== null);
  const { rows } = await db.query<IncidentRow>(
    `select ${incidentColumns} from incident i
      where (i.id = any ($1) or i.parent_id = $2) and ${inSight} order by i.id`,
    [above, row.id],
  );
  return rows;
}

export async function hasChildren(db: Db, id: number): Promise<boolean> {
  const { rowCount } = await db.query('select from incident where parent_id = $1 limit 1', [id]);
  return (rowCount ?? 0) > 0;
}
