import { doneStatuses } from '#contracts/incident.ts';
import type { Incident } from '#contracts/incident.ts';
import { formatDate } from '../../shared/format.ts';

/** What the queue shows, read aloud: 端州区 · 未派遣 · 今日. */
export type Filter = { district: string | null; stage: Stage; span: Span; text: string };
export type Stage = keyof typeof stages;
export type Span = keyof typeof spans;

type Test = (incident: Incident) => boolean;
const isOpen: Test = ({ status }) => !doneStatuses.includes(status);
const among =
  (...statuses: Incident['status'][]): Test =>
  ({ status }) =>
    statuses.includes(status);

/** The stages of work as the desk says them; `ask` is the status that the server is asked for. */
export const stages = {
  open: { words: '未办结', ask: 'open', test: isOpen },
  undispatched: {
    words: '未派遣',
    ask: 'open',
    test: among('received', 'verifying', 'to-file', 'to-dispatch'),
  },
  unsigned: { words: '待签收', ask: 'open', test: among('to-sign') },
  handling: { words: '处置中', ask: 'open', test: among('handling', 'approval-pending', 'suspended') },
  reviewing: { words: '待审核、核查', ask: 'open', test: among('to-review', 'inspecting', 'to-close') },
  overdue: { words: '超时', ask: 'open', test: (row) => isOpen(row) && row.overdue },
  returned: { words: '有退单', ask: 'open', test: (row) => isOpen(row) && row.returnCount > 0 },
  answering: {
    words: '办结待答复、回访',
    ask: 'done',
    test: (row) =>
      row.status === 'follow-up' || (row.status === 'closed' && row.answeredCount < row.requestCount),
  },
  done: { words: '已办结', ask: 'done', test: (row) => !isOpen(row) },
} as const satisfies Record<string, { words: string; ask: 'open' | 'done'; test: Test }>;

export const spans = { all: '不限时间', today: '今日', day: '24 小时内', week: '7 日内' } as const;

export const wholeCity: Filter = { district: null, stage: 'open', span: 'all', text: '' };

/** The earliest opening that the filter lets through, epoch milliseconds; null for any. */
export function spanStart(span: Span, now: number): number | null {
  if (span === 'today') return Date.parse(`${formatDate(now)}T00:00:00+08:00`);
  if (span === 'day') return now - 86_400_000;
  return span === 'week' ? now - 7 * 86_400_000 : null;
}

/** Whether an incident belongs to the filter. A search goes through every stage and time; its text is the server's to judge. */
export function passes(incident: Incident, filter: Filter, now: number): boolean {
  if (filter.district !== null && incident.districtCode !== filter.district) return false;
  if (filter.text !== '') return true;
  const start = spanStart(filter.span, now);
  return stages[filter.stage].test(incident) && (start === null || Date.parse(incident.openedAt) >= start);
}
