import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crossingAt } from '#domain/crossing.ts';
import type { Point } from '#domain/trend.ts';

const now = new Date('2026-06-12T18:00:00+08:00');
const before = (minutes: number, value: number): Point => ({
  observedAt: new Date(now.getTime() - minutes * 60_000),
  value,
});
const way = { direction: 'above', windowMinutes: 30, maxPerHour: null } as const;
const inMinutes = (at: Date | null): number | null => at && (at.getTime() - now.getTime()) / 60_000;

/** Readings of the last hour: mostly a slope with some ripple, so that many of them say something. */
const series = fc
  .record({
    base: fc.integer({ min: -50, max: 50 }),
    slope: fc.integer({ min: -8, max: 8 }),
    ripple: fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -3, max: 3 })), {
      maxLength: 14,
    }),
  })
  .map(({ base, slope, ripple }) =>
    ripple.map(([m, noise]) => before(m, base - (slope * m) / 16 + noise / 8)),
  );
const lines = fc.integer({ min: -80, max: 80 });

test('what is claimed lies ahead, within six hours, in the direction of the line, and on three readings at least', () => {
  let claims = 0;
  fc.assert(
    fc.property(series, lines, (points, line) => {
      const minutes = inMinutes(crossingAt(points, line, way, now));
      if (minutes === null) return;
      claims += 1;
      const recent = points.filter(({ observedAt }) => now.getTime() - observedAt.getTime() < 30 * 60_000);
      expect(minutes).toBeGreaterThanOrEqual(0);
      expect(minutes).toBeLessThanOrEqual(360);
      expect(recent.length).toBeGreaterThanOrEqual(3);
      expect(Math.min(...recent.map(({ value }) => value))).toBeLessThan(line);
    }),
    { numRuns: 2_000 },
  );
  expect(claims).toBeGreaterThan(20);
});

test('a farther line is reached later, and none is claimed that lies beyond one that is not', () => {
  fc.assert(
    fc.property(series, lines, fc.integer({ min: 1, max: 40 }), (points, line, more) => {
      const [near, far] = [line, line + more].map((one) => crossingAt(points, one, way, now));
      if (near && far) expect(far.getTime()).toBeGreaterThan(near.getTime());
      // The nearer one may be there already by now.
      if (!near && far) expect(points.some(({ value }) => value < line + more)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('a steeper rise to the same last reading is there earlier', () => {
  const rising = (perHour: number): Point[] => [25, 20, 10, 0].map((m) => before(m, 10 - (perHour * m) / 60));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (a, b) => {
      const [slow, fast] = [Math.min(a, b), Math.max(a, b)].map((rise) =>
        crossingAt(rising(rise), 11, way, now),
      );
      expect(fast!.getTime()).toBeLessThanOrEqual(slow!.getTime());
    }),
  );
});

test('metres or millimetres, rising to a line or mirrored and falling to it: the same instant', () => {
  fc.assert(
    fc.property(series, lines, fc.integer({ min: -10, max: 10 }), (points, line, power) => {
      const limit = { ...way, maxPerHour: 64 };
      const told = crossingAt(points, line, limit, now);
      // Powers of two, so that no rounding hides a difference.
      const scale = 2 ** power;
      const scaled = points.map((point) => ({ ...point, value: point.value * scale }));
      expect(crossingAt(scaled, line * scale, { ...limit, maxPerHour: 64 * scale }, now)).toEqual(told);
      const mirrored = points.map((point) => ({ ...point, value: -point.value }));
      expect(crossingAt(mirrored, -line, { ...limit, direction: 'below' }, now)).toEqual(told);
    }),
    { numRuns: 2_000 },
  );
});

test('in whatever order the readings come they say the same, and what is older than the window says nothing', () => {
  fc.assert(
    fc.property(series, lines, fc.integer({ min: -90, max: 90 }), (points, line, old) => {
      // Of two readings of one instant either may be the last.
      const once = [...new Map(points.map((point) => [point.observedAt.getTime(), point])).values()];
      const told = crossingAt(once, line, way, now);
      expect(crossingAt([before(31, old), ...once.toReversed()], line, way, now)).toEqual(told);
    }),
  );
});
