import type { Brief } from '#contracts/stats.ts';
import type { Incident } from '#contracts/incident.ts';
import { severityNames } from '#contracts/incident.ts';
import { changeWords } from './kpi.ts';

type Sentence = Brief['sentences'][number];
export type BriefFacts = {
  urgent: readonly Incident[];
  dangers: number;
  today: number;
  yesterday: number;
  open: number;
  overdue: number;
  /** Districts by name with their counts of today, yesterday and overdue. */
  districts: readonly {
    name: string;
    code: string | null;
    today: number;
    yesterday: number;
    overdue: number;
  }[];
};

/** 三句话: what is worst, what came in, what is late; every number opens its cases. A calm city gets calm sentences. */
export function sentences(facts: BriefFacts): Sentence[] {
  return [worst(facts), cameIn(facts), late(facts)];
}

function worst({ urgent, dangers }: BriefFacts): Sentence {
  const [first] = urgent;
  if (!first) return [{ text: '当前没有特急、紧急案件在办，城市运行平稳。', strong: true }];
  const who = first.departmentName ?? '尚未派遣';
  const sentence: Sentence = [
    {
      text: `${severityNames[first.severity as 1 | 2 | 3 | 4]}：${first.title}`,
      href: `/desk?incident=${first.id}`,
      strong: true,
    },
    { text: `，${who}${first.overdue ? '，已超时' : ''}` },
  ];
  if (urgent.length > 1)
    sentence.push({ text: `；特急、紧急在办共 ` }, { text: `${urgent.length} 件`, href: '?figure=open' });
  if (dangers > 0) sentence.push({ text: '；' }, { text: `${dangers} 件涉人身危险待确认`, strong: true });
  return [...sentence, { text: '。' }];
}

function cameIn({ today, yesterday, districts }: BriefFacts): Sentence {
  const top = [...districts].sort((a, b) => b.today - b.yesterday - (a.today - a.yesterday))[0];
  const grown =
    top && top.today > top.yesterday ? `，增量主要在${top.name}（+${top.today - top.yesterday}）` : '';
  return [
    { text: '今日来件 ', strong: true },
    { text: `${today} 件`, href: '?figure=eventsToday', strong: true },
    { text: `，${changeWords(today, yesterday)}${grown}。` },
  ];
}

function late({ open, overdue, districts }: BriefFacts): Sentence {
  const sentence: Sentence = [{ text: '在办 ' }, { text: `${open} 件`, href: '?figure=open' }];
  if (overdue === 0) return [...sentence, { text: '，无超时。' }];
  const worstOne = [...districts].sort((a, b) => b.overdue - a.overdue)[0];
  sentence.push({ text: '，超时 ' }, { text: `${overdue} 件`, href: '?figure=overdue', strong: true });
  if (worstOne && worstOne.overdue > 0)
    sentence.push(
      { text: `，其中${worstOne.name} ` },
      { text: `${worstOne.overdue} 件`, href: `?figure=overdue&code=${worstOne.code ?? ''}` },
    );
  return [...sentence, { text: '。' }];
}

/** The titles of table and charts are findings. */
export function findings({ districts, overdue, today }: BriefFacts): Brief['finding'] {
  const worstOne = [...districts].sort((a, b) => b.overdue - a.overdue)[0];
  const grown = [...districts]
    .map((row) => ({ name: row.name, by: row.today - row.yesterday }))
    .filter((row) => row.by > 0)
    .sort((a, b) => b.by - a.by)
    .slice(0, 2);
  return {
    table:
      overdue > 0 && worstOne
        ? `超时 ${overdue} 件里${worstOne.name}占 ${worstOne.overdue} 件`
        : '各县（市、区）均无超时',
    chart:
      grown.length > 0
        ? `增量在${grown.map((row) => `${row.name} +${row.by}`).join('、')}`
        : today === 0
          ? '今日暂无来件'
          : '各处来件与昨日相当或减少',
  };
}
