import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '#contracts/people.ts';
import { SearchAnswer } from '#contracts/search.ts';
import type { FoundKind } from '#contracts/search.ts';
import { indexCallers } from '#flows/find-callers.ts';
import { inTransaction } from '#store/db.ts';
import * as incidentList from '#store/incident-list.ts';
import { IncidentQuery } from '#contracts/incident.ts';
import { find, findEvents, findIncidents, requestsSql, tasksSql } from '#store/search.ts';
import { soughtIn } from '#store/words.ts';
import { plansOf } from '#test/support/explain.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

let core: Core;
let app: TestApp;
const name = '欧阳文轩';
const phone = '13926541234';
const cookies = new Map<string, string>();

beforeAll(async () => {
  core = await makeCore();
  app = await startApp(core.pool);
  await core.send('hotline', [
    ticket({ ticketNo: 'ZQ260612001', text: '工地半夜打桩，噪音好大', categoryCode: 'construction-noise', lng: 112.3, lat: 23.2, callerName: name, callerPhone: phone }),
    ticket({ ticketNo: 'ZQ260612002', text: '凌晨仲有打桩声', categoryCode: 'construction-noise', lng: 112.3, lat: 23.2 }),
    ticket({ ticketNo: 'ZQ260612003', text: '举报占道经营', categoryCode: 'street-vendor', lng: 112.7, lat: 23.1, callerName: name, callerPhone: phone, confidential: true }),
    ticket({ ticketNo: 'ZQ260612004', text: '路灯唔着', lng: 112.9, lat: 23.3 }),
  ]); // prettier-ignore
  await core.merge();
});
afterAll(async () => {
  await app.close();
  await core.close();
});

type Asked = {
  status: number;
  text: string;
  kinds: FoundKind[];
  of: (kind: FoundKind) => SearchAnswer['groups'][number]['items'];
};

async function ask(q: string, role: Role = 'operator', place: { unitCode?: string } = {}): Promise<Asked> {
  const who = role + (place.unitCode ?? '');
  const username = `s-${who.toLowerCase()}`;
  const cookie = cookies.get(who) ?? (await cookieOf(core.pool, role, { ...place, username }));
  cookies.set(who, cookie);
  const response = await fetch(`${app.url}/api/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ q }),
  });
  const text = await response.text();
  const groups = response.status === 200 ? SearchAnswer.parse(JSON.parse(text)).groups : [];
  return {
    status: response.status,
    text,
    kinds: groups.map(({ kind }) => kind),
    of: (kind) => groups.find((group) => group.kind === kind)?.items ?? [],
  };
}
const matterOf = async (ticketNo: string): Promise<{ id: number; no: string }> =>
  (
    await core.rows<{ id: number; no: string }>(
      'select i.id, i.no from incident i join request r on r.incident_id = i.id where r.ticket_no = $1',
      [ticketNo],
    )
  )[0]!;

test('two characters of a title, an address, a number, a category and of any merged caller lead to the matter', async () => {
  const noise = await matterOf('ZQ260612001');
  await core.asOwner(`update incident set address = '前村南巷' where id = ${noise.id}`);
  for (const q of ['南巷', noise.no, noise.no.slice(-6), '施工噪声'])
    expect(
      (await ask(q)).of('incident').map(({ incidentId }) => incidentId),
      q,
    ).toContain(noise.id);
  const said = await ask('凌晨');
  expect(said.of('event')).toMatchObject([{ incidentId: noise.id, words: [{ hit: true, text: '凌晨' }, { text: '仲有打桩声', hit: false }] }]); // prettier-ignore
  expect((await ask('打桩 凌晨')).of('event')).toHaveLength(1);
  expect((await ask('打桩噪音')).kinds).toEqual([]);
  // Every pair of it stands in the address, and yet the words do not.
  await core.asOwner(`update incident set address = '水浸、浸水处' where id = ${noise.id}`);
  expect((await ask('水浸水')).kinds).toEqual([]);
  expect((await ask('100%_')).kinds).toEqual([]);
});

test('what came in is found by a part of its key, at the desk and by the city upstream', async () => {
  const lamp = await matterOf('ZQ260612004');
  const [{ key } = { key: '' }] = await core.rows<{ key: string }>(
    "select e.key from event e join link l on l.event_id = e.id where l.incident_id = $1", [lamp.id]); // prettier-ignore
  expect(key).toContain('ZQ260612004');
  for (const q of [key, key.slice(3), `${key.slice(0, -1)}`]) {
    expect((await ask(q)).of('event'), q).toMatchObject([{ incidentId: lamp.id }]);
    const { rows } = await inTransaction(core.pool, '*', (tx) => incidentList.list(tx, IncidentQuery.parse({ q }), new Date())); // prettier-ignore
    expect(rows.map(({ id }) => id), q).toEqual([lamp.id]); // prettier-ignore
  }
  expect((await ask(`${key}7`)).kinds).toEqual([]);
});

test('tickets are found by number and answer, tasks by their report, closed and merged matters like any other', async () => {
  const noise = await matterOf('ZQ260612001');
  const lamp = await matterOf('ZQ260612004');
  await core.asOwner(`update request set answer = '已与施工方约谈' where ticket_no = 'ZQ260612002'`);
  await core.asOwner(`set app.scope = '*'; insert into task (incident_id, round, unit_code, status, created_at, report, reported_at)
    values (${lamp.id}, 1, 'zq-zhujian', 'done', now(), '更换镇流器', now())`);
  await core.asOwner(
    `update incident set status = 'merged', merged_into = ${noise.id} where id = ${lamp.id}`,
  );
  expect((await ask('0612004')).of('request')).toMatchObject([{ incidentId: lamp.id, status: 'merged' }]);
  expect((await ask('约谈')).of('request')).toMatchObject([{ incidentId: noise.id, what: 'ZQ260612002' }]);
  expect((await ask('镇流器')).of('task')).toMatchObject([{ incidentId: lamp.id }]);
  await core.asOwner(`set app.scope = '*'; update task set report = '改换灯杆' where report = '更换镇流器'`);
  expect((await ask('镇流器')).kinds).toEqual([]);
  expect((await ask('灯杆')).of('task')).toHaveLength(1);
});

test('default deny: a unit finds what it has a task for and nothing else, whatever it asks', async () => {
  const lamp = await matterOf('ZQ260612004');
  const mine = { unitCode: 'zq-zhujian' };
  expect((await ask('灯杆', 'unit-clerk', mine)).of('task')).toMatchObject([{ incidentId: lamp.id }]);
  expect((await ask('路灯', 'unit-clerk', mine)).kinds.length).toBeGreaterThan(0);
  for (const q of ['打桩', '约谈', 'ZQ260612001', '占道', name, phone])
    expect((await ask(q, 'unit-clerk', mine)).kinds, q).toEqual([]);
  for (const q of ['灯杆', '路灯', '打桩', phone])
    expect((await ask(q, 'unit-clerk', { unitCode: 'quwang' })).kinds, q).toEqual([]);
});

test('a caller is found by the whole number or the exact name, masked and written down; part of it finds nobody', async () => {
  const noise = await matterOf('ZQ260612001');
  const before = await core.rows("select 1 from audit where action like 'person.search%'");
  for (const q of [phone, '+86 139-2654-1234', name]) {
    const answer = await ask(q);
    expect(answer.of('person'), q).toMatchObject([{ incidentId: noise.id, what: '欧阳** 139****1234' }]);
    expect(answer.text).not.toMatch(/欧阳文轩|13926541234/u);
  }
  for (const q of ['欧阳', '欧阳文', '文轩', '1392654', '6541234', '139****1234'])
    expect((await ask(q)).of('person'), q).toEqual([]);
  const rows = await core.rows<{
    action: string;
    actor: string;
    target: string;
    detail: Record<string, unknown>;
  }>("select action, actor, target, detail from audit where action like 'person.search%' order by at");
  const written = rows.slice(before.length);
  expect(written[0]).toMatchObject({
    actor: 's-operator',
    target: expect.stringMatching(/^request\/\d+$/u) as string,
  });
  // The last: seven digits might be a whole number of the town, and were asked for as one.
  expect(written.map(({ action, detail }) => `${action} ${String(detail['askedBy'])}`)).toEqual([
    'person.search phone',
    'person.search phone',
    'person.search name',
    'person.search-missed phone',
  ]);
  expect(JSON.stringify(rows)).not.toMatch(/欧阳|1392654/u);
});

test('who asked for confidentiality is found by nobody, and who may not reveal a caller finds none', async () => {
  expect((await ask(phone, 'shift-leader')).of('person')).toHaveLength(1);
  expect((await ask(phone, 'leader')).of('person')).toEqual([]);
  expect((await ask(name, 'leader')).kinds).toEqual([]);
});

test('one character is no search: it is refused in words', async () => {
  expect(await ask('水')).toMatchObject({ status: 422 });
  const apart = await ask('水 火');
  expect([apart.status, apart.text]).toEqual([422, expect.stringContaining('两个字以上')]);
});

test('callers from before the index of names are found once they are indexed, and again changes nothing', async () => {
  await core.asOwner(`set app.scope = '*'; update person set name_index = null`);
  expect((await ask(name)).of('person')).toEqual([]);
  await indexCallers(core);
  await indexCallers(core);
  expect((await ask(name)).of('person')).toHaveLength(1);
});

const plant = `
  insert into incident (no, status, category_code, family_code, severity, title, address, opened_at, last_event_at, created_on, auto)
  select 'b-' || n, case n % 4 when 0 then 'handling' else 'closed' end, 'road-flooding', 'x', 3,
         case n % 500 when 0 then '井盖缺失' else '道路积水' end, '第' || n || '号路口', now(), now(), current_date, false
    from generate_series(1, 50000) n;
  insert into event (id, accepted_on, accepted_at, source, key, observed_at, body)
  select 1000000 + n, current_date, now(), 'hotline', 'b/' || n, now(),
         case n % 500 when 0 then '有人跌落沙井' else '水浸街好耐都未退' end from generate_series(1, 50000) n;
  insert into link (event_id, accepted_on, incident_id, linked_at, category_code, score, reasons, weights_version)
  select e.id, e.accepted_on, i.id, now(), 'x', 1, '{}', 't'
    from event e join incident i on i.no = 'b-' || (e.id - 1000000) where e.id > 1000000;
  set app.scope = '*';
  insert into task (incident_id, round, unit_code, status, created_at, report)
  select id, 1, 'quwang', 'done', now(), case id % 500 when 0 then '已补盖' else '已抽水' end
    from incident where no like 'b-%';
  insert into request (event_id, accepted_on, platform, ticket_no, revision, incident_id, kind, title, body, called_at)
  select 1, current_date, 'b', 'B' || id, 1, id, 'help', '', '', now() from incident where no like 'b-%';
  analyze`;

test('over 50,000 incidents every search goes by the index of pairs, also under the rows of a unit', async () => {
  await core.asOwner(plant);
  for (const scope of ['*' as const, { units: ['quwang'], districts: [] }]) {
    const plans = await inTransaction(core.pool, scope, (tx) =>
      plansOf(tx, async (explaining) => {
        await findIncidents(explaining, soughtIn('井盖'), ['manhole-missing']);
        await findEvents(explaining, soughtIn('沙井'));
        await findEvents(explaining, soughtIn('b/4711'));
        await find(explaining, tasksSql, soughtIn('补盖'));
        await find(explaining, requestsSql, soughtIn('B4711'));
        await incidentList.list(explaining, IncidentQuery.parse({ q: '井盖' }), new Date());
        await incidentList.list(explaining, IncidentQuery.parse({ q: 'b/4711' }), new Date());
      }),
    );
    const index = [
      'incident_words',
      'event_\\w*search_grams',
      'event_\\w*key',
      'report_grams_grams',
      'request_words',
      'incident_words',
      'event_\\w*key',
    ];
    plans.forEach((plan, at) => expect(plan).toMatch(new RegExp(`Bitmap Index Scan on ${index[at]!}`, 'u')));
    for (const plan of plans)
      expect(plan).not.toMatch(/Seq Scan on (?:incident|task|request|report_grams)\b/u);
    // A word is no part of a number: the index of numbers would be read whole.
    for (const at of [1, 5]) expect(plans[at]).not.toMatch(/Scan on event_\w*key/u);
  }
}, 120_000);

test('looking at a table for the planner computes no pairs of letters, of days to come neither', async () => {
  await core.asOwner(`select make_partitions('event', '2035-03-13', 1)`);
  const { rows } = await inTransaction(core.pool, '*', (tx) =>
    tx.query<{ name: string; measured: boolean }>(
      `select i.indrelid::regclass::text as name, a.attstattarget <> 0 as measured
         from pg_index i join pg_attribute a on a.attrelid = i.indexrelid
        where pg_get_indexdef(i.indexrelid) like '%search_grams(%'`,
    ),
  );
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['incident', 'request', 'event_20350313'])); // prettier-ignore
  expect(rows.filter(({ measured }) => measured)).toEqual([]);
});
