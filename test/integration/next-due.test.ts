import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Incident } from '#contracts/incident.ts';
import type { TaskCard } from '#contracts/task.ts';
import { IncidentQuery } from '#contracts/incident.ts';
import { inTransaction } from '#store/db.ts';
import { list } from '#store/incident-list.ts';
import { plansOf } from '#test/support/explain.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { freshPool } from '#test/support/people.ts';
import { addDeadline, addIncident, addTask } from '#test/support/rows.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;
let worker: string;
let leader: string;

beforeAll(async () => {
  city = await freshPool();
  app = await startApp(city.pool);
  worker = await cookieOf(city.pool, 'field', { unitCode: 'u1', username: 'quwang' });
  leader = await cookieOf(city.pool, 'shift-leader', { username: 'banzhang' });
});
afterAll(async () => {
  await app.close();
  await city.close();
});

const get = async <T>(path: string, cookie: string): Promise<T> =>
  (await (await fetch(app.url + path, { headers: { cookie } })).json()) as T;
const post = async (path: string, body: object, cookie: string): Promise<number> => {
  const headers = { cookie, 'content-type': 'application/json' };
  return (await fetch(app.url + path, { method: 'POST', headers, body: JSON.stringify(body) })).status;
};

const minute = 60;
const hour = 3_600;
/** A matter that a unit must sign in half an hour and handle in four, while a caller waits a day. */
async function given(title: string): Promise<{ incidentId: number; taskId: number }> {
  return inTransaction(city.pool, '*', async (tx) => {
    const incidentId = await addIncident(tx, { status: 'to-sign', unit: 'u1', title });
    const taskId = await addTask(tx, incidentId, 'u1');
    const ofTask = { subject: 'task', id: taskId } as const;
    await addDeadline(tx, incidentId, 24 * hour, { subject: 'request', id: incidentId, kind: 'promise' });
    await addDeadline(tx, incidentId, 4 * hour, { ...ofTask, kind: 'unit' });
    await addDeadline(tx, incidentId, 30 * minute, { ...ofTask, kind: 'stage', stage: 'sign' });
    await tx.query(`update incident set due_at = city_now() + interval '4 hours' where id = $1`, [
      incidentId,
    ]);
    return { incidentId, taskId };
  });
}
const clockOf = async (id: number): Promise<string | null> =>
  (await get<Incident>(`/api/incidents/${id}`, leader)).nextDue?.clock ?? null;
const cardOf = (id: number): Promise<TaskCard> => get<TaskCard>(`/api/tasks/${id}`, worker);
const clocksOf = async (id: number): Promise<string[]> => (await cardOf(id)).clocks.map(({ clock }) => clock);

test('a matter shows the running clock that ends first, and none when every one has stopped', async () => {
  const { incidentId, taskId } = await given('蕉园村口积水');
  const step = async (): Promise<object> => ({
    actionId: randomUUID(),
    version: (await cardOf(taskId)).version,
  });
  expect([await clockOf(incidentId), await clocksOf(taskId)]).toEqual(['sign', ['sign', 'unit']]);
  expect(await post(`/api/tasks/${taskId}/sign`, await step(), worker)).toBe(200);
  expect([await clockOf(incidentId), await clocksOf(taskId)]).toEqual(['unit', ['unit']]);
  await inTransaction(city.pool, '*', (tx) =>
    tx.query(`update deadline set stopped_at = city_now() where incident_id = $1 and kind = 'unit'`, [
      incidentId,
    ]),
  );
  expect([await clockOf(incidentId), await clocksOf(taskId)]).toEqual(['promise', []]);
  await inTransaction(city.pool, '*', (tx) =>
    tx.query('update deadline set stopped_at = city_now() where incident_id = $1', [incidentId]),
  );
  const { nextDue, dueAt } = await get<Incident>(`/api/incidents/${incidentId}`, leader);
  expect(nextDue).toBeNull();
  // What it was due by is still told: figures of what came in time rest on it.
  expect(dueAt).not.toBeNull();
});

test('the urgent list begins with the matter whose running clock ends first', async () => {
  const later = await given('后到期');
  await inTransaction(city.pool, '*', (tx) =>
    tx.query(`update deadline set stopped_at = city_now() where incident_id = $1 and stage = 'sign'`, [
      later.incidentId,
    ]),
  );
  const sooner = await given('先到期');
  await inTransaction(city.pool, '*', (tx) =>
    tx.query(`update incident set due_at = city_now() + interval '9 hours' where id = $1`, [
      sooner.incidentId,
    ]),
  );
  const { items } = await get<{ items: Incident[] }>('/api/incidents?order=urgent&status=open', leader);
  const ids = items.map(({ id }) => id);
  expect(ids.indexOf(sooner.incidentId)).toBeLessThan(ids.indexOf(later.incidentId));
});

const plant = `
  insert into incident (no, status, category_code, family_code, severity, title, opened_at, last_event_at, created_on, auto)
  select 'b-' || n, 'handling', 'road-flooding', 'x', 3, '道路积水', now(), now(), current_date, false from generate_series(1, 20000) n;
  insert into deadline (subject, subject_id, incident_id, kind, seq, started_at, due_at, amount, unit, calendar_version, limit_version)
  select 'task', id, id, 'unit', n, now(), now() + n * interval '1 hour' + id * interval '1 second', 1, 'hour', 't', 't'
    from incident, generate_series(1, 3) n where no like 'b-%';
  analyze`;

test('over 20,000 open matters the first page reads the queue in its own order and sorts nothing', async () => {
  await city.asOwner(plant);
  const query = IncidentQuery.parse({ status: 'open', order: 'urgent' });
  const [plan] = await inTransaction(city.pool, '*', (tx) =>
    plansOf(tx, (explaining) => list(explaining, query, new Date()), { analyze: true }),
  );
  expect(plan).toMatch(/Index (?:Only )?Scan using queue_order on queue_place q .* rows=10\d /u);
  expect(plan).not.toMatch(/^\s*(->)?\s*(Incremental )?Sort|Seq Scan on (incident|queue_place)/mu);
});
