import { dayOf, startOfDay } from '#domain/calendar.ts';
import type { CityState } from './api.ts';

/** The city's clock, as seconds from 00:00 of one day. It is the city's own: nothing is sent before its time has come. */
export type DayClock = {
  /** The day as 20260612, part of every number. */
  day: string;
  now: () => number;
  /** Resolves when that second of the day has come; at once when it is past. */
  until: (second: number) => Promise<void>;
  /** The instant of a second of the day, ISO 8601. */
  instant: (second: number) => string;
  /** How many seconds of the city pass in one of ours. */
  rate: number;
};

const longestSleepMs = 3_600_000;

/** The clock of the day that it is in the city now; `read` asks the city again, once a minute, so that we never drift. */
export function makeClock(
  state: CityState,
  read: () => Promise<CityState>,
): DayClock & { close: () => void } {
  let base = { city: Date.parse(state.now), own: performance.now() };
  const cityMs = (): number => base.city + (performance.now() - base.own) * state.rate;
  const timer = setInterval(() => {
    read()
      .then(({ now }) => (base = { city: Date.parse(now), own: performance.now() }))
      .catch(() => undefined);
  }, 60_000);
  timer.unref();
  // A clock that has been put shortly before midnight, to give the city time to start, means the day to come.
  const start = startOfDay(dayOf(new Date(cityMs() + aheadMs(state.rate))));
  const instant = (second: number): string => new Date(start + second * 1000).toISOString();
  return {
    day: new Date(start + 12 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', ''),
    rate: state.rate,
    now: () => (cityMs() - start) / 1000,
    instant,
    async until(second) {
      for (;;) {
        const leftMs = (start + second * 1000 - cityMs()) / state.rate;
        if (leftMs <= 0) return;
        await new Promise((resolve) => setTimeout(resolve, Math.min(leftMs, longestSleepMs)));
      }
    },
    close: () => clearInterval(timer),
  };
}

/** How long before its first midnight a sped-up clock starts. */
export const aheadMs = (rate: number): number => (rate === 1 ? 0 : 30_000 * rate);
