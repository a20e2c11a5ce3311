import pg from 'pg';
import { misplacedSql } from '#test/support/queue.ts';

/** The database as it stands, read in one snapshot; instants in epoch milliseconds. */
export type State = {
  events: { id: number; source: string; key: string }[];
  /** The key ledger's rows, by event. */
  ledger: { event: number; source: string }[];
  links: { event: number; incident: number }[];
  waiting: { event: number; reason: string }[];
  setApart: { event: number | null; key: string | null; code: string }[];
  readings: string[];
  incidents: { id: number; version: number; open: boolean; wall: string; family: string }[];
  tasks: { id: number; incident: number; part: string; kind: string; unit: string }[];
  deliveries: {
    id: number;
    task: number | null;
    step: string;
    recipient: string;
    channel: string;
    state: string;
    attempts: number;
  }[];
  inbox: number[];
  deadlines: { id: number; due: number; stopped: number | null; fired: number | null }[];
  escalations: { deadline: number; at: number }[];
  /** Incidents with a false place in the queue. */
  misplaced: number[];
  /** Lines of the timeline that say "overdue", by deadline. */
  overdueLines: number[];
  versions: { incident: number; version: number }[];
  /** Signatures in the timeline, by incident. */
  signLines: number[];
  /** Remembered deeds of phones. */
  actions: string[];
  /** The telephone numbers that audited edits wrote. */
  edits: string[];
  /** The numbers of the frames that are still kept. */
  frames: { epoch: string; no: number }[];
  now: number;
};

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

const queries: Record<Exclude<keyof State, 'now'>, string> = {
  events: 'select id, source, key from event',
  ledger: 'select event_id as event, source from ingest_key',
  links: 'select event_id as event, incident_id as incident from link',
  waiting: 'select event_id as event, reason from waiting',
  setApart: "select event_id as event, key, code from quarantine where state = 'open'",
  readings: `select to_json(device_id || '/' || metric || '/' ||
     to_char(observed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as value
     from reading join series on series.no = series_no`,
  incidents: 'select id, version, open, wall, family_code as family from incident',
  tasks: 'select id, incident_id as incident, part, kind, unit_code as unit from task',
  deliveries: 'select id, task_id as task, step, recipient, channel, state, attempts from delivery',
  inbox: 'select to_json(delivery_id) as value from inbox',
  deadlines: `select id, ${ms('due_at')} as due, ${ms('stopped_at')} as stopped, ${ms('fired_at')} as fired from deadline`,
  escalations: `select deadline_id as deadline, ${ms('at')} as at from escalation`,
  misplaced: misplacedSql,
  overdueLines: "select detail -> 'deadlineId' as value from history where move = 'overdue'",
  versions: "select entity_id as incident, version from version where entity = 'incident'",
  signLines: "select to_json(incident_id) as value from history where move = 'sign'",
  actions: 'select to_json(id::text) as value from action',
  edits: `select detail -> 'after' -> 'dutyPhone' as value from audit
     where action = 'reference.edit' and target = 'unit/zq-center'`,
  frames: 'select epoch, no::int as no from frame order by no',
};

/** Reads everything that the checks compare. */
export async function readState(url: string): Promise<State> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("begin isolation level repeatable read read only; set local app.scope = '*'");
    const read: Record<string, unknown[]> = {};
    for (const [name, sql] of Object.entries(queries)) {
      const { rows } = await client.query<Record<string, unknown>>(sql);
      read[name] = rows.map((row) => ('value' in row ? row['value'] : numbers(row)));
    }
    const { rows } = await client.query<{ now: number }>(`select ${ms('city_now()')} as now`);
    return { ...(read as unknown as Omit<State, 'now'>), now: rows[0]!.now };
  } finally {
    await client.end();
  }
}

/** The driver hands out int8 as text unless it was told otherwise. */
function numbers(row: Record<string, unknown>): Record<string, unknown> {
  const columns = ['id', 'event', 'incident', 'task', 'deadline'];
  for (const column of columns) if (typeof row[column] === 'string') row[column] = Number(row[column]);
  return row;
}
