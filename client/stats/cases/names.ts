import type { Figure } from '../address.ts';

/** What the cases behind a number are. */
export const figureNames: Record<Figure, string> = {
  eventsToday: '今日来件',
  eventsYesterday: '昨日同时段来件',
  openedToday: '今日立案',
  open: '在办',
  overdue: '超时',
  closedToday: '今日结案',
  due: '本月应结',
  closedOnTime: '本月按期结案',
  exempted: '本月申诉免计超时',
  specialClosed: '本月特殊结案',
  confirmed: '本月属实',
  beforeTheCall: '本月未诉先办',
  urgent: '特急、紧急在办',
  level1: '特急在办',
  level2: '紧急在办',
  danger: '险情待确认',
  calledBack: '本月已回访',
  discontent: '本月回访不满意或未解决',
  discontentHandling: '本月回访不满意：处置不到位',
  discontentAnswer: '本月回访不满意：答复不清楚',
  discontentLate: '本月回访不满意：办理超时',
  discontentManner: '本月回访不满意：服务态度',
  discontentBeyond: '本月回访不满意：诉求超出职权',
  discontentOther: '本月回访不满意：其他原因',
};
