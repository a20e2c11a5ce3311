import type { IncidentDetail } from '#contracts/desk.ts';

/** How a step with no more than a reason is asked for and sent. */
export type ReasonStep = {
  title: string;
  submit: string;
  hint: (detail: IncidentDetail) => string;
  label: string;
  needed: boolean | ((detail: IncidentDetail) => boolean);
  path: (detail: IncidentDetail) => string;
  body: (detail: IncidentDetail, words: string) => Record<string, unknown>;
  done: string;
  /** Fewer characters than a reason has will do. */
  least?: number;
  /** Whether the photos and the place of the unit's work are looked at for it. */
  evidence?: boolean;
  /** Whether the alarms of devices can be marked 误报 with it. */
  falseAlarm?: boolean;
  /** The step that takes this one back, while the rules allow it. */
  undo?: string;
};

const withReason = (detail: IncidentDetail, reason: string) => ({ version: detail.version, reason });
const passed = (detail: IncidentDetail, reason: string) => ({ version: detail.version, pass: true, reason });
const failed = (detail: IncidentDetail, reason: string) => ({ version: detail.version, pass: false, reason });
const to =
  (move: string) =>
  ({ id }: IncidentDetail) =>
    `/api/incidents/${id}/${move}`;
const report = ({ tasks }: IncidentDetail) =>
  tasks
    .filter(({ kind, report: words }) => kind === 'handle' && words !== null)
    .map(({ unitName, report: words }) => `${unitName}反馈：${words}`)
    .at(-1) ?? '承办单位没有写反馈';

export const reasonSteps: Readonly<Record<string, ReasonStep>> = {
  refuse: {
    title: '不予受理',
    submit: '确认不予受理',
    hint: ({ requestCount }) =>
      `${requestCount > 0 ? '来电人会收到不予受理的理由' : '没有来电人'}；事件不再派遣，须有依据`,
    label: '理由',
    needed: true,
    path: to('refuse'),
    body: withReason,
    done: '已不予受理',
    falseAlarm: true,
  },
  recall: {
    title: '撤回派遣',
    submit: '确认撤回',
    hint: ({ departmentName }) => `${departmentName ?? '承办单位'}尚未签收，可以撤回后重派`,
    label: '理由',
    needed: true,
    path: to('recall'),
    body: withReason,
    done: '已撤回，待重新派遣',
  },
  review: {
    title: '审核通过',
    submit: '通过，转核查',
    hint: report,
    label: '意见（可不填）',
    needed: false,
    path: to('review'),
    body: passed,
    done: '审核通过',
    evidence: true,
  },
  inspect: {
    title: '核查通过',
    submit: '通过，待结案',
    hint: report,
    label: '核查情况：看到了什么',
    needed: true,
    path: to('inspect'),
    body: passed,
    done: '核查通过',
    evidence: true,
  },
  rework: {
    title: '返工',
    submit: '确认返工',
    hint: report,
    label: '哪里不到位，要做到什么',
    needed: true,
    path: (detail) => to(detail.status === 'to-review' ? 'review' : 'inspect')(detail),
    body: failed,
    done: '已退回返工',
  },
  'recall-verify': {
    title: '撤回核实',
    submit: '确认撤回',
    hint: () => '不等核实，由值班台自行判断；去的人会收到通知',
    label: '理由',
    needed: true,
    path: to('recall-verify'),
    body: withReason,
    done: '已撤回核实',
  },
  close: {
    title: '结案',
    submit: '确认结案',
    hint: ({ requestCount, answeredCount }) =>
      requestCount > answeredCount
        ? `还有 ${requestCount - answeredCount} 位来电人没有答复，结案后仍须逐单答复、回访`
        : '来电人均已答复',
    label: '结案说明；尚未核查的，写明核查情况',
    // Straight from the inspection, closing is the inspection.
    needed: ({ status }) => status === 'inspecting',
    least: 2,
    path: to('close'),
    body: withReason,
    done: '已结案',
    falseAlarm: true,
  },
  reopen: {
    title: '重开',
    submit: '确认重开',
    hint: ({ round }) => `按第 ${round + 1} 轮重新派遣，时限重新起算，对群众的承诺不变`,
    label: '理由',
    needed: true,
    path: to('reopen'),
    body: withReason,
    done: '已重开',
  },
  release: {
    title: '脱离母案',
    submit: '确认脱离',
    hint: ({ kin }) => `脱离母案 ${kin.parent?.no ?? ''}，两案各自办理`,
    label: '理由',
    needed: true,
    path: to('release'),
    body: withReason,
    done: '已脱离母案',
  },
  resume: {
    title: '恢复办理',
    submit: '恢复办理',
    hint: () => '挂账提前结束，承办时限从停下时的余额接着走',
    label: '理由',
    needed: true,
    path: to('resume'),
    body: withReason,
    done: '已恢复办理',
  },
  urge: {
    title: '催办',
    submit: '发出催办',
    hint: ({ departmentName }) => `通知${departmentName ?? '承办单位'}加快办理，并记入经过`,
    label: '要求（可不填）',
    needed: false,
    path: to('urge'),
    body: withReason,
    done: '已催办',
  },
  'confirm-danger': {
    title: '确认险情',
    submit: '确认，停止响铃',
    hint: ({ danger }) => `危险词：${danger.join('、')}。请先处置或移交 110、119、120，再写明如何处置`,
    label: '如何处置，移交何处、对方坐席',
    needed: true,
    path: to('confirm-danger'),
    body: ({ version }, note) => ({ version, note }),
    done: '已确认险情',
  },
};
