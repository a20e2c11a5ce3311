import { chat, followUp, twofold } from './chatter.ts';
import { plantHard } from './hard.ts';
import { kinds } from './kinds.ts';
import type { World } from './places.ts';
import { openBook } from './problems.ts';
import type { Book } from './problems.ts';
import { chanceOf } from './random.ts';
import type { Chance } from './random.ts';
import { sightings } from './sightings.ts';
import type { Making } from './sightings.ts';
import type { Day, Problem, Report } from './types.ts';

/** Days that tests and the bench play. Whoever tunes words or weights uses others, so that these stay unseen. */
export const playedSeeds = [20_260_611, 7_041_776, 31_337_001, 86_420_975] as const;

const hour = 3_600_000;
/** A Thursday in the flood season, 00:00 by the city's clock. */
export const dayStart = Date.UTC(2026, 5, 10, 16);
/** How much of a day's reports begins in each hour: few at night, most on the way to work and home. */
const rush = [2, 1, 1, 1, 1, 2, 4, 9, 10, 8, 6, 5, 5, 5, 5, 5, 6, 9, 10, 8, 6, 5, 4, 3];
/** What a storm brings, three times as much of it and within two hours. */
const stormy = new Set(['flooding', 'tree', 'slope', 'power', 'sewage', 'signal']);
const stormHours = [6, 16];

function hourOf(chance: Chance): number {
  let left = chance.next() * rush.reduce((sum, one) => sum + one, 0);
  return Math.max(0, rush.findIndex((one) => (left -= one) < 0)); // prettier-ignore
}

/** 有标注的一天: about `size` reports, the same for the same seed, with all that is true of each. */
export const makeDay = (seed: number, size: number, world: World): Day => makeDays(seed, size, world, 1);

/**
 * 有标注的若干天: `size` reports in all, as many on each day. Where another day follows, what nobody reports any more is
 * closed (办结), and its place is free again from the next midnight on.
 */
export function makeDays(seed: number, size: number, world: World, days: number): Day {
  const chance = chanceOf(seed);
  const making: Making = { chance, world, devices: [], next: { no: 0 } };
  const book = openBook(chance, world);
  const reports: Report[] = [];
  for (let day = 0; day < days; day += 1) {
    const start = dayStart + day * 24 * hour;
    book.turn(start);
    const before = book.all.length;
    const told = dayOf(making, book, start, size / days);
    if (day < days - 1) endAll(book.all.slice(before), told);
    for (const report of told) reports.push(report);
  }
  const problems = [...new Map(book.all.map((problem) => [problem.id, problem])).values()];
  const closings = problems.flatMap(({ id, end, closes, gone }) => {
    if (closes) return [{ at: end + 60_000, problem: id }];
    return gone < Infinity ? [{ at: gone, problem: id }] : [];
  });
  reports.sort((a, b) => a.arrivesAt - b.arrivesAt || (a.id < b.id ? -1 : 1));
  return { seed, start: dayStart, problems, reports, devices: making.devices, closings };
}

function dayOf(making: Making, book: Book, start: number, size: number): Report[] {
  const { chance, world } = making;
  const before = book.all.length;
  plantHard(chance, world, book, start, Math.max(1, Math.round(size / 700)));
  const reports = book.all.slice(before).flatMap((problem) => sightings(making, problem));
  while (reports.length < size * 0.92) {
    const made = another(chance, book, start);
    if (made) reports.push(...sightings(making, made));
  }
  reports.push(...besides(making, book.all.slice(before), start, size));
  return reports;
}

/** Each of these is closed a minute after the last that is heard of it, at its own end at the earliest. */
function endAll(problems: readonly Problem[], told: readonly Report[]): void {
  const last = new Map<string, number>();
  for (const { truth, also, arrivesAt } of told)
    for (const id of [truth, ...also]) last.set(id, Math.max(last.get(id) ?? 0, arrivesAt));
  // One problem may stand there twice, as several saw it.
  for (const problem of problems) problem.gone = Math.max(problem.end, last.get(problem.id) ?? 0) + 60_000;
}

function another(chance: Chance, book: Book, start: number): ReturnType<Book['settle']> {
  const kind = chance.pick(kinds);
  const storm = stormy.has(kind.id) && chance.is(0.6);
  const began = storm ? chance.pick(stormHours) + chance.between(0, 2) : hourOf(chance) + chance.next();
  const made = book.settle(kind, start + began * hour);
  if (made && storm) made.reports = Math.min(60, made.reports * 3);
  return made;
}

/** What is no first report of a problem: chatter, second calls, calls about two things. */
function besides(making: Making, problems: readonly Problem[], start: number, size: number): Report[] {
  const { chance } = making;
  const easy = problems.filter((problem) => problem.hard === null && problem.reports > 1);
  const within = ({ begin, end }: { begin: number; end: number }): number => Math.round(chance.between(begin + (end - begin) * 0.4, end)); // prettier-ignore
  return Array.from({ length: Math.round(size * 0.08) }, () => {
    const roll = chance.next();
    const problem = chance.pick(easy);
    if (roll < 0.6) return chat(making, Math.round(start + (hourOf(chance) + chance.next()) * hour));
    if (roll < 0.82) return followUp(making, problem, within(problem));
    return twofold(making, problem, chance.pick(easy), within(problem));
  });
}
