import type { Stage, Step, StepKind } from './box.ts';
import type { Next } from './view.ts';

export const nextWords: Record<Next, string> = {
  sign: '签收',
  arrive: '到现场',
  report: '提交反馈',
  paused: '挂账中',
  wait: '等待审核',
  over: '已结束',
};

export const stepWords: Record<StepKind, string> = {
  sign: '签收',
  arrive: '到达',
  return: '退单',
  report: '处置反馈',
  'ask-extension': '延期申请',
  'ask-suspension': '挂账申请',
  withdraw: '撤回申请',
  resume: '恢复办理',
  appeal: '申诉',
  'reply-supervision': '督办回复',
  judge: '结论',
  new: '新情况上报',
  photo: '照片',
  read: '消息已读',
};

const stageWords: Record<Stage, string> = {
  report: '现场',
  before: '处置前',
  after: '处置后',
  scene: '现场',
};

/** 处置前照片, 签收. */
export function stepName({ kind, body }: Step): string {
  return kind === 'photo' ? `${stageWords[body['stage'] as Stage]}照片` : stepWords[kind];
}

/** 已同步, 3 项待上传: what lies on the phone, in words. Reading a message is no work of its own. */
export function syncWords(steps: readonly Step[]): string {
  const count = unsent(steps).length;
  return count === 0 ? '已同步' : `${count} 项待上传`;
}

export function unsent(steps: readonly Step[]): Step[] {
  return steps.filter(({ kind }) => kind !== 'read');
}

/** 照片 2 张、处置反馈 1 条. */
export function unsentWords(steps: readonly Step[]): string {
  const counts = new Map<StepKind, number>();
  for (const { kind } of unsent(steps)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .map(([kind, n]) => `${stepWords[kind]} ${n} ${kind === 'photo' ? '张' : '条'}`)
    .join('、');
}

/** What the person may do about a step that was turned down. */
export function adviceFor(step: Step): string {
  if (step.state === 'conflict')
    return '工单在您离线期间有了新变化，本机内容没有覆盖它，也没有丢。请先看最新情况，再决定重新提交或删除。';
  return step.kind === 'photo'
    ? '这张照片未被受理。删除后可以重拍，其余内容会继续上传。'
    : '这一步未被受理。请按提示改正后重新提交；不再需要的可以删除。';
}
