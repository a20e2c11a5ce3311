import { citySecond } from '#contracts/city-time.ts';
import { grouped } from './kpi.ts';

const dayMs = 24 * 3_600_000;

/** Now, and when the first record of the city begins; null: there is none. */
export type Records = { now: Date; since: Date | null };

const ageMs = ({ now, since }: Records): number => (since ? now.getTime() - since.getTime() : 0);

/** 近 30 日; 自 06-12 起 where the records are younger: what nobody could know is not said to have been quiet. */
export function lately(records: Records, days = 30): string {
  if (records.since === null) return '启用以来';
  return ageMs(records) >= days * dayMs
    ? `近 ${days} 日`
    : `自 ${citySecond(records.since.getTime()).slice(5, 10)} 起`;
}

/** Over how many days there are records, of the last `days`; at least one. */
export const daysKnown = (records: Records, days: number): number =>
  Math.min(days, Math.max(1, Math.ceil(ageMs(records) / dayMs)));

/** Whether yesterday at this time was recorded at all. */
export const knowsYesterday = (records: Records): boolean => ageMs(records) >= dayMs;

/** 昨日同时段 12: a comparison, where there is something to compare with. */
export const yesterdayWords = (count: number, records: Records): string =>
  knowsYesterday(records) ? `昨日同时段 ${grouped(count)}` : '昨日尚无记录';
