import type { HandoverText, ShiftCounts } from '#contracts/duty.ts';
import { severityNames, statusNames } from '#contracts/incident.ts';
import type { Severity } from '#contracts/incident.ts';
import { until } from './day-brief.ts';
import type { BriefMatter } from './day-brief.ts';
import { grouped } from './kpi.ts';

export type HandoverFacts = {
  now: Date;
  counts: ShiftCounts;
  important: readonly BriefMatter[];
  late: readonly BriefMatter[];
  warnings: readonly string[];
};

/** 交接班 as the system drafts it from what stands open; the outgoing leader adds what no row tells. */
export function handoverText({ now, counts, important, late, warnings }: HandoverFacts): HandoverText {
  const line = (one: BriefMatter, i: number): string => `${i + 1}. ${matterLine(one, now)}`;
  const dangers = important.filter(({ danger }) => danger);
  const others = important.filter(({ danger }) => !danger);
  return {
    matters: [
      `在办 ${grouped(counts.open)} 案，超时 ${grouped(counts.overdue)} 案。`,
      ...(others.length === 0 ? ['无特急、紧急事项。'] : others.map(line)),
    ].join('\n'),
    dangers: [
      ...(dangers.length === 0 ? ['无涉险事项。'] : dangers.map(line)),
      warnings.length === 0 ? '无生效中的预警和应急响应。' : `生效中：${warnings.join('；')}。`,
    ].join('\n'),
    waiting: waitingWords(counts),
    late: late.length === 0 ? '无超时。' : late.map(line).join('\n'),
    note: '',
  };
}

function waitingWords(counts: ShiftCounts): string {
  const all: [string, number, string][] = [
    ['待人判断的来件', counts.asked, '件'],
    ['待派遣', counts.toDispatch, '案'],
    ['待签收', counts.toSign, '案'],
    ['待审核、核查', counts.toReview, '案'],
    ['待结案', counts.toClose, '案'],
    ['未答复诉求', counts.unanswered, '单'],
    ['正在叫应', counts.calling, '人'],
    ['应报未签发首报', counts.toReport, '案'],
  ];
  const some = all.filter(([, count]) => count > 0);
  if (some.length === 0) return '无待办。';
  return `${some.map(([name, count, unit]) => `${name} ${grouped(count)} ${unit}`).join('，')}。`;
}

function matterLine(matter: BriefMatter, now: Date): string {
  const { severity, title, place, no, unitName, status } = matter;
  return `【${severityNames[severity as Severity]}】${place}${title}（${no}），${unitName ?? '尚未派遣'}，${statusNames[status]}${until(matter, now)}。`;
}
