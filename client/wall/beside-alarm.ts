import { exposedNames } from '#contracts/alarm-facts.ts';
import type { AlarmFacts } from '#contracts/alarm-facts.ts';
import { formatClock, formatMetres } from '../shared/format.ts';
import { metricName, shortUnit } from './words.ts';

/** One thing that stands beside an alarm; the lower its rank, the longer it stays where space lacks. */
export type Fact = { key: string; rank: number; words: string };

/** 水深约 18:40 达加重值 0.3 m（按近 30 分钟外推，非预报）; nothing once that time has come. */
function crossingWords({ crossing }: AlarmFacts, now: number): string | null {
  if (!crossing || Date.parse(crossing.at) < now) return null;
  const { at, metric, lineName, line, unit, windowMinutes } = crossing;
  return `${metricName(metric)}约 ${formatClock(at)} 达${lineName} ${line} ${shortUnit(unit)}（按近 ${windowMinutes} 分钟外推，非预报）`;
}

/** 1 km 内学校 2、医院 1（位置示意） */
function exposedWords({ exposed, reachM }: AlarmFacts): string | null {
  if (reachM === null) return '地点不够精确，未列周边';
  if (exposed.length === 0) return null;
  const kinds = exposed.map(({ kind, count }) => `${exposedNames[kind]} ${count}`).join('、');
  return `${reachWords(reachM)}${kinds}${exposed.some(({ rough }) => rough) ? '（位置示意）' : ''}`;
}
const reachWords = (metres: number): string =>
  `${metres % 1000 === 0 ? `${metres / 1000} km` : `${metres} m`} 内`;

/** 最近 端州中学约 200 m: of the kind that must be told first. */
function nearestWords({ exposed: [first] }: AlarmFacts): string | null {
  if (!first) return null;
  const step = first.rough ? 100 : 10;
  return `最近${first.nearest}约 ${formatMetres(Math.max(step, Math.round(first.metres / step) * step))}`;
}

/** 防汛响应：端州区 III 级，升 II 级由县三防常务副总指挥启动; 未启动预案 when nobody has declared any for this place. */
function responseWords({ responses: [first, ...more] }: AlarmFacts): string {
  if (!first) return '未启动预案';
  const next = first.next ? `，升 ${first.next.roman} 级由${first.next.startedBy}启动` : '';
  return `${first.hazard}响应 ${first.name}${more.length > 0 ? `等 ${more.length + 1} 项` : ''}${next}`;
}

function mattersWords({ children, mattersNear, reachM }: AlarmFacts): string | null {
  const parts = [
    ...(children.all > 0 ? [`子案 ${children.all} 件，在办 ${children.open}`] : []),
    ...(mattersNear > 0 && reachM !== null ? [`周边另有在办 ${mattersNear} 件`] : []),
  ];
  return parts.length > 0 ? parts.join('，') : null;
}

/** What may stand beside an alarm, in the order in which it is read; `calls` and `bell` come from elsewhere. */
export function factsBeside(
  facts: AlarmFacts | undefined,
  { calls, bell, now }: { calls: string | null; bell: { words: string; mute: boolean }; now: number },
): Fact[] {
  const all: [key: string, rank: number, words: string | null][] = [
    ['crossing', 0, facts ? crossingWords(facts, now) : null],
    ['calls', 1, calls],
    ['exposed', 2, facts ? exposedWords(facts) : null],
    ['nearest', 5, facts ? nearestWords(facts) : null],
    ['response', 3, facts ? responseWords(facts) : null],
    ['matters', 4, facts ? mattersWords(facts) : null],
    // A bell that nobody hears is told of before everything else.
    ['bell', bell.mute ? -1 : 6, bell.words],
  ];
  return all.flatMap(([key, rank, words]) => (words === null ? [] : [{ key, rank, words }]));
}

/** Em of a row of the panel at the usual size of text, and of the gap between two facts on one row. */
const rowEm = 14.1;
const gapEm = 1;

/** How wide words are: an ideograph or its punctuation is an em, a digit or a letter a little more than half of one. */
export function emOf(words: string): number {
  const wide = (letter: string): number => (letter > '\u2e7f' ? 1 : /[\s.:]/u.test(letter) ? 0.27 : 0.57);
  return [...words].reduce((sum, letter) => sum + wide(letter), 0);
}

/** Those of these words that one row holds, from the first on. */
export function rowOf(words: readonly string[], k: number): string[] {
  return words.filter((_, n) => emOf(words.slice(0, n + 1).join('')) + n * gapEm <= rowEm / k);
}

/** How many rows these facts take, one after the other, when a row has so many em. */
export function rowsOf(facts: readonly Pick<Fact, 'words'>[], row: number): number {
  let rows = 0;
  let free = 0;
  for (const { words } of facts) {
    const wide = emOf(words);
    if (wide + gapEm <= free) free -= wide + gapEm;
    else {
      // A line ends before a number that does not fit it.
      rows += wide <= row ? 1 : Math.ceil(wide / (row - 0.9));
      free = wide <= row ? row - wide : 0;
    }
  }
  return rows;
}

/** What stands when there are so many rows: the least important is left out, never cut off. `k` makes letters larger. */
export function factsFor(facts: readonly Fact[], rows: number, k: number): Fact[] {
  const chosen = new Set<Fact>();
  const inOrder = (): Fact[] => facts.filter((fact) => chosen.has(fact));
  for (const fact of facts.toSorted((a, b) => a.rank - b.rank)) {
    chosen.add(fact);
    if (rowsOf(inOrder(), rowEm / k) > rows) chosen.delete(fact);
  }
  return inOrder();
}

/** Parts of the height of the wall, as panels.css draws them. */
const high = { panel: 38.4, head: 4.2, long: 8.4, short: 4.7, second: 8.4, row: 3.6, margin: 1 };

/** How many rows of facts there are: under the heading and two rows of the alarm itself, above the other alarms. */
export function rowsLeft({ alarms, long, k }: { alarms: number; long: boolean; k: number }): number {
  const own = (high.head + (long ? high.long : high.short) + 2 * high.row) * k + high.margin;
  const others = (alarms > 1 ? high.second * k : 0) + (alarms > 2 ? high.row * k : 0);
  return Math.max(0, Math.floor((high.panel - own - others) / (high.row * k)));
}
