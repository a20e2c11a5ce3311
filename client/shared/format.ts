import type { Light } from '#contracts/incident.ts';

const zone = 'Asia/Shanghai';
const parts = new Intl.DateTimeFormat('zh-CN', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

type Instant = string | number | Date;

function fields(instant: Instant): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
}

/** 06:25, or 06:25:07 with seconds; city time. */
export function formatClock(instant: Instant, seconds = false): string {
  const { hour, minute, second } = fields(instant);
  return seconds ? `${hour}:${minute}:${second}` : `${hour}:${minute}`;
}

/** 2026-06-12, city time. */
export function formatDate(instant: Instant): string {
  const { year, month, day } = fields(instant);
  return `${year}-${month}-${day}`;
}

/** 2026-06-12 06:25, city time. */
export function formatDateTime(instant: Instant): string {
  return `${formatDate(instant)} ${formatClock(instant)}`;
}

/** 06:25 when it is the same day as `now`, else 06-12 06:25. */
export function formatNear(instant: Instant, now: number): string {
  const day = formatDate(instant);
  return day === formatDate(now) ? formatClock(instant) : `${day.slice(5)} ${formatClock(instant)}`;
}

/** 1,284; at most two decimals. */
export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** 96.4 %, one decimal, from its own fraction; 无 when nothing was due (a rate without a denominator is no rate). */
export function formatRate({ numerator, denominator }: { numerator: number; denominator: number }): string {
  return denominator === 0 ? '无' : `${((numerator / denominator) * 100).toFixed(1)} %`;
}

/** 48 m, 1.2 km. */
export function formatMetres(metres: number): string {
  return metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`;
}

/** A span in words: 7 分, 2 小时 07 分, 3 天 04 小时. The smallest word is a minute. */
export function spanWords(milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  const hours = Math.floor(minutes / 60);
  if (minutes === 0) return '不到 1 分';
  if (hours >= 48) return `${Math.floor(hours / 24)} 天 ${pad(hours % 24)} 小时`;
  return hours > 0 ? `${hours} 小时 ${pad(minutes % 60)} 分` : `${minutes} 分`;
}

/** 余 2 小时 07 分, or 已超 2 小时 10 分. */
export function timeLeft(dueAt: Instant, now: number): string {
  const left = new Date(dueAt).getTime() - now;
  return `${left >= 0 ? '余' : '已超'} ${spanWords(left)}`;
}

/**
 * The light of a clock and the share of it that is used up (0 to 1 and more).
 * 将到期 from 75 % on, when the unit is urged (practice, rule 11).
 */
export function lightOf(startedAt: Instant, dueAt: Instant, now: number): { light: Light; share: number } {
  const start = new Date(startedAt).getTime();
  const due = new Date(dueAt).getTime();
  const share = due <= start ? 1 : Math.max(0, (now - start) / (due - start));
  if (now > due) return { light: '超时', share: Math.max(1, share) };
  return { light: share >= 0.75 ? '将到期' : '正常', share };
}

/** 延迟 3 分, for a figure or feed that is late. */
export function lateWords(lastAt: Instant, now: number): string {
  return `延迟 ${spanWords(now - new Date(lastAt).getTime())}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
