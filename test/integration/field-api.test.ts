import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentDetail } from '#contracts/desk.ts';
import type { TaskCard } from '#contracts/task.ts';
import { inTransaction } from '#store/db.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { freshPool } from '#test/support/people.ts';
import { addDeliveries, addIncident, addTask } from '#test/support/rows.ts';
import { put } from '#store/inbox.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;
let mine: string;
let stranger: string;
let centre: string;
/** A category whose rule asks for photos before and after. */
let strict: string;
let plain: string;

beforeAll(async () => {
  city = await freshPool();
  app = await startApp(city.pool);
  mine = await cookieOf(city.pool, 'field', { unitCode: 'u1', username: 'quwang' });
  stranger = await cookieOf(city.pool, 'field', { unitCode: 'u2', username: 'yuanlin' });
  centre = await cookieOf(city.pool, 'operator', { username: 'zhiban' });
  const categories = [...app.parts.reference().category.values()];
  strict = categories.find(({ photos }) => photos === 'before-after')!.code;
  plain = categories.find(({ photos }) => photos === 'none')!.code;
});
afterAll(async () => {
  await app.close();
  await city.close();
});

type Answer = { status: number; body: Record<string, unknown> };

async function post(path: string, body: object, cookie = mine): Promise<Answer> {
  const answer = await fetch(app.url + path, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

async function get<T>(path: string, cookie = mine): Promise<T> {
  return (await (await fetch(app.url + path, { headers: { cookie } })).json()) as T;
}

/** A task that waits to be signed, of a category with this rule of photos. */
async function givenTask(categoryCode = plain, unit = 'u1'): Promise<number> {
  return inTransaction(city.pool, '*', async (tx) => {
    const incidentId = await addIncident(tx, { status: 'to-sign', unit });
    await tx.query('update incident set category_code = $2 where id = $1', [incidentId, categoryCode]);
    return addTask(tx, incidentId, unit);
  });
}

const step = (version: number, more: object = {}): object => ({ actionId: randomUUID(), version, ...more });

async function photo(fields: Record<string, string>, cookie = mine): Promise<string> {
  const id = randomUUID();
  const form = new FormData();
  for (const [name, value] of Object.entries({ id, ...fields })) form.set(name, value);
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: '#456' } }).jpeg();
  form.set('file', new Blob([new Uint8Array(await picture.toBuffer())]), 'a.jpg');
  const answer = await fetch(`${app.url}/api/photos`, { method: 'POST', headers: { cookie }, body: form });
  expect(answer.status).toBe(200);
  return id;
}

async function arrived(categoryCode = plain): Promise<number> {
  const id = await givenTask(categoryCode);
  expect((await post(`/api/tasks/${id}/sign`, step(1))).body).toMatchObject({
    status: 'handling',
    version: 2,
  });
  expect((await post(`/api/tasks/${id}/arrive`, step(2, { lng: 112.46, lat: 23.05 }))).status).toBe(200);
  return id;
}

test('an arrival farther from the matter than both errors explain is kept and shown as far', async () => {
  const farOf = async (place: object): Promise<unknown> => {
    const id = await givenTask();
    await post(`/api/tasks/${id}/sign`, step(1));
    expect((await post(`/api/tasks/${id}/arrive`, step(2, place))).status).toBe(200);
    const { incidentId } = await get<{ incidentId: number }>(`/api/tasks/${id}`);
    const { history } = await get<IncidentDetail>(`/api/incidents/${incidentId}`, centre);
    const { words, farM } = history.findLast(({ move }) => move === 'arrive')!;
    return { words, far: farM === null ? null : Math.round(farM / 100) };
  };
  expect(await farOf({ lng: 112.46, lat: 23.08, accuracyM: 0 })).toEqual({
    words: 'u1到场，到场点距案件 3.3 公里',
    far: 33,
  });
  expect(await farOf({ lng: 112.46, lat: 23.08, accuracyM: 4_000 })).toMatchObject({ far: null });
  expect(await farOf({ lng: 112.46, lat: 23.0518 })).toEqual({ words: 'u1到场，距点位 200 米', far: null });
  expect(await farOf({ lng: 112.46, lat: 23.08, accuracyM: -1 })).toMatchObject({ far: 33 });
});

test('a worker sees the tasks of the own unit with place, clock, words and photo rule, and no other', async () => {
  const [own, other] = [await givenTask(strict), await givenTask(plain, 'u2')];
  await inTransaction(city.pool, '*', (tx) =>
    tx.query(
      `with e as (insert into event (id, accepted_on, accepted_at, source, key, observed_at, body)
         select nextval('event_id_seq'), current_date, now(), 'hotline', 'k' || n, now() + n * interval '1 minute', '水浸到膝盖 ' || n
           from generate_series(1, 7) n returning id, accepted_on)
       insert into link (event_id, accepted_on, incident_id, linked_at, category_code, score, reasons, weights_version)
       select e.id, e.accepted_on, t.incident_id, now(), 'x', 1, '{}', '1' from e, task t where t.id = $1`,
      [own],
    ),
  );
  const { items } = await get<{ items: TaskCard[] }>('/api/tasks');
  const card = items.find(({ id }) => id === own);
  expect(card).toMatchObject({
    status: 'to-sign',
    photoRule: 'before-after',
    photos: [],
    incident: { lng: 112.46 },
  });
  expect(card?.said).toEqual([7, 6, 5, 4, 3].map((n) => `水浸到膝盖 ${n}`));
  expect(items.some(({ id }) => id === other)).toBe(false);
  expect(await get(`/api/tasks/${other}`)).toMatchObject({ code: 'not-found' });
  expect((await post(`/api/tasks/${other}/sign`, step(1))).status).toBe(404);
});

test('signed, arrived, reported: each step answers the version for the next', async () => {
  const id = await arrived();
  const reported = await post(
    `/api/tasks/${id}/report`,
    step(3, { text: '已抽排退水', placeNote: '桥下无信号' }),
  );
  expect(reported.body).toMatchObject({ status: 'reported', version: 4 });
  const card = await get<TaskCard>(`/api/tasks/${id}`);
  expect(card).toMatchObject({ status: 'reported', report: '已抽排退水', incident: { status: 'to-review' } });
  expect([card.signedAt, card.arrivedAt, card.reportedAt]).not.toContain(null);
});

test('a step that arrives six times, at once and later, takes effect once and always answers the same', async () => {
  const id = await givenTask();
  const once = step(1);
  const answers = await Promise.all(Array.from({ length: 6 }, () => post(`/api/tasks/${id}/sign`, once)));
  answers.push(await post(`/api/tasks/${id}/sign`, once));
  expect(answers.map(({ status, body }) => [status, body['version']])).toEqual(Array(7).fill([200, 2]));
  const { rows } = await city.pool.query(
    `select count(*)::int as n from history h join incident i on i.id = h.incident_id
      where h.move = 'sign' and i.id = (select incident_id from (select set_config('app.scope', '*', false)) s, task where id = $1)`,
    [id],
  );
  expect(rows[0]).toEqual({ n: 1 });
});

test('a step on an old version is refused with 409 and changes nothing', async () => {
  const id = await arrived();
  const late = await post(`/api/tasks/${id}/report`, step(2, { text: '已处置' }));
  expect([late.status, late.body['code']]).toEqual([409, 'stale-version']);
  expect((await get<TaskCard>(`/api/tasks/${id}`)).status).toBe('handling');
  const wrong = await post(`/api/tasks/${id}/sign`, step(3));
  expect([wrong.status, wrong.body['code']]).toEqual([409, 'wrong-status']);
});

test('where the rule asks for photos before and after, a report without them is refused in words', async () => {
  const id = await arrived(strict);
  const bare = await post(`/api/tasks/${id}/report`, step(3, { text: '已处置' }));
  expect(bare).toMatchObject({ status: 422, body: { message: '该小类须附处置后照片，请补拍后提交' } });
  const after = await photo({ taskId: String(id), stage: 'after' });
  const half = await post(`/api/tasks/${id}/report`, step(3, { text: '已处置', photoIds: [after] }));
  expect(half).toMatchObject({ status: 422, body: { message: '该小类须附处置前照片，请补拍后提交' } });
  const before = await photo({ taskId: String(id), stage: 'before' });
  const missing = await post(
    `/api/tasks/${id}/report`,
    step(3, { text: '已处置', photoIds: [before, randomUUID()] }),
  );
  expect(missing.status).toBe(422);
  const whole = await post(`/api/tasks/${id}/report`, step(3, { text: '已处置', photoIds: [before, after] }));
  expect(whole.body).toMatchObject({ status: 'reported' });
  expect((await get<TaskCard>(`/api/tasks/${id}`)).photos).toHaveLength(2);
});

test('a photo of another unit’s task is never taken into a report', async () => {
  const [own, other] = [await arrived(), await givenTask(plain, 'u2')];
  const foreign = await photo({ taskId: String(other), stage: 'after' }, stranger);
  const answer = await post(`/api/tasks/${own}/report`, step(3, { text: '已处置', photoIds: [foreign] }));
  expect(answer.status).toBe(422);
});

test('a photo that somebody else took for nothing yet is not taken into a report, one’s own is', async () => {
  const id = await arrived();
  const [loose, own] = [await photo({ stage: 'after' }, stranger), await photo({ stage: 'after' })];
  const report = (photoId: string): Promise<Answer> =>
    post(`/api/tasks/${id}/report`, step(3, { text: '已处置', photoIds: [photoId] }));
  expect((await report(loose)).status).toBe(422);
  expect((await get<{ code?: string }>(`/api/photos/${loose}`)).code).toBe('not-found');
  expect((await report(own)).body).toMatchObject({ status: 'reported' });
});

test('a task is returned with a reason, and only with one', async () => {
  const id = await givenTask();
  expect((await post(`/api/tasks/${id}/return`, step(1, { reason: '不' }))).status).toBe(422);
  const back = await post(`/api/tasks/${id}/return`, step(1, { reason: '该路由市公路局管养' }));
  expect(back.body).toMatchObject({ status: 'returned' });
  expect((await get<TaskCard>(`/api/tasks/${id}`)).incident.status).toBe('to-dispatch');
});

const seen = (more: object = {}): Record<string, unknown> => ({
  actionId: randomUUID(),
  text: '江滨路护栏断了两米',
  address: '江滨堤路',
  lng: 112.46,
  lat: 23.05,
  observedAt: new Date().toISOString(),
  ...more,
});

async function eventOf(
  actionId: unknown,
): Promise<{ id: number; flags: string[]; lng: number | null } | undefined> {
  const { rows } = await city.pool.query(
    `select id, flags, st_x(geom) as lng from event where key = $1 or key = $2`,
    [`grid/${String(actionId)}`, `operator/${String(actionId)}`],
  );
  return rows[0] as { id: number; flags: string[]; lng: number | null } | undefined;
}

test('something new, sent three times, is one event with its photos and its reporter on record', async () => {
  const id = await photo({ stage: 'report' });
  const report = seen({ photoIds: [id] });
  const answers = [await post('/api/field/reports', report)];
  answers.push(...(await Promise.all([1, 2].map(() => post('/api/field/reports', report)))));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(new Set(answers.map(({ body }) => body['eventId'])).size).toBe(1);
  const event = await eventOf(report['actionId']);
  const { rows } = await city.pool.query('select event_id as "eventId" from photo where id = $1', [id]);
  expect(rows[0]).toEqual({ eventId: event?.id });
  const who = await city.pool.query('select actor from action where id = $1', [report['actionId']]);
  expect(who.rows).toEqual([{ actor: 'quwang' }]);
});

test('a phone that believes itself in another city is heard all the same, without its position', async () => {
  const report = seen({ lng: 0, lat: 0 });
  expect((await post('/api/field/reports', report)).status).toBe(200);
  expect(await eventOf(report['actionId'])).toMatchObject({ lng: null });
});

test('what was handled on the spot needs its photos before and after, one’s own', async () => {
  const bare = seen({ selfHandled: true });
  expect((await post('/api/field/reports', bare)).status).toBe(422);
  expect(await eventOf(bare['actionId'])).toBeUndefined();
  const photoIds = [await photo({ stage: 'before' }), await photo({ stage: 'after' })];
  const stolen = seen({ selfHandled: true, photoIds });
  expect((await post('/api/field/reports', stolen, stranger)).status).toBe(422);
  const whole = seen({ selfHandled: true, photoIds });
  expect((await post('/api/field/reports', whole)).status).toBe(200);
  expect((await eventOf(whole['actionId']))?.flags).toContain('self-handled');
});

test('the desk may report something new as well, under its own kind', async () => {
  const report = seen();
  expect((await post('/api/field/reports', report, centre)).status).toBe(200);
  const { rows } = await city.pool.query(`select 1 from event where key = 'operator/' || $1`, [
    report['actionId'],
  ]);
  expect(rows).toHaveLength(1);
});

test('messages reach the unit once, newest first, are read by its people only, and the first reader stays', async () => {
  const [first, second] = await addDeliveries(city.pool, 2, { recipient: 'u1', title: '新工单' });
  const delivery = (id: number) => ({
    id,
    recipient: 'u1',
    taskId: null,
    incidentId: null,
    step: 'dispatch',
    channel: 'inbox',
    fence: 1,
    attempts: 1,
    createdAt: new Date(),
    body: { title: `新工单 ${id}`, ring: id === second, severity: 2 },
  });
  const both = [delivery(first!), delivery(second!)];
  await put(city.pool, both, new Date());
  await put(city.pool, both, new Date());
  type Box = { items: { id: number; title: string; ring: boolean; readAt: string | null }[] };
  const { items } = await get<Box>('/api/inbox');
  expect(items.map(({ title, ring }) => [title, ring])).toEqual([
    [`新工单 ${second}`, true],
    [`新工单 ${first}`, false],
  ]);
  expect((await get<Box>('/api/inbox', stranger)).items).toEqual([]);
  const id = items[0]!.id;
  expect((await post(`/api/inbox/${id}/read`, {}, stranger)).status).toBe(404);
  expect((await post(`/api/inbox/${id}/read`, { actionId: randomUUID(), itemId: id })).status).toBe(204);
  const readAt = (await get<Box>('/api/inbox')).items[0]!.readAt;
  expect(readAt).not.toBeNull();
  await post(`/api/inbox/${id}/read`, {});
  expect((await get<Box>('/api/inbox')).items[0]!.readAt).toBe(readAt);
});
