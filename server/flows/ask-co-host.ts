import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { doneStatuses } from '#contracts/incident.ts';
import type { Actor } from '#contracts/people.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { inTransaction } from '#store/db.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import * as tasks from '#store/tasks.ts';
import { lockIncident, note } from './flow.ts';
import type { By, FlowParts, Step } from './flow.ts';
import { giveTask } from './give-task.ts';
import type { Given } from './give-task.ts';
import { notifyUnit } from './notify-unit.ts';

/** 协办: one more unit is asked, told or handed over to, in any open status; the incident stays where it stands. */
export async function askCoHost(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.input<(typeof moveBodies)['co-host']>,
): Promise<IncidentRow> {
  const saved = await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const incident = await lockIncident(tx, id, body.version);
    if (doneStatuses.includes(incident.status))
      throw new Refusal('wrong-status', '案件已办结，不能再请协办；可先重开');
    const words = await addCoHost({ tx, now, incident, reference: parts.reference() }, by.actor, body);
    const row = await incidents.save(tx, id, {}, now);
    await note(tx, by.actor, { row, from: row.status, move: 'co-host', now }, { words, detail: { unitCode: body.unitCode } }); // prettier-ignore
    return row;
  });
  parts.wake('change');
  parts.wake('delivery');
  return saved;
}

/** The co-host's task, and the words for it. Throws a Refusal for a unit that has an open task of this matter. */
export async function addCoHost(
  step: Step,
  actor: Pick<Actor, 'username'>,
  { note: said = '', ...one }: Omit<Given, 'round' | 'note' | 'part'> & { note?: string | undefined },
): Promise<string> {
  const open = await tasks.lockOpen(step.tx, step.incident.id);
  if (open.some(({ unitCode, kind }) => unitCode === one.unitCode && kind === 'handle'))
    throw new Refusal('bad-input', '该单位已有本案的在办工单，不必再派；可用催办');
  const given = { ...one, round: step.incident.round, note: said, part: 'co-host' as const };
  const { words } = await giveTask(step, actor, given);
  return `${words}${said ? `：${said}` : ''}`;
}

/**
 * 协办随案了结: what units still have of a matter that ends; a report is kept as done, the rest is void and they are
 * told. Words about what nobody reported, or an empty text.
 */
export async function endTasks(
  { tx, now, incident, reference }: Step,
  which: 'all' | 'co-hosts',
  why: string,
): Promise<string> {
  const open = (await tasks.lockOpen(tx, incident.id)).filter(
    ({ part }) => which === 'all' || part === 'co-host',
  );
  const silent: string[] = [];
  for (const task of open) {
    const done = task.kind === 'handle' && (task.status === 'reported' || task.part === 'host');
    const patch = done ? { status: 'done' as const } : { status: 'recalled' as const, return_reason: why };
    await tasks.save(tx, task.id, { ...patch, ended_at: now }, now);
    await stopDeadlines(tx, 'task', [task.id], { kind: null, stage: null }, now);
    if (done) continue;
    const unit = unitNameOf(reference, task.unitCode);
    if (task.mode !== 'notice') silent.push(unit);
    const told = { title: `${why}：${incident.title}`, ring: false, severity: incident.severity };
    const notice = { taskId: task.id, incidentId: incident.id, step: 'ended', unitCode: task.unitCode };
    await notifyUnit(tx, reference, { ...notice, body: told }, now);
  }
  return silent.length > 0 ? `${silent.join('、')}未反馈` : '';
}

/** 对方反馈才归档 (practice, rule 9): nothing is closed while 110, 119 or 120 still has its part in hand. */
export async function assertNoneTracked({ tx, incident, reference }: Step, what: string): Promise<void> {
  const open = await tasks.lockOpen(tx, incident.id);
  const tracked = open.find(({ mode, status }) => mode === 'hand-over' && status !== 'reported');
  if (!tracked) return;
  const unit = unitNameOf(reference, tracked.unitCode);
  throw new Refusal('wrong-status', `已移交${unit}，对方尚未反馈，请先记下对方的反馈，再${what}`);
}
