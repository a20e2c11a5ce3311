import type { Books } from './checks/books.ts';
import { requestsOf } from './checks/books.ts';
import type { State } from './checks/state.ts';
import type { Verdict } from './checks/verdict.ts';
import { countBy, isClean } from './checks/verdict.ts';
import type { Happened } from './faults.ts';

export const print = (line = ''): void => console.log(line);

const shownCases = 5;

export function printFaults(happened: readonly Happened[], begun: number): void {
  print('faults under load');
  for (const { name, at, tookMs } of [...happened].sort((a, b) => a.at - b.at)) {
    const when = ((at - begun) / 1000).toFixed(1).padStart(7);
    print(`${when} s  ${name.padEnd(46)} ${(tookMs / 1000).toFixed(1).padStart(5)} s`);
  }
}

/** What the outside world saw, in numbers. */
export function printTraffic(books: Books, state: State): void {
  const requests = [...requestsOf(books.client).values()];
  const count = (what: string): number => books.client.filter((line) => line.what === what).length;
  const received = countBy(books.department, ({ key }) => key);
  const repeated = [...received.values()].filter((n) => n > 1).length;
  const refused = books.department.filter(({ status }) => status === 409).length;
  const seen = (what: string): string =>
    books.walls.map((wall) => wall.filter((line) => line.what === what).length).join(' and ');
  const items = requests.reduce((sum, request) => sum + request.items.length, 0);
  print(`sources     ${items} items in ${requests.length} requests; ${count('unknown')} answers lost, ${count('refused')} refused (503), ${count('again')} sent again on purpose`); // prettier-ignore
  print(`city        ${state.events.length} events, ${state.incidents.length} incidents, ${state.tasks.length} tasks, ${state.deliveries.length} deliveries, ${state.escalations.length} escalations`); // prettier-ignore
  print(`department  ${books.department.length} calls with ${received.size} keys; ${repeated} keys came more than once, ${refused} late fences refused`); // prettier-ignore
  print(`walls       joined ${seen('joined')} times, resumed ${seen('resume')} times, ${seen('frame')} frames`); // prettier-ignore
}

/** The table of the checks with the first cases of what was found; true when all are clean. */
export function printVerdicts(verdicts: readonly Verdict[]): boolean {
  print(
    `${''.padEnd(46)}${['counted', 'lost', 'doubled', 'wrong'].map((word) => word.padStart(9)).join('')}`,
  );
  verdicts.forEach((verdict, i) => {
    const { promise, counted, lost, doubled, wrong } = verdict;
    const numbers = [counted, lost.length, doubled.length, wrong.length];
    print(
      `${`${i + 1}`.padStart(2)}  ${promise.padEnd(42)}${numbers.map((n) => String(n).padStart(9)).join('')}`,
    );
    const cases = [
      ...lost.map((one) => `lost: ${one}`),
      ...doubled.map((one) => `doubled: ${one}`),
      ...wrong,
    ];
    for (const one of cases.slice(0, shownCases)) print(`      ${one}`);
    if (cases.length > shownCases) print(`      and ${cases.length - shownCases} more`);
  });
  const sum = (pick: (verdict: Verdict) => string[]): number =>
    verdicts.reduce((total, verdict) => total + pick(verdict).length, 0);
  print(`${sum((v) => v.lost)} lost, ${sum((v) => v.doubled)} doubled, ${sum((v) => v.wrong)} wrong`);
  return verdicts.every(isClean);
}
