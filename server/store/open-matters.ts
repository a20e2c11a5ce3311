import type { IncidentStatus } from '#contracts/incident.ts';
import type { Db } from '#store/db.ts';

/** An open matter as it is carried on without any screen. */
export type OpenMatter = {
  no: string;
  status: IncidentStatus;
  severity: 1 | 2 | 3 | 4;
  categoryCode: string;
  title: string;
  address: string | null;
  district: string | null;
  town: string | null;
  /** 'point' may be told with its place, 'town' by township only, 'never' by township and category only. */
  wall: 'point' | 'town' | 'never';
  unitCode: string | null;
  openedAt: Date;
  dueAt: Date | null;
  danger: boolean;
};

/** Every open matter, the most pressing first. The caller's transaction must see all rows. */
export async function openMatters(db: Db): Promise<OpenMatter[]> {
  const { rows } = await db.query<OpenMatter>(
    `select i.no, i.status, i.severity, i.category_code as "categoryCode", i.title, i.address, d.name as district,
            t.name as town, i.wall, i.unit_code as "unitCode", i.opened_at as "openedAt", i.due_at as "dueAt",
            i.danger <> '{}' and i.danger_event_id is not null as danger
       from incident i left join area d on d.code = i.district_code left join area t on t.code = i.town_code
      where i.open
      order by (i.danger <> '{}' and i.danger_event_id is not null) desc, i.severity, i.due_at nulls last, i.id`,
  );
  return rows;
}
