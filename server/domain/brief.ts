import { clockNames } from '#contracts/clocks.ts';
import type { Incident } from '#contracts/incident.ts';
import { severityNames, statusNames } from '#contracts/incident.ts';
import type { Brief } from '#contracts/stats.ts';
import type { Rate } from '#contracts/wall.ts';
import { changeWords, grouped, rateWords } from './kpi.ts';
import { spellAfter } from './merging.ts';

type Sentence = Brief['sentences'][number];

export type BriefFacts = {
  now: Date;
  /** The most urgent matter of all, if any is urgent or dangerous. */
  first: Incident | null;
  urgent: number;
  dangers: number;
  today: number;
  yesterday: number;
  open: number;
  overdue: number;
  closedOnTime: Rate;
  /** Null code: matters without a place. */
  districts: readonly {
    name: string;
    code: string | null;
    today: number;
    yesterday: number;
    overdue: number;
  }[];
  categories: readonly { name: string; code: string | null; today: number }[];
};

/** 三句话: what is worst, what came in, what is late; every number opens its cases. A calm city gets calm sentences. */
export function sentences(facts: BriefFacts): Sentence[] {
  return [worst(facts), cameIn(facts), late(facts)];
}

/** The address of a number within the page: its cases are opened in place. */
function linkTo(figure: string, code?: string | null, by = 'district'): string {
  return `?figure=${figure}${code === undefined ? '' : `&by=${by}&code=${code ?? 'none'}`}`;
}

function worst({ first, urgent, dangers, now, districts }: BriefFacts): Sentence {
  if (!first) return [{ text: '当前没有特急、紧急案件在办，也没有待确认的人身险情。', strong: true }];
  const level = severityNames[first.severity as 1 | 2 | 3 | 4];
  const district = districts.find(({ code }) => code === first.districtCode)?.name ?? '';
  const where = first.title.includes(district.slice(0, 2)) ? '' : district;
  const sentence: Sentence = [
    { text: `${level}：${where}${first.title}`, href: `/desk?incident=${first.id}`, strong: true },
    { text: `，${whoHasIt(first)}，${untilWhen(first, now)}` },
  ];
  if (first.requestCount > 1) sentence.push({ text: `，${grouped(first.requestCount)} 位来电人等答复` });
  if (urgent > 1)
    sentence.push({ text: '；特急、紧急在办共 ' }, { text: `${grouped(urgent)} 件`, href: linkTo('urgent') });
  if (dangers > 0)
    sentence.push(
      { text: urgent > 1 ? '，其中 ' : '；' },
      { text: `${grouped(dangers)} 件`, href: linkTo('danger'), strong: true },
      { text: '涉人身危险、尚未确认' },
    );
  return [...sentence, { text: '。' }];
}

function whoHasIt({ departmentName, status }: Incident): string {
  return departmentName === null ? '尚未派遣' : `${departmentName}${statusNames[status]}`;
}

/** The clock that ends first, as everywhere else. */
function untilWhen({ nextDue }: Incident, now: Date): string {
  if (nextDue === null) return '未定时限';
  const minutes = (Date.parse(nextDue.dueAt) - now.getTime()) / 60_000;
  return (
    clockNames[nextDue.clock] + (minutes < 0 ? spellAfter('已超时', -minutes) : spellAfter('余', minutes))
  );
}

function cameIn({ today, yesterday, districts, categories }: BriefFacts): Sentence {
  if (today === 0)
    return [
      { text: '今日尚无来件', strong: true },
      { text: yesterday === 0 ? '，昨日同时段也没有。' : `，昨日同时段 ${grouped(yesterday)} 件。` },
    ];
  const grown = growing(districts).slice(0, 2);
  const most = categories.toSorted((a, b) => b.today - a.today)[0];
  const sentence: Sentence = [
    { text: '今日来件 ', strong: true },
    { text: `${grouped(today)} 件`, href: linkTo('eventsToday'), strong: true },
    { text: `，${changeWords(today, yesterday)}`, strong: true },
  ];
  if (grown.length > 0 && yesterday > 0)
    sentence.push({
      text: `，增量主要在${grown.map((row) => `${row.name}（+${grouped(row.by)}）`).join('、')}`,
    });
  if (most && most.today > 1)
    sentence.push(
      { text: `；最多的是${most.name} ` },
      { text: `${grouped(most.today)} 件`, href: linkTo('eventsToday', most.code, 'category') },
    );
  return [...sentence, { text: '。' }];
}

function late({ open, overdue, districts, closedOnTime }: BriefFacts): Sentence {
  const rate = rateWords(closedOnTime);
  const ending = [{ text: rate === null ? '；本月尚无应结案件。' : `；本月按期结案率 ${rate}。` }];
  if (open === 0) return [{ text: '当前没有在办案件', strong: true }, ...ending];
  const sentence: Sentence = [
    { text: '在办 ', strong: true },
    { text: `${grouped(open)} 件`, href: linkTo('open'), strong: true },
  ];
  if (overdue === 0) return [...sentence, { text: '，无超时', strong: true }, ...ending];
  sentence.push(
    { text: overdue === open ? '，全部超时 ' : '，超时 ', strong: true },
    { text: `${grouped(overdue)} 件`, href: linkTo('overdue'), strong: true },
  );
  const [most, next] = districts.toSorted((a, b) => b.overdue - a.overdue);
  if (most && most.overdue > (next?.overdue ?? 0) && most.overdue < overdue)
    sentence.push(
      { text: `，其中${most.name} ` },
      { text: `${grouped(most.overdue)} 件`, href: linkTo('overdue', most.code) },
    );
  return [...sentence, ...ending];
}

/** The title of the most urgent matters: how many there are, and that these come first. */
export function urgentFinding(
  counts: { urgent: number; level1: number; level2: number },
  shown: number,
): string {
  if (counts.urgent === 0) return '没有特急、紧急案件在办';
  const levels = [
    counts.level1 > 0 ? `特急 ${grouped(counts.level1)} 件` : '',
    counts.level2 > 0 ? `紧急 ${grouped(counts.level2)} 件` : '',
  ].filter((words) => words !== '');
  const what = levels.length === 0 ? `险情 ${grouped(counts.urgent)} 件` : levels.join('，');
  return `${what}在办${counts.urgent > shown ? `，最急的 ${shown} 件` : ''}`;
}

type Grown = { name: string; by: number };

function growing(rows: readonly { name: string; today: number; yesterday: number }[]): Grown[] {
  return rows
    .map((row) => ({ name: row.name, by: row.today - row.yesterday }))
    .filter((row) => row.by > 0)
    .toSorted((a, b) => b.by - a.by);
}

/** The title of the small charts: where it grows, and that it does not elsewhere. */
export function chartFinding({ districts, today }: Pick<BriefFacts, 'districts' | 'today'>): string {
  if (today === 0) return '今日尚无来件';
  const grown = growing(districts).slice(0, 2);
  if (grown.length === 0) return '各处来件不多于昨日同时段';
  const named = new Set(grown.map((row) => row.name));
  const others = districts.filter((row) => !named.has(row.name));
  const most = Math.max(0, ...others.map((row) => Math.abs(row.today - row.yesterday)));
  const rest = others.length === 0 ? '' : most === 0 ? '，别处持平' : `，别处增减不过 ${grouped(most)} 件`;
  return `增量在${grown.map((row) => `${row.name} +${grouped(row.by)}`).join('、')}${rest}`;
}

const placesOf = { district: '县（市、区）', department: '单位', category: '小类' } as const;
type TableRow = { name: string; open: number; overdue: number; closedOnTime: Rate };

/** The title of the table: who holds what is late, and whether it is also the one with the lowest rate. */
export function tableFinding(by: keyof typeof placesOf, total: TableRow, rows: readonly TableRow[]): string {
  const { overdue, open } = total;
  if (open === 0 && total.closedOnTime.denominator === 0) return `各${placesOf[by]}尚无在办案件`;
  if (overdue === 0) return `各${placesOf[by]}均无超时`;
  const late = rows.filter((row) => row.overdue > 0).toSorted((a, b) => b.overdue - a.overdue);
  const [most, next] = late;
  const all = overdue === open ? `在办 ${grouped(open)} 件全部超时` : `超时 ${grouped(overdue)} 件`;
  if (!most) return all;
  if (late.length === 1) return `${all}，都在${most.name}`;
  if (most.overdue === next?.overdue) return `${all}，分在 ${late.length} 个${placesOf[by]}`;
  const lowest = isLowest(most, rows) ? '，按期率也最低' : '';
  return `${all}里${most.name}占 ${grouped(most.overdue)} 件${lowest}`;
}

function isLowest(row: TableRow, rows: readonly TableRow[]): boolean {
  const { value } = row.closedOnTime;
  return (
    value !== null &&
    rows.every(
      (other) => other === row || other.closedOnTime.value === null || other.closedOnTime.value > value,
    )
  );
}
