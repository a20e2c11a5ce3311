import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, Scope } from '#contracts/people.ts';
import { releaseChild } from '#flows/adopt-children.ts';
import { acceptBurst, dismissBurst, undoBurst } from '#flows/decide-burst.ts';
import { suggestBursts } from '#flows/suggest-bursts.ts';
import * as bursts from '#store/bursts.ts';
import type { BurstRow } from '#store/bursts.ts';
import { inSnapshot, inTransaction } from '#store/db.ts';
import { conservation } from '#store/events.ts';
import { reconcile } from '#store/reconcile.ts';
import { by, makeCore, minutesAgo, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

let core: Core;
beforeAll(async () => {
  core = await makeCore();
});
afterAll(() => core?.close());

const operator = by('operator');
/** Flooded places in a row, 300 m from one to the next, in 端州 by default; answers their incidents. */
async function floods(
  count: number,
  at: { lng: number; lat: number } = { lng: 112.44, lat: 23.055 },
  text = '路面水浸',
): Promise<number[]> {
  // prettier-ignore
  const tickets = Array.from({ length: count }, (_, i) =>
    ticket({ categoryCode: 'road-flooding', text, lng: at.lng + (i % 20) * 0.003, lat: at.lat + Math.floor(i / 20) * 0.003, calledAt: minutesAgo(5) })); // prettier-ignore
  await core.send('hotline', tickets);
  await core.merge();
  const keys = tickets.map(({ platform, ticketNo }) => `${String(platform)}/${String(ticketNo)}/1`);
  const rows = await core.rows<{ id: number }>('select distinct incident_id as id from link join event e on e.id = event_id where e.key = any ($1) order by 1', [keys]); // prettier-ignore
  return rows.map(({ id }) => id);
}
const standing = (scope: Scope = '*'): Promise<BurstRow[]> =>
  inSnapshot(core.pool, scope, (tx) => bursts.list(tx));
const none = { reason: '' };
const under = (id: number): Promise<{ id: number }[]> => core.rows('select id from incident where parent_id = $1 order by id', [id]); // prettier-ignore

async function balanced(): Promise<void> {
  const { accepted, linked, waiting, quarantined } = await inSnapshot(core.pool, '*', conservation);
  expect(accepted).toBe(linked + waiting + quarantined);
  const wrong = await inTransaction(core.pool, '*', (tx, now) => reconcile(tx, now));
  expect(Object.entries(wrong).filter(([, count]) => count > 0)).toEqual([]);
}

test('two workers who look at once propose a storm once, a second look moves nothing, and desks are told', async () => {
  const ids = await floods(4);
  const moved = await Promise.all([suggestBursts(core), suggestBursts(core)]);
  expect(moved.toSorted((a, b) => a - b)).toEqual([0, 1]);
  const [burst, ...more] = await standing();
  expect(more).toEqual([]);
  expect(burst).toMatchObject({ key: 'heavy-rain/441202', name: '端州区短时强降雨积水（4 处）', children: ids, parentId: null }); // prettier-ignore
  expect(await core.rows("select entity_id as id, version from change where entity = 'burst'")).toEqual([{ id: burst!.id, version: 1 }]); // prettier-ignore
  expect(await standing({ units: [], districts: ['441204'] })).toEqual([]);
  expect(await standing({ units: [], districts: ['441202'] })).toHaveLength(1);
});

test('one word of a person makes the parent: a matter of its own at the desk, its children with their own units; the word stays', async () => {
  const [burst] = await standing();
  const answer = await acceptBurst(core, operator, burst!.id, none);
  expect(answer).toMatchObject({ adopted: 4, skipped: [] });
  expect((await under(answer.incidentId)).map(({ id }) => id)).toEqual(burst!.children);
  const [parent] = await core.rows('select title, status, category_code as category, event_count as events, wall, district_code as district from incident where id = $1', [answer.incidentId]); // prettier-ignore
  expect(parent).toEqual({ title: '端州区短时强降雨积水', status: 'received', category: 'heavy-rain', events: 1, wall: 'point', district: '441202' }); // prettier-ignore
  const words = await core.rows<{ move: string; words: string }>('select move, words from history where incident_id = any ($1) order by id', [[answer.incidentId, burst!.children[0]]]); // prettier-ignore
  expect(words.map(({ move }) => move)).toEqual(expect.arrayContaining(['receive', 'adopt']));
  expect(words.at(-1)!.words).toMatch(/^挂子案 .*：系统建议“端州区短时强降雨积水”，经人工确认$/);
  expect(await core.rows("select action, target from audit where action = 'burst.accept'")).toEqual([{ action: 'burst.accept', target: `burst/${burst!.id}` }]); // prettier-ignore
  await expect(acceptBurst(core, operator, burst!.id, none)).rejects.toThrow('该建议已由operator归为一案');
  await balanced();
});

test('what comes later among them is offered to the parent that stands; refused, it stays refused', async () => {
  const [next] = await floods(1, { lng: 112.446, lat: 23.062 });
  await suggestBursts(core);
  const [offer] = await standing();
  expect(offer).toMatchObject({ name: '可归入母案：端州区短时强降雨积水（1 处）', children: [next] });
  expect(offer!.parentId).not.toBeNull();
  await dismissBurst(core, operator, offer!.id, { reason: '另有起因' });
  expect(await suggestBursts(core)).toBe(0);
  expect(await standing()).toEqual([]);
});

test('undone, the children stand alone, and the parent that was opened for them is refused', async () => {
  const ids = await floods(3, { lng: 112.7, lat: 23.34 });
  await suggestBursts(core);
  const burst = (await standing()).find(({ children }) => children.includes(ids[0]!))!;
  const { incidentId } = await acceptBurst(core, operator, burst.id, {
    ...none,
    incidentIds: ids.slice(0, 2),
  });
  expect((await under(incidentId)).map(({ id }) => id)).toEqual(ids.slice(0, 2));
  await undoBurst(core, operator, burst.id);
  expect(await under(incidentId)).toEqual([]);
  expect(await core.rows('select status from incident where id = $1', [incidentId])).toEqual([{ status: 'rejected' }]); // prettier-ignore
  await suggestBursts(core);
  expect(await standing()).toEqual([]);
});

test('a district’s seat takes what lies in its district, and nobody takes what the suggestion does not name', async () => {
  const ids = await floods(3, { lng: 112.2, lat: 23.6 });
  const [{ district }] = await core.rows<{ district: string }>('select district_code as district from incident where id = $1', [ids[0]]) as [{ district: string }]; // prettier-ignore
  await suggestBursts(core);
  const burst = (await standing()).find(({ children }) => children.includes(ids[0]!))!;
  const seat = (code: string): { actor: Actor; scope: Scope } => ({ actor: { ...operator.actor, username: `o-${code}`, districtCode: code }, scope: { units: [], districts: [code] } }); // prettier-ignore
  await expect(acceptBurst(core, seat('441202'), burst.id, none)).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(acceptBurst(core, operator, burst.id, { ...none, incidentIds: [1] })).rejects.toMatchObject({ code: 'bad-input' }); // prettier-ignore
  const { incidentId } = await acceptBurst(core, seat(district), burst.id, none);
  // One that is taken out by hand is not put before people again.
  const [child] = await core.rows<{ version: number }>('select version from incident where id = $1', [
    ids[0],
  ]);
  await releaseChild(core, operator, ids[0]!, { version: child!.version, reason: '另有起因，单独办理' });
  await suggestBursts(core);
  expect(await standing()).toEqual([]);
  expect(await under(incidentId)).toHaveLength(2);
});

test('two hundred flooded places become one case in one transaction', async () => {
  await floods(200, { lng: 112.15, lat: 23.91 });
  await suggestBursts(core);
  const burst = (await standing()).find(({ children }) => children.length >= 200)!;
  const { adopted, incidentId } = await acceptBurst(core, operator, burst.id, none);
  expect(adopted).toBe(burst.children.length);
  expect(await under(incidentId)).toHaveLength(adopted);
  const heard = await core.rows('select count(*)::int as rows, count(distinct c.xid)::int as transactions from change c join incident i on i.id = c.entity_id and i.version = c.version where c.entity = $2 and i.parent_id = $1', [incidentId, 'incident']); // prettier-ignore
  expect(heard).toEqual([{ rows: adopted, transactions: 1 }]);
  await balanced();
});

test('what is usual is counted by families, district and hours, today left out', async () => {
  const at = new Date('2027-03-31T00:00:00Z');
  await core.asOwner(`update incident set opened_at = '2027-03-20T00:30:00Z' where id = (select min(id) from incident);
    update incident set opened_at = '2027-03-20T09:30:00Z' where id = (select min(id) + 1 from incident);
    update incident set opened_at = '2027-03-30T23:30:00Z' where id = (select min(id) + 2 from incident)`);
  const usual = await inSnapshot(core.pool, '*', (tx) => bursts.usualOf(tx, ['flooding'], '441202', at));
  expect(usual).toMatchObject({ count: 2, sameHours: 1 });
  expect(usual.days).toBeGreaterThan(7);
});
