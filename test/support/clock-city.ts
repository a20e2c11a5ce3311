import { randomUUID } from 'node:crypto';
import type { Role } from '#contracts/people.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import type { Work } from '#workers/work.ts';
import { cookieOf, startApp } from './app.ts';
import { standClock } from './city-clock.ts';
import { freshPool } from './people.ts';
import { addIncident } from './rows.ts';
import { workOf } from './test-parts.ts';

export type Answer = { status: number; body: Record<string, unknown> };
export type Given = { incidentId: number; taskId: number };

/** A unit of the demo city that has a page of its own. */
export const unitCode = 'zq-zhujian';
const hour = 3_600_000;

/** A city whose clock the test sets, with a desk, a unit, and the loops of the workers to be run by hand. */
export async function clockCity() {
  const city = await freshPool();
  const app = await startApp(city.pool);
  const ofUnit = { unitCode, username: 'quwang' };
  const cookies = new Map<Role, string>();
  for (const role of ['operator', 'dispatcher', 'shift-leader', 'leader'] as const)
    cookies.set(role, await cookieOf(city.pool, role, { username: `a-${role}` }));
  cookies.set('field', await cookieOf(city.pool, 'field', ofUnit));
  const work: Work = { ...workOf(city.pool), reference: app.parts.reference };

  const ask = async (role: Role, method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> => {
    const headers = { cookie: cookies.get(role)!, 'content-type': 'application/json' };
    const sent = await fetch(app.url + path, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await sent.text();
    return { status: sent.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  };
  const rows = <T>(sql: string, args: unknown[] = []): Promise<T[]> =>
    inTransaction(city.pool, '*', async (tx) => (await tx.query<never>(sql, args)).rows as T[]);
  const one = async <T>(sql: string, args: unknown[] = []): Promise<T> => (await rows<T>(sql, args))[0]!;
  const setClock = (local: string): Promise<void> => standClock(city, local);
  const move = async (role: Role, incidentId: number, name: string, body: object = {}): Promise<Answer> => {
    const { version } = await one<{ version: number }>('select version from incident where id = $1', [
      incidentId,
    ]);
    return ask(role, 'POST', `/api/incidents/${incidentId}/${name}`, { version, ...body });
  };
  const step = async (taskId: number, name: string, body: object = {}): Promise<Answer> => {
    const { version } = await one<{ version: number }>('select version from task where id = $1', [taskId]);
    return ask('field', 'POST', `/api/tasks/${taskId}/${name}`, { actionId: randomUUID(), version, ...body });
  };
  /** A matter of two working days in the unit's hands, signed; a caller was promised an answer in four. */
  const given = async (categoryCode = 'dog-nuisance', severity = 3): Promise<Given> => {
    const incidentId = await inTransaction(city.pool, '*', async (tx) => {
      const id = await addIncident(tx, { status: 'to-dispatch', title: '流浪狗追人', severity });
      await tx.query('update incident set category_code = $2 where id = $1', [id, categoryCode]);
      await tx.query(
        `insert into deadline (subject, subject_id, incident_id, kind, started_at, due_at, amount, unit, calendar_version, limit_version)
         values ('request', $1, $1, 'promise', city_now(), city_now() + interval '4 days', 4, 'natural-day', 't', 't')`,
        [id],
      );
      return id;
    });
    const dispatched = await move('dispatcher', incidentId, 'dispatch', { unitCode });
    if (dispatched.status !== 200) throw new Error(JSON.stringify(dispatched.body));
    const { id: taskId } = await one<{ id: number }>('select id from task where incident_id = $1', [
      incidentId,
    ]);
    if ((await step(taskId, 'sign')).status !== 200) throw new Error('not signed');
    return { incidentId, taskId };
  };
  /** The unit's running clock, local time, or null. */
  const unitDue = async ({ taskId }: Given): Promise<string | null> => {
    const sql = `select due_at as due from deadline where subject = 'task' and subject_id = $1 and kind = 'unit' and stopped_at is null`;
    const [row] = await rows<{ due: Date }>(sql, [taskId]);
    return row ? local(row.due) : null;
  };
  const promiseDue = async ({ incidentId }: Given): Promise<string> =>
    local(
      (
        await one<{ due: Date }>(
          `select due_at as due from deadline where subject = 'request' and incident_id = $1 and stopped_at is null`,
          [incidentId],
        )
      ).due,
    );
  const statusOf = async ({ incidentId }: Given): Promise<string> =>
    (await one<{ status: string }>('select status from incident where id = $1', [incidentId])).status;
  return {
    ...{ pool: city.pool, asOwner: city.asOwner, app, work, ask, rows, one, setClock, move, step },
    ...{ given, unitDue, promiseDue, statusOf, now: () => cityNow(city.pool) },
    close: async () => {
      await app.close();
      await city.close();
    },
  };
}
export type ClockCity = Awaited<ReturnType<typeof clockCity>>;

/** 2026-06-12T17:30, the city's time. */
export const local = (at: Date): string => new Date(at.getTime() + 8 * hour).toISOString().slice(0, 16);
