import { expect, test } from 'vitest';
import { losses } from '#test/bench/replay/causes.ts';
import { bCubed, isSame, masked, pairwise, reading, standing } from '#test/bench/replay/score.ts';
import type { Scored, Told } from '#test/bench/replay/score.ts';

/** `a1h>X`: report 1 of problem a, from the hotline, in incident X; `>` alone: it waits. */
const events = (words: string): Scored[] =>
  words.split(' ').map((word) => {
    const [, truth, n, source, found] = /^([a-z])(\d)([chs])>(\w*)$/u.exec(word)!;
    const sources: Record<string, string> = { c: 'camera', h: 'hotline', s: 'sensor' };
    return { id: `${truth}${n}`, truth: truth!, source: sources[source!]!, also: [], found: found || null };
  });

// Problem a: three in X, one in Y. Problem b: one in X, one waits. Problem c: alone in Z.
const known = events('a1s>X a2c>X a3h>X a4h>Y b1h>X b2c> c1h>Z');

test('precision and recall count pairs: 3 of 7 true ones found, 3 of 6 found ones true', () => {
  const { all, lost, wrong } = pairwise(known);
  expect(all).toMatchObject({ truly: 7, found: 6, both: 3, precision: 0.5, recall: 3 / 7 });
  expect(all.f1).toBeCloseTo(6 / 13);
  expect(lost.map(([a, b]) => a.id + b.id)).toEqual(['a1a4', 'a2a4', 'a3a4', 'b1b2']);
  expect(wrong.map(([a, b]) => a.id + b.id)).toEqual(['a1b1', 'a2b1', 'a3b1']);
});

test('two that both wait for a person are not together', () => {
  const { all, lost } = pairwise(events('a1h> a2h> a3h>X'));
  expect(all).toMatchObject({ truly: 3, found: 0, both: 0 });
  expect(lost).toHaveLength(3);
});

test('each pair of sources has rates of its own, whichever spoke first', () => {
  const { bySources } = pairwise(known);
  expect(bySources.get('camera-hotline')).toMatchObject({ truly: 3, found: 2, both: 1 });
  expect(bySources.get('hotline-sensor')).toMatchObject({ truly: 2, found: 2, both: 1 });
  expect(bySources.get('camera-sensor')).toMatchObject({ precision: 1, recall: 1 });
  expect(bySources.get('hotline-hotline')).toMatchObject({ truly: 1, found: 1, both: 0, precision: 0, recall: 0, f1: 0 }); // prettier-ignore
});

test('B-cubed weighs events, not pairs', () => {
  const { precision, recall } = bCubed(known);
  // a in X: 3 × 3/4, a4: 1, b1: 1/4, b2 and c1: 1; of seven.
  expect(precision).toBeCloseTo((2.25 + 1 + 0.25 + 1 + 1) / 7);
  // a in X: 3 × 3/4, a4: 1/4, b: 2 × 1/2, c1: 1.
  expect(recall).toBeCloseTo((2.25 + 0.25 + 1 + 1) / 7);
});

test('everything right is 1 and nothing is lost or wrong', () => {
  const perfect = events('a1s>X a2h>X b1h>Y');
  expect(pairwise(perfect).all).toMatchObject({ precision: 1, recall: 1, f1: 1 });
  expect(bCubed(perfect)).toEqual({ precision: 1, recall: 1, f1: 1 });
  expect(standing(perfect)).toMatchObject({ duplicates: 0, wrong: [], waiting: 0 });
});

test('an incident stands for what most of it tells of; a second one for the same is a duplicate', () => {
  const { problems, duplicates, wrong, waiting } = standing(known);
  expect({ problems, waiting }).toEqual({ problems: 3, waiting: 1 });
  expect(duplicates).toBeCloseTo(1 / 3);
  expect(wrong.map(({ id }) => id)).toEqual(['b1']);
});

test('a call about two problems is neither wrong nor lost beside the second', () => {
  const [a, b, both] = events('a1h>X b1h>Y a2h>Y') as [Scored, Scored, Scored];
  const call = { ...both, also: ['b'] };
  expect([isSame(call, a), isSame(call, b), isSame(a, b)]).toEqual([true, null, false]);
  const { all, wrong } = pairwise([a, b, call]);
  expect(all).toMatchObject({ truly: 1, found: 0, precision: 1, recall: 0 });
  expect(wrong).toEqual([]);
  expect(standing([a, b, call]).wrong).toEqual([]);
});

test('a report that tells no place is neither lost nor won beside others of its problem, and wrong in another', () => {
  const [a, b, ...mine] = events('a1h>X b1h>Y a2h>Y a3h>Y') as [Scored, Scored, Scored, Scored];
  const [call, again] = mine.map((one) => ({ ...one, untold: 'T1' })) as [Scored, Scored];
  expect([isSame(call, a), isSame(call, b), isSame(call, again)]).toEqual([null, false, true]);
  expect(pairwise([a, b, call, again]).all).toMatchObject({ truly: 1, found: 3, both: 1 });
  expect(isSame(call, { ...again, untold: 'T2' })).toBe(null);
});

const told = (over: Partial<Told>): Told => ({ id: '', matters: ['m'], guesses: ['m'], district: 'd', readDistrict: 'd', errorM: 10, exact: true, way: 'named', ...over }); // prettier-ignore

test('the reading of matter, district and place', () => {
  const { top1, top3, district, medianM, within100 } = reading([
    told({}),
    told({ matters: ['m', 'n'], guesses: ['n'], readDistrict: null, errorM: 100 }),
    told({ guesses: ['x', 'y', 'm'], readDistrict: 'e', errorM: 101 }),
    told({ guesses: ['x', 'y', 'z', 'm'], district: null, errorM: null }),
    told({ matters: [], guesses: ['x'], errorM: 5_000, exact: false }),
  ]);
  expect(top1).toMatchObject({ hits: 2, of: 4 });
  expect(top3).toMatchObject({ hits: 3, of: 4 });
  expect(district).toMatchObject({ hits: 2, of: 4, wrong: 1 });
  expect(medianM).toBe(100);
  expect(within100).toMatchObject({ hits: 2, of: 4, share: 0.5 });
});

test('a planted piece that still stands in what all may read was not masked', () => {
  const { all, byKind, kept } = masked([
    { id: '1', kind: 'phone', piece: '13800001111', shown: '电话138****1111' },
    { id: '2', kind: 'phone', piece: '13900002222', shown: '打13900002222' },
    { id: '3', kind: 'name', piece: '陈伟', shown: '陈先生' },
  ]);
  expect(all).toMatchObject({ hits: 2, of: 3 });
  expect(byKind.get('phone')).toMatchObject({ share: 0.5 });
  expect(kept.map(({ id }) => id)).toEqual(['2']);
});

test('a lost pair is put down to the first thing that went wrong with either report', () => {
  const pair = events('a1h> a2c>X');
  const of = (over: Partial<Told>, why: string | null = null, then: Partial<Told> = {}) =>
    losses([pair as [Scored, Scored]], (id) =>
      id === 'a1' ? { told: told(over), why } : { told: told(then), why: null },
    );
  expect(of({}, null, { errorM: null })).toEqual([
    { cause: 'place not read', pairs: 1, bySources: [['camera-hotline', 1]] },
  ]);
  expect(of({ guesses: ['x', 'm'] }, null, { errorM: null })[0]!.cause).toBe('matter read wrongly');
  expect(of({ guesses: ['other', 'm'] })[0]!.cause).toBe('matter not read');
  expect(of({ matters: [] })[0]!.cause).toBe('a further call');
  expect(of({}, '位置较模糊，疑似同一件')[0]!.cause).toBe('waits: 模糊');
  expect(of({ way: 'none', errorM: null })[0]!.cause).toBe('place not told');
  expect(of({ errorM: 900 })[0]!.cause).toBe('place read over 400 m off');
  expect(of({})[0]!.cause).toBe('both read, kept apart');
});
