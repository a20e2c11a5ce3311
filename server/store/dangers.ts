import type { ExposedKind } from '#contracts/alarm-facts.ts';
import type { Db } from './db.ts';
import { columns } from './warnings.ts';
import type { WarningRow } from './warnings.ts';

/** An alarm that a wall may write. `vague`: no place, or one that is known to more than was asked for. */
export type Danger = {
  id: number;
  vague: boolean;
  mattersNear: number;
  childrenOpen: number;
  children: number;
};

/**
 * What rings in the caller's scope and may be written, the longest waiting first, with its children and the other open
 * matters within `metres` that may be shown.
 */
export async function standingDangers(
  db: Db,
  { metres, vagueM, limit }: { metres: number; vagueM: number; limit: number },
): Promise<Danger[]> {
  const { rows } = await db.query<Danger>(
    `select i.id, i.anchor is null or i.accuracy_m > $2 as vague,
            (select count(*)::int from incident o
              where o.open and o.wall = 'point' and o.id <> i.id and o.id is distinct from i.parent_id
                and o.parent_id is distinct from i.id and in_scope(o.unit_code, o.district_code)
                and o.anchor && st_expand(i.anchor, ${boxOf('$1')})
                and st_dwithin(o.anchor::geography, i.anchor::geography, $1)) as "mattersNear",
            c.open as "childrenOpen", c.all as children
       from incident i, lateral (select (count(*) filter (where o.open))::int as open, count(*)::int as all
                                   from incident o where o.parent_id = i.id and o.wall = 'point') c
      where i.open and i.danger <> '{}' and i.danger_event_id is not null and i.wall = 'point'
        and in_scope(i.unit_code, i.district_code)
      order by i.last_event_at, i.id limit $3`,
    [metres, vagueM, limit],
  );
  return rows;
}

/** Degrees that hold so many metres everywhere in China. */
function boxOf(metres: string): string {
  return `${metres}::float8 / 60000`;
}

export type ExposedRow = {
  incidentId: number;
  kind: ExposedKind;
  count: number;
  nearest: string;
  metres: number;
  rough: boolean;
};

/**
 * By kind what stands within `metres` of these incidents. What is known to more than `vagueM` is left out, to more than
 * `roughM` is rough; a bridge that is both a place and a facility counts once.
 */
export async function exposedTo(
  db: Db,
  ids: readonly number[],
  { metres, vagueM, roughM }: { metres: number; vagueM: number; roughM: number },
): Promise<ExposedRow[]> {
  const near = (geom: string): string =>
    `${geom} && st_expand(i.anchor, ${boxOf('$2')}) and st_dwithin(${geom}::geography, i.anchor::geography, $2)`;
  const { rows } = await db.query<ExposedRow>(
    `with near as (
       select i.id, f.kind, f.name, f.accuracy_m > $4 or f.mark is not null as rough,
              st_distance(f.geom::geography, i.anchor::geography) as metres
         from incident i join facility f on f.kind in ('park', 'bridge') and f.accuracy_m <= $3 and ${near('f.geom')}
        where i.id = any ($1)
       union all
       select i.id, p.kind, p.name, p.accuracy_m > $4, st_distance(p.geom::geography, i.anchor::geography)
         from incident i join place p on p.kind in ('school', 'hospital', 'nursing-home', 'underpass', 'bridge')
              and p.accuracy_m <= $3 and ${near('p.geom')}
        where i.id = any ($1)),
     named as (select id, kind, name, bool_or(rough) as rough, min(metres) as metres from near group by 1, 2, 3)
     select id as "incidentId", kind, count(*)::int as count, (array_agg(name order by metres, name))[1] as nearest,
            round(min(metres))::int as metres, bool_or(rough) as rough
       from named group by 1, 2 order by 1, 2`,
    [ids, metres, vagueM, roughM],
  );
  return rows;
}

export type DangerSeries = {
  incidentId: number;
  seriesNo: number;
  deviceId: string;
  metric: string;
  value: number;
};

/** What the devices that reported these incidents read last, at most `each` series an incident. */
export async function seriesOf(db: Db, ids: readonly number[], each: number): Promise<DangerSeries[]> {
  const { rows } = await db.query<DangerSeries>(
    `select i.id as "incidentId", s.*
       from incident i, lateral (
         select s.no as "seriesNo", s.device_id as "deviceId", s.metric, l.value
           from series s join latest l on l.series_no = s.no
          where s.device_id = any (i.assets) order by s.no limit $2) s
      where i.id = any ($1) order by i.id, s."seriesNo"`,
    [ids, each],
  );
  return rows;
}

/** The responses in force over these incidents: whose area holds the place, or whose government is above the district. */
export async function responsesOver(
  db: Db,
  ids: readonly number[],
  now: Date,
): Promise<(WarningRow & { incidentId: number })[]> {
  const { rows } = await db.query<WarningRow & { incidentId: number }>(
    `select i.id as "incidentId", ${columns}
       from incident i join warning w on w.kind = 'response' and w.lifted_at is null and w.version > 0
            and (w.expires_at is null or w.expires_at > $2)
            and (w.geom && i.anchor and st_intersects(w.geom, i.anchor)
                 or w.area -> 'districts' ? i.district_code
                 or w.geom is null and w.government in ('province', 'city'))
      where i.id = any ($1) order by i.id, w.id`,
    [ids, now],
  );
  return rows;
}
