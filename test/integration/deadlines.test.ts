import { afterAll, beforeEach, expect, test } from 'vitest';
import { makePool } from '#store/db.ts';
import { sweepDeadlines } from '#workers/clock.ts';
import { addDeadline, addIncident, addTask } from '#test/support/rows.ts';
import { freshDatabase } from '#test/support/stack.ts';
import { withClient } from '#test/support/template.ts';
import { workOf } from '#test/support/test-parts.ts';

const database = await freshDatabase();
const pool = makePool(database.url, 12, 'test');
const work = workOf(pool);
afterAll(async () => {
  await pool.end();
  await database.close();
});
beforeEach(async () => {
  await pool.query('update deadline set stopped_at = city_now() where fired_at is null');
});
/** Moves the city's clock, so that nobody has to wait for it. */
const pass = (seconds: number): Promise<void> =>
  withClient(database.url, async (owner) => {
    await owner.query('update city_clock set anchor_city = anchor_city + make_interval(secs => $1)', [
      seconds,
    ]);
  });
async function sweepAll(): Promise<number> {
  let fired = 0;
  for (let one = await sweepDeadlines(work); one > 0; one = await sweepDeadlines(work)) fired += one;
  return fired;
}

test('a deadline fires when it has passed, not before, and once', async () => {
  const incident = await addIncident(pool, { unit: 'u1' });
  const id = await addDeadline(pool, incident, 60);
  expect(await sweepAll()).toBe(0);
  await pass(62);
  expect(await sweepAll()).toBe(1);
  expect(await sweepAll()).toBe(0);
  const { rows } = await pool.query<{ late: number; words: string }>(
    'select late_seconds as late, words from escalation where deadline_id = $1',
    [id],
  );
  expect(rows.length).toBe(1);
  expect(rows[0]!.late).toBeGreaterThan(0);
  expect(rows[0]!.late).toBeLessThan(60);
  expect(rows[0]!.words).toMatch(/^派遣时限已到（应于\d+月\d+日 \d\d:\d\d前完成）$/);
});

test('two sweepers and 500 deadlines: each fires once', async () => {
  const ids: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    const incident = await addIncident(pool, { unit: 'u1' });
    for (let k = 0; k < 25; k += 1)
      ids.push(
        await addDeadline(pool, incident, -k - 1, {
          subject: 'request',
          id: n * 100 + k + 1_000,
          kind: 'promise',
        }),
      );
  }
  const sweeper = async (): Promise<number> => {
    let fired = 0;
    for (let idle = 0; idle < 3;) {
      const one = await sweepDeadlines(work);
      fired += one;
      idle = one === 0 ? idle + 1 : 0;
    }
    return fired;
  };
  const [one, two] = await Promise.all([sweeper(), sweeper()]);
  expect(one + two).toBe(ids.length);
  const { rows } = await pool.query<{ n: number }>(
    'select count(*) as n from escalation where deadline_id = any ($1)',
    [ids],
  );
  expect(rows[0]!.n).toBe(ids.length);
});

test('the screens, the timeline, the unit and the centre all hear of it in the same transaction', async () => {
  const incident = await addIncident(pool, { unit: 'u1', severity: 1 });
  const task = await withClient(database.url, async (owner) => {
    await owner.query("set app.scope = '*'");
    return addTask(owner, incident, 'u2');
  });
  const id = await addDeadline(pool, incident, -1, { subject: 'task', id: task, kind: 'unit' });
  await sweepAll();
  const { rows: changes } = await pool.query(
    "select version from change where entity = 'incident' and entity_id = $1 order by version",
    [incident],
  );
  expect(changes).toEqual([{ version: 1 }, { version: 2 }]);
  const { rows: lines } = await pool.query('select move, actor from history where incident_id = $1', [
    incident,
  ]);
  expect(lines).toEqual([{ move: 'overdue', actor: 'system' }]);
  const { rows: told } = await pool.query<{ recipient: string; ring: boolean }>(
    `select recipient, (body ->> 'ring')::boolean as ring from delivery where step = $1 order by recipient`,
    [`overdue-${id}`],
  );
  expect(told).toEqual([
    { recipient: 'c1', ring: true },
    { recipient: 'u2', ring: true },
  ]);
});

test('what was stopped in time does not fire', async () => {
  const incident = await addIncident(pool);
  const id = await addDeadline(pool, incident, -1);
  await pool.query('update deadline set stopped_at = city_now() where id = $1', [id]);
  expect(await sweepAll()).toBe(0);
});

/** 1,000 in the long form: CHENGYUN_RACE_ROUNDS=1000 npm test -- test/integration/deadlines.test.ts */
const rounds = Number(process.env['CHENGYUN_RACE_ROUNDS'] ?? 100);

test(`acknowledging and escalating in the same moment has one winner, ${rounds} times`, async () => {
  const incident = await addIncident(pool, { unit: 'u1' });
  let both = 0;
  let neither = 0;
  for (let round = 0; round < rounds; round += 1) {
    const id = await addDeadline(pool, incident, -1, {
      subject: 'request',
      id: 5_000 + round,
      kind: 'promise',
    });
    // As every flow does it: the incident first, then its clock.
    const acknowledge = async (): Promise<number> => {
      const client = await pool.connect();
      try {
        await client.query('begin');
        await client.query('select from incident where id = $1 for update', [incident]);
        const { rowCount } = await client.query(
          'update deadline set stopped_at = city_now() where id = $1 and stopped_at is null and fired_at is null',
          [id],
        );
        await client.query('commit');
        return rowCount ?? 0;
      } finally {
        client.release();
      }
    };
    const [stopped, fired] = await Promise.all([acknowledge(), sweepDeadlines(work)]);
    if (stopped + fired === 2) both += 1;
    if (stopped + fired === 0) neither += 1;
  }
  expect({ both, neither }).toEqual({ both: 0, neither: 0 });
});

test('an incident that somebody works on is left for the next sweep, and does not hold up the others', async () => {
  const busy = await addIncident(pool);
  const free = await addIncident(pool);
  const waits = await addDeadline(pool, busy, -2);
  const fires = await addDeadline(pool, free, -1);
  const desk = await pool.connect();
  await desk.query('begin');
  await desk.query('select from incident where id = $1 for update', [busy]);
  await sweepDeadlines(work);
  const fired = async (): Promise<number[]> =>
    (
      await pool.query<{ id: number }>(
        'select id from deadline where id = any ($1) and fired_at is not null',
        [[waits, fires]],
      )
    ).rows.map(({ id }) => id);
  expect(await fired()).toEqual([fires]);
  await desk.query('rollback');
  desk.release();
  await sweepAll();
  expect(new Set(await fired())).toEqual(new Set([waits, fires]));
});
