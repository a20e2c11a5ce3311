import { afterAll, beforeAll, expect, test } from 'vitest';
import { decideWaiting } from '#flows/decide-waiting.ts';
import { mergeBatch } from '#server/merge/batch.ts';
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

const placeless = { lng: undefined, lat: undefined };
/** 蕉园社区 is the name of two places: a person must choose. */
const asked = (): Record<string, unknown> => ticket({ text: '蕉园社区噪声', ...placeless });
/** The same ticket again, now with a place. */
const again = (first: object, over: object = {}): Record<string, unknown> =>
  ticket({ ...first, revision: 2, text: '噪声还没人管', lng: 112.51, lat: 23.07, ...over });

type Stands = { revision: number; id: number | null; waits: boolean };
const standing = (no: unknown): Promise<Stands[]> =>
  core.rows(
    `select (e.detail ->> 'revision')::int as revision, l.incident_id as id, w.event_id is not null as waits
       from event e left join link l on l.event_id = e.id left join waiting w on w.event_id = e.id
      where e.detail ->> 'ticketNo' = $1 order by 1`,
    [no],
  );
const idOf = async (no: unknown, revision: number): Promise<number> =>
  (
    await core.rows<{ id: number }>(
      `select id from event where detail ->> 'ticketNo' = $1 and detail ->> 'revision' = $2`,
      [no, String(revision)],
    )
  )[0]!.id;
const countIncidents = async (): Promise<number> =>
  (await core.rows<{ n: number }>('select count(*)::int as n from incident'))[0]!.n;

test('who calls again while his first call waits for a person waits beside it, and goes where that one is sent', async () => {
  const id = await work.called(1);
  const first = asked();
  await core.send('hotline', [first]);
  await core.merge();
  const before = await countIncidents();
  await core.send('hotline', [again(first)]);
  await core.merge();
  expect([await standing(first['ticketNo']), await countIncidents()]).toEqual([
    [
      { revision: 1, id: null, waits: true },
      { revision: 2, id: null, waits: true },
    ],
    before,
  ]);
  await decideWaiting(core, desk, await idOf(first['ticketNo'], 1), { incidentId: id });
  await core.merge();
  expect(await standing(first['ticketNo'])).toEqual([
    { revision: 1, id, waits: false },
    { revision: 2, id, waits: false },
  ]);
  expect(await countIncidents()).toBe(before);
});

test('two calls of one ticket wait beside each other in one batch too; what is judged of either holds for both', async () => {
  const first = asked();
  await core.send('hotline', [first, again(first)]);
  await core.merge();
  expect((await standing(first['ticketNo'])).map(({ waits }) => waits)).toEqual([true, true]);
  const before = await countIncidents();
  await decideWaiting(core, desk, await idOf(first['ticketNo'], 2), { incidentId: null });
  await core.merge();
  const [one, other] = await standing(first['ticketNo']);
  expect([one!.waits, other!.waits, one!.id]).toEqual([false, false, other!.id]);
  expect(await countIncidents()).toBe(before + 1);
});

test('a call between the decision and the merge goes where its ticket was sent', async () => {
  const id = await work.called(1);
  const first = asked();
  await core.send('hotline', [first]);
  await core.merge();
  await decideWaiting(core, desk, await idOf(first['ticketNo'], 1), { incidentId: id });
  await core.send('hotline', [again(first)]);
  await mergeBatch(core.mergeParts, { ids: [await idOf(first['ticketNo'], 2)] });
  expect((await standing(first['ticketNo'])).map(({ waits }) => waits)).toEqual([true, true]);
  await core.merge();
  expect((await standing(first['ticketNo'])).map((one) => one.id)).toEqual([id, id]);
});

test('danger waits behind nobody', async () => {
  const first = asked();
  await core.send('hotline', [first]);
  await core.merge();
  await core.send('hotline', [again(first, { text: '工地塌方，有人被困' })]);
  await core.merge();
  const [one, other] = await standing(first['ticketNo']);
  expect([one!.waits, other!.waits]).toEqual([true, false]);
  expect(
    await core.rows('select danger_event_id is not null as rings from incident where id = $1', [other!.id]),
  ).toEqual([{ rings: true }]);
});

test('two mergers that take two calls of one ticket at once file one incident', async () => {
  const far = (i: number): object => ({ lng: 112.3 + i * 0.03, lat: 23.3 });
  const calls = Array.from({ length: 12 }, (_, i) => ticket({ text: '路灯不亮', ...far(i) }));
  await core.send('hotline', calls);
  await core.send('hotline', calls.map((call, i) => again(call, { ...far(i), lat: 23.4, categoryCode: 'construction-noise' }))); // prettier-ignore
  for (const { ticketNo } of calls) {
    const [one, other] = [await idOf(ticketNo, 1), await idOf(ticketNo, 2)];
    await Promise.all([
      mergeBatch(core.mergeParts, { ids: [one] }),
      mergeBatch(core.mergeParts, { ids: [other] }),
    ]);
    await core.merge();
    expect(new Set((await standing(ticketNo)).map(({ id }) => id)).size).toBe(1);
  }
});
