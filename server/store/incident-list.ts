import type { IncidentQuery } from '#contracts/incident.ts';
import { doneStatuses } from '#contracts/incident.ts';
import { incidentColumns } from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import type { Db } from '#store/db.ts';
import { eventHolds, holds, incidentWords, reads, requestWords, soughtIn } from '#store/words.ts';

/** One page of incidents within the scope, and the cursor of the next page. */
export type IncidentPage = { rows: IncidentRow[]; nextCursor: string | null };

/** Builds the where clause from the filters; every value is a parameter. */
function conditions(query: IncidentQuery, now: Date): { sql: string[]; args: unknown[] } {
  const sql = [
    '(in_scope(i.unit_code, i.district_code) or exists (select from task t where t.incident_id = i.id))',
  ];
  const args: unknown[] = [];
  const add = (text: string, value: unknown): void => {
    args.push(value);
    sql.push(text.replaceAll('?', `$${args.length}`));
  };
  if (query.status === 'open') sql.push('i.open');
  else if (query.status === 'done') add('i.status = any (?)', doneStatuses);
  else if (query.status) add('i.status = any (?)', query.status.split(','));
  if (query.category) add('i.category_code = any (?)', query.category.split(','));
  if (query.department) add('i.unit_code = any (?)', query.department.split(','));
  if (query.district) add('i.district_code = any (?)', query.district.split(','));
  if (query.bbox) add('i.anchor && st_makeenvelope((?::float8[])[1], (?::float8[])[2], (?::float8[])[3], (?::float8[])[4], 4326)', query.bbox.split(',').map(Number)); // prettier-ignore
  if (query.openedAfter) add('i.opened_at >= ?', query.openedAfter);
  if (query.openedBefore) add('i.opened_at < ?', query.openedBefore);
  if (query.severity) add('i.severity = ?', query.severity);
  if (query.overdue !== undefined)
    add(`(i.closed_at is null and coalesce(i.due_at < ?, false)) = ${query.overdue}`, now);
  if (query.q) words(query.q, args, sql);
  return { sql, args };
}

/** The matter itself, or the words, key, ticket or answer of anything that was merged into it. */
function words(question: string, args: unknown[], sql: string[]): void {
  const { grams, patterns, phrase } = soughtIn(question);
  if (grams.length === 0) {
    args.push(patterns);
    sql.push(reads(incidentWords, `$${args.length}`));
    return;
  }
  const first = args.push(grams, patterns, phrase) - 2;
  const [g, p, whole] = [`$${first}`, `$${first + 1}`, `$${first + 2}`];
  sql.push(
    `i.id in (select i.id from incident i where ${holds(incidentWords, g, p)}
       union all (with e as materialized (select e.id from event e where ${eventHolds(g, p, whole)})
                  select l.incident_id from e join link l on l.event_id = e.id)
       union all select r.incident_id from request r where ${holds(requestWords, g, p)})`,
  );
}

/** GET /api/incidents: newest first by id, or the most urgent first (danger, severity, time left). */
export async function list(db: Db, query: IncidentQuery, now: Date): Promise<IncidentPage> {
  const { sql, args } = conditions(query, now);
  const urgent = query.order === 'urgent';
  const seen = Number(query.cursor ?? 0);
  if (!urgent && query.cursor) {
    args.push(seen);
    sql.push(`i.id < $${args.length}`);
  }
  args.push(query.limit + 1, urgent ? seen : 0);
  // What stands open has its place in the queue, in the order of its index; what does not stands behind.
  const join = query.status === 'open' ? 'join' : 'left join';
  const [from, order] = urgent
    ? [`incident i ${join} queue_place q on q.incident_id = i.id`, 'q.calm, q.severity, q.due_at, i.id']
    : ['incident i', 'i.id desc'];
  const { rows } = await db.query<IncidentRow>(
    `select ${incidentColumns} from ${from} where ${sql.join(' and ')} order by ${order} limit $${args.length - 1} offset $${args.length}`,
    args,
  );
  const more = rows.length > query.limit;
  const page = rows.slice(0, query.limit);
  return { rows: page, nextCursor: more ? String(urgent ? seen + query.limit : page.at(-1)!.id) : null };
}

/** How many incidents the filters find. */
export async function count(db: Db, query: IncidentQuery, now: Date): Promise<number> {
  const { sql, args } = conditions(query, now);
  const { rows } = await db.query<{ n: number }>(
    `select count(*)::int as n from incident i where ${sql.join(' and ')}`,
    args,
  );
  return rows[0]!.n;
}

/** Open incidents within `metres` of a point, nearest first: what the desk shows while a call is typed. */
export async function nearby(
  db: Db,
  at: { lng: number; lat: number },
  box: readonly number[],
  familyCode: string | null,
): Promise<IncidentRow[]> {
  const { rows } = await db.query<IncidentRow>(
    `select ${incidentColumns} from incident i
      where i.open and i.anchor && st_makeenvelope($3, $4, $5, $6, 4326) and in_scope(i.unit_code, i.district_code)
        and ($7::text is null or i.family_code = $7)
      order by st_distancesphere(i.anchor, st_setsrid(st_makepoint($1, $2), 4326)) limit 8`,
    [at.lng, at.lat, ...box, familyCode],
  );
  return rows;
}
