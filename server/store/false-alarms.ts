import type { FalseAlarm } from '#contracts/false-alarm.ts';
import { incidentColumns } from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import type { Db } from '#store/db.ts';
import { daysOf } from '#store/event-days.ts';

/** 同类, of an event `e`: the algorithm of a camera, the rule of a sensor; null of what is no device's. */
export const alarmKind = `case when e.asset_id is null then null
  when e.source = 'camera' then e.detail ->> 'kind'
  when e.source = 'sensor' then (e.detail ->> 'metric') || case when 'stuck' = any (e.flags) then '/still' else '' end end`;

export type Key = { source: 'camera' | 'sensor'; assetId: string; kind: string };
/** A mark that quiets, with the incident at which its alarms are counted. */
export type Standing = Key & { id: number; incidentId: number; open: boolean; since: Date; until: Date };

/** The marks that quiet alarms of these devices and kinds, observed at `earliest` or later; one statement for a batch. */
export async function standing(tx: Db, alarms: readonly Key[], earliest: Date): Promise<Standing[]> {
  const { rows } = await tx.query<Standing>({
    name: 'merge-quiet',
    text: `select f.id, f.source, f.asset_id as "assetId", f.kind, f.incident_id as "incidentId", i.open, f.since,
                  f.quiet_until as until
       from (select distinct source, asset_id, kind from unnest($1::text[], $2::text[], $3::text[]) as q(source, asset_id, kind)) q
       join false_alarm f using (source, asset_id, kind) join incident i on i.id = f.incident_id
      where f.ended_at is null and f.quiet_until > $4`,
    values: [alarms.map((a) => a.source), alarms.map((a) => a.assetId), alarms.map((a) => a.kind), earliest],
  });
  return rows;
}

/** What the devices of an incident said: one row for each device and kind; ends are no alarms. */
export type AlarmRow = Key & { deviceName: string; categoryCode: string; events: number };

const deviceName = (source: string, asset: string): string => `coalesce(
  (select c.name from camera c where ${source} = 'camera' and c.camera_id = ${asset}),
  (select s.name from sensor s where ${source} = 'sensor' and s.device_id = ${asset}), ${asset})`;

export async function alarmsOf(db: Db, incidentId: number): Promise<AlarmRow[]> {
  const { rows } = await db.query<AlarmRow>(
    `select a.*, ${deviceName('a.source', 'a."assetId"')} as "deviceName"
       from (select e.source, e.asset_id as "assetId", ${alarmKind} as kind, max(l.category_code) as "categoryCode",
                    count(*)::int as events
               from link l join event e on e.accepted_on = l.accepted_on and e.id = l.event_id
              where l.incident_id = $1 and e.accepted_on = any ($2::date[]) and e.source in ('camera', 'sensor')
                and e.asset_id is not null and coalesce(e.phase, 'start') = 'start'
              group by 1, 2, 3) a
      where a.kind is not null order by a.events desc, a.source, a."assetId", a.kind`,
    [incidentId, await daysOf(db, [incidentId])],
  );
  return rows;
}

export type MarkRow = Omit<FalseAlarm, 'kindName' | 'markedAt' | 'quietUntil' | 'endedAt'> & {
  markedAt: Date;
  quietUntil: Date | null;
  endedAt: Date | null;
};
const columns = `f.id, f.incident_id as "incidentId", f.source, f.asset_id as "assetId", f.kind, f.reason as why, f.note,
  f.marked_at as "markedAt", f.marked_name as "markedName", f.quiet_until as "quietUntil", f.ended_at as "endedAt",
  f.ended_name as "endedName", f.end_reason as "endReason", f.withdrawn, ${deviceName('f.source', 'f.asset_id')} as "deviceName",
  (select count(*)::int from link l where l.quiet_id = f.id) as counted`;

/** The marks of an incident that were not withdrawn, the newest first. */
export async function marksOf(db: Db, incidentId: number): Promise<MarkRow[]> {
  const { rows } = await db.query<MarkRow>(
    `select ${columns} from false_alarm f where f.incident_id = $1 and not f.withdrawn order by f.id desc`,
    [incidentId],
  );
  return rows;
}

export async function byId(db: Db, id: number): Promise<MarkRow | null> {
  const { rows } = await db.query<MarkRow>(`select ${columns} from false_alarm f where f.id = $1`, [id]);
  return rows[0] ?? null;
}

export type NewMark = Key & { categoryCode: string; since: Date | null; until: Date | null };
type Judged = { incidentId: number; why: string; note: string; by: string; name: string };

/** Lock the incident first: marks of one incident are made and ended under it. */
export async function add(tx: Db, marks: readonly NewMark[], judged: Judged, now: Date): Promise<void> {
  await tx.query(
    `insert into false_alarm (incident_id, source, asset_id, kind, category_code, reason, note, marked_at, marked_by,
                              marked_name, since, quiet_until)
     select $2, source, "assetId", kind, "categoryCode", $3, $4, $7, $5, $6, since, until
       from json_to_recordset($1::json) as r(source text, "assetId" text, kind text, "categoryCode" text, since timestamptz,
                                             until timestamptz)`,
    [JSON.stringify(marks), judged.incidentId, judged.why, judged.note, judged.by, judged.name, now],
  );
}

type Ending = { by: string; name: string; reason: string; wrong: boolean };

/** 恢复: alarms file again at once; `wrong` takes the judgement back as well. */
export async function end(tx: Db, ids: readonly number[], ending: Ending, now: Date): Promise<void> {
  await tx.query(
    `update false_alarm set ended_at = $2, ended_by = $3, ended_name = $4, end_reason = $5, withdrawn = $6
      where id = any ($1)`,
    [ids, now, ending.by, ending.name, ending.reason, ending.wrong],
  );
}

/** The marks go with the events that an absorbed incident gives away. */
export async function follow(tx: Db, from: number, to: number): Promise<void> {
  await tx.query('update false_alarm set incident_id = $2 where incident_id = $1', [from, to]);
}

/** Events that a person takes out as another matter count as events of their own. */
export async function uncount(tx: Db, eventIds: readonly number[]): Promise<void> {
  await tx.query('update link set quiet_id = null where event_id = any ($1) and quiet_id is not null', [
    eventIds,
  ]);
}

/** What is quieted now within the scope, the one that ends first at the top, each with its incident. */
export async function quieted(db: Db, now: Date): Promise<{ mark: MarkRow; incident: IncidentRow }[]> {
  const { rows } = await db.query<MarkRow>(
    `select ${columns} from false_alarm f join incident i on i.id = f.incident_id
      where f.ended_at is null and f.quiet_until > $1 and in_scope(i.unit_code, i.district_code)
      order by f.quiet_until, f.id limit 500`,
    [now],
  );
  const { rows: incidents } = await db.query<IncidentRow>(
    `select ${incidentColumns} from incident i where i.id = any ($1)`,
    [[...new Set(rows.map((row) => row.incidentId))]],
  );
  const found = new Map(incidents.map((row) => [row.id, row]));
  return rows.flatMap((mark) => {
    const incident = found.get(mark.incidentId);
    return incident ? [{ mark, incident }] : [];
  });
}
