import type { InboxItem } from '#contracts/task.ts';
import type { Db, Scope } from '#store/db.ts';
import type { Delivery } from '#store/deliveries.ts';

type InboxRow = Omit<InboxItem, 'createdAt' | 'readAt'> & { createdAt: Date; readAt: Date | null };

const unitsOf = (scope: Scope): readonly string[] => (scope === '*' ? [] : scope.units);

/** The newest messages to the units of the scope, newest first, at most `limit`. */
export async function ofUnits(db: Db, scope: Scope, limit: number): Promise<InboxItem[]> {
  const { rows } = await db.query<InboxRow>(
    `select id, unit_code as "unitCode", task_id as "taskId", incident_id as "incidentId", step, title, ring,
            created_at as "createdAt", read_at as "readAt"
       from inbox where unit_code = any ($1) order by id desc limit $2`,
    [unitsOf(scope), limit],
  );
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    readAt: row.readAt?.toISOString() ?? null,
  }));
}

/** Marks a message of the scope as read; the first reader stays. False when there is no such message. */
export async function markRead(
  db: Db,
  scope: Scope,
  read: { id: number; by: string; now: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update inbox set read_at = coalesce(read_at, $3), read_by = coalesce(read_by, $4)
      where id = $1 and unit_code = any ($2)`,
    [read.id, unitsOf(scope), read.now, read.by],
  );
  return rowCount === 1;
}

/**
 * Puts deliveries into the boxes of their units; a delivery lies in one box once. In the transaction that marks them
 * sent this is exactly once. Screens hear of it by the change rows. What is not real says so in its title (law 14).
 */
export async function put(tx: Db, deliveries: readonly Delivery[], now: Date): Promise<void> {
  if (deliveries.length === 0) return;
  const rows = deliveries.map(({ id, recipient, taskId, incidentId, step, body }) => ({
    id,
    recipient,
    taskId,
    incidentId,
    step,
    title: body.title,
    ring: body.ring,
  }));
  await tx.query({
    name: 'inbox-put',
    text: `with put as (
       insert into inbox (delivery_id, unit_code, task_id, incident_id, step, title, ring, created_at)
       select id, recipient, "taskId", "incidentId", step,
              case (select mark from city_clock) when 'demo' then '【演示】' when 'drill' then '【演练】' else '' end || title,
              ring, $2
         from json_to_recordset($1::json) as r(id bigint, recipient text, "taskId" bigint, "incidentId" bigint, step text, title text, ring boolean)
       on conflict (delivery_id) do nothing returning id)
     insert into change (entity, entity_id, version, at) select 'inbox', id, 1, $2::timestamptz from put`,
    values: [JSON.stringify(rows), now],
  });
}
