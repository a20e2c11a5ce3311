import { clockOf, trackClock } from '#domain/limits.ts';
import type { Clock } from '#domain/limits.ts';
import { Refusal } from '#contracts/errors.ts';
import type { Actor } from '#contracts/people.ts';
import { dispatchWords, modesOf } from '#contracts/dispatch-mode.ts';
import type { DispatchMode } from '#contracts/dispatch-mode.ts';
import type { Unit } from '#contracts/reference.ts';
import { addDeadlines, deadlineRow, stopDeadlines } from '#store/outgoing.ts';
import type { NewDeadline } from '#store/outgoing.ts';
import * as tasks from '#store/tasks.ts';
import { clock } from './flow.ts';
import type { Step } from './flow.ts';
import { notifyUnit } from './notify-unit.ts';

export type Given = {
  unitCode: string;
  round: number;
  note: string;
  /** Absent: the host. */
  part?: 'host' | 'co-host';
  /** Absent: the usual way to ask such a unit. */
  mode?: DispatchMode | undefined;
  seat?: string | undefined;
  receivedAt?: string | undefined;
  /** A district's seat gives it to another unit within the time that the centre set (practice, rule 8). */
  keepTotal?: boolean;
  /** 立案条件, when it is chosen now. */
  condition?: string | undefined;
};
export type GivenTask = { unit: Unit; taskId: number; words: string };
type Asked = {
  unit: Unit;
  part: 'host' | 'co-host';
  mode: DispatchMode;
  received: tasks.NewTask['received'];
};

/**
 * 派单: a task for a unit with its delivery and its clocks; for the host the stage clock of dispatching stops.
 * The unit's own time starts anew with every unit that takes over (practice, rule 10).
 */
export async function giveTask(step: Step, actor: Pick<Actor, 'username'>, given: Given): Promise<GivenTask> {
  const { tx, now, incident, reference } = step;
  const asked = ask(step, given);
  const { unit, part, mode } = asked;
  const category = reference.category.get(incident.categoryCode)!;
  const condition = given.condition ?? incident.condition;
  const fresh = mode === 'notice' ? null : clockOf(reference, category, 'unit', now, condition);
  const own = fresh !== null && part === 'host' && given.keepTotal ? await keptTotal(step, fresh) : fresh;
  const task = {
    incidentId: incident.id,
    round: given.round,
    unitCode: unit.code,
    districtCode: incident.districtCode,
    part,
    mode,
    received: asked.received ?? null,
    note: given.note || null,
  };
  const [made] = await tasks.create(
    tx,
    [{ ...task, createdBy: actor.username, dueAt: own?.dueAt ?? null }],
    now,
  );
  const taskId = made!.id;
  const ring = incident.severity <= 2 || mode === 'hand-over';
  const body = { title: incident.title, ring, severity: incident.severity };
  const notice = { taskId, incidentId: incident.id, step: 'dispatch', unitCode: unit.code, body };
  await notifyUnit(tx, reference, notice, now);
  const subject = { subject: 'task' as const, subjectId: taskId, incidentId: incident.id, seq: 1 };
  const clocks: NewDeadline[] = [];
  // 110, 119, 120 are not reminded and not supervised: the desk follows them itself.
  const ladder = mode === 'hand-over' ? { rung: null, rungAt: null } : {};
  const stage = part === 'host' ? '' : 'co-host';
  if (own) clocks.push(Object.assign(deadlineRow({ ...subject, kind: 'unit', stage }, own), ladder));
  const sign = mode === 'hand-over' ? null : clockOf(reference, category, 'sign', now, condition);
  if (sign) clocks.push(deadlineRow({ ...subject, kind: 'stage', stage: 'sign' }, sign));
  if (mode === 'hand-over')
    clocks.push(deadlineRow({ ...subject, kind: 'stage', stage: 'track' }, trackClock(now)));
  await addDeadlines(tx, clocks);
  if (part === 'host')
    await stopDeadlines(tx, 'incident', [incident.id], { kind: 'stage', stage: 'dispatch' }, now);
  return { unit, taskId, words: askedWords(asked) };
}

/** The time that the last host of this round had, when there was one. */
async function keptTotal({ tx, incident }: Step, fresh: Clock): Promise<Clock> {
  const hosts = (await tasks.ofIncident(tx, incident.id)).filter(
    (one) => one.kind === 'handle' && one.part === 'host' && one.round === incident.round,
  );
  const dueAt = hosts.at(-1)?.dueAt ?? null;
  return dueAt === null ? fresh : { ...fresh, dueAt, flags: [...fresh.flags, 'total-kept'] };
}

/** Who is asked and how; throws a Refusal for a unit that is none, or a way that such a unit is not asked in. */
function ask({ now, reference }: Step, { part = 'host', ...given }: Given): Asked {
  const unit = reference.unit.get(given.unitCode);
  if (!unit) throw new Refusal('bad-input', `没有代码为“${given.unitCode}”的单位，请重新选择`);
  const ways = modesOf(unit, part);
  const mode = given.mode ?? ways[0]!;
  if (!ways.includes(mode))
    throw new Refusal('bad-input', `对${unit.name}须用“${dispatchWords({ ...unit, name: '' })}”`);
  if (given.seat !== undefined && mode !== 'hand-over')
    throw new Refusal('bad-input', '只有移交 110、119、120 才记对方坐席');
  const at = given.receivedAt === undefined ? now : new Date(given.receivedAt);
  if (at.getTime() > now.getTime() + 60_000) throw new Refusal('bad-input', '接收时间不能晚于现在');
  return { unit, part, mode, received: given.seat === undefined ? null : { seat: given.seat, at } };
}

/** 派遣住建局, 派遣街道办协办, 联动通知气象局, 三方移交119（坐席 07，17:18 接收）: the same words in timeline and message. */
function askedWords({ unit, part, mode, received }: Asked): string {
  const words = `${dispatchWords({ name: unit.name, dispatchMode: mode })}${part === 'co-host' && mode === 'dispatch' ? '协办' : ''}`;
  return received ? `${words}（坐席 ${received.seat}，${clock(received.at)} 接收）` : words;
}
