import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

/** What each clock is called where there is room for two characters. */
export const clockNames = {
  promise: '答复',
  unit: '处置',
  sign: '签收',
  dispatch: '派遣',
  track: '移交反馈',
  oral: '口报',
  written: '书报',
  verify: '核实',
  inspect: '核查',
} as const;

/** A clock that runs: nobody has done yet what it waits for. */
export const RunningClock = z.object({
  clock: z.enum(['promise', 'unit', 'sign', 'dispatch', 'track', 'oral', 'written', 'verify', 'inspect']),
  startedAt: instant,
  dueAt: instant,
});
export type RunningClock = z.infer<typeof RunningClock>;

/** 下一个到期: of running clocks the one that ends first. */
export function firstDue<T extends { dueAt: string }>(running: readonly T[]): T | null {
  return running.reduce<T | null>(
    (first, next) => (first === null || Date.parse(next.dueAt) < Date.parse(first.dueAt) ? next : first),
    null,
  );
}
