import type { Db } from '#store/db.ts';

/** 对账: what must be zero, or fall again by itself (reliability §5). The name is the metric. */
const checks: Record<string, string> = {
  events_unmerged_over_30s: `waiting, clock
    where reason = 'new' and since < now - interval '30 seconds' and not_before <= now`,
  events_waiting_though_linked: 'waiting join link using (event_id)',
  deliveries_pending_over_60s: `delivery, clock
    where state = 'pending' and created_at < now - interval '60 seconds'
      and not_before < steady_now() - interval '60 seconds'`,
  leases_expired: "delivery where state = 'sending' and lease_until < steady_now()",
  deliveries_dead: "delivery, clock where state = 'dead' and created_at > now - interval '1 day'",
  deadlines_unfired_over_5s: `deadline, clock
    where due_at < now - interval '5 seconds' and stopped_at is null and fired_at is null`,
  devices_unknown_over_10_a_minute: `(select device_id from quarantine, clock
    where code = 'unknown-device' and received_at > now - interval '1 minute'
    group by device_id having count(*) >= 10) as loud`,
  cameras_moved: `(select distinct device_id from quarantine where state = 'open' and code = 'camera-moved') as moved`,
  incidents_without_task: `incident i where i.status in ('to-sign', 'handling')
      and not exists (select from task t where t.incident_id = i.id and t.open)`,
  tasks_without_delivery: `task t where t.open
      and not exists (select from delivery d where d.task_id = t.id)`,
};

/** Runs every check in a transaction that sees all tasks, and keeps the results for /metrics. */
export async function reconcile(tx: Db, now: Date): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [name, rowsOf] of Object.entries(checks)) {
    const { rows } = await tx.query<{ count: number }>(
      `with clock as (select $1::timestamptz as now) select count(*) as count from ${rowsOf}`,
      [now],
    );
    found[name] = rows[0]!.count;
  }
  await setGauges(tx, found);
  return found;
}

/** Keeps measured values for whoever asks a server for its metrics. */
export async function setGauges(db: Db, values: Record<string, number>): Promise<void> {
  await db.query(
    `insert into gauge (name, value, measured_at) select key, value::float8, steady_now() from json_each_text($1)
     on conflict (name) do update set value = excluded.value, measured_at = excluded.measured_at`,
    [JSON.stringify(values)],
  );
}

/** Measured values that are younger than five minutes; older ones say nothing about now. */
export async function readGauges(db: Db): Promise<{ name: string; value: number }[]> {
  const { rows } = await db.query<{ name: string; value: number }>(
    "select name, value from gauge where measured_at > steady_now() - interval '5 minutes' order by name",
  );
  return rows;
}
