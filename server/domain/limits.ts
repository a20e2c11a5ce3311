import type { Calendar, Category, Reference } from '#contracts/reference.ts';
import { deadlineAfter, limitsOf } from './deadline.ts';
import { ladderAt, rungs } from './ladder.ts';
import type { Ladder } from './ladder.ts';

export type Clock = {
  startedAt: Date;
  dueAt: Date;
  amount: number;
  unit: string;
  calendarVersion: string;
  limitVersion: string;
  flags: string[];
};

/** 时限: the promise that a category's limit makes at `start`, frozen with the versions that made it; null when it has none. */
export function clockOf(
  reference: Reference,
  category: Category,
  which: 'promise' | 'unit' | 'sign' | 'dispatch',
  start: Date,
  condition = 'default',
): (Clock & Ladder) | null {
  const limit = limitsOf(category, condition)?.[which];
  if (!limit) return null;
  const { dueAt, flags } = deadlineAfter(start, limit, reference.calendar);
  const ladder = which === 'unit' ? firstRung(start, dueAt, limit.unit, reference.calendar) : noLadder;
  return {
    startedAt: start,
    dueAt,
    amount: limit.amount,
    unit: limit.unit,
    calendarVersion: reference.calendar.version,
    limitVersion: String(reference.version),
    flags,
    rung: ladder.rung,
    rungAt: ladder.rungAt,
  };
}

const noLadder: Ladder = { rung: null, rungAt: null };
const firstRung = (startedAt: Date, dueAt: Date, unit: string, calendar: Calendar): Ladder =>
  ladderAt({ startedAt, dueAt, unit, usedMs: 0 }, rungs[0], calendar);

/** 移交后 10 分钟无反馈再提醒 (practice §三): how long the desk waits for a word from 110, 119, 120. */
const trackMinutes = 10;

export function trackClock(start: Date): Clock {
  return minutesFrom(start, trackMinutes);
}

/** 核实、核查 take half an hour, nights included (mission.md §6). */
const checkMinutes = 30;

export function checkClock(start: Date): Clock {
  return minutesFrom(start, checkMinutes);
}

function minutesFrom(start: Date, minutes: number): Clock {
  const dueAt = new Date(start.getTime() + minutes * 60_000);
  return { startedAt: start, dueAt, amount: minutes / 60, unit: 'urgent-hour', calendarVersion: 'none', limitVersion: 'none', flags: [] }; // prettier-ignore
}
