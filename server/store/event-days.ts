import type { Db } from '#store/db.ts';

/**
 * Events lie in a partition for each day and are never dropped. A join with `event` is planned over every day that the
 * city has lived, 230 ms after a year; told which days they are, the planner opens these alone. So whoever reads events
 * of links asks for their days first and says `e.accepted_on = any (days)` beside the join, in a statement without a
 * name: a plan that is kept knows no days.
 */
export const distinctDays = (days: readonly string[]): string[] => [...new Set(days)];

/** The days on which the events of these incidents were accepted. */
export async function daysOf(db: Db, incidentIds: readonly number[]): Promise<string[]> {
  const { rows } = await db.query<{ day: string }>(
    'select distinct accepted_on as day from link where incident_id = any ($1)',
    [incidentIds],
  );
  return rows.map(({ day }) => day);
}
