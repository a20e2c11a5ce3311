import { randomUUID } from 'node:crypto';
import type { Role } from '#contracts/people.ts';
import { workerOf } from './day.ts';
import type { Act, Day } from './day.ts';

/** What happens on a day, each as one word of its time-line. A `ref` names a 来件; any ref of a matter names the matter. */

let phones = 0;
/** A caller; nobody calls twice under one name. */
export const calls =
  (ref: string, text: string, over: object = {}): Act =>
  (day) => {
    phones += 1;
    const caller = { callerName: '街坊', callerPhone: `1380013${String(phones).padStart(4, '0')}` };
    const ticket = { platform: 'zq12345', ticketNo: ref, revision: 1, text, calledAt: day.now() };
    return day.send('hotline', { ...ticket, ...caller, ...over });
  };

export const finds =
  (ref: string, by: 'collector' | 'grid', text: string, over: object = {}): Act =>
  (day) =>
    day.send('report', { reporterKind: by, reportNo: ref, text, observedAt: day.now(), ...over });

export const sees =
  (ref: string, cameraId: string, kind: string): Act =>
  (day) => {
    const alert = { platformId: 'cam', alarmId: ref, cameraId, kind, confidence: 0.9 };
    return day.send('camera', { ...alert, observedAt: day.now() });
  };

export const reads =
  (deviceId: string, metric: string, value: number): Act =>
  (day) =>
    day.send('sensor', { deviceId, metric, value, observedAt: day.now() });

/** A step of somebody at the desk. */
export const desk =
  (role: Role, ref: string, move: string, body: object = {}): Act =>
  async (day) => {
    const { id, version } = await day.matter(ref);
    return day.ask(role, 'POST', `/api/incidents/${id}/${move}`, { version, ...body });
  };

/** 值班长裁定; what it writes into the duty list holds from then on. */
export const rules =
  (ref: string, unitCode: string, basis: string): Act =>
  async (day) => {
    await desk('shift-leader', ref, 'rule', { unitCode, basis })(day);
    await day.core.reread();
  };

/** 并案, 挂子案: other matters join this one, or stand under it. */
export const joins =
  (move: 'absorb' | 'adopt', ref: string, others: readonly string[], reason: string): Act =>
  async (day) => {
    const incidentIds = await Promise.all(others.map(day.incidentOf));
    return desk('operator', ref, move, { incidentIds, reason })(day);
  };

async function openTask(day: Day, ref: string, unit: string): Promise<{ id: number; version: number }> {
  const { tasks } = await day.matter(ref);
  const task = tasks.findLast((one) => one.unitCode === unit && ['to-sign', 'handling'].includes(one.status));
  if (!task) throw new Error(`${unit} has no open task of “${ref}”`);
  return task;
}

/** A step of the unit's worker on the phone. */
export const works =
  (unit: string, ref: string, step: string, body: object = {}): Act =>
  async (day) => {
    const { id, version } = await openTask(day, ref, unit);
    return day.ask({ unit }, 'POST', `/api/tasks/${id}/${step}`, {
      actionId: randomUUID(),
      version,
      ...body,
    });
  };

/** 反馈, with the photos before and after. */
export const reports =
  (unit: string, ref: string, text: string): Act =>
  async (day) => {
    const photoIds = [randomUUID(), randomUUID()];
    for (const [i, id] of photoIds.entries())
      await day.core.asOwner(
        `insert into photo (id, stage, bytes, sha256, mime, uploaded_at, uploaded_by)
         values ('${id}', '${i ? 'after' : 'before'}', 'x', 'x', 'image/jpeg', city_now(), '${workerOf(unit)}')`,
      );
    return works(unit, ref, 'report', { text, photoIds })(day);
  };

/** What the desk hears from 110, 119, 120. */
export const hears =
  (unit: string, ref: string, said: { text: string; seat?: string; back?: boolean }): Act =>
  async (day) => {
    const { id, version } = await openTask(day, ref, unit);
    const body = { actionId: randomUUID(), version, ...said };
    return day.ask('operator', 'POST', `/api/tasks/${id}/track`, body);
  };

/** The last three steps of every matter, each by the one whose it is. */
export const reviews = (ref: string): Act => desk('operator', ref, 'review', { pass: true });
export const inspects = (ref: string): Act =>
  desk('shift-leader', ref, 'inspect', { pass: true, reason: '对照处置前后照片，现场与反馈一致' });
export const closes = (ref: string, reason: string): Act => desk('shift-leader', ref, 'close', { reason });

/** One draft signed for everybody of the matter who has no answer yet; each keeps an answer of its own. */
export const answers =
  (ref: string, text: string): Act =>
  async (day) => {
    const { requests } = await day.matter(ref);
    const requestIds = requests.filter(({ status }) => status === 'open').map(({ id }) => id);
    return day.ask('operator', 'POST', '/api/requests/answer', { requestIds, text });
  };

/** 回访 of everybody who has an answer, one by one. */
export const callsBack =
  (ref: string): Act =>
  async (day) => {
    const { requests } = await day.matter(ref);
    const body = { result: 'satisfied', solved: true, note: '来电人表示满意' };
    for (const { id, status } of requests)
      if (status === 'answered') await day.ask('operator', 'POST', `/api/requests/${id}/follow-up`, body);
  };
