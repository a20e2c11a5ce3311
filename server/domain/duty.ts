import type { Reference } from '#contracts/reference.ts';
import { dayOf } from './city-day.ts';

const changeHourMs = 8 * 3_600_000;
/** How long a person may be called before the stand-in is. */
export const answerWithinMs = 10 * 60_000;
/** A matter older than this is not called out by the machine any more. */
export const callWithinMs = 12 * 3_600_000;

/** 值班日: the shift changes at 08:00; before, the day before is on duty. */
export function dutyDayOf(now: Date): string {
  return dayOf(new Date(now.getTime() - changeHourMs));
}

/**
 * 运行管理中心: who hears of what could not be delivered and of every deadline that passed, and whose leader leads the
 * city's night.
 */
export function centreOf(reference: Reference): string | null {
  const centres = [...reference.unit.values()].filter((unit) => unit.type === 'center');
  return centres.sort((a, b) => a.level - b.level || a.code.localeCompare(b.code))[0]?.code ?? null;
}
