import { say } from '../../server/launch/say.mjs';
import { inTransaction, makePool } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { freshDatabase } from '#test/support/stack.ts';
import { withClient } from '#test/support/template.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import { alternate, judge, percentile } from './report.ts';

/** What the first page of the desk may take at the server, 95 of 100. */
const mostMs = 100;
const count = 50_000;

/** Open matters of four severities, each with three running clocks; one in a thousand rings. */
const plant = `
  insert into incident (no, status, category_code, family_code, severity, title, unit_code, district_code, opened_at,
                        last_event_at, created_on, auto, danger, danger_event_id)
  select 'b-' || n, 'handling', 'road-flooding', 'x', 1 + least(3, n % 40 / 2), '道路积水', 'quwang', '441202', now(),
         now(), current_date, false, case n % 1000 when 0 then array['被困'] else '{}' end, case n % 1000 when 0 then n end
    from generate_series(1, ${count}) n;
  insert into deadline (subject, subject_id, incident_id, kind, seq, started_at, due_at, amount, unit, calendar_version, limit_version)
  select 'task', id, id, 'unit', n, now(), now() + n * interval '1 hour' + id * 7919 % 86400 * interval '1 second', 1, 'hour', 't', 't'
    from incident, generate_series(1, 3) n;
  analyze`;

/** The same page as it is without the queue: each matter's nearest clock looked up, then all of them sorted. */
async function sorted(pool: Pool): Promise<void> {
  await inTransaction(pool, '*', (tx) =>
    tx.query(
      `select i.* from incident i where i.open
        order by (i.danger_event_id is not null) desc, i.severity,
                 (select min(due_at) from deadline d where d.incident_id = i.id and d.stopped_at is null) nulls last, i.id
        limit 500`,
    ),
  );
}

/** 值班台队列: the first page that the desk asks for, of 50,000 open matters, at the server's door. */
export async function queue(rounds: number, full: boolean): Promise<boolean> {
  say(`\nDesk queue: the first page of ${count} open matters, at the server's door, against sorting them`);
  const database = await freshDatabase();
  const pool = makePool(database.url, 4, 'bench');
  await withClient(database.url, (owner) => owner.query(plant));
  const app = await startApp(pool);
  const headers = { cookie: await cookieOf(pool, 'operator') };
  const took: number[] = [];
  const ask = async (): Promise<void> => {
    const began = performance.now();
    const response = await fetch(`${app.url}/api/incidents?status=open&order=urgent&limit=500`, { headers });
    const { items } = (await response.json()) as { items: { severity: number }[] };
    if (items.length !== 500) throw new Error(`the first page has ${items.length} matters`);
    took.push(performance.now() - began);
  };
  const perSecond = async (asked: number, one: () => Promise<void>): Promise<number> => {
    const began = performance.now();
    for (let n = 0; n < asked; n += 1) await one();
    return asked / ((performance.now() - began) / 1000);
  };
  try {
    await perSecond(10, ask);
    took.length = 0;
    const figures = await alternate(
      rounds,
      'pages/s',
      { name: 'chengyun', run: () => perSecond(full ? 200 : 50, ask) },
      { name: 'sorted', run: () => perSecond(full ? 20 : 5, () => sorted(pool)) },
    );
    const p95 = percentile(took, 0.95);
    say(`  p50 ${percentile(took, 0.5).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (at most ${mostMs})`);
    return judge({ name: 'queue', unit: 'pages/s', ...figures, bound: 1.2 }) && p95 <= mostMs;
  } finally {
    await app.close();
    await pool.end();
    await database.close();
  }
}
