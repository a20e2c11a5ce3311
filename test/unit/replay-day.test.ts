import { expect, test } from 'vitest';
import { distanceM } from '#domain/geo.ts';
import { makeDay, makeDays } from '#test/bench/replay/day.ts';
import { kinds } from '#test/bench/replay/kinds.ts';
import { readWorld } from '#test/bench/replay/places.ts';
import { ways } from '#test/bench/replay/speak.ts';

const world = readWorld();
const day = makeDay(4711, 2_000, world);
const spoken = day.reports.filter(({ text }) => text !== '');

test('the same seed makes the same day, another seed another', () => {
  const again = makeDay(4711, 2_000, world);
  expect(again.reports).toEqual(day.reports);
  expect(makeDay(4712, 2_000, world).reports[0]).not.toEqual(day.reports[0]);
});

test('a day is as large as wanted, and of at least fifteen kinds from seven kinds of sources', () => {
  expect(day.reports.length).toBeGreaterThan(1_900);
  expect(day.reports.length).toBeLessThan(2_200);
  expect(new Set(day.problems.map(({ kind }) => kind.id)).size).toBeGreaterThanOrEqual(15);
  expect(new Set(day.reports.map(({ source }) => source)).size).toBe(7);
});

test.each(kinds)(
  'there are at least forty ways to say $id, before place, want and tail',
  ({ says, more, wants }) => {
    const all = new Set(says.flatMap(ways));
    expect(all.size).toBeGreaterThanOrEqual(40);
    for (const one of all) expect(one).not.toMatch(/[{}|]/u);
    expect(says.length + more.length + wants.length).toBeGreaterThanOrEqual(17);
  },
);

test('hardly two people say the same', () => {
  const first = spoken.filter(({ nature }) => nature === 'report').map(({ text }) => text);
  expect(new Set(first).size / first.length).toBeGreaterThan(0.98);
});

test('every piece of personal data stands in the words of its report', () => {
  const planted = spoken.flatMap(({ text, pieces }) => pieces.map(({ piece }) => ({ text, piece })));
  expect(planted.length).toBeGreaterThan(150);
  for (const { text, piece } of planted) expect(text).toContain(piece);
});

test('keys are never used twice, and an event is never before its problem or after its arrival', () => {
  expect(new Set(day.reports.map(({ key }) => key)).size).toBe(day.reports.length);
  const byId = new Map(day.problems.map((one) => [one.id, one]));
  for (const { truth, observedAt, arrivesAt } of day.reports) {
    expect(arrivesAt).toBeGreaterThanOrEqual(observedAt);
    const problem = byId.get(truth);
    if (problem) expect(observedAt).toBeGreaterThanOrEqual(problem.begin);
  }
});

test('problems of one family stand well apart, unless they are made to be hard', () => {
  for (const family of new Set(kinds.map((kind) => kind.family))) {
    const easy = day.problems.filter(({ kind, hard }) => kind.family === family && hard === null);
    for (const [i, one] of easy.entries())
      for (const other of easy.slice(i + 1)) {
        expect(distanceM(one.at, other.at)).toBeGreaterThan(600);
        expect(other.base.name).not.toBe(one.base.name);
      }
  }
});

test.each([
  'apart-200', 'same-place-other-matter', 'recurrence', 'chain', 'late-three-hours', 'deck-and-underpass', 'both-bridge-ends', 'steam-as-smoke', 'same-name',
])('the hard case %s is there, with reports of every side', (hard) => {
  const problems = day.problems.filter((one) => one.hard === hard);
  expect(problems.length).toBeGreaterThan(0);
  for (const { id } of problems) expect(day.reports.some(({ truth }) => truth === id)).toBe(true);
}); // prettier-ignore

test('what comes again comes after its closing', () => {
  const again = day.problems.filter(({ hard }) => hard === 'recurrence');
  for (const closed of again.filter(({ closes }) => closes)) {
    const next = again.find(({ base, begin }) => base.name === closed.base.name && begin > closed.end);
    expect(next).toBeDefined();
  }
});

test('there are praise, tests, jokes, questions, second calls, urging and calls about two things', () => {
  const natures = new Set(day.reports.map(({ nature }) => nature));
  for (const one of ['praise', 'test', 'joke', 'consult', 'follow-up', 'urging', 'two matters'])
    expect([...natures]).toContain(one);
});

test('of several days each has its share; what nobody reports any more is closed, and its place is free again', () => {
  const { start, reports, problems, closings } = makeDays(4711, 6_000, world, 3);
  const dayOf = (at: number): number => Math.floor((at - start) / 86_400_000);
  for (const day of [0, 1, 2])
    expect(problems.filter(({ begin }) => dayOf(begin) === day).length).toBeGreaterThan(150);
  expect(Math.abs(reports.length - 6_000)).toBeLessThan(400);
  const closedAt = new Map(closings.map(({ problem, at }) => [problem, at]));
  const early = problems.filter(({ begin, closes }) => dayOf(begin) < 2 && !closes);
  expect(early.every(({ id, end }) => closedAt.get(id)! > end)).toBe(true);
  const ofEarly = new Set(early.map(({ id }) => id));
  for (const { truth, arrivesAt } of reports) if (ofEarly.has(truth)) expect(arrivesAt).toBeLessThan(closedAt.get(truth)!); // prettier-ignore
  const open = problems.filter(({ begin, closes }) => dayOf(begin) === 2 && !closes);
  expect(open.some(({ id }) => closedAt.has(id))).toBe(false);
  // Nothing stands beside what is still open there.
  const easy = problems.filter(({ hard }) => hard === null);
  for (const one of easy.filter(({ begin }) => dayOf(begin) < 2))
    for (const other of easy)
      if (
        dayOf(other.begin) > dayOf(one.begin) &&
        one.kind.family === other.kind.family &&
        closedAt.get(one.id)! > other.begin
      )
        expect(distanceM(one.at, other.at)).toBeGreaterThan(690);
});
