import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { pleaWords } from '#contracts/plea.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { ladderAt } from '#domain/ladder.ts';
import { extended } from '#domain/pause.ts';
import { decidingRefusal } from '#domain/plea.ts';
import { inTransaction } from '#store/db.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { addDeadlines, deadlineRow, shownDueAt, stopDeadlines } from '#store/outgoing.ts';
import * as pleas from '#store/pleas.ts';
import type { KeptClock, PleaRow } from '#store/pleas.ts';
import * as tasks from '#store/tasks.ts';
import type { TaskRow } from '#store/tasks.ts';
import { cut } from '#text/normalise.ts';
import { pauseClocks, pauseCoHosts, unitClocks } from './clock-pause.ts';
import { assertCan, finish, lockIncident, note, noteBeside } from './flow.ts';
import type { By, Done, FlowParts, Step } from './flow.ts';
import { notifyUnit } from './notify-unit.ts';

type Body = z.output<typeof moveBodies.decide>;

/** 审批: a named person grants or refuses what the unit asked for; a refusal changes nothing and is not counted. */
export async function decidePlea(parts: FlowParts, by: By, id: number, body: Body): Promise<IncidentRow> {
  const saved = await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const incident = await lockIncident(tx, id, body.version);
    const step = { tx, now, incident, reference: parts.reference() };
    const plea = (await pleas.ofIncident(tx, id)).find(({ state }) => state === 'asked');
    if (!plea) throw new Refusal('wrong-status', '该案件没有待批的申请，可能已有人审批或单位已撤回');
    const refusal = decidingRefusal(plea, by.actor);
    if (refusal) throw new Refusal('not-allowed', refusal);
    if (plea.kind === 'appeal' && plea.firstBy === null && body.grant) return review(step, by, plea, body.reason); // prettier-ignore
    const words = `${body.grant ? '批准' : '不予批准'}${pleaWords(plea)}：${body.reason}`;
    const row = await settle(step, by, plea, { grant: body.grant, done: { words, reason: body.reason } });
    await tellUnit(step, plea, words);
    return row;
  });
  parts.wake('change');
  parts.wake('delivery');
  return saved;
}

/** 初审同意: nothing is changed yet; another person decides. */
async function review(step: Step, by: By, plea: PleaRow, reason: string): Promise<IncidentRow> {
  await pleas.review(step.tx, plea.id, reason, by.actor, step.now);
  const words = `申诉初审同意，待另一人复审：${reason}`;
  return noteBeside(step, by, 'review-appeal', { words, reason });
}

async function settle(
  step: Step,
  by: By,
  plea: PleaRow,
  { grant, done }: { grant: boolean; done: Done & { reason: string } },
): Promise<IncidentRow> {
  const { tx, now, incident } = step;
  const decided = { decision: done.reason, by: by.actor };
  if (plea.kind === 'appeal') {
    await pleas.decide(tx, plea.id, { ...decided, state: grant ? 'granted' : 'refused' }, now);
    const row = await incidents.save(tx, incident.id, grant ? { exempt_at: now } : {}, now);
    await note(tx, by.actor, { row, from: incident.status, move: 'decide-appeal', now }, done);
    return row;
  }
  const move = grant ? (`grant-${plea.kind}` as const) : 'refuse-plea';
  assertCan(move, incident);
  const { kept, beside } = grant ? await change(step, plea) : nothingKept;
  await pleas.decide(tx, plea.id, { ...decided, state: grant ? 'granted' : 'refused', kept }, now);
  const to = move === 'grant-suspension' ? 'suspended' : 'handling';
  const patch = to === 'suspended' ? { due_at: await dueWhileSuspended(step) } : {};
  for (const task of beside) await tellUnit(step, { id: plea.id, taskId: task.id, unitCode: task.unitCode }, `协办时限同停：${done.words}`); // prettier-ignore
  const names = beside.map(({ unitCode }) => unitNameOf(step.reference, unitCode)).join('、');
  const words = beside.length > 0 ? `${done.words}；协办单位时限同停：${names}` : done.words;
  return finish(tx, by.actor, { incident, move, to, now }, { ...done, words, patch });
}

type Kept = { kept: KeptClock[]; beside: readonly TaskRow[] };
const nothingKept: Kept = { kept: [], beside: [] };

/** What the granted plea does to the clocks of its task, and of the co-hosts. */
async function change(step: Step, plea: PleaRow): Promise<Kept> {
  const { tx, now, incident, reference } = step;
  await tasks.lock(tx, plea.taskId);
  if (plea.kind === 'suspension') {
    const kept = await pauseClocks(step, plea.taskId);
    await tasks.save(tx, plea.taskId, {}, now);
    const coHosts = await pauseCoHosts(step);
    return { kept: [...kept, ...coHosts.kept], beside: coHosts.stopped };
  }
  const clocks = await unitClocks(step, plea.taskId);
  const [original, last] = [clocks[0], clocks.at(-1)];
  if (!original || !last) throw new Refusal('wrong-status', '本单没有承办时限，无需延期');
  const limit = { amount: plea.amount!, unit: original.unit };
  const clock = extended(last, limit, reference.calendar);
  const subject = { subject: 'task' as const, subjectId: plea.taskId, incidentId: incident.id };
  await stopDeadlines(tx, 'task', [plea.taskId], { kind: 'unit', stage: null }, now);
  const ladder = ladderAt(clock, last.rung, reference.calendar);
  await addDeadlines(tx, [
    deadlineRow({ ...subject, kind: 'unit', stage: '', seq: last.seq + 1 }, { ...clock, ...ladder }),
  ]);
  await tasks.save(tx, plea.taskId, { due_at: clock.dueAt }, now);
  return nothingKept;
}

/** The promise that runs on, or nothing; what was late already is still shown as late. */
async function dueWhileSuspended({ tx, now, incident }: Step): Promise<Date | null> {
  const late = incident.dueAt !== null && incident.dueAt.getTime() < now.getTime();
  return (await shownDueAt(tx, incident.id)) ?? (late ? incident.dueAt : null);
}

async function tellUnit(
  { tx, now, incident, reference }: Step,
  plea: Pick<PleaRow, 'id' | 'taskId' | 'unitCode'>,
  words: string,
): Promise<void> {
  const body = {
    title: `${cut(words, 60)}（${incident.title}）`,
    ring: false,
    severity: incident.severity,
  };
  await notifyUnit(
    tx,
    reference,
    {
      taskId: plea.taskId,
      incidentId: incident.id,
      step: `decided-${plea.id}`,
      unitCode: plea.unitCode,
      body,
    },
    now,
  );
}
