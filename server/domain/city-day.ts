const offsetMs = 8 * 3_600_000;
const dayMs = 24 * 3_600_000;
const zone = 'Asia/Shanghai';

/** The city's day of an instant, YYYY-MM-DD. */
export function dayOf(at: Date): string {
  return new Date(at.getTime() + offsetMs).toISOString().slice(0, 10);
}

/** The instant of `hour`:`minute` of a city day. */
export function instantOf(day: string, hour: number, minute = 0): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) - offsetMs + hour * 3_600_000 + minute * 60_000);
}

/** The city day so many days after another. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

const moment = new Intl.DateTimeFormat('zh-CN', {
  timeZone: zone,
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
function partsOf(at: Date): Record<string, string> {
  return Object.fromEntries(moment.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** 6 月 12 日 06:25, city time, as it stands on paper. */
export function momentWords(at: Date): string {
  const part = partsOf(at);
  return `${part['month']} 月 ${part['day']} 日 ${part['hour']}:${part['minute']}`;
}

/** 06:25, city time. */
export function clockWords(at: Date): string {
  const part = partsOf(at);
  return `${part['hour']}:${part['minute']}`;
}

/** 2026 年 6 月 12 日. */
export function dayWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year} 年 ${month} 月 ${date} 日`;
}
