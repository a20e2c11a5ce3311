import { bulletinFieldNames, bulletinKindNames } from '#contracts/bulletin.ts';
import type { Bulletin } from '#contracts/bulletin.ts';
import { dayFigureNames, dayTextNames } from '#contracts/day-brief.ts';
import type { DayBrief } from '#contracts/day-brief.ts';
import { clockWords, dayWords, momentWords } from './city-day.ts';
import { grouped } from './kpi.ts';

/** 公文: what stands on one paper, whether it is printed by the browser or kept as docx. */
export type Paper = {
  /** Above the title: whose it is, and 演示 where it is. */
  issuer: string;
  kind: string;
  title: string;
  /** One line under the title. */
  about: string;
  parts: ({ name: string; text: string } | { name: string; cells: readonly (readonly [string, string])[] })[];
  /** Bottom right: who signed it, when; or that nobody has yet. */
  signed: string;
  /** Its name as a file, without the ending. */
  file: string;
};

export type Letterhead = { centreName: string; mark: string };
const markWords: Record<string, string> = { demo: '（演示）', drill: '（演练）', test: '（测试）' };

/** What was written, in the order of the names: JSON out of the database has an order of its own. */
function told<Name extends string>(
  names: Readonly<Record<Name, string>>,
  words: Readonly<Record<Name, string>>,
): { name: string; text: string }[] {
  return (Object.keys(names) as Name[])
    .filter((name) => words[name] !== '')
    .map((name) => ({ name: names[name], text: words[name] }));
}

/** 信息报送 on paper. A draft says that it is one. */
export function bulletinPaper(
  { kind, no, fields, signedAt, signedName, draftedName }: Bulletin,
  incidentNo: string,
  { centreName, mark }: Letterhead,
): Paper {
  const called = kind === 'more' ? `续报第 ${no} 号` : bulletinKindNames[kind];
  return {
    issuer: `${centreName}${markWords[mark] ?? ''}`,
    kind: `突发事件信息（${called}）`,
    title: fields.title,
    about: `案号 ${incidentNo}`,
    parts: told(bulletinFieldNames, fields).filter(({ name }) => name !== bulletinFieldNames.title),
    signed:
      signedAt === null
        ? `草稿，${draftedName}拟，未签发`
        : `签发：${signedName}　${momentWords(new Date(signedAt))}`,
    file: `${incidentNo}-${kind === 'more' ? `续报${no}` : bulletinKindNames[kind]}`,
  };
}

/** 昨夜今晨 on one A4 page. */
export function dayBriefPaper(brief: DayBrief, { centreName, mark }: Letterhead): Paper {
  const { day, from, to, asOf, figures, text, state, signedName, signedAt } = brief;
  const cells = figures.map(({ name, count, part }): [string, string] => [
    dayFigureNames[name],
    `${grouped(count)}${part ? `（${part.name} ${grouped(part.count)}）` : ''}`,
  ]);
  return {
    issuer: `${centreName}${markWords[mark] ?? ''}`,
    kind: '昨夜今晨',
    title: dayWords(day),
    about: `${momentWords(new Date(from))} 至 ${momentWords(new Date(to))}，数字截至 ${clockWords(new Date(asOf))}`,
    parts: [{ name: '数字', cells }, ...told(dayTextNames, text)],
    signed:
      state === 'signed' && signedAt !== null
        ? `签发：${signedName}　${momentWords(new Date(signedAt))}`
        : '草稿，未签发',
    file: `昨夜今晨-${day}`,
  };
}
