import { useEffect, useState } from 'react';

/** The city's clock as this page knows it: the server's time at a moment of the page's own steady clock. */
let known: { cityMs: number; steadyMs: number } | null = null;

/** Sets the city's clock from any instant that the server just gave (a session, a beat of the live feed). */
export function syncNow(instant: string | null): void {
  const cityMs = instant === null ? Number.NaN : Date.parse(instant);
  if (Number.isFinite(cityMs)) known = { cityMs, steadyMs: performance.now() };
}

/** The city's time in epoch milliseconds; the computer's own until the server has spoken. */
export function cityNow(): number {
  return known === null ? Date.now() : known.cityMs + (performance.now() - known.steadyMs);
}

/** The city's time, renewed every `everyMs`; for clocks and time left. */
export function useNow(everyMs = 1000): number {
  const [now, setNow] = useState(cityNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(cityNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
