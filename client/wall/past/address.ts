/** The instant of `?at=` in epoch ms; null: the wall shows now. */
export function pastFromAddress(search: string): number | null {
  const at = Date.parse(new URLSearchParams(search).get('at') ?? '');
  return Number.isFinite(at) ? at : null;
}

const cityOffsetMs = 8 * 3_600_000;

/** The same address at an instant, in city time and to the second, as a person may send it; null: now. */
export function addressAt(href: string, at: number | null): string {
  const url = new URL(href);
  url.searchParams.delete('at');
  if (at !== null) {
    const city = new Date(Math.floor(at / 1000) * 1000 + cityOffsetMs).toISOString();
    url.searchParams.set('at', city.replace('.000Z', '+08:00'));
  }
  return url.toString();
}
