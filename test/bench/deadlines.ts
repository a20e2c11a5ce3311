import { say } from '../../server/launch/say.mjs';
import type { Calendar } from '#contracts/reference.ts';
import { deadlineAfter } from '#domain/deadline.ts';
import { leftMs, resumed } from '#domain/pause.ts';
import { oracleOf } from '#test/support/working-year.ts';
import { alternate, judge, median } from './report.ts';

/** What one deadline may take. */
const mostMicroseconds = 50;

const calendar: Calendar = { code: 'city', name: '历', version: 't', hours: [['08:30', '12:00'], ['14:30', '17:30']], suspensionDays: ['2026-02-09', '2026-02-16'], years: [], source: 't' }; // prettier-ignore
const limit = { amount: 5, unit: 'work-day' } as const;
const yearStart = Date.parse('2026-01-01T00:00:00+08:00');
const startOf = (n: number): Date => new Date(yearStart + (n % 2_000) * 3_607_000);

const perSecond = (count: number, work: (n: number) => void): number => {
  const began = performance.now();
  for (let n = 0; n < count; n += 1) work(n);
  return count / ((performance.now() - began) / 1000);
};

/** Frozen at its start, stopped after an hour and set going again: two deadlines and one count. */
function compute(n: number): void {
  const startedAt = startOf(n);
  const { dueAt } = deadlineAfter(startedAt, limit, calendar);
  const clock = { startedAt, dueAt, unit: limit.unit, usedMs: 0 };
  const stoppedAt = new Date(startedAt.getTime() + 3_600_000);
  resumed(clock, { stoppedAt, left: leftMs(clock, stoppedAt, calendar), at: stoppedAt }, calendar);
}

const { isOpen } = oracleOf(calendar);
/** The same once, minute by minute: five working days are some seven thousand questions. */
function walk(n: number): void {
  let at = startOf(n).getTime();
  for (let open = 5 * 390; open > 0; at += 60_000) if (isOpen(at)) open -= 1;
}

/** 时限: five working days with a pause, against counting minutes. */
export async function deadlines(rounds: number, full: boolean): Promise<boolean> {
  say('\nDeadlines: five working days, stopped and resumed, against counting their minutes once');
  perSecond(500, compute);
  const figures = await alternate(
    rounds,
    'deadlines/s',
    { name: 'chengyun', run: async () => perSecond(full ? 40_000 : 10_000, compute) },
    { name: 'by minutes', run: async () => perSecond(full ? 400 : 100, walk) },
  );
  const each = 1_000_000 / median(figures.ours);
  say(`  one takes ${each.toFixed(1)} µs (at most ${mostMicroseconds})`);
  return judge({ name: 'deadlines', unit: 'deadlines/s', ...figures, bound: 5 }) && each <= mostMicroseconds;
}
