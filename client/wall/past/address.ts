/** The instant of `?at=` in epoch ms; null: the wall shows now. */
export function pastFromAddress(search: string): number | null {
  const at = Date.parse(new URLSearchParams(search).get('at') ?? '');
  return Number.isFinite(at) ? at : null;
}

const cityOffsetMs = 8 * 3_600_000;
const dayMs = 24 * 3_600_000;

/** 2026-06-12 06:25:07 of the city. */
export const citySecond = (at: number): string =>
  new Date(at + cityOffsetMs).toISOString().slice(0, 19).replace('T', ' ');

/**
 * An instant as a person types it beside one that stands there: 06:25, 06:25:07, 06-11 06:25, 2026-06-11 06:25:07; what
 * is left out is that of `near`. Null: no instant.
 */
export function typedInstant(text: string, near: number): number | null {
  const [, year, date, time] =
    /^(?:(?:(\d{4})-)?(\d\d?-\d\d?)\s+)?(\d\d?:\d\d(?::\d\d)?)$/u.exec(text.trim()) ?? [];
  if (time === undefined) return null;
  const stands = citySecond(near);
  const two = (part: string): string => part.padStart(2, '0');
  const day = date === undefined ? stands.slice(5, 10) : date.split('-').map(two).join('-');
  const [hour = '', ...rest] = time.split(':');
  const at = Date.parse(`${year ?? stands.slice(0, 4)}-${day}T${[two(hour), ...rest].join(':')}+08:00`);
  return Number.isFinite(at) ? at : null;
}

/** The midnights of the city around an instant, epoch ms. */
export function dayAround(at: number): { from: number; until: number } {
  const from = Math.floor((at + cityOffsetMs) / dayMs) * dayMs - cityOffsetMs;
  return { from, until: from + dayMs };
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
