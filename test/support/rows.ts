import type { Db } from '#store/db.ts';

/** Rows written as their owner writes them, for tests of what reads them. Each is valid; a test states what matters to it. */

let printed = 0;

export type IncidentWish = {
  status?: string;
  unit?: string | null;
  district?: string | null;
  severity?: number;
  wall?: 'point' | 'town' | 'never';
  title?: string;
  lng?: number;
};

/** An incident of version 1 with its row in `change`. Answers its id. */
export async function addIncident(db: Db, wish: IncidentWish = {}): Promise<number> {
  printed += 1;
  const { rows } = await db.query<{ id: number }>(
    `with i as (
       insert into incident (no, status, category_code, family_code, severity, title, anchor, accuracy_m, address, town_code,
                             grid_code, district_code, unit_code, opened_at, last_event_at, event_count, auto, wall, created_on)
       values ($1, $2, 'road-flooding', 'flooding', $3, $4, st_setsrid(st_makepoint($5, 23.05), 4326), 20, '人民路 1 号',
               '441202001', 'g1', $6, $7, city_now(), city_now(), 1, false, $8, current_date)
       returning id, version)
     , heard as (insert into change (entity, entity_id, version, at) select 'incident', id, version, city_now() from i)
     select id from i`,
    [
      `test-${printed}-${Math.random().toString(36).slice(2, 8)}`,
      wish.status ?? 'received',
      wish.severity ?? 3,
      wish.title ?? '道路积水',
      wish.lng ?? 112.46,
      wish.district === undefined ? '441202' : wish.district,
      wish.unit ?? null,
      wish.wall ?? 'point',
    ],
  );
  return rows[0]!.id;
}

/** A move as flows make it: one version more, one row in `change`. */
export async function moveIncident(db: Db, id: number, set: string): Promise<void> {
  await db.query(
    `with i as (update incident set version = version + 1, ${set} where id = $1 returning id, version)
     insert into change (entity, entity_id, version, at) select 'incident', id, version, city_now() from i`,
    [id],
  );
}

/** An open task of a unit; the caller's transaction must see all tasks. Answers its id. */
export async function addTask(db: Db, incidentId: number, unit: string): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `insert into task (incident_id, round, unit_code, created_at) values ($1, 1, $2, city_now()) returning id`,
    [incidentId, unit],
  );
  return rows[0]!.id;
}

export type DeliveryWish = { step?: string; recipient?: string; channel?: string; title?: string };

/** Pending deliveries of no task. Answers their ids. */
export async function addDeliveries(db: Db, count: number, wish: DeliveryWish = {}): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `insert into delivery (step, recipient, channel, body, created_at)
     select $2 || '-' || n, $3, $4, json_build_object('title', $5::text, 'ring', false, 'severity', 3), city_now()
       from generate_series(1, $1) as n returning id`,
    [count, wish.step ?? 'dispatch', wish.recipient ?? 'u1', wish.channel ?? 'inbox', wish.title ?? '新工单'],
  );
  return rows.map(({ id }) => id);
}

/** A running deadline of an incident, due `seconds` from now (negative: passed). Answers its id. */
export async function addDeadline(
  db: Db,
  incidentId: number,
  seconds: number,
  subject: { subject: 'task' | 'incident' | 'request'; id: number; kind: string; stage?: string } = {
    subject: 'incident',
    id: incidentId,
    kind: 'stage',
    stage: 'dispatch',
  },
): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `insert into deadline (subject, subject_id, incident_id, kind, stage, started_at, due_at, amount, unit,
                           calendar_version, limit_version)
     values ($1, $2, $3, $4, $5, city_now() - interval '1 day', city_now() + make_interval(secs => $6), 1, 'work-hour', 't', 't')
     returning id`,
    [subject.subject, subject.id, incidentId, subject.kind, subject.stage ?? '', seconds],
  );
  return rows[0]!.id;
}
