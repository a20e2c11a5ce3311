import type { Db } from '#store/db.ts';

/** One time over the line of one rule and series, as far as it is known; see domain/threshold.ts. */
export type NewAlert = {
  rule: string;
  seriesNo: number;
  outcome: 'event' | 'alert';
  level: number;
  raisedAt: Date;
  observedAt: Date;
  value: number;
  peak: number;
  clearedAt: Date | null;
  words: string;
};

/**
 * Writes alerts with one row in `change` for each that moved (law 6); a repeat moves nothing, and what is cleared stays
 * so. One at most stands open of a rule and series: an older one whose state was lost ends where the new one begins.
 */
export async function save(tx: Db, alerts: readonly NewAlert[], now: Date): Promise<void> {
  if (alerts.length === 0) return;
  const values = [JSON.stringify(alerts), now];
  await tx.query({
    name: 'alert-supersede',
    text: `with a as (
       update alert set version = version + 1, state = 'cleared', cleared_at = greatest(n.at, alert.observed_at)
         from (select rule, "seriesNo", min("raisedAt") as at
                 from json_to_recordset($1) as n(rule text, "seriesNo" int, "raisedAt" timestamptz) group by 1, 2) n
        where alert.rule = n.rule and alert.series_no = n."seriesNo" and alert.state <> 'cleared' and alert.raised_at <> n.at
       returning id, version)
     ${hear}`,
    values,
  });
  await tx.query({
    name: 'alert-save',
    text: `with a as (
       insert into alert (rule, series_no, outcome, level, state, raised_at, observed_at, cleared_at, value, peak, words)
       select rule, "seriesNo", outcome, level, case when "clearedAt" is null then 'raised' else 'cleared' end,
              "raisedAt", "observedAt", "clearedAt", value, peak, words
         from json_to_recordset($1) as n(rule text, "seriesNo" int, outcome text, level smallint, "raisedAt" timestamptz,
              "observedAt" timestamptz, "clearedAt" timestamptz, value float8, peak float8, words text)
        order by "seriesNo", rule, "raisedAt"
       on conflict (rule, series_no, raised_at) do update
          set version = alert.version + 1, level = excluded.level, observed_at = excluded.observed_at,
              value = excluded.value, peak = excluded.peak, cleared_at = excluded.cleared_at,
              words = case when excluded.observed_at > alert.observed_at then excluded.words else alert.words end,
              state = case when excluded.cleared_at is null then alert.state else 'cleared' end
        where alert.state <> 'cleared' and (alert.value, alert.cleared_at) is distinct from (excluded.value, excluded.cleared_at)
       returning id, version)
     ${hear}`,
    values,
  });
}

/** The rows of the CTE `a` into the change feed. */
const hear = `insert into change (entity, entity_id, version, at) select 'alert', id, version, $2::timestamptz from a`;

export type OpenAlert = {
  rule: string;
  seriesNo: number;
  raisedAt: Date;
  observedAt: Date;
  value: number;
  peak: number;
};

/** The open alerts of these rules and series. */
export async function openOf(
  tx: Db,
  rules: readonly string[],
  seriesNos: readonly number[],
): Promise<OpenAlert[]> {
  const { rows } = await tx.query<OpenAlert>(
    `select rule, series_no as "seriesNo", raised_at as "raisedAt", observed_at as "observedAt", value, peak
       from alert
      where state <> 'cleared' and series_no = any ($2) and rule = any ($1)`,
    [rules, seriesNos],
  );
  return rows;
}

export type AlertRow = {
  id: number;
  version: number;
  rule: string;
  deviceId: string;
  name: string;
  metric: string;
  outcome: 'event' | 'alert';
  level: number;
  state: 'raised' | 'acknowledged' | 'cleared';
  raisedAt: Date;
  observedAt: Date;
  clearedAt: Date | null;
  value: number;
  peak: number;
  words: string;
  lng: number;
  lat: number;
  acknowledgedAt: Date | null;
  acknowledgedName: string | null;
};

const columns = `a.id, a.version, a.rule, s.device_id as "deviceId", d.name, s.metric, a.outcome, a.level, a.state,
  a.raised_at as "raisedAt", a.observed_at as "observedAt", a.cleared_at as "clearedAt", a.value, a.peak, a.words,
  st_x(d.geom) as lng, st_y(d.geom) as lat, a.acknowledged_at as "acknowledgedAt", a.acknowledged_name as "acknowledgedName"`;
const joined = `alert a join series s on s.no = a.series_no join sensor d on d.device_id = s.device_id`;

/** 监测告警 of the caller's scope: those that stand, newest first; with `all` also what was cleared within a day. */
export async function list(
  db: Db,
  { all, limit, now }: { all: boolean; limit: number; now: Date },
): Promise<AlertRow[]> {
  const recent = `(a.state <> 'cleared' or a.raised_at > $2::timestamptz - interval '1 day')`;
  const { rows } = await db.query<AlertRow>(
    `select ${columns} from ${joined}
      where ${all ? recent : "a.state <> 'cleared' and $2::timestamptz is not null"}
        and in_scope(d.department_code, d.district_code)
      order by a.state = 'cleared', a.raised_at desc, a.id desc limit $1`,
    [limit, now],
  );
  return rows;
}

/** How many stand in the caller's scope, whatever the list shows of them. */
export async function countStanding(db: Db): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from ${joined} where a.state <> 'cleared' and in_scope(d.department_code, d.district_code)`,
  );
  return rows[0]!.count;
}

/** Holds one alert of the caller's scope until the transaction ends. */
export async function lock(tx: Db, id: number): Promise<AlertRow | null> {
  const { rows } = await tx.query<AlertRow>(
    `select ${columns} from ${joined} where a.id = $1 and in_scope(d.department_code, d.district_code) for update of a`,
    [id],
  );
  return rows[0] ?? null;
}

/** 确认 by a named person. */
export async function acknowledge(
  tx: Db,
  id: number,
  by: { username: string; name: string },
  now: Date,
): Promise<void> {
  await tx.query(
    `with a as (
       update alert set version = version + 1, state = 'acknowledged', acknowledged_at = $2, acknowledged_by = $3,
              acknowledged_name = $4
        where id = $1 returning id, version)
     ${hear}`,
    [id, now, by.username, by.name],
  );
}

/** What an alert says and whose device it is, for whoever must be called. */
export async function subject(
  db: Db,
  id: number,
): Promise<{ words: string; unitCode: string | null } | null> {
  const { rows } = await db.query<{ words: string; unitCode: string | null }>(
    `select a.words, d.department_code as "unitCode" from alert a join series s on s.no = a.series_no
       left join sensor d on d.device_id = s.device_id where a.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}
