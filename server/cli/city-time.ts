const format = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** A point in time on the city's clock: 2026-06-12 10:00:00. */
export const cityTime = (at: string | Date): string => format.format(new Date(at));
