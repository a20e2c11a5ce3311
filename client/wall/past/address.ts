import { cityOffsetMs } from '#contracts/city-time.ts';

/** The instant of `?at=` in epoch ms; null: the wall shows now. */
export function pastFromAddress(search: string): number | null {
  const at = Date.parse(new URLSearchParams(search).get('at') ?? '');
  return Number.isFinite(at) ? at : null;
}

const dayMs = 24 * 3_600_000;

/** The midnights of the city around an instant, epoch ms. */
export function dayAround(at: number): { from: number; until: number } {
  const from = Math.floor((at + cityOffsetMs) / dayMs) * dayMs - cityOffsetMs;
  return { from, until: from + dayMs };
}

/**
 * From where to where the line of the day leads, epoch ms: that part of it of which something was kept, and always the instant that
 * stands. `kept`: whether there is any.
 */
export function lineOf(
  at: number,
  { first, last }: { first: number; last: number },
): { from: number; until: number; kept: boolean } {
  const day = dayAround(at);
  const [from, until] = [Math.max(day.from, first), Math.min(day.until - 1_000, last)];
  return { from: Math.min(at, from), until: Math.max(at, until), kept: from < until };
}

/** The same address at an instant, in city time, as a person may send it; null: now. */
export function addressAt(href: string, at: number | null): string {
  const url = new URL(href);
  url.searchParams.delete('at');
  url.searchParams.delete('beside');
  if (at !== null)
    url.searchParams.set(
      'at',
      `${new Date(at + cityOffsetMs).toISOString().replace(/(\.000)?Z$/u, '')}+08:00`,
    );
  return url.toString();
}

/** The same address with the past on the left and now on the right. */
export function addressBeside(href: string, at: number): string {
  const url = new URL(addressAt(href, at));
  url.searchParams.set('beside', 'now');
  return url.toString();
}
