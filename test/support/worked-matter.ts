import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import type { Role } from '#contracts/people.ts';
import { people, words } from './canaries.ts';
import type { freshPool } from './people.ts';
import { until } from './test-parts.ts';
import type { Answer, ToldCity } from './told-city.ts';

type Database = Awaited<ReturnType<typeof freshPool>>;
export type WorkedMatter = { incidentId: number; requestIds: number[]; taskId: number };

/** The flood of the told city. */
const flood = `select id, version from incident where category_code = 'road-flooding' order by id limit 1`;

/** One matter from the door to closed and answered, with somebody's data typed into every field on the way. */
export async function workThrough(city: Database, url: string, told: ToldCity): Promise<WorkedMatter> {
  const { incidentId, taskId } = await begun(city);
  const version = async (table: 'incident' | 'task', id: number): Promise<number> =>
    (await oneRow<{ version: number }>(city, `select version from ${table} where id = $1`, [id]))!.version;
  const move = async (role: Role, name: string, body: object): Promise<void> => {
    const at = await version('incident', incidentId);
    done(await told.ask(role, 'POST', `/api/incidents/${incidentId}/${name}`, { version: at, ...body }));
  };
  const step = async (name: string, body: object): Promise<void> => {
    const at = await version('task', taskId);
    const taken = { actionId: randomUUID(), version: at, ...body };
    done(await told.ask('field', 'POST', `/api/tasks/${taskId}/${name}`, taken));
  };
  await move('operator', 'urge', { reason: words.worked });
  await move('operator', 'correct', { title: `更正：${words.title}`, reason: words.worked });
  await step('sign', {});
  const photoIds = await Promise.all(['before', 'after'].map((stage) => photo(url, told, taskId, stage)));
  await step('report', { text: words.worked, photoIds, placeNote: words.worked });
  await move('operator', 'review', { pass: false, reason: words.worked });
  await step('report', { text: words.worked, photoIds: [] });
  await move('operator', 'review', { pass: true, reason: words.worked });
  await reported(told, incidentId);
  await onDuty(told, incidentId);
  await move('shift-leader', 'close', { reason: words.worked });
  const requestIds = await answered(city, told, incidentId);
  return { incidentId, requestIds, taskId };
}

/** 值班表 with a number of its own, 叫应 by it, 交接班 with somebody's number in the note. */
async function onDuty(told: ToldCity, incidentId: number): Promise<void> {
  const { text } = await told.ask('shift-leader', 'GET', '/api/duty');
  const { today } = JSON.parse(text) as { today: string };
  const line = { day: today, unitCode: 'zq-center', post: 'lead', name: '陈带班', phone: people.ordinary.phone, standIn: '李备岗', standInPhone: people.abroad.phone }; // prettier-ignore
  done(await told.ask('shift-leader', 'PUT', '/api/duty', line));
  await told.ask('operator', 'POST', '/api/callouts', { about: 'incident', aboutId: incidentId });
  const begun = await told.ask('shift-leader', 'POST', '/api/shift');
  done(begun);
  const note = JSON.parse(begun.text) as { id: number; version: number; text: Record<string, string> };
  const edited = { version: note.version, text: { ...note.text, note: `请回电${people.ordinary.phone}` } };
  done(await told.ask('shift-leader', 'PUT', `/api/shift/${note.id}`, edited));
}

/** 信息报送 with somebody in every part of it, spoken and in writing. */
async function reported(told: ToldCity, incidentId: number): Promise<void> {
  const path = `/api/incidents/${incidentId}`;
  done(await told.ask('operator', 'POST', `${path}/oral-report`, { told: `值班室，${words.title}` }));
  const drafted = await told.ask('operator', 'POST', `${path}/bulletins`, { kind: 'first' });
  done(drafted);
  const draft = JSON.parse(drafted.text) as { id: number; version: number; fields: Record<string, string> };
  const fields = Object.fromEntries(Object.keys(draft.fields).map((name) => [name, words.worked]));
  const edited = await told.ask('operator', 'PUT', `/api/bulletins/${draft.id}`, { version: draft.version, fields }); // prettier-ignore
  done(edited);
  const { version } = JSON.parse(edited.text) as { version: number };
  done(await told.ask('shift-leader', 'POST', `/api/bulletins/${draft.id}/sign`, { version }));
}

async function oneRow<T>(city: Database, sql: string, args: unknown[] = []): Promise<T | undefined> {
  const client = await city.pool.connect();
  try {
    await client.query("begin; set local app.scope = '*'");
    return (await client.query(sql, args)).rows[0] as T | undefined;
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** The flood once its task stands. */
async function begun(city: Database): Promise<{ incidentId: number; taskId: number }> {
  type Begun = { incidentId: number; taskId: number };
  const sql = `select t.incident_id as "incidentId", t.id as "taskId" from task t join (${flood}) i on i.id = t.incident_id`;
  await until('the task of the flood', async () => (await oneRow(city, sql)) !== undefined, 60_000);
  return (await oneRow<Begun>(city, sql))!;
}

async function answered(city: Database, told: ToldCity, incidentId: number): Promise<number[]> {
  const sql = 'select array_agg(id::int order by id) as ids from request where incident_id = $1';
  const { ids } = (await oneRow<{ ids: number[] }>(city, sql, [incidentId]))!;
  const text = `欧阳倩影您好：${words.worked}`;
  done(await told.ask('operator', 'POST', '/api/requests/answer', { requestIds: ids, text }));
  const said = { result: 'satisfied', solved: true, note: words.worked };
  for (const id of ids) done(await told.ask('operator', 'POST', `/api/requests/${id}/follow-up`, said));
  return ids;
}

async function photo(url: string, told: ToldCity, taskId: number, stage: string): Promise<string> {
  const id = randomUUID();
  const form = new FormData();
  for (const [name, value] of Object.entries({ id, taskId: String(taskId), stage })) form.set(name, value);
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: '#456' } }).jpeg();
  form.set('file', new Blob([new Uint8Array(await picture.toBuffer())]), `${words.title}.jpg`);
  const headers = { cookie: told.cookies.get('field')! };
  const answer = await fetch(`${url}/api/photos`, { method: 'POST', headers, body: form });
  done({ status: answer.status, text: await answer.text() });
  return id;
}

function done({ status, text }: Answer): void {
  if (status >= 300) throw new Error(`${status} ${text}`);
}
