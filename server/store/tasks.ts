import type { Task } from '#contracts/task.ts';
import type { Db } from '#store/db.ts';

export type TaskRow = Omit<
  Task,
  | 'unitName'
  | 'photos'
  | 'createdAt'
  | 'dueAt'
  | 'signedAt'
  | 'arrivedAt'
  | 'reportedAt'
  | 'returnedAt'
  | 'receivedAt'
  | 'endedAt'
  | 'firstUnitName'
  | 'hops'
> & {
  createdAt: Date;
  dueAt: Date | null;
  signedAt: Date | null;
  arrivedAt: Date | null;
  reportedAt: Date | null;
  returnedAt: Date | null;
  receivedAt: Date | null;
  endedAt: Date | null;
  assignee: string | null;
  /** The unit that the centre sent; the present one when it was never passed on. */
  firstUnit: string;
  hops: Omit<Task['hops'][number], 'unitName'>[];
  photos: { id: string; stage: string; state: string }[];
};

export type NewTask = {
  incidentId: number;
  round: number;
  unitCode: string;
  districtCode: string | null;
  /** Absent: to handle it. */
  kind?: Task['kind'];
  part: 'host' | 'co-host';
  mode: Task['mode'];
  /** Of a 三方移交 whose other side has answered: who, and when. */
  received?: { seat: string; at: Date } | null;
  note: string | null;
  createdBy: string | null;
  dueAt: Date | null;
};

/** The columns of a task row under the alias `t`. */
export const taskColumns = `t.id, t.incident_id as "incidentId", t.round, t.kind, t.part, t.unit_code as "unitCode",
  t.district_code as "districtCode", t.status, t.version, t.note, t.created_at as "createdAt", t.due_at as "dueAt",
  t.signed_at as "signedAt", t.signed_by as "signedBy", t.arrived_at as "arrivedAt", t.reported_at as "reportedAt",
  t.report, t.mode, t.via, t.assignee, t.ended_at as "endedAt", coalesce(t.via[1], t.unit_code) as "firstUnit", t.verdict, t.seat, t.received_at as "receivedAt", t.returned_at as "returnedAt", t.return_reason as "returnReason",
  coalesce((select json_agg(json_build_object('id', p.id, 'stage', p.stage, 'state', p.state) order by p.uploaded_at)
              from photo p where p.task_id = t.id), '[]') as photos,
  coalesce((select json_agg(json_build_object('kind', h.kind, 'unitCode', h.unit_code, 'assignee', h.assignee_name, 'at', h.at,
                              'by', h.by_name, 'note', h.note, 'signedAt', h.signed_at, 'signedBy', h.signed_by) order by h.seq)
              from task_hop h where h.task_id = t.id), '[]') as hops`;

/** The row of the CTE `t` into the day's versions (law 10). */
const keepVersion = `insert into version (on_day, at, entity, entity_id, version, body)
  select ($2::timestamptz at time zone 'Asia/Shanghai')::date, $2, 'task', id, version, to_jsonb(t) from t`;

/** Creates tasks in order; the database holds at most one open host task for each incident. */
export async function create(
  tx: Db,
  tasks: readonly NewTask[],
  now: Date,
): Promise<{ id: number; incidentId: number }[]> {
  if (tasks.length === 0) return [];
  const { rows } = await tx.query<{ id: number; incidentId: number }>({
    name: 'tasks-create',
    text: `with t as (
       insert into task (incident_id, round, unit_code, district_code, kind, part, mode, note, created_by, due_at, created_at,
                         status, seat, signed_by, received_at, signed_at)
       select "incidentId", round, "unitCode", "districtCode", coalesce(kind, 'handle'), part, mode, note, "createdBy", "dueAt", $2,
              case when received is null then 'to-sign' else 'handling' end, received ->> 'seat', received ->> 'seat',
              (received ->> 'at')::timestamptz, (received ->> 'at')::timestamptz
         from json_to_recordset($1::json) as r("incidentId" bigint, round smallint, "unitCode" text, "districtCode" text, kind text, part text,
                mode text, note text, "createdBy" text, "dueAt" timestamptz, received json)
       returning *),
     kept as (${keepVersion})
     select id, incident_id as "incidentId" from t order by id`,
    values: [JSON.stringify(tasks), now],
  });
  return rows;
}

/** The tasks of an incident that row security lets through, oldest first. */
export async function ofIncident(db: Db, incidentId: number): Promise<TaskRow[]> {
  const { rows } = await db.query<TaskRow>(
    `select ${taskColumns} from task t where t.incident_id = $1 order by t.id`,
    [incidentId],
  );
  return rows;
}

/** Open tasks, or the ones ended since `endedAfter`, of the caller's scope: danger, severity, then the nearest time first. */
export async function ofScope(
  db: Db,
  filter: { unitCode: string | null; endedAfter: Date },
): Promise<TaskRow[]> {
  const { rows } = await db.query<TaskRow>(
    `select ${taskColumns} from task t join incident i on i.id = t.incident_id
      where ($1::text is null or t.unit_code = $1) and (t.open or t.ended_at > $2 or t.reported_at > $2)
      order by t.open desc, (t.status = 'reported'), i.severity, t.due_at nulls last, t.id limit 300`,
    [filter.unitCode, filter.endedAfter],
  );
  return rows;
}

export async function byId(db: Db, id: number): Promise<TaskRow | null> {
  const { rows } = await db.query<TaskRow>(`select ${taskColumns} from task t where t.id = $1`, [id]);
  return rows[0] ?? null;
}

/** Locks a task of the scope. Lock the incident first: that order is the same everywhere. */
export async function lock(tx: Db, id: number): Promise<TaskRow | null> {
  const { rows } = await tx.query<TaskRow>(
    `select ${taskColumns} from task t where t.id = $1 for update of t`,
    [id],
  );
  return rows[0] ?? null;
}

/** The open host task of an incident, locked, whatever unit has it. */
export async function lockOpenHost(tx: Db, incidentId: number): Promise<TaskRow | null> {
  const { rows } = await tx.query<TaskRow>(
    `select ${taskColumns} from task t where t.incident_id = $1 and t.open and t.kind = 'handle' and t.part = 'host' for update of t`,
    [incidentId],
  );
  return rows[0] ?? null;
}

/** All open tasks of an incident, locked in ascending order: the host's and those of the co-hosts. */
export async function lockOpen(tx: Db, incidentId: number): Promise<TaskRow[]> {
  const { rows } = await tx.query<TaskRow>(
    `select ${taskColumns} from task t where t.incident_id = $1 and t.open order by t.id for update of t`,
    [incidentId],
  );
  return rows;
}

export type TaskPatch = Partial<{
  status: Task['status'];
  unit_code: string;
  via: readonly string[];
  signed_at: Date | null;
  signed_by: string | null;
  arrived_at: Date | null;
  reported_at: Date;
  reported_by: string;
  report: string;
  returned_at: Date;
  return_reason: string;
  ended_at: Date | null;
  due_at: Date;
  assignee: string | null;
  seat: string;
  received_at: Date;
  verdict: NonNullable<Task['verdict']>;
}>;
const patchable = new Set(['status', 'unit_code', 'via', 'signed_at', 'signed_by', 'arrived_at', 'reported_at', 'reported_by', 'report', 'returned_at', 'return_reason', 'ended_at', 'due_at', 'assignee', 'seat', 'received_at', 'verdict']); // prettier-ignore

/** Changes one locked task: version + 1, and the whole row into `version`. */
export async function save(tx: Db, id: number, patch: TaskPatch, now: Date): Promise<TaskRow> {
  const fields = Object.keys(patch);
  for (const field of fields) if (!patchable.has(field)) throw new Error(`task.${field} cannot be patched`);
  const sets = fields.map((field, i) => `, ${field} = $${i + 3}`).join('');
  const { rows } = await tx.query<TaskRow>(
    `with t as (update task set version = version + 1${sets} where id = $1 returning *),
     kept as (${keepVersion})
     select ${taskColumns} from t`,
    [id, now, ...Object.values(patch)],
  );
  return rows[0]!;
}

/** The unit of the last host task of an incident that was carried out, or null. */
export async function lastHost(tx: Db, incidentId: number): Promise<string | null> {
  const { rows } = await tx.query<{ unit: string }>(
    `select coalesce(via[1], unit_code) as unit from task where incident_id = $1 and kind = 'handle' and part = 'host' and status = 'done'
      order by id desc limit 1`,
    [incidentId],
  );
  return rows[0]?.unit ?? null;
}
