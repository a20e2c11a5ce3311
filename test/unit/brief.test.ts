import { describe, expect, test } from 'vitest';
import type { Incident } from '#contracts/incident.ts';
import { chartFinding, sentences, tableFinding, urgentFinding } from '#domain/brief.ts';
import type { BriefFacts } from '#domain/brief.ts';
import { changeWords, rateOf } from '#domain/kpi.ts';

const now = new Date('2026-06-12T06:26:00+08:00');
const district = (name: string, today: number, yesterday: number, overdue = 0) => ({
  name,
  code: name === '未定位' ? null : name,
  today,
  yesterday,
  overdue,
});
const calm: BriefFacts = {
  now,
  first: null,
  urgent: 0,
  dangers: 0,
  today: 0,
  yesterday: 0,
  open: 0,
  overdue: 0,
  closedOnTime: rateOf(0, 0),
  districts: [district('端州区', 0, 0), district('高要区', 0, 0)],
  categories: [],
};
const clock = (dueAt: string): Incident['nextDue'] => ({ clock: 'unit', startedAt: dueAt, dueAt });
const matter = {
  id: 7,
  title: '西江路蕉园村口积水',
  severity: 1,
  status: 'handling',
  departmentName: '渠网中心',
  nextDue: clock('2026-06-12T08:34:00+08:00'),
  requestCount: 7,
  districtCode: '端州区',
} as Incident;
const wet: BriefFacts = {
  ...calm,
  first: matter,
  urgent: 5,
  dangers: 1,
  today: 1186,
  yesterday: 132,
  open: 312,
  overdue: 9,
  closedOnTime: rateOf(976, 1012),
  districts: [district('端州区', 71, 38, 1), district('高要区', 22, 21, 5), district('未定位', 3, 0)],
  categories: [{ name: '道路积水', code: 'road-flooding', today: 30 }],
};
const words = (facts: BriefFacts): string[] =>
  sentences(facts).map((parts) => parts.map(({ text }) => text).join(''));

test('a first day with nothing is told calmly, without a number that stands for nothing', () => {
  expect(words(calm)).toEqual([
    '当前没有特急、紧急案件在办，也没有待确认的人身险情。',
    '今日尚无来件，昨日同时段也没有。',
    '当前没有在办案件；本月尚无应结案件。',
  ]);
});

test('a wet morning: what is worst, who has it and until when, what came in, what is late', () => {
  expect(words(wet)).toEqual([
    '特急：端州区西江路蕉园村口积水，渠网中心处置中，处置余 2 小时 8 分钟，7 位来电人等答复；特急、紧急在办共 5 件，其中 1 件涉人身危险、尚未确认。',
    '今日来件 1,186 件，较昨日同时段 132 件增 1,054 件（+798 %），增量主要在端州区（+33）、未定位（+3）；最多的是道路积水 30 件。',
    '在办 312 件，超时 9 件，其中高要区 5 件；本月按期结案率 96.4 %（应结 1,012，按期 976）。',
  ]);
});

test('a number of a row leads to that row, also to the row of what has no place', () => {
  const facts = { ...wet, districts: [district('未定位', 3, 0, 6), district('高要区', 0, 0, 3)] };
  const hrefs = sentences(facts)
    .flat()
    .map(({ href }) => href);
  expect(hrefs).toContain('?figure=overdue&by=district&code=none');
  expect(hrefs).toContain('?figure=eventsToday&by=category&code=road-flooding');
  expect(hrefs).toContain('/desk?incident=7');
});

test('what nobody has yet, and what is past its time, is said so', () => {
  const first = { ...matter, departmentName: null, nextDue: clock('2026-06-12T05:26:00+08:00') } as Incident;
  expect(words({ ...wet, first })[0]).toMatch(/，尚未派遣，处置已超时 1 小时，/);
  expect(words({ ...wet, overdue: 312 })[2]).toMatch(/^在办 312 件，全部超时 312 件/);
});

test('a change names what it is measured against', () => {
  expect(changeWords(186, 132)).toBe('较昨日同时段 132 件增 54 件（+41 %）');
  expect(changeWords(66, 132)).toBe('较昨日同时段 132 件减 66 件（−50 %）');
  expect(changeWords(132, 132)).toBe('与昨日同时段 132 件持平');
  expect(changeWords(7, 0)).toBe('昨日同时段无来件');
});

describe('titles say what is found', () => {
  const row = (name: string, overdue: number, onTime = 9, open = 10) => ({
    name,
    open,
    overdue,
    closedOnTime: rateOf(onTime, 10),
  });
  const table = (...rows: ReturnType<typeof row>[]): string => {
    const overdue = rows.reduce((sum, one) => sum + one.overdue, 0);
    return tableFinding('district', row('全市', overdue, 9, 100), rows);
  };

  test('of the table', () => {
    expect(table(row('端州区', 0), row('高要区', 0))).toBe('各县（市、区）均无超时');
    expect(table(row('端州区', 1), row('高要区', 5, 8))).toBe('超时 6 件里高要区占 5 件，按期率也最低');
    expect(table(row('端州区', 1, 7), row('高要区', 5))).toBe('超时 6 件里高要区占 5 件');
    expect(table(row('端州区', 3), row('高要区', 3))).toBe('超时 6 件，分在 2 个县（市、区）');
    expect(table(row('端州区', 3), row('高要区', 0))).toBe('超时 3 件，都在端州区');
  });

  test('of a table in which everything is late', () => {
    const total = row('全市', 99_999, 9, 99_999);
    expect(tableFinding('category', total, [row('积水', 99_998), row('噪声', 1)])).toBe(
      '在办 99,999 件全部超时里积水占 99,998 件',
    );
  });

  test('of the charts', () => {
    expect(chartFinding(wet)).toBe('增量在端州区 +33、未定位 +3，别处增减不过 1 件');
    expect(chartFinding(calm)).toBe('今日尚无来件');
    expect(chartFinding({ today: 5, districts: [district('端州区', 5, 9)] })).toBe(
      '各处来件不多于昨日同时段',
    );
  });

  test('of the most urgent', () => {
    expect(urgentFinding({ urgent: 0, level1: 0, level2: 0 }, 0)).toBe('没有特急、紧急案件在办');
    expect(urgentFinding({ urgent: 59, level1: 10, level2: 49 }, 6)).toBe(
      '特急 10 件，紧急 49 件在办，最急的 6 件',
    );
    expect(urgentFinding({ urgent: 1, level1: 0, level2: 0 }, 1)).toBe('险情 1 件在办');
  });
});
