/** From UTC to the city's clock, which knows no summer time. */
export const cityOffsetMs = 8 * 3_600_000;

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
