import type { DayFigure, DayText } from '#contracts/day-brief.ts';
import { severityNames, statusNames } from '#contracts/incident.ts';
import type { IncidentStatus, Severity } from '#contracts/incident.ts';
import { clockWords, dayAfter, dayOf, instantOf, momentWords } from './city-day.ts';
import { grouped, rateWords } from './kpi.ts';
import { spellAfter } from './merging.ts';

/** A matter of the brief; `place` and `title` are already those that may be read by all who get the paper. */
export type BriefMatter = {
  no: string;
  title: string;
  place: string;
  severity: number;
  unitName: string | null;
  status: IncidentStatus;
  openedAt: Date;
  closedAt: Date | null;
  dueAt: Date | null;
  danger: boolean;
  requests: number;
};

export type DayFacts = {
  now: Date;
  to: Date;
  figures: readonly DayFigure[];
  open: number;
  dueOnTime: number;
  important: readonly BriefMatter[];
  late: readonly BriefMatter[];
  warnings: readonly string[];
};

/** When the brief of a day is made, and when its figures are taken for the last time. */
const madeAt = { hour: 7, minute: 30 };
const endsAt = 8;

/**
 * The brief that is to be made at `now`: of today from 07:30 on, with the window of 08:00 to 08:00; null before.
 * `last`: when its figures were taken so far; after 08:00 they are taken once more, and then stand.
 */
export function briefDue(now: Date, last: Date | null): { day: string; from: Date; to: Date } | null {
  const day = dayOf(now);
  if (now < instantOf(day, madeAt.hour, madeAt.minute)) return null;
  const to = instantOf(day, endsAt);
  if (last !== null && (last >= to || now < to)) return null;
  return { day, from: instantOf(dayAfter(day, -1), endsAt), to };
}

/** The words as the system drafts them; a person edits and signs them. */
export function dayText(facts: DayFacts): DayText {
  return {
    overview: overview(facts),
    important:
      facts.important.length === 0
        ? '无特急、紧急和涉险事项。'
        : facts.important.map((one, i) => `${i + 1}. ${importantLine(one, facts.now)}`).join('\n'),
    late:
      facts.late.length === 0
        ? '无超时未办事项。'
        : facts.late.map((one, i) => `${i + 1}. ${lateLine(one, facts.now)}`).join('\n'),
    note:
      facts.warnings.length === 0
        ? '目前无生效中的预警和应急响应。'
        : `生效中：${facts.warnings.join('；')}。`,
  };
}

function overview({ figures, open, dueOnTime, to, now }: DayFacts): string {
  const of = (name: DayFigure['name']): DayFigure => figures.find((one) => one.name === name)!;
  const events = of('events');
  const requests = of('requests');
  const danger = of('danger');
  const due = of('due');
  const onTime = rateWords({ numerator: dueOnTime, denominator: due.count, value: null });
  return [
    `来件 ${grouped(events.count)} 件，归为 ${grouped(events.incidentIds.length)} 案；新立案 ${grouped(of('opened').count)} 案`,
    danger.count > 0
      ? `，其中涉险 ${grouped(danger.count)} 案（已确认 ${grouped(danger.count - (danger.part?.count ?? 0))}）。`
      : '，无涉险事项。',
    requests.count > 0
      ? `群众诉求 ${grouped(requests.count)} 单，已答复 ${grouped(requests.part?.count ?? 0)} 单。`
      : '无群众诉求。',
    `办结 ${grouped(of('closed').count)} 案；${onTime === null ? '无到期应结案件' : `到期按期办结率 ${onTime}`}。`,
    `在办 ${grouped(open)} 案，其中超时 ${grouped(of('overdue').count)} 案。`,
    now < to ? `数字截至 ${clockWords(now)}。` : '',
  ].join('');
}

function importantLine(one: BriefMatter, now: Date): string {
  const level = severityNames[one.severity as Severity];
  const callers = one.requests > 0 ? `，群众来电 ${grouped(one.requests)} 件` : '';
  const end =
    one.closedAt !== null
      ? `${momentWords(one.closedAt)} 办结`
      : `${statusNames[one.status]}${until(one, now)}`;
  return `【${level}${one.danger ? '·涉险' : ''}】${momentWords(one.openedAt)}，${one.place}${one.title}${callers}；${one.unitName ?? '尚未派遣'}，${end}。`;
}

function lateLine(one: BriefMatter, now: Date): string {
  return `${one.place}${one.title}（${one.no}），${one.unitName ?? '尚未派遣'}，${statusNames[one.status]}${until(one, now)}。`;
}

/** ，余 3 小时; ，已超时 2 天; nothing without a deadline. */
export function until({ dueAt }: Pick<BriefMatter, 'dueAt'>, now: Date): string {
  if (dueAt === null) return '';
  const minutes = (dueAt.getTime() - now.getTime()) / 60_000;
  return minutes < 0 ? spellAfter('，已超时', -minutes) : spellAfter('，余', minutes);
}
