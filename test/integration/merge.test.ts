import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findPlace } from '#text/gazetteer.ts';
import { clearWork } from '#test/support/clear.ts';
import { alert, makeCore, mergeAll, minutesAgo, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

let core: Core;
beforeAll(async () => {
  core = await makeCore();
});
afterAll(() => core.close());

type Row = { id: number; eventCount: number; status: string; requests: number; auto: boolean };
const incidents = (): Promise<Row[]> =>
  core.rows<Row>(
    `select id, event_count as "eventCount", status, request_count as requests, auto from incident order by id`,
  );
beforeEach(() => clearWork(core));

/** Degrees north for metres. */
const north = (metres: number): number => 23.052 + metres / 111_195;

test('forty reports at the same instant from eight writers file one incident with one task', async () => {
  const reports = Array.from({ length: 40 }, (_, i) =>
    i % 2 ? alert({ lat: north(i) }) : alert({ lat: north(-i / 2), cameraId: `c${i}` }),
  );
  await Promise.all(reports.map((one) => core.send('camera', [one])));
  await Promise.all(Array.from({ length: 8 }, () => mergeAll(core.mergeParts)));
  expect(await incidents()).toMatchObject([{ eventCount: 40, status: 'to-sign' }]);
  expect(await core.rows('select count(*)::int as n from task')).toEqual([{ n: 1 }]);
  expect(await core.rows('select count(*)::int as n from delivery')).toEqual([{ n: 1 }]);
});

test('the same problems by eight mergers, or by one in any order, give the same groups', async () => {
  const groups = Array.from({ length: 12 }, (_, g) =>
    Array.from({ length: 6 }, () =>
      alert({ lat: north(g * 600 + Math.random() * 60), alarmId: `g${g}-${Math.random()}` }),
    ),
  );
  const shuffled = groups.flat().sort(() => Math.random() - 0.5);
  for (let i = 0; i < shuffled.length; i += 5) await core.send('camera', shuffled.slice(i, i + 5));
  await Promise.all(Array.from({ length: 8 }, () => mergeAll(core.mergeParts)));
  expect((await incidents()).map((row) => row.eventCount)).toEqual(Array.from({ length: 12 }, () => 6));
});

test('like problems 200 m apart stay two, and a chain between them does not make them creep together', async () => {
  for (const metres of [0, 200, 90, 110]) {
    await core.send('camera', [alert({ lat: north(metres) })]);
    await core.merge();
  }
  expect((await incidents()).map((row) => row.eventCount)).toEqual([2, 2]);
});

test('the same place with another matter is another incident', async () => {
  await core.send('camera', [alert(), alert({ kind: 'smoke-fire' })]);
  await core.merge();
  expect(await incidents()).toHaveLength(2);
});

test('words that name nothing join what they may mean at the very place, and are of its kind from then on', async () => {
  const asks = (ticketNo: string, metres: number) =>
    ticket({ ticketNo, text: '请问是什么原因，灯都没有，几时处理', lat: north(metres), lng: 112.462 });
  const dark = { text: '路灯全部不亮', ticketNo: 'T-dark', lat: north(0), lng: 112.462 };
  const hole = { text: '井盖不见了', ticketNo: 'T-hole', lat: north(5_000), lng: 112.462 };
  for (const items of [
    [ticket(dark), ticket(hole)],
    [asks('T-asks', 30), asks('T-else', 5_000)],
  ]) {
    await core.send('hotline', items);
    await core.merge();
  }
  const found = await core.rows(
    `select substring(e.key from 'T-[a-z]+') as key, i.category_code as incident, l.category_code as link
       from link l join incident i on i.id = l.incident_id join event e on e.id = l.event_id order by 1`,
  );
  expect(found).toEqual([
    { key: 'T-asks', incident: 'street-light', link: 'street-light' },
    { key: 'T-dark', incident: 'street-light', link: 'street-light' },
    { key: 'T-else', incident: 'consult', link: 'consult' },
    { key: 'T-hole', incident: 'manhole-missing', link: 'manhole-missing' },
  ]);
});

test('nine callers of one flood make one task and nine requests, each with a promise of its own', async () => {
  await core.send(
    'hotline',
    Array.from({ length: 9 }, (_, i) => ticket({ calledAt: minutesAgo(9 - i) })),
  );
  await core.merge();
  expect(await incidents()).toMatchObject([{ eventCount: 9, requests: 9 }]);
  expect(
    await core.rows(`select count(*)::int as n from deadline where subject = 'request' and kind = 'promise'`),
  ).toEqual([{ n: 9 }]);
});

test('a ticket that calls again is the same request, urged once more', async () => {
  const first = ticket();
  await core.send('hotline', [first]);
  await core.merge();
  await core.send('hotline', [{ ...first, revision: 2, text: '还没解决', lng: undefined, lat: undefined }]);
  await core.merge();
  expect(await incidents()).toMatchObject([{ eventCount: 2, requests: 1 }]);
  expect(await core.rows('select urged, revision from request')).toEqual([{ urged: 1, revision: 2 }]);
});

test('two revisions in one batch are one request of one incident', async () => {
  const first = ticket();
  await core.send('hotline', [first, { ...first, revision: 2, text: '又打来了' }]);
  await core.merge();
  expect(await incidents()).toMatchObject([{ eventCount: 2, requests: 1 }]);
});

test('an end joins the incident of its start, never opens one; alone it leaves a closed record', async () => {
  const start = alert();
  await core.send('camera', [start]);
  await core.merge();
  await core.send('camera', [{ ...start, phase: 'end' }, alert({ phase: 'end', lat: north(3000) })]);
  await core.merge();
  expect((await incidents()).map((row) => [row.status, row.eventCount])).toEqual([
    ['to-sign', 2],
    ['closed', 1],
  ]);
});

test('a start that comes after its end belongs to the record that the end left', async () => {
  const start = alert();
  await core.send('camera', [{ ...start, phase: 'end' }]);
  await core.merge();
  await core.send('camera', [start]);
  await core.merge();
  expect((await incidents()).map((row) => [row.status, row.eventCount])).toEqual([['closed', 2]]);
});

test('history is merged and classified without task, deadline, delivery or live frame', async () => {
  await core.send('hotline', [ticket({ calledAt: minutesAgo(10 * 1440) })]);
  await core.send('camera', [alert({ observedAt: minutesAgo(10 * 1440 - 5) })]);
  await core.merge();
  expect(await incidents()).toMatchObject([{ eventCount: 2, status: 'archived' }]);
  for (const table of ['task', 'deadline', 'delivery', `change where entity = 'incident'`])
    expect(await core.rows(`select 1 from ${table}`), table).toEqual([]);
});

test('words of danger ring on the incident, and ring again with the next caller after somebody confirmed', async () => {
  await core.send('hotline', [ticket({ text: '水浸，有老人被困' })]);
  await core.merge();
  expect(
    await core.rows('select danger, danger_event_id is not null as rings, severity from incident'),
  ).toEqual([{ danger: ['被困', '老人'], rings: true, severity: 1 }]);
  await core.asOwner('update incident set danger_event_id = null');
  await core.send('hotline', [ticket({ text: '水浸得更深，又有人被困' })]);
  await core.merge();
  expect(await core.rows('select danger_event_id is not null as rings from incident')).toEqual([
    { rings: true },
  ]);
});

test('the same name in two districts waits for a person, and the decision is carried out as it was made', async () => {
  await core.send('hotline', [ticket({ text: '蕉园社区水浸', lng: undefined, lat: undefined })]);
  await core.merge();
  expect(await core.rows('select reason from waiting')).toEqual([{ reason: 'ask' }]);
  expect(await core.rows('select count(*)::int as n from request')).toEqual([{ n: 1 }]);
});

test('the same name in two districts asks nobody where the party that is named stands already', async () => {
  const said = { text: '富康新居整个小区停电', platform: 'p' };
  await core.send('hotline', [ticket({ ...said, ticketNo: 'N-1', lat: north(0), lng: 112.462 })]);
  await core.merge();
  await core.send('hotline', [
    ticket({
      ...said,
      ticketNo: 'N-2',
      text: '蕉园社区附近的富康新居没有电，全黑了',
      lng: undefined,
      lat: undefined,
    }),
    ticket({ ...said, ticketNo: 'N-3', text: '蕉园社区没有电，全黑了', lng: undefined, lat: undefined }),
  ]);
  await core.merge();
  expect(await incidents()).toMatchObject([{ eventCount: 2 }]);
  expect(await core.rows(`select judged ->> 'why' as why from waiting`)).toEqual([
    { why: expect.stringContaining('同名') },
  ]);
});

test('a name of two districts is read as the place where a matter of its kind stands, once three told of it', async () => {
  let no = 0;
  const call = async (text: string): Promise<void> => {
    no += 1;
    await core.send('hotline', [ticket({ ticketNo: `J-${no}`, text, lng: undefined, lat: undefined })]);
    await core.merge();
  };
  for (const text of ['端州区蕉园社区水浸', '端州区蕉园社区路面积水', '蕉园社区水浸']) await call(text);
  expect(await incidents()).toMatchObject([{ eventCount: 2 }]);
  await call('端州区蕉园社区水浸，过不去');
  await call('蕉园社区水浸街');
  await call('蕉园社区路灯不亮');
  expect(await incidents()).toMatchObject([{ eventCount: 4 }]);
  expect(await core.rows(`select count(*)::int as n from waiting where reason = 'ask'`)).toEqual([{ n: 2 }]);
  expect(await core.rows(`select reasons from link order by event_id desc limit 1`)).toEqual([
    { reasons: [expect.stringMatching(/“蕉园社区”有 \d 处同名，只有此处正有同类案件/)] },
  ]);
});

test('the merge refuses to run under another isolation than READ COMMITTED', async () => {
  const { lockCells } = await import('#store/merge-search.ts');
  const client = await core.pool.connect();
  await client.query('begin isolation level repeatable read');
  await expect(lockCells(client, [1])).rejects.toThrow('READ COMMITTED');
  await client.query('rollback');
  client.release();
});

test('the net refuses a second open incident at one place even without any lock', async () => {
  await core.send('camera', [alert()]);
  await core.merge();
  await expect(
    core.asOwner(`insert into incident (no, status, category_code, family_code, severity, title, net, opened_at, last_event_at, created_on)
                  select 'x', status, category_code, family_code, severity, title, net, opened_at, last_event_at, created_on from incident`),
  ).rejects.toMatchObject({ code: '23P01' });
});

test('what was sent hours late goes to the closed incident of its own time, without reopening; news there is a recurrence', async () => {
  await core.send('camera', [alert({ observedAt: minutesAgo(180) })]);
  await core.merge();
  await core.asOwner(`alter table incident disable trigger incident_moves;
    update incident set status = 'closed', closed_at = now() - interval '100 minutes'`);
  await core.send('camera', [alert({ observedAt: minutesAgo(170) })]);
  await core.send('camera', [alert({ observedAt: minutesAgo(2) })]);
  await core.merge();
  const rows = await core.rows<{ n: number; status: string; again: boolean }>(
    'select event_count as n, status, recurrence_of is not null as again from incident order by id',
  );
  expect(rows).toEqual([
    { n: 2, status: 'closed', again: false },
    { n: 1, status: 'to-sign', again: true },
  ]);
});

test('vendors who come back the next night are a matter of their own, marked as come back; after a week they are not', async () => {
  const vendors = (hours: number): Promise<unknown> =>
    core.send('camera', [alert({ kind: 'street-vendor', observedAt: minutesAgo(hours * 60) })]);
  await vendors(30);
  await core.merge();
  await core.asOwner('alter table incident disable trigger incident_moves');
  const closed = (ago: string): Promise<unknown> =>
    core.asOwner(`update incident set status = 'closed', closed_at = now() - interval '${ago}'`);
  await closed('26 hours');
  await vendors(2);
  await core.merge();
  await closed('170 hours');
  await vendors(0);
  await core.merge();
  const rows = await core.rows<{ again: number | null }>(
    'select recurrence_of as "again" from incident order by id',
  );
  expect(rows.map(({ again }) => again !== null)).toEqual([false, true, false]);
});

test('a title says nothing twice where the place ends as the matter begins', async () => {
  await core.send('hotline', [ticket({ text: '有裂缝', address: '省道边坡', categoryCode: 'slope-slide' })]);
  await core.merge();
  const [row] = await core.rows<{ title: string }>('select title from incident');
  expect(row!.title).toMatch(/省道边坡位移$/u);
  expect(row!.title).not.toContain('边坡边坡');
});

test('an incident says in which 单元网格 it lies', async () => {
  await core.send('camera', [alert()]);
  await core.merge();
  const [row] = await core.rows<{ grid: string; inside: boolean }>(
    `select i.grid_code as grid, st_covers(a.geom, i.anchor) as inside
       from incident i join area a on a.code = i.grid_code and a.kind = 'grid'`,
  );
  expect(row).toEqual({ grid: expect.stringMatching(/^441202\d{9}$/) as string, inside: true });
});

test('a call that only tests the line opens and joins nothing, wherever its phone is: it waits for a person', async () => {
  const here = { lng: 112.462, lat: 23.052 };
  for (const text of ['测试测试，听到吗', '路面水浸', '测试测试，听到吗', '没事，打错了，打扰了']) {
    await core.send('hotline', [ticket({ ...here, text })]);
    await core.merge();
  }
  await core.send('hotline', [ticket({ ...here, text: '水浸到膝头' })]);
  await core.merge();
  const rows = await core.rows<{ texts: string[] }>(
    `select array_agg(e.body order by e.id) as texts
       from incident i join link l on l.incident_id = i.id join event e on e.id = l.event_id
      group by i.id order by i.id`,
  );
  expect(rows.map(({ texts }) => texts)).toEqual([['路面水浸', '水浸到膝头'], ['没事，打错了，打扰了']]);
  expect(await core.rows("select judged ->> 'why' as why from waiting where reason = 'ask'")).toHaveLength(2);
});

test('a township says its district, unless a second district has one of that name too', () => {
  const said = (text: string): string | null => findPlace(core.mergeParts.gazetteer(), text).districtCode;
  expect(said('金利镇有人半夜烧胶，臭味很大')).toBe('441204');
  expect(said('回龙镇有人半夜烧胶，臭味很大')).toBeNull();
  expect(said('封开县回龙镇有人半夜烧胶，臭味很大')).toBe('441225');
});
