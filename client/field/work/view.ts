import { firstDue } from '#contracts/clocks.ts';
import type { RunningClock } from '#contracts/clocks.ts';
import type { TaskCard, Verdict } from '#contracts/task.ts';
import type { Step, StepKind } from './box.ts';

/** What the one big button does; `wait` and `over` have none, `paused` goes on with the work. */
export type Next = 'sign' | 'arrive' | 'report' | 'paused' | 'wait' | 'over';

/** A task as the person left it: the server's card with the steps that still lie on this phone. */
export type TaskView = {
  card: TaskCard;
  next: Next;
  /** The clock of this task that ends first; what the phone has done stops its clock before anything is sent. */
  due: RunningClock | null;
  signedAt: string | null;
  arrivedAt: string | null;
  reportedAt: string | null;
  steps: readonly Step[];
  /** The first step that the server has turned down, and that needs a decision. */
  trouble: Step | null;
};

export const chainOf = (taskId: number): string => `task:${taskId}`;

/** The server's card, moved on by what the phone has not sent yet. */
export function viewOf(card: TaskCard, allSteps: readonly Step[]): TaskView {
  const steps = allSteps.filter(({ chain }) => chain === chainOf(card.id));
  const madeAt = (kind: StepKind): string | null => {
    const step = steps.find((one) => one.kind === kind && one.state === 'waiting');
    return step ? String(step.body['at']) : null;
  };
  const reported = card.status === 'reported' ? card.reportedAt : madeAt('report');
  const signedAt = card.signedAt ?? madeAt('sign');
  const arrivedAt = card.arrivedAt ?? madeAt('arrive');
  // A notice asks for no more than to be known of; a look ends with what was seen.
  const known = (card.mode === 'notice' && signedAt !== null) || madeAt('judge') !== null;
  const over = ['done', 'returned', 'recalled'].includes(card.status) || madeAt('return') !== null || known;
  const paused = card.part === 'host' && card.incident.status === 'suspended' && madeAt('resume') === null;
  const next = nextOf({ over, paused, reported, signedAt, arrivedAt });
  return {
    card,
    next,
    due: dueOf(card, next),
    signedAt,
    arrivedAt,
    reportedAt: reported,
    steps,
    trouble: steps.find(({ state }) => state !== 'waiting') ?? null,
  };
}

function dueOf({ clocks }: TaskCard, next: Next): RunningClock | null {
  if (next === 'wait' || next === 'over' || next === 'paused') return null;
  return firstDue(clocks.filter(({ clock }) => clock !== 'sign' || next === 'sign'));
}

function nextOf(
  known: Pick<TaskView, 'signedAt' | 'arrivedAt'> & {
    over: boolean;
    paused: boolean;
    reported: string | null;
  },
): Next {
  if (known.over) return 'over';
  if (known.reported) return 'wait';
  if (known.paused) return 'paused';
  if (!known.signedAt) return 'sign';
  return known.arrivedAt ? 'report' : 'arrive';
}

/** The card after a step has taken effect on the server, until the next news says it in full. */
export function advance(card: TaskCard, { kind, body }: Step, version: number): TaskCard {
  const at = String(body['at']);
  const moved = { ...card, version };
  if (kind === 'sign')
    return { ...moved, status: card.mode === 'notice' ? 'done' : 'handling', signedAt: at };
  if (kind === 'arrive') return { ...moved, arrivedAt: at };
  if (kind === 'return') return { ...moved, status: 'returned', returnReason: String(body['reason']) };
  if (kind === 'judge')
    return {
      ...moved,
      status: 'done',
      reportedAt: at,
      verdict: body['verdict'] as Verdict,
      report: String(body['text']),
    };
  if (kind === 'report')
    return { ...moved, status: 'reported', reportedAt: at, report: String(body['text']) };
  if (kind === 'ask-extension' || kind === 'ask-suspension')
    return { ...moved, incident: { ...card.incident, status: 'approval-pending' } };
  if (kind === 'withdraw' || kind === 'resume')
    return { ...moved, incident: { ...card.incident, status: 'handling' } };
  return kind === 'appeal' || kind === 'reply-supervision' ? moved : card;
}

/** 先办哪一件: what still needs hands before what waits; danger to life, then 特急, then the clock that ends first. */
export function nextFirst(views: readonly TaskView[]): TaskView[] {
  const rank = ({ card, next, due, trouble }: TaskView): readonly [number, number, number, number] => [
    trouble ? 0 : next === 'over' ? 3 : next === 'wait' || next === 'paused' ? 2 : 1,
    card.incident.danger.length > 0 ? 0 : 1,
    card.incident.severity === 1 ? 0 : 1,
    due ? Date.parse(due.dueAt) : Number.MAX_SAFE_INTEGER,
  ];
  return [...views].sort((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    const differs = left.findIndex((value, i) => value !== right[i]);
    return differs < 0 ? a.card.id - b.card.id : left[differs]! - right[differs]!;
  });
}

/** What the category's photo rule still asks for, as words; null when it is met. */
export function missingPhotos(
  rule: TaskCard['photoRule'],
  has: { before: number; after: number },
): string | null {
  const lacks = [
    rule === 'before-after' && has.before === 0 ? '处置前' : null,
    rule !== 'none' && has.after === 0 ? '处置后' : null,
  ].filter((word) => word !== null);
  return lacks.length === 0 ? null : `还差${lacks.join('、')}照片`;
}

/** Where the matter is, WGS 84; null for matters without a place. */
export function pointOf({ card: { incident } }: TaskView): { lng: number; lat: number; name: string } | null {
  if (incident.lng === null || incident.lat === null) return null;
  return { lng: incident.lng, lat: incident.lat, name: incident.address ?? incident.title };
}

/** Whether it still needs this person's hands. */
export function isTodo({ next, trouble }: TaskView): boolean {
  return trouble !== null || (next !== 'wait' && next !== 'over' && next !== 'paused');
}
