import { absorbIncidents } from '#flows/absorb-incidents.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { confirmDanger } from '#flows/confirm-danger.ts';
import { decideWaiting } from '#flows/decide-waiting.ts';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import { reopenIncident } from '#flows/reopen-incident.ts';
import { splitIncident } from '#flows/split-incident.ts';
import { inSnapshot } from '#store/db.ts';
import type { Scope } from '#store/db.ts';
import * as waiting from '#store/waiting.ts';
import { makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { desk, makeDeskWork } from '#test/support/desk-work.ts';
import type { DeskWork } from '#test/support/desk-work.ts';

let core: Core;
let work: DeskWork;
beforeAll(async () => {
  core = await makeCore();
  work = makeDeskWork(core);
});
afterAll(() => core.close());

test('a split makes an incident of its own with its requests, and the machine never joins it again', async () => {
  const id = await work.called(3);
  const events = await core.rows<{ id: number }>(
    'select event_id as id from link where incident_id = $1 order by 1',
    [id],
  );
  const other = await splitIncident(core, desk, id, { eventIds: [events[2]!.id], reason: '另一工地的噪声' });
  expect(other).toMatchObject({ status: 'received', eventCount: 1, requestCount: 1, auto: false });
  expect(await core.rows('select event_count as n from incident where id = $1', [id])).toEqual([{ n: 2 }]);
  await core.merge();
  expect(await core.rows('select incident_id as id from link where event_id = $1', [events[2]!.id])).toEqual([
    { id: other.id },
  ]);
});

test('an absorbed incident leads to the one that stands for it; its task is void, its requests keep their promises', async () => {
  const first = await work.called(2);
  const second = await work.called(3);
  await dispatchIncident(core, desk, second, {
    version: (await work.incident(second)).version,
    unitCode: work.unitCode,
    note: '',
  });
  const promises = await core.rows('select id, promised_at from request where incident_id = $1 order by id', [
    second,
  ]);
  const row = await absorbIncidents(core, desk, first, {
    incidentIds: [second],
    reason: '同一工地的两处来电',
  });
  expect(row).toMatchObject({ eventCount: 5, requestCount: 5 });
  expect(await core.rows('select status, merged_into as into from incident where id = $1', [second])).toEqual(
    [{ status: 'merged', into: first }],
  );
  expect(await core.rows('select status from task where incident_id = $1', [second])).toEqual([
    { status: 'recalled' },
  ]);
  expect(
    await core.rows('select id, promised_at from request where incident_id = $1 and id >= $2 order by id', [
      first,
      (promises[0] as { id: number }).id,
    ]),
  ).toEqual(promises);
});

test('danger that nobody has confirmed goes on ringing in the incident that absorbs it, and goes along when split', async () => {
  const calm = await work.called(2);
  const grave = await work.called(1, { text: '工地塌方，有人被困' });
  const row = await absorbIncidents(core, desk, calm, { incidentIds: [grave], reason: '同一工地' });
  expect(row).toMatchObject({ severity: 1, danger: expect.arrayContaining(['被困']) as string[] });
  const [call] = await core.rows<{ id: number }>(
    'select max(event_id)::int as id from link where incident_id = $1',
    [calm],
  );
  expect(
    await splitIncident(core, desk, calm, { eventIds: [call!.id], reason: '另一工地的险情' }),
  ).toMatchObject({ severity: 1 });
});

test('reopening where another is open is a person’s choice: it names the other, or stands apart', async () => {
  const id = await work.called(1);
  await work.workThrough(id);
  await core.send('hotline', [ticket({ ...work.lastPlace(), categoryCode: 'construction-noise' })]);
  await core.merge();
  const body = { version: (await work.incident(id)).version, reason: '群众反映未解决' };
  await expect(reopenIncident(core, desk, id, { ...body, whenOpenNearby: 'ask' })).rejects.toMatchObject({
    code: 'taken',
  });
  expect(await reopenIncident(core, desk, id, { ...body, whenOpenNearby: 'apart' })).toMatchObject({
    status: 'to-sign',
    round: 2,
    auto: false,
  });
});

test('words of danger stop ringing only when a named person has confirmed them', async () => {
  const id = await work.called(1, { text: '工地噪声，有人被困' });
  expect(
    (
      await core.rows<{ rings: boolean }>(
        'select danger_event_id is not null as rings from incident where id = $1',
        [id],
      )
    )[0]!.rings,
  ).toBe(true);
  const row = await confirmDanger(core, desk, id, { version: 1, note: '已移交 119' });
  expect(row.danger).toEqual([]);
  await expect(confirmDanger(core, desk, id, { version: 1, note: '再确认一次' })).rejects.toMatchObject({
    code: 'wrong-status',
  });
});

test('an event that waits for a person is linked exactly as the person decided', async () => {
  const id = await work.called(1);
  await core.send('hotline', [ticket({ text: '蕉园社区噪声', lng: undefined, lat: undefined })]);
  await core.merge();
  const [waits] = await core.rows<{ id: number }>(`select event_id as id from waiting where reason = 'ask'`);
  // Both places of that name, and the matter beside one of them, lie in other districts than this seat's.
  const elsewhere = { ...desk, scope: { units: [], districts: ['441224'] } };
  const seen = (scope: Scope) => inSnapshot(core.pool, scope, waiting.list).then((rows) => rows.length);
  expect([await seen('*'), await seen({ units: [], districts: ['441202'] }), await seen(elsewhere.scope)]).toEqual([1, 1, 0]); // prettier-ignore
  await expect(decideWaiting(core, elsewhere, waits!.id, { incidentId: null })).rejects.toMatchObject({ code: 'not-found' }); // prettier-ignore
  await decideWaiting(core, desk, waits!.id, { incidentId: id });
  await core.merge();
  expect(
    await core.rows('select incident_id as id, decided_by as by from link where event_id = $1', [waits!.id]),
  ).toEqual([{ id, by: 'a-shift-leader' }]);
  await expect(decideWaiting(core, desk, waits!.id, { incidentId: null })).rejects.toMatchObject({
    code: 'not-found',
  });
});
