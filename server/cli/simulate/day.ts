import type { DemoMatter } from '#contracts/demo.ts';
import type { DemoCity } from '#geodata/demo-day.ts';
import type { Api, CityState } from './api.ts';
import { makeClock } from './clock.ts';
import type { DayClock } from './clock.ts';
import { judge, linkTimes } from './judge.ts';
import type { Verdict } from './judge.ts';
import { lifeOf } from './life.ts';
import type { People } from './people.ts';
import { playMatter } from './play.ts';
import type { Outcome } from './play.ts';
import type { Played, Stage } from './stage.ts';
import { registerDevices, report, sense } from './stream.ts';

export type DayWanted = { seed: number; hours: number };
type Parts = { api: Api; people: People; city: DemoCity; state: CityState };

const hourS = 3600;
/** Real milliseconds that a report may take; at a high speed a slow machine needs them. */
const patienceMs = 20_000;

const clockWords = (t: number): string =>
  `${String(Math.floor(t / hourS)).padStart(2, '0')}:${String(Math.floor((t % hourS) / 60)).padStart(2, '0')}`;

/** One line an hour: how many steps went by the script, and what did not. */
async function tell(clock: DayClock, end: number, done: Outcome[]): Promise<void> {
  for (let t = hourS; t <= end; t += hourS) {
    await clock.until(t);
    const trouble = done.filter(({ trouble: why }) => why !== null).length;
    report(`${clockWords(t)}  已走 ${done.length} 步，未照办 ${trouble} 步`);
  }
}

const upTo = (matter: Played, end: number): Played => ({ id: matter.id, steps: matter.steps.filter(({ at }) => at <= end) }); // prettier-ignore

/** The p-th percentile of ascending numbers. */
const percentile = (sorted: readonly number[], p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? 0;

function printVerdict({ matter, title, expected, found, faults, later }: Verdict): void {
  report(`${faults.length === 0 ? '✓' : '✗'} ${matter.slice(0, 2)} ${title}`);
  report(`    应 ${expected}；实 ${found || '无'}`);
  for (const fault of faults) report(`    ! ${fault}`);
  if (later.length > 0) report(`    尚缺：${later.join('、')}`);
}

async function account(stage: Stage, city: DemoCity, end: number, rate: number): Promise<number> {
  report('\n这一天的事：应有的与实有的');
  let wrong = 0;
  for (const matter of city.matters.filter((one) => beginOf(one) < end)) {
    const verdict = await judge(stage, matter, end);
    if (verdict.faults.length > 0) wrong += 1;
    printVerdict(verdict);
  }
  const times = await linkTimes(stage, rate);
  const ms = (p: number): string => `${Math.round(percentile(times, p))} ms`;
  report(
    `\n自动归案的来件 ${times.length} 条，从受理到归案（真实时间）p50 ${ms(50)}，p99 ${ms(99)}，最长 ${ms(100)}`,
  );
  return wrong;
}

const beginOf = ({ steps }: DemoMatter): number => Math.min(...steps.map(({ at }) => at));

/**
 * One whole day at the speed of the city's clock: the scripts, the day's chatter and the senses from 00:00, then what
 * became of the scripts beside what should have. Answers how many matters ended otherwise.
 */
export async function playWholeDay({ api, people, city, state }: Parts, wanted: DayWanted): Promise<number> {
  await registerDevices(api, city);
  const clock = makeClock(state, api.state);
  const stage = { api, people, clock, patienceMs };
  const end = wanted.hours * hourS;
  const done: Outcome[] = [];
  const heard = (outcome: Outcome): void => {
    done.push(outcome);
    if (outcome.trouble !== null) report(`${clockWords(outcome.at)}  ${outcome.matter} ${outcome.step}：${outcome.trouble}`); // prettier-ignore
  };
  const matters = [...city.matters, ...lifeOf(city, wanted.seed)];
  await Promise.all([
    sense(stage, city, wanted.seed, end),
    tell(clock, end, done),
    ...matters.map((matter) => playMatter(stage, upTo(matter, end), heard)),
  ]);
  clock.close();
  return account(stage, city, end, clock.rate);
}
