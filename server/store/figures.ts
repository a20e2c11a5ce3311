import type { Db } from '#store/db.ts';
import { inSight } from '#store/waiting.ts';

export type LatestEvent = { at: Date; source: string; title: string; incidentId: number };

/** The newest live events of the caller's scope that may be shown on the wall. */
export async function latestEvents(db: Db, limit: number): Promise<LatestEvent[]> {
  const newest = '(select event_id, accepted_on, incident_id from link order by event_id desc limit 200) l';
  const { rows: days } = await db.query<{ day: string }>(`select distinct accepted_on as day from ${newest}`);
  const { rows } = await db.query<LatestEvent>(
    `select e.at, e.source, i.title, i.id as "incidentId"
       from ${newest}
      cross join lateral (select e.id, e.accepted_at as at, e.source from event e
                           where e.accepted_on = l.accepted_on and e.id = l.event_id and e.accepted_on = any ($2::date[]) and not e.history limit 1) e
       join incident i on i.id = l.incident_id and i.wall = 'point' and in_scope(i.unit_code, i.district_code)
      order by e.id desc limit $1`,
    [limit, days.map(({ day }) => day)],
  );
  return rows;
}

/** When each source last spoke. */
export async function sourceTimes(db: Db): Promise<Map<string, Date>> {
  const { rows } = await db.query<{ source: string; lastAt: Date }>(
    'select source, last_at as "lastAt" from source_state',
  );
  return new Map(rows.map((row) => [row.source, row.lastAt]));
}

export type Liveness = {
  sensorsLive: number;
  sensorsAll: number;
  camerasLive: number;
  camerasAll: number;
  waiting: number;
  dangers: number;
};

/** In the caller's scope: devices that were heard within `minutes`, of all that are registered; what waits for a person; what rings. */
export async function liveness(db: Db, now: Date, minutes: number): Promise<Liveness> {
  const { rows } = await db.query<Liveness>(
    `select (select count(distinct s.device_id)::int from latest l join series s on s.no = l.series_no
              join sensor d using (device_id) where in_scope(d.department_code, d.district_code) and l.observed_at > $1::timestamptz - $2 * interval '1 minute') as "sensorsLive",
            (select count(*)::int from sensor where in_scope(department_code, district_code)) as "sensorsAll",
            (select count(distinct asset_id)::int from event
              where source = 'camera' and accepted_on >= ($1::timestamptz at time zone 'Asia/Shanghai')::date - 1
                and accepted_at > $1::timestamptz - interval '1 day' and asset_id in (select camera_id from camera where in_scope(department_code, district_code))) as "camerasLive",
            (select count(*)::int from camera where in_scope(department_code, district_code)) as "camerasAll",
            (select count(*)::int from waiting w where reason = 'ask' and ${inSight}) as waiting,
            (select count(*)::int from incident where danger <> '{}' and danger_event_id is not null and open
                and in_scope(unit_code, district_code)) as dangers`,
    [now, minutes],
  );
  return rows[0]!;
}
