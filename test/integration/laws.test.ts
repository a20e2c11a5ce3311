import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Role } from '#contracts/people.ts';
import type { Session } from '#contracts/people.ts';
import { IncidentQuery } from '#contracts/incident.ts';
import { boxAround } from '#domain/geo.ts';
import { absorbIncidents } from '#flows/absorb-incidents.ts';
import { answerRequests } from '#flows/answer-requests.ts';
import { closeIncident } from '#flows/close-incident.ts';
import { confirmDanger } from '#flows/confirm-danger.ts';
import { correctIncident } from '#flows/correct-incident.ts';
import { eraseDuePersons } from '#flows/erase-persons.ts';
import { followUpRequest } from '#flows/follow-up-request.ts';
import { splitIncident } from '#flows/split-incident.ts';
import { listAudit } from '#store/audit.ts';
import { markDemoIfEmpty } from '#store/city-mark.ts';
import { cityNow, inSnapshot, inTransaction, makePool } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as incidentList from '#store/incident-list.ts';
import * as waiting from '#store/waiting.ts';
import { job as eraseJob } from '#workers/jobs/erase-persons.ts';
import { DemoMark } from '../../client/shared/marks.tsx';
import { plansOf } from '#test/support/explain.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import { leaksIn, people, words } from '#test/support/canaries.ts';
import { testSecrets } from '#test/support/chengyun.ts';
import { alert, makeCore, minutesAgo, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { desk, makeDeskWork } from '#test/support/desk-work.ts';
import type { DeskWork } from '#test/support/desk-work.ts';
import { dumpDatabase } from '#test/support/surfaces.ts';
import { redisUrl } from '#test/support/stack.ts';
import { workOf } from '#test/support/test-parts.ts';

let core: Core;
let work: DeskWork;
beforeAll(async () => {
  core = await makeCore();
  work = makeDeskWork(core);
});
afterAll(() => core.close());

const newest = async (): Promise<number> =>
  (await core.rows<{ id: number }>('select max(id) as id from incident'))[0]!.id;

/** A row as JSON, its place as two numbers: what follows from the place is not compared. */
const facts = (body: string): string =>
  `(${body} - '{anchor,net,reach,lng,lat}'::text[])::text || ' at ' ||
   coalesce(${body} ->> 'lng', ${body} #>> '{anchor,coordinates,0}', '-') || ' ' ||
   coalesce(${body} ->> 'lat', ${body} #>> '{anchor,coordinates,1}', '-')`;
/** Every incident and task as it stands, as one text for each. */
const standing = `select 'incident ' || id as what, ${facts('to_jsonb(i)')} as body from incident i
  union all select 'task ' || id, ${facts('to_jsonb(t)')} from task t order by 1`;
type Standing = { what: string; body: string };

test('10: what stood at any second of a whole path, first vague, split, absorbed, reopened, is read again from its versions', async () => {
  const seen: { at: Date; rows: Standing[] }[] = [];
  const witness = async (): Promise<void> => {
    const rows = await core.rows<Standing>(standing);
    const at = await cityNow(core.pool);
    seen.push({ rows, at });
    // Versions are told apart by the millisecond: what follows must come in a later one.
    while ((await cityNow(core.pool)) <= at);
  };
  const version = async (id: number): Promise<number> => (await work.incident(id)).version;
  await core.send('hotline', [ticket({ lng: 112.4, lat: 23.1 })]);
  await core.merge();
  await witness();
  await core.send('camera', [alert({ lng: 112.4002, lat: 23.1001 })]);
  await core.merge();
  const flood = await newest();
  expect(await core.rows('select reanchored, version from incident where id = $1', [flood])).toEqual([{ reanchored: true, version: 2 }]); // prettier-ignore
  await witness();
  const id = await work.called(3);
  const second = await work.called(1);
  await absorbIncidents(core, desk, id, { incidentIds: [second], reason: '同一工地' });
  await witness();
  const events = await core.rows<{ id: number }>('select event_id as id from link where incident_id = $1 order by 1', [id]); // prettier-ignore
  await splitIncident(core, desk, id, { eventIds: [events[0]!.id], reason: '另一处' });
  await witness();
  await correctIncident(core, desk, id, { version: await version(id), lng: 112.47, lat: 23.07, title: '工地夜间施工', reason: '现场核实' }); // prettier-ignore
  await witness();
  await work.workThrough(id);
  await witness();
  const all = (await work.requestsOf(id)).map((one) => one.id);
  await answerRequests(core, desk, all, '已责令停工');
  const unsolved = {
    result: 'dissatisfied',
    solved: false,
    note: '又响了',
    cause: 'handling',
    whenOpenNearby: 'apart',
  } as const;
  await followUpRequest(core, desk, all[0]!, unsolved);
  await witness();
  await work.workOnce(id);
  await witness();
  for (const { at, rows } of seen) {
    const then = await core.rows<Standing>(
      `select entity || ' ' || entity_id as what, ${facts('body')} as body from (
         select distinct on (entity, entity_id) entity, entity_id, body from version
          where at <= $1 order by entity, entity_id, version desc) v order by 1`,
      [at],
    );
    expect(then).toEqual(rows);
  }
  const gaps = `select entity, entity_id from version group by 1, 2 having count(*) <> max(version) or min(version) <> 1`;
  expect(await core.rows(gaps)).toEqual([]);
});

test('10: a version holds every column of an incident, its shapes as the place that they stand for', async () => {
  await work.called(1);
  const [{ kept }] = (await core.rows<{ kept: string[] }>(
    `select array(select jsonb_object_keys(body) order by 1) as kept from version where entity = 'incident' limit 1`,
  )) as [{ kept: string[] }];
  const [{ columns }] = (await core.rows<{ columns: string[] }>(
    `select array_agg(column_name::text) as columns from information_schema.columns
      where table_name = 'incident' and udt_name <> 'geometry'`,
  )) as [{ columns: string[] }];
  expect(kept).toEqual([...columns, 'lng', 'lat'].toSorted());
});

const urgentFirst = async (): Promise<number | undefined> =>
  inTransaction(core.pool, '*', async (tx) => {
    const query = IncidentQuery.parse({ status: 'open', order: 'urgent' });
    return (await incidentList.list(tx, query, await cityNow(tx))).rows[0]?.id;
  });

test('13: danger merged into an ordinary old matter stands above the gravest overdue one, and nothing closes over it, until a person confirms', async () => {
  const grave = await work.called(1);
  await core.asOwner(
    `update incident set severity = 1, due_at = now() - interval '1 day' where id = ${grave}`,
  );
  const old = await work.called(1);
  expect(await urgentFirst()).toBe(grave);
  const here = { ...work.lastPlace(), categoryCode: 'construction-noise' };
  await core.send('hotline', [ticket({ ...here, text: '工地塌方，有人被困' })]);
  await core.merge();
  expect([await newest(), await urgentFirst()]).toEqual([old, old]);
  const { version } = await work.incident(old);
  const close = closeIncident(core, desk, old, { version, reason: '已处置' });
  await expect(close).rejects.toThrow(/^险情（.+）尚未确认，请先确认险情，再结案$/);
  await confirmDanger(core, desk, old, { version, note: '已移交 119' });
  expect(await urgentFirst()).toBe(grave);
});

test('13: danger that comes late, or on a ticket called again, never disappears into what is closed', async () => {
  const no = `late-${Date.now()}`;
  const id = await work.called(1, { ticketNo: no, calledAt: minutesAgo(90) });
  const here = { ...work.lastPlace(), categoryCode: 'construction-noise' };
  await work.workThrough(id);
  const late = { ...here, text: '工地塌方，有人被困', calledAt: minutesAgo(60) };
  await core.send('hotline', [ticket(late)]);
  await core.send('hotline', [ticket({ ...late, ticketNo: no, revision: 2 })]);
  await core.merge();
  const rows = await core.rows<{ open: boolean; rings: boolean; requests: number }>(
    `select open, danger_event_id is not null as rings, (select count(*)::int from request r where r.incident_id = i.id) as requests
       from incident i where id = $1 or recurrence_of = $1 order by id`,
    [id],
  );
  expect(rows[0]).toEqual({ open: false, rings: false, requests: 1 });
  expect(rows.slice(1).length).toBeGreaterThan(0);
  expect(rows.slice(1).every(({ open, rings }) => open && rings)).toBe(true);
  await core.asOwner('update incident set danger_event_id = null');
});

test('13: danger whose place waits for a person stands first among what waits', async () => {
  const nowhere = { lng: undefined, lat: undefined };
  await core.send('hotline', [ticket({ ...nowhere, text: '蕉园社区噪声' })]);
  await core.send('hotline', [ticket({ ...nowhere, text: '蕉园社区有人被困' })]);
  await core.merge();
  const [first] = await inTransaction(core.pool, '*', (tx) => waiting.list(tx));
  expect(first?.judged.danger).toEqual(['被困']);
});

test('14: in a database of a show or a drill every session of every role says so, and the pages print it', async () => {
  const app = await startApp(core.pool);
  const cookies = await Promise.all(
    Role.options.map((role) => cookieOf(core.pool, role, { unitCode: 'u1' })),
  );
  for (const [mark, printed] of [
    ['demo', '演示'],
    ['drill', '演练'],
  ] as const) {
    await core.asOwner(`update city_clock set mark = '${mark}'`);
    for (const cookie of cookies) {
      const session = (await (
        await fetch(`${app.url}/api/session`, { headers: { cookie } })
      ).json()) as Session;
      expect(session.mark).toBe(mark);
      expect(renderToStaticMarkup(createElement(DemoMark, session))).toContain(printed);
    }
  }
  await core.asOwner("update city_clock set mark = 'real'");
  expect(renderToStaticMarkup(createElement(DemoMark, { mark: 'real' }))).toBe('');
  expect(await inTransaction(core.pool, '*', markDemoIfEmpty), 'what was real never becomes a show').toBe('real'); // prettier-ignore
  await core.asOwner("update city_clock set mark = 'test'");
  await app.close();
});

test('a start keeps what the city has edited in the reference data, and names it', async () => {
  await core.asOwner(`update reference set body = body || '{"severity": 1}', edited_at = now(), edited_by = 'xitong'
                       where kind = 'category' and code = 'road-flooding'`);
  const env = { ...process.env, ...testSecrets, DATABASE_URL: core.url, REDIS_URL: redisUrl(), DATA_DIR: process.env['CHENGYUN_TEST_DATA_DIR'] }; // prettier-ignore
  const run = promisify(execFile)(process.execPath, ['--import', 'tsx', 'server/cli/prepare.ts'], { env });
  expect((await run).stdout).toContain('! 小类“道路积水”（road-flooding）等级：保留本市的 1，出厂值');
  expect(await core.rows("select body -> 'severity' as severity from reference where kind = 'category' and code = 'road-flooding'")).toEqual([{ severity: 1 }]); // prettier-ignore
});

test('12: one pooled connection that served the whole city, a unit, and a failure shows nothing to whoever has no scope', async () => {
  const pool = makePool(core.url, 1, 'one');
  const count = async (db: Db): Promise<number> =>
    (await db.query<{ n: number }>('select (select count(*) from task) + (select count(*) from person) as n'))
      .rows[0]!.n;
  expect(await inTransaction(pool, '*', count)).toBeGreaterThan(5);
  expect(await count(pool)).toBe(0);
  expect(await inSnapshot(pool, '*', count)).toBeGreaterThan(5);
  expect(await count(pool)).toBe(0);
  expect(await inSnapshot(pool, { units: [work.unitCode], districts: [] }, count)).toBeGreaterThan(0);
  expect(await count(pool)).toBe(0);
  const failing = inTransaction(pool, '*', (tx) => tx.query('select 1 / 0'));
  await expect(failing).rejects.toThrow('division by zero');
  expect(await count(pool)).toBe(0);
  await pool.end();
});

test('12: searches by place use the spatial index also under the role and the rows of a unit', async () => {
  await core.asOwner(`insert into incident (no, status, category_code, family_code, severity, title, anchor, opened_at, last_event_at, created_on, auto)
    select 'far-' || n, 'received', 'garbage', 'garbage', 3, '垃圾', st_setsrid(st_makepoint(110 + n / 5000.0, 22), 4326), now(), now(), current_date, false
      from generate_series(1, 5000) n`);
  await core.asOwner('analyze incident');
  const at = { lng: 112.462, lat: 23.052 };
  const box = boxAround(at, 500);
  const plans = await inTransaction(core.pool, { units: ['u1'], districts: [] }, (tx) =>
    plansOf(tx, async (explaining) => {
      const query = IncidentQuery.parse({ bbox: box.join(',') });
      await incidentList.list(explaining, query, await cityNow(tx));
      await incidentList.nearby(explaining, at, box, null);
    }),
  );
  expect(plans).toHaveLength(2);
  for (const plan of plans) expect(plan).toMatch(/Index Scan (?:using|on) incident_near/u);
});

/** The job, as a worker runs it each hour. */
async function erase(): Promise<void> {
  if (eraseJob.kind === 'periodic') await eraseJob.run(workOf(core.pool), () => undefined);
}

test('after retention nothing of a person can be read, opened or searched, and the audit says how much went', async () => {
  const who = { callerName: people.ordinary.name, callerPhone: people.ordinary.phone, address: people.ordinary.address }; // prettier-ignore
  const said = ticket({ ...who, text: words.called });
  await core.send('hotline', [said]);
  await core.merge();
  await core.send('hotline', [{ ...said, revision: 2 }, { ...said, text: '同号异文' }, { ...who, text: words.called }]); // prettier-ignore
  await core.send('report', [{ reporterKind: 'citizen', reportNo: 'E1', text: words.reported, lng: 112.5, lat: 23.1, observedAt: minutesAgo(1) }]); // prettier-ignore
  await core.merge();
  const sealed = async (): Promise<number[]> => {
    const [counts] = await core.rows<Record<string, number>>(
      `select (select count(*)::int from event where sealed is not null) as events,
              (select count(*)::int from quarantine where sealed <> '') as kept,
              (select count(*)::int from person where coalesce(name_sealed, phone_sealed, address_sealed, phone_index, name_index) is not null) as persons`,
    );
    return [counts!['events']!, counts!['kept']!, counts!['persons']!];
  };
  const [events, kept, persons] = await sealed();
  expect([events! > persons!, kept! >= 2, persons! > 0]).toEqual([true, true, true]);
  await erase();
  expect(await sealed()).toEqual([events, kept, persons]);
  await core.asOwner(
    "update city_clock set mark = 'test', anchor_city = anchor_city + interval '3 years 2 days'",
  );
  await erase();
  expect(await sealed()).toEqual([0, 0, 0]);
  expect(leaksIn(await dumpDatabase(core.url))).toEqual([]);
  const [row] = await listAudit(core.pool, { action: 'person.erase', limit: 9 });
  expect(row?.detail).toMatchObject({ events, quarantined: kept });
  expect(await eraseDuePersons(core.pool, '2099-01-01', new Date())).toBe(0);
});
