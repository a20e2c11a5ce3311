import type { Db } from '#store/db.ts';
import { daysOf } from '#store/event-days.ts';

/** The masked words of the newest events of each incident, newest first, at most `most` each. */
export async function saidOf(
  db: Db,
  incidentIds: readonly number[],
  most: number,
): Promise<Map<number, string[]>> {
  if (incidentIds.length === 0) return new Map();
  const { rows } = await db.query<{ incidentId: number; said: string[] }>(
    `select "incidentId", array_agg(body order by observed_at desc, id desc) as said
       from (select l.incident_id as "incidentId", e.id, e.body, e.observed_at,
                    row_number() over (partition by l.incident_id order by e.observed_at desc, e.id desc) as place
               from link l join event e on e.accepted_on = l.accepted_on and e.id = l.event_id
              where l.incident_id = any ($1) and e.accepted_on = any ($3::date[]) and e.body <> '') newest
      where place <= $2 group by "incidentId"`,
    [incidentIds, most, await daysOf(db, incidentIds)],
  );
  return new Map(rows.map(({ incidentId, said }) => [incidentId, said]));
}
