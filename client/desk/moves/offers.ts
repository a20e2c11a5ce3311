import type { IncidentDetail } from '#contracts/desk.ts';
import { doneStatuses } from '#contracts/incident.ts';
import type { Supervision } from '#contracts/supervision.ts';
import type { Task } from '#contracts/task.ts';
import type { Session } from '#contracts/people.ts';
import { hasRight } from '../../shared/session.tsx';
import type { Panel } from '../desk-context.ts';
import { isReady } from './callers.ts';

/** One thing that can be done now, as its button shows it. */
export type Offer = { id: string; name: string; key: string | null; panel: Panel | null };

/** Keys of the steps of a unit's own task; letters that no other step of the same moment has. */
const workKeys: Readonly<Record<string, string>> = {
  sign: 'G',
  report: 'P',
  return: 'T',
  'ask-extension': 'Y',
  'pass-on': 'L',
  redirect: 'L',
  'sign-for': 'G',
};
/** Steps that move the matter forward: the first of them is the primary one. */
const forward = [
  'confirm-danger',
  'decide',
  'rule',
  'dispatch',
  'accept',
  'sign',
  'report',
  'review',
  'track',
  'close',
  'inspect',
];

/**
 * What this person may do now, from the moves that the server gives, with the answer to the callers among them.
 * The primary one: confirming danger, else the next step forward, else answering whoever has no answer yet.
 */
export function offersOf(
  detail: IncidentDetail,
  session: Session,
): { primary: Offer | null; others: Offer[] } {
  const moves = [
    ...workOffers(detail, session),
    ...detail.moves.map(({ move, name, key }): Offer => ({
      id: move,
      name,
      key,
      panel: move === 'accept' ? null : { kind: 'move', move },
    })),
    ...trackOffers(detail, session),
  ];
  const reply = replyOffer(detail, session);
  const next =
    moves.find(({ id }) => id === 'confirm-danger') ??
    moves.find(({ id }) => forward.includes(id)) ??
    (somethingToTell(detail) ? (reply ?? followUpOffer(detail, session)) : null);
  const all = [...(reply === null ? [] : [reply]), ...moves, ...bulletinOffer(detail, session)];
  return { primary: next, others: all.filter((offer) => offer !== next) };
}

/** 叫应 and 信息报送: no steps of the matter itself, and open as long as it stands for itself. */
function bulletinOffer({ status }: IncidentDetail, session: Session): Offer[] {
  if (status === 'merged' || !hasRight(session, 'bulletin.read')) return [];
  const bulletin: Offer = { id: 'bulletin', name: '信息报送', key: '8', panel: { kind: 'bulletin' } };
  const callout: Offer = { id: 'callout', name: '叫应', key: '7', panel: { kind: 'callout' } };
  return hasRight(session, 'duty.read') ? [callout, bulletin] : [bulletin];
}

/** The next caller who has an answer and has not been asked whether it is solved. */
function followUpOffer({ status, requests }: IncidentDetail, session: Session): Offer | null {
  const next = requests.find((request) => request.status === 'answered' && request.result === null);
  if (!next || !doneStatuses.includes(status) || !hasRight(session, 'request.follow-up')) return null;
  const name = `回访 ${next.callerName ?? '隐名来电人'}`;
  return { id: 'follow-up', name, key: 'F', panel: { kind: 'follow-up', requestId: next.id } };
}

/** Whether anything has been done that the callers can be told: before, a drafted answer would not be true. */
export function somethingToTell({ status, round, tasks }: IncidentDetail): boolean {
  const ofThisRound = tasks.filter((task) => task.round === round);
  return (
    doneStatuses.includes(status) ||
    ofThisRound.some(({ arrivedAt, reportedAt }) => (arrivedAt ?? reportedAt) !== null)
  );
}

/** Whom the matter waits for, when nobody here has the next step. */
export function waitsFor(
  { status, departmentName, requests }: Pick<IncidentDetail, 'status' | 'departmentName' | 'requests'>,
  primary: Offer | null,
): string | null {
  if (status === 'to-close' && primary?.id !== 'close') {
    const open = requests.filter(isReady).length;
    return open > 0 ? `先答复 ${open} 位诉求人，再结案` : '等值班长结案';
  }
  if (primary !== null) return null;
  const unit = departmentName ?? '承办单位';
  if (status === 'verifying') return '等核实的人回话';
  if (status === 'to-sign') return `等${unit}签收`;
  if (status === 'approval-pending') return '等值班长审批';
  if (status === 'suspended') return '挂账中，到期自动恢复';
  return status === 'handling' ? `等${unit}反馈` : null;
}

/** A clerk takes the steps of the own unit's task here; the phone takes them in the field. */
function workOffers(detail: IncidentDetail, { actor, rights }: Session): Offer[] {
  const passed = passedTask(detail.tasks, actor.unitCode);
  const own = openTask(detail.tasks, actor.unitCode);
  const task = own ?? passed ?? lastDone(detail, actor.unitCode);
  // A look at the place ends with a photo and a verdict: that is the phone's.
  if (!task || task.kind !== 'handle' || !rights.includes('task.work')) return [];
  const reply = own !== null && openSheet(detail.supervisions, own.id) !== null;
  const work = own === null && passed !== null ? passedNames(passed) : workNames(detail, task);
  const names = { ...work, ...(reply ? { 'reply-supervision': '回复督办单' } : {}) };
  return Object.entries(names).map(([move, name]) => ({
    id: move,
    name,
    key: workKeys[move] ?? null,
    panel: { kind: 'move', move },
  }));
}

/** The 督办单 of this task that nobody has replied to. */
export function openSheet(supervisions: IncidentDetail['supervisions'], taskId: number): Supervision | null {
  return supervisions.findLast((one) => one.taskId === taskId && one.state === 'sent') ?? null;
}

/** The steps that the unit may take on its task now, the usual one first. */
function workNames({ status, pleas, deadlines }: IncidentDetail, task: Task): Record<string, string> {
  const asked = pleas.some(({ state }) => state === 'asked');
  if (task.status === 'done') {
    const late = deadlines.some(
      (one) => one.subject === 'task' && one.subjectId === task.id && one.firedAt !== null,
    );
    if (asked) return { withdraw: '撤回申请' };
    return late && !pleas.some(({ kind, state }) => kind === 'appeal' && state !== 'dropped')
      ? { appeal: '申诉' }
      : {};
  }
  if (task.mode === 'notice') return { sign: '已知悉' };
  const pass = task.mode === 'dispatch' ? { 'pass-on': '转派' } : {};
  if (task.status === 'to-sign') return { sign: '签收', return: '退单', ...pass };
  if (task.part === 'co-host') return { report: '提交反馈', return: '退单', ...pass };
  if (status === 'suspended') return { resume: '恢复办理' };
  const work = { report: '提交反馈', return: '退单', ...pass };
  if (status === 'approval-pending') return { ...work, withdraw: '撤回申请' };
  const paused = pleas.some(({ kind, state }) => kind === 'suspension' && state === 'granted');
  return { ...work, 'ask-extension': '申请延期', ...(paused ? {} : { 'ask-suspension': '申请挂账' }) };
}

/** What a county or township may do about a task that it has passed on: give it to another, sign for the one who has it. */
function passedNames({ status }: Task): Record<string, string> {
  return { redirect: '改派下属', ...(status === 'to-sign' ? { 'sign-for': '代签' } : {}) };
}

/** A task that this unit has passed on and that is still worked on below. */
export function passedTask(tasks: IncidentDetail['tasks'], unitCode: string | null): Task | null {
  if (unitCode === null) return null;
  const open = tasks.filter(({ status }) => status === 'to-sign' || status === 'handling');
  return open.findLast(({ via, unitCode: holder }) => via.includes(unitCode) && holder !== unitCode) ?? null;
}

/** The task that was worked to the end, once the matter is closed: its unit may appeal. */
export function lastDone(
  { status, tasks }: Pick<IncidentDetail, 'status' | 'tasks'>,
  unitCode: string | null,
): Task | null {
  if (!['closed', 'follow-up', 'archived'].includes(status)) return null;
  return (
    tasks.findLast((task) => task.status === 'done' && task.part === 'host' && task.unitCode === unitCode) ??
    null
  );
}

/** The task that this unit has in hand, or has been given. */
export function openTask(tasks: IncidentDetail['tasks'], unitCode: string | null): Task | null {
  const open = tasks.filter(({ status }) => status === 'to-sign' || status === 'handling');
  return open.findLast((task) => task.unitCode === unitCode) ?? null;
}

/** 移交跟踪: what was handed over to 110, 119, 120 and has not come back; the longest first. */
export function trackedTask({ tasks }: Pick<IncidentDetail, 'tasks'>): Task | null {
  return tasks.find(({ mode, status }) => mode === 'hand-over' && (status === 'to-sign' || status === 'handling')) ?? null; // prettier-ignore
}

function trackOffers(detail: IncidentDetail, session: Session): Offer[] {
  const task = hasRight(session, 'incident.dispatch') ? trackedTask(detail) : null;
  if (task === null) return [];
  return [{ id: 'track', name: '移交跟踪', key: 'L', panel: { kind: 'move', move: 'track' } }];
}

function replyOffer({ requests, moves }: IncidentDetail, session: Session): Offer | null {
  const open = requests.filter(isReady);
  if (open.length === 0 || !hasRight(session, 'request.answer')) return null;
  // Before a unit has it, the whole matter is answered at once instead.
  if (moves.some(({ move }) => move === 'answer')) return null;
  return {
    id: 'reply',
    name: `答复 ${open.length} 位诉求人`,
    key: 'R',
    panel: { kind: 'reply', requestIds: open.map(({ id }) => id) },
  };
}
