import type { IncidentStatus } from '#contracts/incident.ts';
import type { Right } from '#domain/rights.ts';

/**
 * 流转: one row of the life cycle (mission.md §5). The desk's buttons, the guards, the README's diagram and what the
 * database lets through come from here.
 */
export type MoveRule = {
  /** 名称 as an official says it. */
  name: string;
  from: readonly IncidentStatus[];
  to: IncidentStatus;
  /** Null: only the machine makes it. */
  right: Right | null;
  /** The desk's key. */
  key: string | null;
  /** Whether the caller must give a reason. */
  reason: boolean;
};

/** The order is the order in which the desk offers them: the first that fits is the primary action. */
export const moves = {
  dispatch: rule('派遣', ['received', 'to-dispatch'], 'to-sign', 'incident.dispatch', 'D'),
  accept: rule('受理', ['received'], 'to-dispatch', 'incident.accept', 'A'),
  'hand-over': rule('三方移交，对方已接收', ['received', 'to-dispatch'], 'handling', null, null),
  'send-verify': rule('派核实', ['received'], 'verifying', 'incident.accept', 'G'),
  verify: rule('核实属实', ['verifying'], 'to-dispatch', 'task.work', null),
  'verify-false': rule('核实不属实', ['verifying'], 'rejected', 'task.work', null, true),
  'verify-unable': rule('无法核实', ['verifying'], 'received', 'task.work', null, true),
  'recall-verify': rule('撤回核实', ['verifying'], 'received', 'incident.accept', 'Z', true),
  file: rule('立案', ['to-file'], 'to-dispatch', null, null),
  sign: rule('签收', ['to-sign'], 'handling', 'task.work', null),
  report: rule('提交反馈', ['handling', 'approval-pending'], 'to-review', 'task.work', null),
  review: rule('审核通过', ['to-review'], 'inspecting', 'incident.review', 'V'),
  close: rule('结案', ['inspecting', 'to-close'], 'closed', 'incident.close', 'C'),
  inspect: rule('核查通过，待结案', ['inspecting'], 'to-close', 'incident.inspect', 'I'),
  'send-inspect': rule('派核查', ['inspecting'], 'inspecting', 'incident.inspect', 'G'),
  'inspect-unable': rule('无法核查', ['inspecting'], 'to-review', 'task.work', null, true),
  answer: rule('即时答复办结', ['received', 'to-dispatch'], 'answered', 'request.answer', 'R'),
  rework: rule('返工', ['to-review', 'inspecting', 'to-close'], 'handling', 'incident.review', 'X', true),
  recall: rule('撤回', ['to-sign'], 'to-dispatch', 'incident.dispatch', 'Z', true),
  return: rule('退单', ['to-sign', 'handling', 'approval-pending'], 'to-dispatch', 'task.work', null, true),
  redispatch: rule('改派', ['to-sign', 'handling'], 'to-sign', 'incident.dispatch', '5', true),
  refuse: rule('不予受理', ['received', 'to-dispatch'], 'rejected', 'incident.accept', 'X', true),
  absorb: rule(
    '并案',
    ['received', 'to-file', 'to-dispatch', 'to-sign', 'handling', 'approval-pending', 'suspended'],
    'merged',
    'incident.merge',
    'M',
    true,
  ),
  'ask-extension': rule('申请延期', ['handling'], 'approval-pending', 'task.work', null, true),
  'ask-suspension': rule('申请挂账', ['handling'], 'approval-pending', 'task.work', null, true),
  'withdraw-plea': rule('撤回申请', ['approval-pending'], 'handling', 'task.work', null),
  'grant-extension': rule('批准延期', ['approval-pending'], 'handling', 'extension.decide', null, true),
  'grant-suspension': rule('批准挂账', ['approval-pending'], 'suspended', 'suspension.decide', null, true),
  'refuse-plea': rule('不予批准', ['approval-pending'], 'handling', 'extension.decide', null, true),
  resume: rule('恢复办理', ['suspended'], 'handling', 'suspension.decide', null, true),
  'special-close': rule('特殊结案', ['to-dispatch', 'to-sign', 'handling', 'approval-pending', 'suspended', 'to-review', 'inspecting', 'to-close'], 'closed', 'special.approve', '9'), // prettier-ignore
  'begin-follow-up': rule('开始回访', ['closed'], 'follow-up', null, null),
  'end-follow-up': rule('回访完毕', ['follow-up'], 'closed', null, null),
  reopen: rule(
    '重开',
    ['closed', 'follow-up', 'answered', 'rejected'],
    'to-dispatch',
    'incident.reopen',
    'O',
    true,
  ),
} as const satisfies Record<string, MoveRule>;
export type MoveName = keyof typeof moves;

function rule(
  name: string,
  from: readonly IncidentStatus[],
  to: IncidentStatus,
  right: Right | null,
  key: string | null,
  reason = false,
): MoveRule {
  return { name, from, to, right, key, reason };
}

/** Whether `move` may start from `status`. */
export function canMove(move: MoveName, status: IncidentStatus): boolean {
  return moves[move].from.includes(status);
}

/** 流转表: every status that may follow another, each pair once; the database keeps to it as well. */
export function transitions(): [from: IncidentStatus, to: IncidentStatus][] {
  const pairs = (Object.values(moves) as MoveRule[]).flatMap(({ from, to }) =>
    from.filter((one) => one !== to).map((one) => `${one} ${to}`),
  );
  return [...new Set(pairs)].map((pair) => pair.split(' ') as [IncidentStatus, IncidentStatus]);
}

/** The moves that are open from `status`, in the order of the table. */
export function movesFrom(status: IncidentStatus): MoveName[] {
  return (Object.keys(moves) as MoveName[]).filter((move) => canMove(move, status));
}

/**
 * What may happen to an incident under a person's hands without making the person's decision stale: reports that join,
 * clocks, reminders, arrivals, answers. In a storm a matter gets a new version every second.
 */
export const quietMoves: readonly string[] = [
  'join',
  'overdue',
  'urge',
  'arrive',
  'answer',
  'follow-up',
  'confirm-danger',
  'remind',
  'draft-supervision',
  'supervise',
  'reply-supervision',
  'track',
  'co-sign',
  'co-report',
  'co-return',
  'pass-on',
  'bulletin',
  'callout',
  'parent-ended',
];
