import { createHash } from 'node:crypto';
import { z } from 'zod';
import { IncidentDetail } from '#contracts/desk.ts';
import type { MovedStep } from '#contracts/demo.ts';
import { Incident } from '#contracts/incident.ts';
import { TaskCard } from '#contracts/task.ts';
import { Refused } from './api.ts';
import { picture } from './picture.ts';
import { keyOf } from './send.ts';
import { reportUpward } from './upward.ts';
import type { Played, Stage } from './stage.ts';
import { operator, shiftLeader } from './people.ts';
import type { Who } from './people.ts';

const Page = z.object({ items: z.array(Incident) });
const dayS = 24 * 3600;
/** How often a report is looked for until it belongs to an incident. */
const lookMs = 60;

/** A UUID that belongs to its text: sent again after a restart, the step takes effect once. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The incident that a named 来件 belongs to, null as long as it belongs to none. */
export async function incidentOf(stage: Stage, matter: Played, ref: string): Promise<Incident | null> {
  const key = keyOf(stage.clock.day, matter, ref);
  const since = stage.clock.instant(Math.min(...matter.steps.map(({ at }) => at)) - dayS / 2);
  const query = new URLSearchParams({ q: key, openedAfter: since, limit: '5' });
  const { items } = await stage.api.read(`/api/incidents?${query}`, Page);
  return items.find(({ status }) => status !== 'merged') ?? null;
}

async function waitFor(stage: Stage, matter: Played, ref: string): Promise<Incident> {
  const until = performance.now() + stage.patienceMs;
  for (;;) {
    const found = await incidentOf(stage, matter, ref);
    if (found) return found;
    if (performance.now() > until) throw new Error(`“${ref}”没有归入任何案件`);
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

type Doing = { stage: Stage; matter: Played; step: MovedStep; detail: IncidentDetail };
/** The host's task, or that of the unit which the step names. */
const openTask = ({ detail, step }: Doing): IncidentDetail['tasks'][number] => {
  const named = 'unit' in step ? step.unit : undefined;
  const open = detail.tasks.filter(({ status }) => ['to-sign', 'handling', 'reported'].includes(status));
  const task = open.findLast(({ part, unitCode }) => (named === undefined ? part === 'host' : unitCode === named)); // prettier-ignore
  if (!task) throw new Error('没有在办工单');
  return task;
};
const ofDesk = ({ stage, detail }: Doing, who: Who, move: string, body: object): Promise<unknown> =>
  stage.people.ask(who, 'POST', `/api/incidents/${detail.id}/${move}`, { version: detail.version, ...body });

async function ofTask(doing: Doing, step: string, more: object = {}, who?: Who): Promise<unknown> {
  const task = openTask(doing);
  const actionId = uuidOf(`${doing.stage.clock.day}/${doing.matter.id}/${doing.step.at}/${step}/${task.id}`);
  const body = { actionId, version: task.version, ...more };
  return doing.stage.people.ask(
    who ?? { unit: task.unitCode },
    'POST',
    `/api/tasks/${task.id}/${step}`,
    body,
  );
}

/** The photos that the category asks for, sent before the words as a phone does. */
async function photos(doing: Doing): Promise<string[]> {
  const task = openTask(doing);
  const who = { unit: task.unitCode };
  const card = TaskCard.parse(await doing.stage.people.ask(who, 'GET', `/api/tasks/${task.id}`));
  const stages = card.photoRule === 'none' ? [] : card.photoRule === 'after' ? (['after'] as const) : (['before', 'after'] as const); // prettier-ignore
  const ids: string[] = [];
  for (const stage of stages) {
    const id = uuidOf(`photo/${task.id}/${task.version}/${stage}`);
    const form = new FormData();
    form.set('id', id);
    form.set('taskId', String(task.id));
    form.set('stage', stage);
    form.set(
      'file',
      new Blob([new Uint8Array(await picture(stage))], { type: 'image/jpeg' }),
      `${stage}.jpg`,
    );
    await doing.stage.people.ask(who, 'POST', '/api/photos', form);
    ids.push(id);
  }
  return ids;
}

async function answerCallers({ stage, detail }: Doing, text: string): Promise<void> {
  const requestIds = detail.requests.filter(({ status }) => status === 'open').map(({ id }) => id);
  if (requestIds.length > 0) await stage.people.ask(operator, 'POST', '/api/requests/answer', { requestIds, text }); // prettier-ignore
}

async function callBack({ stage, detail }: Doing, note: string): Promise<void> {
  for (const { id } of detail.requests.filter(({ status }) => status === 'answered')) {
    const body = { result: 'satisfied', solved: true, note };
    await stage.people.ask(operator, 'POST', `/api/requests/${id}/follow-up`, body);
  }
}

/** 并案、挂子案: the other incidents of the named 来件. */
async function withOthers(doing: Doing, step: Extract<MovedStep, { do: 'absorb' | 'adopt' }>): Promise<void> {
  const { stage, matter, detail } = doing;
  const others = await Promise.all(step.from.map((ref) => waitFor(stage, matter, ref)));
  const incidentIds = [...new Set(others.map(({ id }) => id))].filter((id) => id !== detail.id);
  const address = `/api/incidents/${detail.id}/${step.do}`;
  if (incidentIds.length > 0) await stage.people.ask(operator, 'POST', address, { incidentIds, reason: step.text }); // prettier-ignore
}

async function carryOut(doing: Doing): Promise<void> {
  const { step, detail } = doing;
  switch (step.do) {
    case 'dispatch': {
      const unitCode = step.unit ?? detail.suggestion?.unitCode;
      if (!unitCode) throw new Error('职责清单没有写明承办单位');
      await ofDesk(doing, { role: step.by }, 'dispatch', { unitCode, note: step.note, seat: step.seat });
      return;
    }
    case 'co-host':
      await ofDesk(doing, operator, step.do, { unitCode: step.unit, note: step.text, seat: step.seat });
      return;
    case 'track':
      // Who writes down what 119 reports does not inspect it.
      await ofTask(doing, step.do, { text: step.text, back: step.back }, shiftLeader);
      return;
    case 'oral-report':
    case 'bulletin':
      return reportUpward(doing.stage.people, detail.id, step);
    case 'recall':
    case 'refuse':
      await ofDesk(doing, operator, step.do, { reason: step.text });
      return;
    case 'rule':
      await ofDesk(doing, shiftLeader, step.do, { unitCode: step.unit, basis: step.text });
      return;
    case 'confirm-danger':
      await ofDesk(doing, operator, step.do, { note: step.text });
      return;
    case 'absorb':
    case 'adopt':
      return withOthers(doing, step);
    case 'answer-at-once':
      await ofDesk(doing, operator, 'answer', { text: step.text });
      return;
    case 'sign':
    case 'arrive':
      await ofTask(doing, step.do);
      return;
    case 'return':
      await ofTask(doing, 'return', { reason: step.text });
      return;
    case 'feedback':
      await ofTask(doing, 'report', { text: step.text, photoIds: await photos(doing) });
      return;
    case 'review':
      await ofDesk(doing, operator, step.do, { pass: true });
      return;
    case 'inspect':
      await ofDesk(doing, operator, step.do, { pass: true, reason: '对照处置前后照片，现场与反馈一致' });
      return;
    case 'close':
      await ofDesk(doing, shiftLeader, 'close', { reason: step.text });
      return;
    case 'answer':
      return answerCallers(doing, step.text);
    case 'follow-up':
      return callBack(doing, step.note);
  }
}

const mostTries = 6;

/** One step of a person about an incident, as that person: reads the matter, acts, and looks again when it moved meanwhile. */
export async function move(stage: Stage, matter: Played, step: MovedStep): Promise<void> {
  const { id } = await waitFor(stage, matter, step.of);
  for (let tries = 1; ; tries += 1) {
    const detail = await stage.api.read(`/api/incidents/${id}`, IncidentDetail);
    try {
      return await carryOut({ stage, matter, step, detail });
    } catch (error) {
      const moved = error instanceof Refused && error.code === 'stale-version';
      if (!moved || tries === mostTries) throw error;
    }
  }
}
