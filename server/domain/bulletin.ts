import { openPoint } from '#contracts/bulletin.ts';
import type { BulletinFields, BulletinKind } from '#contracts/bulletin.ts';
import { doneStatuses, severityNames, sourceNames, statusNames } from '#contracts/incident.ts';
import type { IncidentStatus, Severity } from '#contracts/incident.ts';
import type { ReportLimit } from '#contracts/upward.ts';
import { clockWords, momentWords } from './city-day.ts';
import { spellAfter } from './merging.ts';

/** What is known of a matter when a report is drafted. No caller is among it. */
export type BulletinFacts = {
  now: Date;
  title: string;
  categoryName: string;
  severity: number;
  status: IncidentStatus;
  address: string | null;
  districtName: string | null;
  danger: readonly string[];
  openedAt: Date;
  closedAt: Date | null;
  events: readonly { source: string; observedAt: Date; acceptedAt: Date }[];
  tasks: readonly {
    unitName: string;
    status: string;
    createdAt: Date;
    signedAt: Date | null;
    arrivedAt: Date | null;
    reportedAt: Date | null;
    report: string | null;
  }[];
  requests: { all: number; answered: number };
  /** Moves since the last signed report, oldest first. */
  since: readonly { at: Date; words: string }[];
  /** The last signed report, and what it is called. */
  last: { name: string; signedAt: Date; fields: BulletinFields } | null;
};

/** 报送时限 of a matter: those of its level, else those of every level. */
export function reportLimitOf(limits: Iterable<ReportLimit>, level: number): ReportLimit | null {
  const all = [...limits];
  return all.find((one) => one.severity === level) ?? all.find((one) => one.severity === null) ?? null;
}

/** Which reports may be begun now, from those that were signed in the present round. */
export function nextKinds(
  signed: readonly { kind: BulletinKind; round: number }[],
  round: number,
): BulletinKind[] {
  if (!signed.some(({ kind }) => kind === 'first')) return ['first'];
  return signed.some((one) => one.kind === 'final' && one.round === round) ? [] : ['more', 'final'];
}

/** 拟稿: everything that the rows tell, and an open point for what they do not. */
export function draftBulletin(kind: BulletinKind, facts: BulletinFacts): BulletinFields {
  const { last } = facts;
  const head = {
    title: `关于${facts.title}的${kind === 'first' ? '报告' : kind === 'more' ? '续报' : '终报'}`.slice(
      0,
      100,
    ),
    happenedAt: last?.fields.happenedAt ?? happened(facts),
    place: last?.fields.place ?? placeOf(facts),
    source: sources(facts),
    receivedAt: last?.fields.receivedAt ?? received(facts),
  };
  const loss = last?.fields.loss ?? openPoint('人员伤亡、财产损失、受影响范围');
  return {
    ...head,
    situation: cut(situationOf(kind, facts)),
    loss,
    measures: cut(measures(facts)),
    onSpot: cut(onSpot(facts)),
    nextSteps:
      kind === 'final' ? '本报告为终报，如有新情况另行报告。' : openPoint('下一步安排、需上级协调的事项'),
  };
}

const cut = (text: string): string =>
  text.length > 2000 ? `${text.slice(0, 1980).toWellFormed()}……（从略）` : text;

function happened({ events, openedAt }: BulletinFacts): string {
  const first = Math.min(...events.map(({ observedAt }) => observedAt.getTime()), openedAt.getTime());
  return `${momentWords(new Date(first))} 前后${openPoint('确切发生时间')}`;
}

function received({ events, openedAt }: BulletinFacts): string {
  const first = Math.min(...events.map(({ acceptedAt }) => acceptedAt.getTime()), openedAt.getTime());
  return momentWords(new Date(first));
}

function placeOf({ address, districtName }: BulletinFacts): string {
  if (address === null) return `${districtName ?? ''}${openPoint('具体地点')}`;
  return districtName === null || address.includes(districtName) ? address : `${districtName}${address}`;
}

/** 传感 1 件、热线 7 件，最早为传感（05:48）. */
function sources({ events }: BulletinFacts): string {
  if (events.length === 0) return openPoint('信息来源');
  const bySource = new Map<string, number>();
  for (const { source } of events) bySource.set(source, (bySource.get(source) ?? 0) + 1);
  const first = events.reduce((a, b) => (b.observedAt < a.observedAt ? b : a));
  const counts = [...bySource].map(([source, n]) => `${sourceNames[source] ?? source} ${n} 件`);
  return `${counts.join('、')}，最早为${sourceNames[first.source] ?? first.source}（${clockWords(first.observedAt)}）`;
}

function situationOf(kind: BulletinKind, facts: BulletinFacts): string {
  const { last, now } = facts;
  const standing = `截至 ${momentWords(now)}，${statusNames[facts.status]}`;
  if (kind === 'first' || last === null)
    return [
      `${facts.title}${facts.title.includes(facts.categoryName) ? '' : `（${facts.categoryName}）`}。等级${severityNames[facts.severity as Severity]}（系统初判，待核定）。`,
      facts.danger.length > 0 ? `来件提及${facts.danger.join('、')}，尚未确认。` : '',
      facts.requests.all > 0 ? `群众来电 ${facts.requests.all} 件。` : '',
      `${standing}。`,
    ].join('');
  const news = facts.since.map(({ at, words }) => `${clockWords(at)} ${words}`);
  const told = news.length === 0 ? '无新的进展' : news.join('；');
  const since = `${last.name}（${momentWords(last.signedAt)}）以来：${told}。`;
  return kind === 'more' ? `${since}${standing}。` : `${ended(facts)}${since}`;
}

function ended({ status, closedAt, openedAt, requests, now }: BulletinFacts): string {
  const answered = requests.all > 0 ? `群众诉求 ${requests.all} 件，已答复 ${requests.answered} 件。` : '';
  if (!doneStatuses.includes(status) || closedAt === null)
    return `截至 ${momentWords(now)} 尚未结案${openPoint('终报前是否先行结案')}。${answered}`;
  const minutes = (closedAt.getTime() - openedAt.getTime()) / 60_000;
  return `${momentWords(closedAt)} ${statusNames[status]}，${spellAfter('历时', minutes)}。${answered}`;
}

/** 05:58 派遣渠网中心，06:02 签收，06:20 到场. */
function measures({ tasks }: BulletinFacts): string {
  if (tasks.length === 0) return `尚未派遣${openPoint('先期处置措施')}`;
  return tasks
    .map((task) => {
      const steps = [
        `${clockWords(task.createdAt)} 交${task.unitName}处置`,
        task.signedAt && `${clockWords(task.signedAt)} 签收`,
        task.arrivedAt && `${clockWords(task.arrivedAt)} 到场`,
        task.status === 'returned' && '已退单',
        task.status === 'recalled' && '已撤回',
        task.reportedAt && task.report && `${clockWords(task.reportedAt)} 反馈：${task.report}`,
      ].filter((step) => typeof step === 'string');
      return `${steps.join('，').replace(/[。；;.]+$/u, '')}。`;
    })
    .join('\n');
}

function onSpot({ tasks, last }: BulletinFacts): string {
  const there = tasks.flatMap(({ unitName, arrivedAt }) =>
    arrivedAt ? [`${unitName} ${clockWords(arrivedAt)} 到场`] : [],
  );
  // Who leads on the spot was found out once: a person's words stand.
  if (last !== null && !last.fields.onSpot.includes('（待核')) return last.fields.onSpot;
  return `${there.length > 0 ? `${there.join('；')}。` : '尚无单位报告到场。'}${openPoint('到场领导姓名、职务与时间')}`;
}
