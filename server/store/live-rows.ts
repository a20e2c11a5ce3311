import type { Scope } from '#contracts/people.ts';
import type { Db } from '#store/db.ts';
import { incidentColumns } from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';

/** An incident with the units that may see it. */
export type RowWithUnits = IncidentRow & { units: string[] };

/** Under the alias `i`: the unit in charge and every unit that has an open task or has passed it on. */
export const unitsOf = `array(select i.unit_code where i.unit_code is not null
                              union select t.unit_code from task t where t.incident_id = i.id and t.open
                              union select unnest(t.via) from task t where t.incident_id = i.id and t.open)`;

/** The current rows of these incidents; the caller's transaction or session must see all tasks. */
export async function rowsWithUnits(db: Db, ids: readonly number[]): Promise<RowWithUnits[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<RowWithUnits>(
    `select ${incidentColumns}, ${unitsOf} as units from incident i where i.id = any ($1) order by i.id`,
    [ids],
  );
  return rows;
}

/** As published, see frames.ts. */
export type RowInPicture = RowWithUnits & {
  shownUnits: string[];
  shownDistrict: string | null;
  shownWall: 'point' | 'town' | 'never';
};

/**
 * The open incidents of a scope that the feed has shown, by id, each with who could see it then; to be read inside that
 * scope, so that row security shows its tasks only.
 */
export async function openRows(db: Db, scope: Scope): Promise<RowInPicture[]> {
  const [units, districts] = scope === '*' ? [null, null] : [scope.units, scope.districts];
  const { rows } = await db.query<RowInPicture>(
    `select ${incidentColumns}, ${unitsOf} as units, s.units as "shownUnits", s.district_code as "shownDistrict",
            s.wall as "shownWall"
       from shown s join incident i on i.id = s.incident_id
      where i.open and ($1::text[] is null or s.units && $1 or s.district_code = any ($2))
      order by i.id`,
    [units, districts],
  );
  return rows;
}
