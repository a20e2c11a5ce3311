import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldSamples } from '#domain/threshold.ts';
import type { Episode, Sample, SeriesState } from '#domain/threshold.ts';
import { minutesToLine, rainSum, risePerHour } from '#domain/trend.ts';
import type { Point } from '#domain/trend.ts';

const rule = { direction: 'above', raise: 0.15, clear: 0.1, forSeconds: 60, maxPerHour: null } as const;
const start = Date.UTC(2026, 5, 12);
const at = (second: number, value: number): Sample => ({
  observedAt: new Date(start + second * 1000),
  value,
  doubtful: false,
});

/** Samples of rising times around the line, cut into batches. */
const batches = fc
  .array(
    fc.tuple(fc.integer({ min: 1, max: 90 }), fc.double({ min: 0, max: 0.4, noNaN: true }), fc.boolean()),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .map((steps) => {
    let second = 0;
    const made: Sample[][] = [[]];
    for (const [gap, value, cut] of steps) {
      made.at(-1)!.push(at((second += gap), value));
      if (cut) made.push([]);
    }
    return made;
  });

/** What stands in the table of alerts after these batches. */
function play(all: readonly (readonly Sample[])[]): { state: SeriesState | null; alerts: Episode[] } {
  let state: SeriesState | null = null;
  const alerts = new Map<number, Episode>();
  for (const batch of all) {
    const folded = foldSamples(state, batch, rule);
    for (const one of folded.episodes) alerts.set(one.raisedAt.getTime(), { ...one });
    state = folded.state;
  }
  return { state, alerts: [...alerts.values()] };
}

test('however the readings are cut into batches, and in whatever order each comes, the alerts are the same', () => {
  fc.assert(
    fc.property(batches, fc.infiniteStream(fc.nat()), (all, dice) => {
      const whole = play([all.flat()]);
      const shuffled = all.map((batch) =>
        batch
          .map((one) => [dice.next().value as number, one] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, one]) => one),
      );
      expect(play(shuffled)).toEqual(whole);
    }),
  );
});

test('there is one open alert at most, each is cleared before the next begins, and the peak is the highest value', () => {
  fc.assert(
    fc.property(batches, (all) => {
      const { alerts } = play(all);
      const samples = all.flat();
      alerts.forEach((one, i) => {
        const next = alerts[i + 1];
        if (next) expect(one.clearedAt!.getTime()).toBeLessThan(next.raisedAt.getTime());
        const during = samples.filter(
          (s) => s.observedAt >= one.raisedAt && (one.clearedAt === null || s.observedAt < one.clearedAt),
        );
        expect(one.peak).toBeGreaterThanOrEqual(Math.max(...during.map((s) => s.value)));
      });
    }),
  );
});

test('what comes late raises nothing and clears nothing', () => {
  fc.assert(
    fc.property(batches, fc.double({ min: 0, max: 5, noNaN: true }), (all, value) => {
      const { state } = play(all);
      const late = { observedAt: new Date(state!.observedAt.getTime() - 1), value, doubtful: false };
      expect(foldSamples(state, [late], rule)).toEqual({ state, raised: [], episodes: [] });
    }),
  );
});

const point = (minute: number, value: number): Point => ({
  observedAt: new Date(start + minute * 60_000),
  value,
});

test('怀集站 at 01:40 stands at 49.68 and reaches 50.00 in 43 minutes, in whatever order the readings are known', () => {
  const rate = (0.32 / 43) * 60;
  const river = Array.from({ length: 13 }, (_, i) => point(i * 5, 49.68 - rate * (1 - i / 12)));
  fc.assert(
    fc.property(fc.shuffledSubarray(river, { minLength: river.length }), (points) => {
      const rise = risePerHour(points, point(60, 0).observedAt, 61, 3)!;
      expect(rise).toBeCloseTo(0.4465, 3);
      expect(minutesToLine(49.68, rise, 50)).toBeCloseTo(43, 0);
    }),
  );
});

test('a river that falls, stands or is over its line already is not extrapolated', () => {
  expect(minutesToLine(49, -0.2, 50)).toBeNull();
  expect(minutesToLine(49, 0, 50)).toBeNull();
  expect(minutesToLine(50.2, 0.4, 50)).toBeNull();
  expect(minutesToLine(49, null, 50)).toBeNull();
});

test('after a step that no river makes the rise is judged anew, and ripple of a minute is no rise', () => {
  const stepped = [point(0, 49), point(20, 49.1), point(40, 54), point(60, 54.1)];
  expect(risePerHour(stepped, point(60, 0).observedAt, 61, 3)).toBeNull();
  expect(risePerHour(stepped, point(60, 0).observedAt, 61, null)).toBeGreaterThan(3);
  expect(risePerHour([point(0, 49), point(1, 49.2)], point(1, 0).observedAt, 60, 3)).toBeNull();
});

test('rain is summed over its window from readings in any order, and a silent gauge adds nothing', () => {
  const steady = Array.from({ length: 37 }, (_, i) => point(i * 5, 42));
  fc.assert(
    fc.property(fc.shuffledSubarray(steady, { minLength: steady.length }), (points) => {
      expect(rainSum(points, point(180, 0).observedAt, 60)).toBeCloseTo(42, 6);
      expect(rainSum(points, point(180, 0).observedAt, 180)).toBeCloseTo(126, 6);
    }),
  );
  expect(rainSum([point(0, 60), point(120, 60)], point(120, 0).observedAt, 180)).toBeCloseTo(15, 6);
  expect(rainSum([], point(0, 0).observedAt, 60)).toBeNull();
});
